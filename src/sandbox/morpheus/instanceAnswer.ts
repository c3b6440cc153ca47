import { json, type Reply } from '../reply';
import type { MorpheusInstance } from './data';
import { instanceView } from './instanceView';
import { legacyInstanceView } from './legacyInstanceView';
import type { Call } from './morpheusRoute';
import { usageOf } from './usage';

/** One instance, as the appliance's age answers GET: today its stats are in it, of old beside it. */
export function instanceAnswer(call: Call, instance: MorpheusInstance, details: boolean): Reply {
  if (!call.legacy) return json(200, { instance: instanceView(call, instance, details) });
  return json(200, {
    success: true,
    instance: legacyInstanceView(call, instance, true),
    stats: usageOf(instance, call.world.now()),
  });
}

/** The answer to a change that gives the instance back. */
export function changeAnswer(call: Call, instance: MorpheusInstance): Reply {
  if (call.legacy) return instanceAnswer(call, instance, false);
  return json(200, { success: true, instance: instanceView(call, instance, false) });
}
