import type { Reply } from '../reply';
import { accessOf, instancesBehind } from './access';
import type { Call } from './call';
import type { CloudmcInstance } from './data';
import type { Clearing } from './endings';
import { invalid } from './failure';
import { beginStep, instanceOf, occupy, REBOOT_TIME, requireVirtual } from './instanceTask';
import { ownedBy, volumesOf } from './owned';
import { requireQuota } from './quota';
import { beginTask } from './task';

/** Operation `start`. */
export function startInstance(call: Call): Reply {
  return beginStep(call, instanceOf(call, 'start', ['Stopped']), { middle: 'Starting', end: 'Running' });
}

/** Operation `stop`. Where a stop can be forced, one in the state Stopping always is. */
export function stopInstance(call: Call): Reply {
  const { fields, flavour } = call;
  const instance = instanceOf(call, 'stop', flavour.forcedStop ? ['Running', 'Stopping'] : ['Running']);
  const forced = flavour.forcedStop && (instance.state === 'Stopping' || fields.flag('forceStop'));
  return beginStep(call, instance, {
    middle: 'Stopping',
    end: 'Stopped',
    failed: 'Running',
    duration: forced ? 500 : 2000,
  });
}

/** Operation `reboot`, which starts an instance that is stopped. */
export function rebootInstance(call: Call): Reply {
  const instance = instanceOf(call, 'reboot', ['Running', 'Stopped']);
  const middle = instance.state === 'Running' ? 'Rebooting' : 'Starting';
  return beginStep(call, instance, { middle, end: 'Running', duration: REBOOT_TIME });
}

/** Operation `recover`: without the data volumes, which the instance has lost. */
export function recoverInstance(call: Call): Reply {
  const instance = instanceOf(call, 'recover', ['Destroyed']);
  requireQuota(call, 'instances', 1);
  return beginStep(call, instance, { end: 'Stopped' });
}

/** Operation `purge`. */
export function purgeInstance(call: Call): Reply {
  const instance = instanceOf(call, 'purge', ['Destroyed']);
  const task = occupy(call, instance, 'Expunging');
  return beginTask(call, {
    id: task,
    success: { kind: 'purged', id: instance.id },
    failure: { kind: 'instance', id: instance.id, task, state: 'Destroyed' },
  });
}

/** DELETE, with a body that says what goes together with the instance. */
export function destroyInstance(call: Call): Reply {
  const { fields } = call;
  const instance = instanceOf(call, 'destroy', ['Running', 'Stopped', 'Error']);
  requireVirtual(instance);
  const clearing: Clearing = {
    snapshots: fields.flag('deleteSnapshots'),
    publicIpIds: releasable(call, instance),
    volumeIds: fields.list('volumeIdsToDelete'),
  };
  const volumes = volumesOf(call.data, instance.id);
  for (const id of clearing.volumeIds) {
    if (volumes.some((volume) => volume.id === id && volume.type === 'data')) continue;
    throw invalid(`The volume ${id} is not a data volume attached to the instance`);
  }
  return beginDestroying(call, instance, fields.flag('purgeImmediately'), clearing);
}

/** Begins the task at whose end the instance is Destroyed, or gone altogether. */
export function beginDestroying(call: Call, instance: CloudmcInstance, purge: boolean, clearing: Clearing): Reply {
  const before = instance.state;
  const { id } = instance;
  const gentle = before === 'Running' ? 'Stopping' : undefined;
  const task = occupy(call, instance, purge ? 'Expunging' : gentle);
  return beginTask(call, {
    id: task,
    duration: purge ? 3000 : 2000,
    success: { kind: 'destroyed', id, purge, clearing },
    failure: { kind: 'instance', id, task, state: before },
  });
}

/** The public addresses to release with an instance; throws unless they are its own and nobody else's. */
export function releasable(call: Call, instance: CloudmcInstance): string[] {
  const access = accessOf(call);
  const ids = call.fields.list('publicIpIdsToRelease');
  for (const id of ids) {
    const address = ownedBy(call, call.data.publicipaddresses, id);
    const behind = address ? instancesBehind(access, address) : [];
    if (!behind.includes(instance.id)) throw invalid(`The public IP ${id} does not belong to the instance`);
    if (behind.length > 1 || address?.sourceNat) throw invalid(`The public IP ${id} is used by others, too`);
  }
  return ids;
}
