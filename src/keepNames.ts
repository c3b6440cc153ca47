import type { Connection } from './core/context';
import type {
  BackupRow,
  CatalogKind,
  CatalogReader,
  Driver,
  ListQuery,
  Row,
  Session,
  Unsupported,
} from './core/driver';
import { isUnsupported } from './core/driver';
import type { Located } from './core/instance';
import { type KeptNames, type KeptRow, keptKind, mostKept } from './core/keptNames';
import type { ScopeName } from './core/profile';
import type { Output } from './core/view';

/** What keeping needs to know of the call. */
export interface Keeping {
  names: KeptNames;
  /** The account that the connection leads to, by `accountOf`. */
  account: string;
  scopes: Readonly<Partial<Record<ScopeName, string>>>;
  now(): Date;
}

/** The same connection; what it lists as a whole is kept by name for completion. */
export function keepNames(connection: Connection, keeping: Keeping): Connection {
  const { driver, profile } = connection;
  const { names, account, now } = keeping;
  const keep = (kind: string, scopes: Keeping['scopes'], rowsOf: (known: readonly KeptRow[]) => readonly KeptRow[]) => {
    const whole = keptKind(kind, scopes);
    const known = names.read(profile.name, whole);
    const rows = rowsOf(known?.rows ?? []).slice(0, mostKept);
    names.write(profile.name, whole, { account, at: now().getTime(), rows }, known);
  };

  async function* list(...[session, query]: Parameters<Driver['list']>) {
    const narrowed = isNarrow(query) || Object.keys(keeping.scopes).length > 0;
    if (narrowed) return yield* driver.list(session, query);
    let whole = true;
    const partFailed: ListQuery['partFailed'] = (error) => {
      whole = false;
      query.partFailed(error);
    };
    const rows: KeptRow[] = [];
    for await (const page of driver.list(session, { ...query, partFailed })) {
      // Room for no more than is kept: a long list streams in little memory.
      if (rows.length < mostKept) rows.push(...page.map(instanceRow));
      yield page;
    }
    if (!whole) return;
    const listed = new Set(rows.map(({ id }) => id));
    const isGone = ({ id, gone }: KeptRow) => gone === true && !query.allStates && !listed.has(id);
    keep('instances', {}, (known) => [...rows, ...known.filter(isGone)]);
  }

  const catalog = Object.fromEntries(
    Object.entries(driver.catalog).map(([kind, look]) => [kind, keptCatalog(kind as CatalogKind, look)]),
  );
  function keptCatalog(kind: CatalogKind, look: CatalogReader): CatalogReader {
    return async (session, partFailed) => {
      let whole = true;
      const rows = await look(session, (error) => {
        whole = false;
        partFailed(error);
      });
      if (whole) keep(`catalog ${kind}`, keeping.scopes, () => rows.map(catalogRow));
      return rows;
    };
  }

  /** The same verb; what it reads of an instance is kept in place of what was kept of that. */
  const keptRead = <R, V extends { read(session: Session, target: Located, input: never): Promise<readonly R[]> }>(
    verb: V | Unsupported,
    kind: 'backups' | 'offers',
    rowOf: (row: R) => KeptRow,
  ): V | Unsupported =>
    isUnsupported(verb)
      ? verb
      : {
          ...verb,
          async read(session: Session, target: Located, input: never) {
            const rows = await verb.read(session, target, input);
            const { id: instanceId } = target.instance;
            const own = rows.map((row) => ({ ...rowOf(row), instanceId }));
            keep(kind, {}, (known) => [...own, ...known.filter((row) => row.instanceId !== instanceId)]);
            return rows;
          },
        };
  const { backups, upgrade } = driver.verbs;
  const verbs = {
    ...driver.verbs,
    backups: keptRead(backups, 'backups', backupRow),
    upgrade: keptRead(upgrade, 'offers', offerRow),
  };
  return { ...connection, driver: { ...driver, list, catalog, verbs } };
}

/** Changes what is kept by what came of a command: what was made is there, what was deleted is not. */
export function keepOutcome(output: Output, names: KeptNames): void {
  if (output.kind !== 'rows' || !Array.isArray(output.rows)) return;
  const byProfile = new Map<string, Outcome[]>();
  for (const row of output.rows as readonly Partial<Outcome>[]) {
    if (typeof row.action !== 'string' || typeof row.id !== 'string' || row.profile === undefined) continue;
    if (row.status !== 'succeeded' && row.status !== 'created' && row.status !== 'accepted') continue;
    byProfile.set(row.profile, [...(byProfile.get(row.profile) ?? []), row as Outcome]);
  }
  for (const [profile, rows] of byProfile) {
    const known = names.read(profile, 'instances');
    if (known === null) continue;
    const kept = new Map(known.rows.map((row) => [row.id, row]));
    for (const { id, name, state, action, status } of rows) {
      if (state === null) {
        if (status === 'succeeded') kept.delete(id);
      } else {
        const gone = state === 'deleted' && action === 'delete';
        const { gone: _before, ...before } = kept.get(id) ?? {};
        kept.set(id, { ...before, id, name, state, ...(gone ? { gone } : {}) });
      }
    }
    names.write(profile, 'instances', { ...known, rows: [...kept.values()].slice(0, mostKept) });
  }
}

interface Outcome {
  profile: string;
  id: string;
  name: string;
  state: string | null;
  action: string;
  status: string;
}

function isNarrow({ filters, updatedSince, server, kind, search }: ListQuery): boolean {
  return filters.length > 0 || updatedSince !== null || server !== null || kind !== null || search !== null;
}

function instanceRow({ instance: { id, name, state, size, region, tags }, recoverable }: Located): KeptRow {
  const note = [size, region].filter((part) => part !== null).join(', ');
  const more = { ...(tags.length > 0 ? { tags } : {}), ...(recoverable === true ? { gone: true } : {}) };
  return { id, name, state, note, ...more };
}

/** Of a catalog's fields, those that say the most in a few words. */
function catalogRow({ id, name, ...rest }: Row): KeptRow {
  const { title, description, region, cpus, memoryMiB, cidr } = rest;
  const sizes = [cpus ? `${cpus} CPU` : null, memoryMiB ? `${Number(memoryMiB) / 1024} GiB` : null];
  const parts = [title ?? description, ...sizes, cidr, region].filter(
    (part): part is string => typeof part === 'string' && part !== '' && part !== name,
  );
  return { id, name, note: parts.join(', ') };
}

function backupRow({ id, name, kind, createdAt }: BackupRow): KeptRow {
  return { id, name, note: [kind, createdAt].filter((part) => part !== null).join(', ') };
}

/** An offer is typed by its id or code. */
const offerRow = ({ id, name }: Row): KeptRow => ({ id, name: null, ...(name === null ? {} : { note: name }) });
