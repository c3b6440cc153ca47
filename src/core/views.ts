import type { Action, CreatedInstance } from './action';
import type { Instance } from './instance';
import { type Column, field, type View } from './view';

const ref = ({ profile, id }: { profile: string; id: string | null }): string | null =>
  id === null ? null : `${profile}/${id}`;

const instanceColumns: readonly Column<Instance>[] = [
  field('profile', { keep: true }),
  field('provider', { wide: true }),
  field('name', { keep: true }),
  field('id', { wide: true }),
  field('hostname', { wide: true }),
  field('state', { show: 'state', keep: true }),
  field('providerState', { wide: true }),
  field('region'),
  field('group', { wide: true }),
  field('size'),
  field('image', { wide: true }),
  field('cpus', { wide: true, align: 'right' }),
  field('memoryMiB', { wide: true, align: 'right', show: 'mebibytes' }),
  field('diskGiB', { wide: true, align: 'right', show: 'gibibytes' }),
  field('publicAddresses', { whole: true }),
  field('privateAddresses', { wide: true }),
  field('tags', { wide: true }),
  field('createdAt', { show: 'age' }),
  field('updatedAt', { wide: true, show: 'age' }),
];

export const instanceView: View<Instance> = { columns: instanceColumns, id: ({ id }) => id, ref };

const errorMessage = {
  name: 'error',
  optional: true,
  value: ({ error }: { error: Action['error'] }) => error?.message ?? null,
};

/** A password that was asked for is never left out of a table, and one that was not is never in it. */
function passwordColumn<R>(password: (row: R) => unknown): Column<R> {
  return {
    name: 'password',
    optional: true,
    keep: true,
    value: (row) => (typeof password(row) === 'string' ? password(row) : null),
  };
}

export const actionView: View<Action> = {
  columns: [
    field('profile', { keep: true }),
    field('provider', { wide: true }),
    field('name', { keep: true }),
    field('id', { wide: true }),
    field('action'),
    field('status', { show: 'status', keep: true }),
    field('state', { show: 'state' }),
    field('operation', { wide: true }),
    errorMessage,
    passwordColumn(({ result }: Action) => result?.password),
    { name: 'result', wide: true, value: ({ result }) => (result === null ? null : JSON.stringify(result)) },
  ],
  id: ({ id }) => id,
  ref,
};

export const createdView: View<CreatedInstance> = {
  columns: [
    field('profile', { keep: true }),
    field('name', { keep: true }),
    field('id', { keep: true }),
    field('status', { show: 'status', keep: true }),
    ...(instanceColumns.filter(({ name }) => !['profile', 'name', 'id'].includes(name)) as Column<CreatedInstance>[]),
    field('action', { wide: true }),
    field('operation', { wide: true }),
    errorMessage,
    passwordColumn((row: CreatedInstance & { password?: unknown }) => row.password),
  ],
  id: ({ id }) => id,
  ref,
};

/** A view of flat rows whose columns are their own fields, `leading` and then the region first. */
export function flatView(rows: readonly object[], leading: readonly string[]): View<Record<string, unknown>> {
  const all = new Set(rows.flatMap((row) => Object.keys(row)));
  const names = [...new Set([...leading, ...(all.has('region') ? ['region'] : []), ...all])];
  return {
    columns: names.map((name) => ({
      name,
      keep: name === 'name' || name === 'id',
      wide: name === 'provider',
      value: (row) => row[name],
    })),
    id: idOf,
    ref: (row) => (idOf(row) !== null && typeof row.profile === 'string' ? `${row.profile}/${idOf(row)}` : null),
  };
}

/** The same view, whose `-o ref` names the instance that a row belongs to. */
export function ofInstanceView(rows: readonly object[], leading: readonly string[]): View<Record<string, unknown>> {
  const ref = ({ profile, instanceId }: Record<string, unknown>) => `${profile}/${instanceId}`;
  return { ...flatView(rows, leading), ref };
}

/** Of what has no id of its own, that of its instance. */
function idOf({ id, instanceId }: Record<string, unknown>): string | null {
  return typeof id === 'string' ? id : typeof instanceId === 'string' ? instanceId : null;
}
