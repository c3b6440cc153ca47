import { accessOf } from './access';
import type { CloudmcData, CloudmcInstance, Collection } from './data';
import { instanceView } from './instanceView';
import { volumesOf } from './owned';
import type { Scene } from './scene';
import { views } from './views';

/** What a task comes to, kept as JSON until then: a kind of the list below, and what it is about. */
export type Ending =
  | { kind: 'nothing'; result?: unknown }
  /** Fields that become null are left out from then on. */
  | { kind: 'change'; collection: Collection; id: string; fields: Record<string, unknown>; shown?: boolean }
  | { kind: 'remove'; collection: Collection; id: string }
  /** The state changes only if it still waits for the task. */
  | { kind: 'instance'; id: string; task: string; state?: string; fields?: Partial<CloudmcInstance> }
  | { kind: 'created'; id: string; task: string; state: 'Running' | 'Error'; password?: string }
  | { kind: 'moved'; id: string; task: string; state: string; fields: Partial<CloudmcInstance> }
  | { kind: 'destroyed'; id: string; purge: boolean; clearing: Clearing }
  | { kind: 'purged'; id: string }
  | { kind: 'address gone'; id: string }
  | { kind: 'snapshot taken' | 'snapshot failed'; id: string; volumeId: string };

/** What goes together with a destroyed instance. */
export interface Clearing {
  snapshots: boolean;
  publicIpIds: string[];
  volumeIds: string[];
}

/** How long a snapshot is on its way to its final place, in the provider's milliseconds. */
const BACKUP_TIME = 2000;

/** Brings the ending about and gives the task's result. What has gone meanwhile is passed over. */
export function endTask(scene: Scene, ending: Ending): unknown {
  const { data } = scene.world;
  switch (ending.kind) {
    case 'nothing':
      return ending.result;
    case 'change':
      return change(scene, ending);
    case 'remove':
      delete data[ending.collection][ending.id];
      return undefined;
    case 'instance':
      settle(data, ending, ending.state, ending.fields);
      return undefined;
    case 'created':
      return created(scene, ending);
    case 'moved':
      cutOff(data, ending.id);
      settle(data, ending, ending.state, ending.fields);
      return undefined;
    case 'destroyed':
      destroyed(scene, ending);
      return undefined;
    case 'purged':
      purge(data, ending.id);
      return undefined;
    case 'address gone':
      releaseAddress(data, ending.id);
      return undefined;
    case 'snapshot taken':
    case 'snapshot failed':
      return snapshotEnded(scene, ending);
  }
}

function change(scene: Scene, { collection, id, fields, shown }: Extract<Ending, { kind: 'change' }>): unknown {
  const items: Record<string, object> = scene.world.data[collection];
  const item = items[id];
  if (!item) return undefined;
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) Reflect.deleteProperty(item, name);
    else Reflect.set(item, name, value);
  }
  if (!shown) return undefined;
  const view = views[collection] as (scene: Scene, item: object) => Record<string, unknown>;
  return view(scene, item);
}

function settle(
  data: CloudmcData,
  { id, task }: { id: string; task: string },
  state: string | undefined,
  fields: Partial<CloudmcInstance> = {},
): CloudmcInstance | undefined {
  const instance = data.instances[id];
  if (!instance) return undefined;
  Object.assign(instance, fields);
  if (state !== undefined && instance.task === task) {
    instance.state = state;
    delete instance.task;
  }
  return instance;
}

function created(scene: Scene, ending: Extract<Ending, { kind: 'created' }>): unknown {
  const { data } = scene.world;
  const instance = settle(data, ending, ending.state);
  if (!instance) return undefined;
  for (const volume of volumesOf(data, instance.id)) {
    if (volume.state === 'Creating' || volume.state === 'Attaching') volume.state = 'Ready';
  }
  for (const rule of Object.values(data.portforwardingrules)) {
    if (rule.instanceId === instance.id && rule.state === 'Add') rule.state = 'Active';
  }
  for (const address of accessOf(scene).addresses.get(instance.id) ?? []) address.state = 'Allocated';
  return {
    ...instanceView(scene, instance, false),
    type: 'CloudStack',
    projectId: data.environments[instance.environment]?.projectId,
    password: ending.password,
  };
}

function destroyed(scene: Scene, { id, purge: gone, clearing }: Extract<Ending, { kind: 'destroyed' }>): void {
  const { data } = scene.world;
  const instance = data.instances[id];
  if (!instance) return;
  const volumes = volumesOf(data, id);
  if (clearing.snapshots) {
    const ids = new Set(volumes.map((volume) => volume.id));
    for (const snapshot of Object.values(data.snapshots)) {
      if (ids.has(snapshot.volumeId)) delete data.snapshots[snapshot.id];
    }
  }
  for (const address of clearing.publicIpIds) releaseAddress(data, address);
  for (const volume of volumes) {
    if (volume.type === 'os') continue;
    if (clearing.volumeIds.includes(volume.id)) delete data.volumes[volume.id];
    else delete volume.instanceId;
  }
  if (gone) {
    purge(data, id);
    return;
  }
  delete instance.isoId;
  delete instance.task;
  instance.state = 'Destroyed';
}

/** The root volume goes with the instance, data volumes stay behind. */
function purge(data: CloudmcData, id: string): void {
  cutOff(data, id);
  for (const volume of volumesOf(data, id)) {
    if (volume.type === 'os') delete data.volumes[volume.id];
    else delete volume.instanceId;
  }
  delete data.instances[id];
}

/** No address leads to the instance any more; the addresses themselves are kept. */
function cutOff(data: CloudmcData, instanceId: string): void {
  for (const rule of Object.values(data.portforwardingrules)) {
    if (rule.instanceId === instanceId) delete data.portforwardingrules[rule.id];
  }
  for (const address of Object.values(data.publicipaddresses)) {
    if (address.staticNat?.instanceId === instanceId) delete address.staticNat;
  }
}

function releaseAddress(data: CloudmcData, id: string): void {
  for (const rule of Object.values(data.portforwardingrules)) {
    if (rule.ipAddressId === id) delete data.portforwardingrules[rule.id];
  }
  delete data.publicipaddresses[id];
}

function snapshotEnded(scene: Scene, { kind, id, volumeId }: Extract<Ending, { volumeId: string }>): unknown {
  const { world } = scene;
  const volume = world.data.volumes[volumeId];
  if (volume?.state === 'Snapshotting') volume.state = 'Ready';
  const snapshot = world.data.snapshots[id];
  if (!snapshot) return undefined;
  snapshot.state = kind === 'snapshot taken' ? 'BackingUp' : 'Error';
  if (kind === 'snapshot taken') world.schedule(BACKUP_TIME, 'snapshot', id, 'BackedUp');
  return views.snapshots(scene, snapshot);
}
