import { json, type Reply } from '../reply';
import type { MorpheusInstance } from './data';
import { failure } from './failure';
import type { Call } from './morpheusRoute';
import { instanceOf, ownedBy } from './owned';

/** What came of an order for one instance. */
export interface Result {
  success: boolean;
  msg: string;
}

export function done(msg: string): Result {
  return { success: true, msg };
}

export function refused(msg: string): Result {
  return { success: false, msg };
}

/** Carries an order out for the instance in the path, and answers with its result. */
export function answerFor(call: Call, order: (instance: MorpheusInstance) => Result): Reply {
  return answer(call, [[String(instanceOf(call).id), resultOf(call, instanceOf(call), order)]]);
}

/** The same for all whose ids are in the query, each with a result of its own. */
export function answerForAll(call: Call, order: (instance: MorpheusInstance) => Result): Reply {
  const ids = idsOf(call);
  return answer(
    call,
    ids.map((id) => {
      const instance = ownedBy(call.data.instances, id);
      return [id, instance && !instance.hidden ? resultOf(call, instance, order) : refused('Instance not found')];
    }),
  );
}

/** The ids in the query, as often as they are there. */
export function idsOf(call: Call): string[] {
  const ids = call.query.getAll('ids').flatMap((id) => id.split(','));
  const wanted = [...new Set(ids.filter((id) => id !== ''))];
  if (wanted.length === 0) throw failure(400, undefined, { ids: 'is required' });
  return wanted;
}

function resultOf(call: Call, instance: MorpheusInstance, order: (instance: MorpheusInstance) => Result): Result {
  if (call.settings.refusedIds.includes(instance.id)) return refused('The cloud refused the request');
  return order(instance);
}

/** A success, whatever the results say; of old, there was just one for all. */
function answer(call: Call, results: readonly [string, Result][]): Reply {
  if (!call.legacy) return json(200, { success: true, results: Object.fromEntries(results) });
  const bad = results.find(([, { success }]) => !success);
  return json(200, bad ? { success: false, msg: bad[1].msg } : { success: true });
}
