import type { World } from '../emulator';
import type { CivoData, CivoInstance } from './data';
import { publicAddress } from './subnet';

/** What an instance becomes when what was begun is done. */
export interface Ending {
  status: string;
  size?: string;
  publicIp?: string | null;
  privateIp?: string;
}

/** How long a build and any other step take, in the provider's milliseconds. */
export const BUILD_TIME = 4000;
export const STEP_TIME = 2000;

/**
 * Puts an instance into a middle state and on to its end later, in place of whatever it was about to become. An
 * operation that fails ends in ERROR; one that vanishes leaves the instance as it was.
 */
export function beginOperation(
  world: World<CivoData>,
  instance: CivoInstance,
  middle: string,
  ending: Ending,
  duration = STEP_TIME,
): void {
  const before = instance.status;
  instance.status = middle;
  world.cancel(instance.id, 'operation');
  if (world.fault('task-failure')) world.schedule(duration, 'operation', instance.id, { status: 'ERROR' });
  else if (!world.fault('task-vanished')) world.schedule(duration, 'operation', instance.id, ending);
  else if (middle === 'BUILDING') world.schedule(duration, 'removal', instance.id);
  else world.schedule(duration, 'operation', instance.id, { status: before });
}

/** A public address that nothing had before. */
export function nextPublicAddress(data: CivoData): string {
  data.public_addresses += 1;
  return publicAddress(data.public_addresses - 1);
}

/** A moment as the provider writes it: RFC 3339, whole seconds. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Keeps what was done for the list of actions, of which the last 500 stay. */
export function recordAction(world: World<CivoData>, type: string, relatedId: string, relatedType = 'instance'): void {
  const { actions } = world.data;
  actions.push({
    id: (actions.at(-1)?.id ?? 0) + 1,
    type,
    details: '',
    related_id: relatedId,
    related_type: relatedType,
    created_at: timestamp(world.now()),
  });
  if (actions.length > 500) actions.shift();
}
