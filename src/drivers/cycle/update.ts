import { type Changing, each, type UpdateInput } from '../../core/driver';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { byKind } from './byKind';

/** The name of a virtual machine. An instance of a container has only the host name that its container gives it. */
export const update: Changing<UpdateInput> = {
  limit: 'The name of virtual machines.',
  options: ['name'],
  plan: byKind<UpdateInput>(
    'rename',
    'its container names it',
    each(async (session, target, { name = '' }) => {
      const { id, name: before } = target.instance;
      return {
        targets: [target],
        ...(name === before ? { skip: 'it is called so already' } : {}),
        run: () =>
          session.http.send(
            { method: 'PATCH', path: path`/v1/virtual-machines/${id}`, body: { name } },
            () => ended(),
            () => ended(),
          ),
      };
    }),
  ),
};
