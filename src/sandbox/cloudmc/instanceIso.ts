import type { Reply } from '../reply';
import type { Call } from './call';
import { isos } from './catalog';
import type { CloudmcInstance } from './data';
import type { Ending } from './endings';
import { invalid, notFound } from './failure';
import { instanceGiven, instanceOf } from './instanceTask';
import { beginTask } from './task';

/** Operation `attachIso` of an instance. */
export function attachIso(call: Call): Reply {
  const instance = instanceOf(call, 'attach an ISO to', ['Running', 'Stopped']);
  const isoId = call.fields.text('isoId');
  if (isoId === undefined) throw invalid('isoId is required');
  if (!isos.some(({ id }) => id === isoId)) throw invalid(`No ISO with the id ${isoId} was found`);
  return attach(call, instance, isoId);
}

/** Operation `attach` of an ISO, the same from the other end. */
export function attachToInstance(call: Call): Reply {
  if (!isos.some(({ id }) => id === call.id)) throw notFound('isos', call.id);
  return attach(call, instanceGiven(call, 'attach an ISO to'), call.id);
}

function attach(call: Call, instance: CloudmcInstance, isoId: string): Reply {
  const iso = isos.find(({ id }) => id === isoId);
  if (!iso?.ready) throw invalid('The ISO is not ready');
  if (iso.bootable) throw invalid('A bootable ISO cannot be attached to an instance');
  if (instance.isoId) throw invalid('The instance has an ISO attached already');
  instance.isoId = isoId;
  return beginTask(call, { success: { kind: 'nothing' }, failure: detached(instance) });
}

/** Operation `detachIso` of an instance. */
export function detachIso(call: Call): Reply {
  const instance = instanceOf(call, 'detach the ISO from', ['Running', 'Stopped']);
  if (!instance.isoId) throw invalid('The instance has no ISO attached');
  return beginTask(call, { success: detached(instance) });
}

function detached({ id }: CloudmcInstance): Ending {
  return { kind: 'change', collection: 'instances', id, fields: { isoId: null } };
}
