import type { Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, text } from '../../core/fields';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended, type Operation } from '../../core/operation';
import { change } from './change';
import { sizeMark } from './followInstance';
import { operation } from './job';
import { containerOf } from './read';
import { dataSize } from './resources';
import { readVolumes } from './volumes';

/** How much one volume is to grow. */
export interface Growth {
  volume: string;
  mebibytes: number;
}

/** One plan for each instance: its volumes grow one after another, each a job of its own. */
export async function planExtensions(
  session: Session,
  targets: readonly Located[],
  growths: readonly Growth[],
): Promise<readonly Plan[]> {
  const found = await Promise.all(
    targets.map(async (target) => {
      const volumes = await readVolumes(session, containerOf(target), target.instance.id);
      const own = growths.flatMap(({ volume: wanted, mebibytes }) => {
        const volume = volumes.find((one) => isCalled(one, wanted));
        return volume === undefined ? [] : [{ wanted, volume, mebibytes }];
      });
      return { target, volumes, own };
    }),
  );
  for (const { target, volumes, own } of found) {
    const missing = growths.find(({ volume }) => !own.some(({ wanted }) => wanted === volume));
    if (missing === undefined) continue;
    const ids = volumes.map(({ id }) => text(id)).filter((id) => id !== null);
    throw new CliError(
      'resource_not_found',
      `${target.instance.name} has no volume ${JSON.stringify(missing.volume)}`,
      { hint: ids.length > 0 ? `It has ${ids.join(', ')}.` : 'It has none.' },
    );
  }
  return found.map(({ target, own }) => ({
    targets: [target],
    run: async () => {
      let last: Operation = ended();
      for (const [index, { volume, mebibytes }] of own.entries()) {
        if (index > 0) await settled(session, last);
        last = await extend(session, target, volume, mebibytes, index === own.length - 1);
      }
      return last;
    },
  }));
}

function extend(
  session: Session,
  target: Located,
  volume: Fields,
  mebibytes: number,
  last: boolean,
): Promise<Operation> {
  const [container, { id }] = [containerOf(target), target.instance];
  const name = text(volume.id) ?? '';
  return change(
    session,
    {
      method: 'POST',
      path: path`/v1/containers/${container}/instances/${id}/tasks`,
      body: { action: 'volume.extend', contents: { volume_id: name, extend_size: dataSize(mebibytes) } },
    },
    (job) => operation(session, job, 'volume', { container, instance: id, volume: name, was: sizeMark(volume) }),
    undefined,
    last,
  );
}

async function settled(session: Session, before: Operation): Promise<void> {
  const end = await session.settle(before);
  if (end.status === 'failed') throw new CliError(end.failure.code, end.failure.message);
  if (end.status !== 'succeeded')
    throw new CliError('answer_lost', 'How the volume before this one fared is not known');
}

/** By its id, its identifier or the place where it is mounted. */
function isCalled({ id, config }: Fields, wanted: string): boolean {
  const { identifier, destination } = fieldsOf(config);
  return [id, identifier, destination].includes(wanted);
}
