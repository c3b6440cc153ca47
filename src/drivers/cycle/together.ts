import type { Session } from '../../core/driver';
import { type Fields, text } from '../../core/fields';
import { findTogether } from '../../core/findTogether';
import type { Query } from '../../core/http';
import { readList } from './fields';
import { readJob } from './job';
import { pageSize } from './pages';
import { lookAtMachine, readMachinePage, type Seen } from './read';

/** How looks read what several of them may ask for at the same time. */
export interface Reads {
  /** Null when Cycle does not know it (yet, or any more). */
  job(id: string): Promise<Fields | null>;
  /** Null when it is gone. */
  machine(id: string): Promise<Seen | null>;
}

/** Reads each thing by itself. */
export function readAlone(session: Session): Reads {
  return { job: (id) => readJob(session, id), machine: (id) => lookAtMachine(session, id) };
}

/** Reads these jobs and virtual machines through their lists where that is shorter. */
export function readTogether(session: Session, jobs: readonly string[], machines: readonly string[]): Reads {
  const alone = readAlone(session);
  return {
    job: findTogether<Fields>(new Set(jobs), {
      async page(number) {
        const query: Query = { sort: '-events.queued', 'page[number]': number, 'page[size]': pageSize };
        const { items } = readList(await session.http.get('/v1/jobs', query), 'GET /v1/jobs');
        return { items, pages: null };
      },
      idOf: ({ id }) => text(id),
      one: alone.job,
    }),
    machine: findTogether<Seen>(new Set(machines), {
      page: async (number) => ({ items: await readMachinePage(session, number), pages: null }),
      idOf: ({ located }) => located.instance.id,
      one: alone.machine,
    }),
  };
}
