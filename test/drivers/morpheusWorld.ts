import { type Fake, fakeSession, notFound, type Reply, type Sent } from './morpheusSession';

/** What the appliance answers by path; a function answers anew each time. */
export type Answers = Readonly<Record<string, unknown>>;

/**
 * An appliance on which the instance shows the statuses in turn, the last one for good; `null` is
 * a 404.
 */
export function world(statuses: readonly (object | string | null)[], answers: Answers = {}): Fake {
  const queue = [...statuses];
  return fakeSession(({ method, path }: Sent): Reply => {
    const known = answers[method === 'GET' ? path : `${method} ${path}`];
    if (known !== undefined) return { body: typeof known === 'function' ? known() : known };
    if (method !== 'GET') return { body: { success: true } };
    if (path !== '/api/instances/42') return notFound;
    const [next] = queue;
    if (queue.length > 1) queue.shift();
    if (next === null || next === undefined) return notFound;
    return { body: { instance: { id: 42, name: 'erp-1', ...(typeof next === 'string' ? { status: next } : next) } } };
  });
}
