import { describe, expect, it } from 'vitest';
import type { Action, CreatedInstance } from '../../src/core/action';
import type { Column, View } from '../../src/core/view';
import { actionView, createdView, flatView, instanceView, ofInstanceView } from '../../src/core/views';
import { instance } from './instance';

/** What a column is beside its value, as one word for each. */
function columnsOf(view: View<never>): string[] {
  return view.columns.map(({ name, value: _value, show, align, ...flags }: Column) => {
    const words = Object.entries(flags).flatMap(([flag, set]) => (set ? [flag] : []));
    return [name, ...words.sort(), ...(align === undefined ? [] : [align]), ...(show ? [show] : [])].join(' ');
  });
}

const valuesOf = <R>(view: View<R>, row: R) =>
  Object.fromEntries(view.columns.map(({ name, value }) => [name, value(row)]));

const action: Action = {
  profile: 'work',
  provider: 'civo',
  id: 'i-1',
  name: 'web-1',
  action: 'stop',
  status: 'succeeded',
  state: 'stopped',
  operation: null,
  error: null,
  result: null,
};
const error = { code: 'wrong_state', kind: 'conflict', message: 'It runs', hint: null };

/** What both tables of instances tell of each beside its names. */
const aboutInstances = [
  'hostname wide',
  'state keep state',
  'providerState wide',
  'region',
  'group wide',
  'size',
  'image wide',
  'cpus wide right',
  'memoryMiB wide right mebibytes',
  'diskGiB wide right gibibytes',
  'publicAddresses whole',
  'privateAddresses wide',
  'tags wide',
  'createdAt age',
  'updatedAt wide age',
];

describe('a table', () => {
  it('of instances has all their fields', () => {
    expect(columnsOf(instanceView)).toEqual([
      'profile keep',
      'provider wide',
      'name keep',
      'id wide',
      ...aboutInstances,
    ]);
    const row = instance({ region: 'LON1', tags: ['a'] });
    expect(valuesOf(instanceView, row)).toEqual(row);
    expect([instanceView.id(row), instanceView.ref(row)]).toEqual(['i-1', 'work/i-1']);
  });

  it('of actions shows errors and passwords where there are any', () => {
    expect(columnsOf(actionView)).toEqual([
      'profile keep',
      'provider wide',
      'name keep',
      'id wide',
      'action',
      'status keep status',
      'state state',
      'operation wide',
      'error optional',
      'password keep optional',
      'result wide',
    ]);
    expect(valuesOf(actionView, action)).toEqual({ ...action, password: null });
    const failed = { ...action, error, result: { password: 'hunter2', n: 1 } };
    expect(valuesOf(actionView, failed)).toEqual({
      ...action,
      error: 'It runs',
      password: 'hunter2',
      result: '{"password":"hunter2","n":1}',
    });
    expect(valuesOf(actionView, { ...action, result: { password: { hidden: true } } }).password).toBeNull();
    expect([actionView.id(action), actionView.ref(action)]).toEqual(['i-1', 'work/i-1']);
  });

  it('of new instances begins with what is asked for most', () => {
    expect(columnsOf(createdView)).toEqual([
      'profile keep',
      'name keep',
      'id keep',
      'status keep status',
      'provider wide',
      ...aboutInstances,
      'action wide',
      'operation wide',
      'error optional',
      'password keep optional',
    ]);
    const made: CreatedInstance = { ...instance(), action: 'create', status: 'created', operation: 'o', error };
    const shown = { ...made, error: 'It runs' };
    expect(valuesOf(createdView, made)).toEqual({ ...shown, password: null });
    const known = { ...made, password: 'hunter2' };
    expect(valuesOf(createdView, known)).toEqual({ ...shown, password: 'hunter2' });
    const unknown = { ...made, id: null };
    expect([createdView.id(unknown), createdView.ref(unknown)]).toEqual([null, null]);
    expect([createdView.id(made), createdView.ref(made)]).toEqual(['i-1', 'work/i-1']);
  });
});

describe('a table of flat rows', () => {
  const rows = [
    { id: 'a', size: 1 },
    { region: 'LON1', name: 'x', provider: 'civo' },
  ];

  it('has their fields, the leading ones and the region first', () => {
    expect(columnsOf(flatView(rows, ['name', 'id']))).toEqual([
      'name keep',
      'id keep',
      'region',
      'size',
      'provider wide',
    ]);
    expect(columnsOf(flatView([{ id: 'a' }], ['name']))).toEqual(['name keep', 'id keep']);
    expect(columnsOf(flatView([], ['name', 'state']))).toEqual(['name keep', 'state']);
    expect(valuesOf(flatView(rows, []), { size: 7 })).toMatchObject({ size: 7, id: undefined });
  });

  it('is named by its id, or that of its instance', () => {
    const { id, ref } = flatView([], []);
    const named = (row: Record<string, unknown>) => [id(row), ref(row)];
    expect(named({ id: 'a', instanceId: 'i', profile: 'work' })).toEqual(['a', 'work/a']);
    expect(named({ instanceId: 'i', profile: 'work' })).toEqual(['i', 'work/i']);
    expect(named({ id: 7, instanceId: null, profile: 'work' })).toEqual([null, null]);
    expect(named({ id: 'a' })).toEqual(['a', null]);
    expect(named({ instanceId: 7, profile: 'work' })).toEqual([null, null]);
  });

  it('may be named by the instance alone', () => {
    const view = ofInstanceView(rows, ['name']);
    expect(columnsOf(view)).toEqual(columnsOf(flatView(rows, ['name'])));
    const row = { id: 'a', instanceId: 'i', profile: 'work' };
    expect([view.id(row), view.ref(row)]).toEqual(['a', 'work/i']);
  });
});
