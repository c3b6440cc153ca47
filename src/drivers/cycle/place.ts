import type { Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { path } from '../../core/http';
import type { Operation } from '../../core/operation';
import { change } from './change';
import { choose } from './choose';
import type { Container } from './containers';
import { operation } from './job';
import { readInstances } from './read';
import { readUsableServers, type Server } from './servers';

/** How many new instances a server is to get. */
export interface Placement {
  server: Server;
  count: number;
}

/** The server that was meant among those that the container can use; throws where it takes no instances now. */
export async function chooseUsable(session: Session, container: Container, wanted: string): Promise<Server> {
  const usable = await session.once(`cycle usable ${container.id}`, () => readUsableServers(session, container.id));
  const server = choose('server', wanted, usable, `nube catalog servers`);
  if (server.closed !== null) {
    throw new CliError('wrong_state', `The server ${server.label} takes no instances: ${server.closed}`, {
      hint: openHint(usable),
    });
  }
  return server;
}

/** Names the servers that take instances. */
export function openHint(servers: readonly Server[]): string {
  const open = servers.filter(({ closed }) => closed === null).map(({ label }) => label);
  return open.length === 0 ? 'nube catalog servers shows the state of each.' : `These do: ${open.join(', ')}.`;
}

/** Places new instances of a container with the manual strategy. */
export function placeInstances(
  session: Session,
  container: Container,
  placements: readonly Placement[],
): Promise<Operation> {
  const count = placements.reduce((sum, placement) => sum + placement.count, 0);
  return makeInstances(session, container, count, {
    method: 'POST',
    path: path`/v1/containers/${container.id}/instances`,
    body: placements.map(({ server, count }) => ({ server_id: server.id, new_instances: count })),
  });
}

/** Brings a container that places its instances itself to a total; Cycle starts new ones or removes the newest. */
export async function scaleTo(session: Session, container: Container, total: number): Promise<Operation> {
  const target = path`/v1/containers/${container.id}/tasks`;
  const mutation = { method: 'POST', path: target, body: { action: 'scale', contents: { instances: total } } } as const;
  const more = total - container.wanted;
  if (more > 0) return makeInstances(session, container, more, mutation);
  const scaled = (job: string | null) => operation(session, job, 'scaled', { container: container.id, count: total });
  return more === 0 ? scaled(null) : change(session, mutation, scaled);
}

/**
 * Sends what makes new instances. Cycle names them and tells no ids: they are those that were not there before. Of
 * several such changes to one container each waits until the instances of the one before are there.
 */
async function makeInstances(
  session: Session,
  container: Container,
  count: number,
  mutation: Parameters<typeof change>[1],
): Promise<Operation> {
  const turns = await session.once(`cycle turns ${container.id}`, async () => ({ last: async () => {} }));
  const before = turns.last;
  const send = async (): Promise<Operation> => {
    await before();
    const known = (await readInstances(session, container.id)).map(({ located }) => located.instance.id);
    const made = (job: string | null, appear: boolean) =>
      operation(session, job, 'made', { container: container.id, before: known, count, runs: container.runs, appear });
    return change(
      session,
      mutation,
      (job) => made(job, false),
      () => made(null, true),
    );
  };
  const sent = send();
  let waited: Promise<void> | null = null;
  turns.last = () => {
    waited ??= sent.then(untilThere(session)).catch(() => {});
    return waited;
  };
  return sent;
}

function untilThere(session: Session): (operation: Operation) => Promise<void> {
  return async (operation) => {
    if (operation.wait === null) return;
    await session.settle({ ...operation, wait: { ...operation.wait, appear: true } });
  };
}
