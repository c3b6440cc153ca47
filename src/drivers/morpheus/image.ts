import { type Changing, each, type ImageInput } from '../../core/driver';
import { toId } from './fields';
import { newestProcess } from './history';
import { readImages } from './images';
import { put } from './put';
import { untilImaged } from './waiting';

/** A virtual image of an instance as it stands. The answer names neither the image nor a process. */
export const image: Changing<ImageInput> = {
  options: ['storage'],
  plan: each(async (session, target, { storage }) => {
    const { id } = target.instance;
    const [process, images] = await Promise.all([
      newestProcess(session, id),
      readImages(session).then(
        (all) => all.map((one) => one.id),
        () => null,
      ),
    ]);
    return {
      targets: [target],
      run: () => {
        const body = storage === undefined ? {} : { storageProviderId: toId(storage) };
        const made = () => untilImaged(session, id, process, images);
        return put(session, id, 'import-snapshot', { body }, made, made);
      },
    };
  }),
};
