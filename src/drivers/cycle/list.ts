import type { ListQuery, Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, text } from '../../core/fields';
import { path, type Query } from '../../core/http';
import type { Located } from '../../core/instance';
import { choose } from './choose';
import { type Container, chooseContainer, readContainers } from './containers';
import { stateOf } from './fields';
import { refuseIncludes, withIncludes } from './includes';
import { aroundOf, isCarrier, toLocated } from './instance';
import { toMachine } from './machine';
import { type Part, readPages, readParts } from './pages';
import { readServers, type Server } from './servers';
import { wordsFor } from './state';

/**
 * Every instance: those of the profile's container, or those of every server of the hub and the virtual machines. A
 * key that may not see servers goes through the containers instead. What has been deleted is left out, and an
 * instance that only carries a virtual machine: the machine is there for it.
 */
export async function* list(session: Session, query: ListQuery): AsyncGenerator<readonly Located[]> {
  if (query.include.length > 0 && !query.raw) {
    throw new CliError('conflicting_options', 'What --include asks for is shown with --raw only', {
      hint: 'Give --raw -o json beside it.',
    });
  }
  refuseIncludes(query.include);
  const seen = new Set<string>();
  for await (const page of pagesOf(session, query)) {
    const fresh = page.filter(({ instance }) => !seen.has(instance.id));
    for (const { instance } of fresh) seen.add(instance.id);
    if (fresh.length > 0) yield fresh;
  }
}

async function* pagesOf(session: Session, query: ListQuery): AsyncGenerator<readonly Located[]> {
  const wanted = session.settings.container;
  const container = wanted === undefined ? null : await chooseContainer(session, wanted);
  const server = query.server === null ? null : await chooseServer(session, query.server);
  if (container !== null && container.machine === null) {
    if (query.kind !== 'vm') yield* instancesIn(session, query, container, server);
    return;
  }
  const machines: Part<Located> = {
    name: 'Virtual machines',
    pages: () => machinesOf(session, query, server, container?.id ?? null),
  };
  const parts = query.kind === 'vm' || container !== null ? [] : await instanceParts(session, query, server);
  const all = query.kind === 'container' ? parts : [...parts, machines];
  yield* readParts(all, session.concurrency, (name, error) => {
    query.partFailed(new CliError(error.code, `${name}: ${error.message}`, error.details));
  });
}

async function instanceParts(session: Session, query: ListQuery, server: Server | null): Promise<Part<Located>[]> {
  const containers = readContainers(session).catch(() => []);
  try {
    const servers = server === null ? await readServers(session) : [server];
    return servers
      .filter(({ state }) => state !== 'deleted')
      .map((one) => ({ name: `Server ${one.label}`, pages: () => instancesOn(session, query, one, containers) }));
  } catch (error) {
    if (toCliError(error).code !== 'not_allowed') throw error;
    const found = await readContainers(session);
    return found
      .filter(({ machine }) => machine === null)
      .map((one) => ({ name: `Container ${one.label}`, pages: () => instancesIn(session, query, one, null) }));
  }
}

async function* instancesOn(
  session: Session,
  query: ListQuery,
  server: Server,
  containers: Promise<readonly Container[]>,
): AsyncGenerator<readonly Located[]> {
  const include = withIncludes(['containers', 'environments', 'locations'], query.include, 'server');
  const request = 'GET /v1/infrastructure/servers/ID/instances';
  const target = path`/v1/infrastructure/servers/${server.id}/instances`;
  const pages = readPages(session, target, { include }, request, query.pageSize ?? undefined);
  for await (const { items, includes } of pages) {
    const known = new Map((await containers).map((container) => [container.id, container]));
    const located = items.filter(isShown).map((fields) => {
      const around = aroundOf(fields, includes, known.get(text(fields.container_id) ?? '') ?? null);
      return toLocated(session, withRaw(fields, includes, query), around, query.raw);
    });
    // This listing has no search of its own.
    yield query.search === null ? located : located.filter((one) => contains(one, query.search ?? ''));
  }
}

