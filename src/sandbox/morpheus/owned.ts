import type { MorpheusData, MorpheusInstance, MorpheusNode } from './data';
import { failure } from './failure';
import type { Call } from './morpheusRoute';

const SETTLED = ['running', 'warning', 'stopped', 'suspended', 'unknown'];
const FAILED = ['failed', 'denied', 'cancelled'];

/** Whatever has that id, if anything has. */
export function ownedBy<Item>(items: Record<string, Item>, id: string | number): Item | undefined {
  return Object.hasOwn(items, id) ? items[id] : undefined;
}

/** The instances that can be seen, by id. Remembered between changes, since there may be very many. */
export function instancesIn(call: Call): MorpheusInstance[] {
  return call.world.memo('instances', () => Object.values(call.data.instances).filter(({ hidden }) => !hidden));
}

/** The instance that the path names; throws when there is none of that id. */
export function instanceOf(call: Call, id = call.param('id')): MorpheusInstance {
  const instance = ownedBy(call.data.instances, id);
  if (!instance || instance.hidden) throw failure(404, 'Instance not found');
  return instance;
}

/** The same, for what changes its shape: nothing else may be going on. */
export function settledInstanceOf(call: Call): MorpheusInstance {
  const instance = instanceOf(call);
  const reason = reasonAgainst(instance);
  if (reason !== undefined) throw failure(400, reason);
  return instance;
}

/** Why an instance takes no orders now; undefined when it does. */
export function reasonAgainst(instance: MorpheusInstance): string | undefined {
  const { status } = instance;
  if (instance.processId !== null) return `Instance is busy: ${status}`;
  if (SETTLED.includes(status)) return undefined;
  if (FAILED.includes(status) && instance.provisioned) return undefined;
  return `Instance can not be changed while it is ${status}`;
}

/** A container and the instance that it is part of. */
export interface Placed {
  instance: MorpheusInstance;
  node: MorpheusNode;
}

/** By the id of the container or of its server; throws when there is none. */
export function nodeOf(data: MorpheusData, id: string, kind: 'id' | 'serverId' = 'id'): Placed {
  for (const instance of Object.values(data.instances)) {
    const node = instance.hidden ? undefined : instance.nodes.find((known) => String(known[kind]) === id);
    if (node) return { instance, node };
  }
  throw failure(404, kind === 'id' ? 'Container not found' : 'Server not found');
}

/** Throws when another instance, seen or not, has the name. */
export function isNameTaken(data: MorpheusData, name: string, but?: MorpheusInstance): boolean {
  const wanted = name.toLowerCase();
  return Object.values(data.instances).some((known) => known !== but && known.name.toLowerCase() === wanted);
}
