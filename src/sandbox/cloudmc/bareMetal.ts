import type { Reply } from '../reply';
import type { Call } from './call';
import { beginInstance } from './createInstance';
import { invalid } from './failure';
import { beginDestroying, releasable } from './instanceLife';
import { readInstanceOrder } from './instanceOrder';
import { instanceOf } from './instanceTask';

/** Operation `acquireBareMetal`: as a create, of a whole machine out of few. */
export function acquireBareMetal(call: Call): Reply {
  const order = readInstanceOrder(call);
  if (order.offering.type !== 'BareMetal') throw invalid('The compute offering is not for bare metal instances');
  if (order.sshKeyName === undefined) throw invalid('sshKeyName is required');
  const taken = Object.values(call.data.instances).filter(({ bareMetal }) => bareMetal).length;
  if (taken >= (order.offering.availabilityCount ?? 0)) throw invalid('No bare metal instance is available');
  return beginInstance(call, order);
}

/** Operation `releaseBareMetal`: it is gone at once, and can't be recovered. */
export function releaseBareMetal(call: Call): Reply {
  const instance = instanceOf(call, 'release', ['Running', 'Stopped', 'Error']);
  if (!instance.bareMetal) throw invalid('The instance is not a bare metal instance');
  return beginDestroying(call, instance, true, {
    snapshots: false,
    publicIpIds: releasable(call, instance),
    volumeIds: [],
  });
}