async function* instancesIn(
  session: Session,
  query: ListQuery,
  container: Container,
  server: Server | null,
): AsyncGenerator<readonly Located[]> {
  const filter: Query = {
    include: withIncludes(['containers', 'environments', 'locations'], query.include, 'container'),
    meta: 'sdn_pool_ips',
    sort: 'id',
    'filter[state]': statesToAsk(query)?.join(','),
    'filter[search]': query.search,
    'filter[server]': server?.id,
  };
  const request = 'GET /v1/containers/ID/instances';
  const target = path`/v1/containers/${container.id}/instances`;
  for await (const { items, includes } of readPages(session, target, filter, request, query.pageSize ?? undefined)) {
    yield items
      .filter(isShown)
      .map((fields) =>
        toLocated(session, withRaw(fields, includes, query), aroundOf(fields, includes, container), query.raw),
      );
  }
}

async function* machinesOf(
  session: Session,
  query: ListQuery,
  server: Server | null,
  container: string | null,
): AsyncGenerator<readonly Located[]> {
  const states = statesToAsk(query) ?? [];
  const filter: Query = {
    include: withIncludes(['containers', 'environments'], query.include, 'machine'),
    meta: 'ips,server',
    sort: 'id',
    'filter[search]': query.search,
    // It takes one state only.
    'filter[state]': states.length === 1 && states[0] !== 'configuring' ? states[0] : undefined,
  };
  const locations = locationsOf(session);
  try {
    const pages = readPages(
      session,
      '/v1/virtual-machines',
      filter,
      'GET /v1/virtual-machines',
      query.pageSize ?? undefined,
    );
    for await (const { items, includes } of pages) {
      const names = await locations;
      yield items
        .filter((fields) => stateOf(fields) !== 'deleted' && (container === null || fields.container_id === container))
        .filter(({ meta }) => server === null || fieldsOf(fieldsOf(meta).server).id === server.id)
        .map((fields) => toMachine(session, withRaw(fields, includes, query), includes, names, query.raw));
    }
  } catch (error) {
    if (query.kind === 'vm' || container !== null || !areMissing(error)) throw error;
    if (toCliError(error).code !== 'not_allowed') return;
    session.warn('machines_hidden', `Virtual machines are left out: ${toCliError(error).message}`);
  }
}

/** True where the key may not see virtual machines, or the core is older than they are. */
function areMissing(error: unknown): boolean {
  return error instanceof CliError && (error.code === 'not_allowed' || error.details.providerCode === '404.uri');
}

/** The name of each server's location; none where servers can't be seen. */
export async function locationsOf(session: Session): Promise<ReadonlyMap<string, string>> {
  const servers = await readServers(session).catch(() => []);
  return new Map(servers.flatMap(({ id, location }) => (location === null ? [] : [[id, location] as const])));
}

async function chooseServer(session: Session, wanted: string): Promise<Server> {
  return choose('server', wanted, await readServers(session), 'nube catalog servers');
}

const isShown = (fields: Fields): boolean => stateOf(fields) !== 'deleted' && !isCarrier(fields);

/** Cycle's words for the first state that is filtered for; what comes back is filtered again. */
function statesToAsk({ filters }: ListQuery): readonly string[] | null {
  for (const { field, operator, value } of filters) {
    if (operator !== '=') continue;
    if (field === 'providerState' && /^[a-z]+$/.test(value)) return [value];
    const words = field === 'state' ? wordsFor(value) : [];
    if (words.length > 0) return words;
  }
  return null;
}

function contains({ instance }: Located, search: string): boolean {
  const { id, name, hostname, group, region, publicAddresses, privateAddresses } = instance;
  const wanted = search.toLowerCase();
  return [id, name, hostname, group, region, ...publicAddresses, ...privateAddresses].some((value) =>
    value?.toLowerCase().includes(wanted),
  );
}

/** The instance with those of the included resources that it names, where they were asked for. */
function withRaw(fields: Fields, includes: Fields, { raw, include }: ListQuery): Fields {
  if (!raw || include.length === 0) return fields;
  const own: Record<string, unknown> = {};
  for (const kind of include) own[kind] = pick(includes[kind], new Set(idsIn(fields)));
  return { ...fields, includes: own };
}

function pick(included: unknown, ids: ReadonlySet<string>): Fields {
  const entries = Object.entries(fieldsOf(included)).flatMap(([key, value]): [string, unknown][] => {
    if (ids.has(key)) return [[key, value]];
    // Creators are nested once more, by their kind.
    const inner = isFields(value) && value.id === undefined ? pick(value, ids) : {};
    return Object.keys(inner).length > 0 ? [[key, inner]] : [];
  });
  return Object.fromEntries(entries);
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(idsIn);
}
