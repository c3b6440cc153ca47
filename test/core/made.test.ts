import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/core/errors';
import type { Made } from '../../src/core/journal';
import { madeRows } from '../../src/core/made';
import { Secret } from '../../src/core/secret';
import type { Outcome } from '../../src/core/undertake';
import { instance, located } from './instance';
import { connectionOf } from './stage';

const accepted = { id: 'task-1', wait: { task: 1 } };
const makes: Made = { name: 'web-1', wanted: {}, created: false, before: [] };
const error = new CliError('operation_failed', 'no');

function rows(outcome: Partial<Outcome>, { made = makes as Made | null, show = false, settings = {} } = {}) {
  const whole: Outcome = { operation: accepted, end: null, accepted: false, error: null, ...outcome };
  return madeRows(connectionOf({}, { settings } as never), { action: 'create', makes: made }, whole, show);
}

describe('the rows of new instances', () => {
  const one = located({ id: 'n-1' });
  const two = located({ id: 'n-2' });
  const common = { action: 'create', status: 'succeeded', operation: 'task-1', error: null };

  it('are those that the end shows, or else the answer', () => {
    expect(rows({ end: { status: 'succeeded', instances: [one, two] } })).toEqual([
      { ...instance({ id: 'n-1' }), ...common },
      { ...instance({ id: 'n-2' }), ...common },
    ]);
    const told = { ...accepted, instances: [two] };
    expect(rows({ operation: told, end: { status: 'succeeded' } })).toEqual([{ ...two.instance, ...common }]);
    expect(rows({ operation: told, end: { status: 'succeeded', instances: [one] } })).toMatchObject([{ id: 'n-1' }]);
  });

  it('say how it went', () => {
    const status = (outcome: Partial<Outcome>, created = false, made: Made | null = { ...makes, created }) =>
      rows(outcome, { made })[0]?.status;
    expect(status({})).toBe('succeeded');
    expect(status({}, true)).toBe('created');
    expect(status({}, true, null)).toBe('succeeded');
    expect(status({ accepted: true }, true)).toBe('accepted');
    expect(status({ accepted: true, error }, true)).toBe('failed');
    expect(status({ error: new CliError('answer_lost', 'no') })).toBe('unknown');
    expect(rows({ error })[0]?.error).toEqual({ code: 'operation_failed', kind: 'failed', message: 'no', hint: null });
  });

  it('may be one that stands for what is not known yet', () => {
    const unknown = {
      ...instance({ state: 'unknown', providerState: '' }),
      ...common,
      id: null,
    };
    expect(rows({})).toEqual([unknown]);
    expect(rows({ operation: { ...accepted, instances: [] } })).toEqual([unknown]);
    expect(rows({}, { made: null, settings: { region: 'FRA1' } })).toEqual([{ ...unknown, name: '', region: 'FRA1' }]);
    expect(rows({}, { made: { ...makes, name: null } })).toEqual([{ ...unknown, name: '' }]);
    const wanted = { region: 'LON1', group: 'g', size: 's', image: 'i', cpus: 2, memoryMiB: 1024 };
    expect(rows({}, { made: { ...makes, wanted }, settings: { region: 'FRA1' } })).toEqual([{ ...unknown, ...wanted }]);
  });

  it('show the password only where it is asked for', () => {
    const password = (name: string) => ({ password: new Secret(name, 'password') });
    const answer = { ...accepted, result: password('first') };
    const end = { status: 'succeeded', result: password('last') } as const;
    const shown = (outcome: Partial<Outcome>) => rows(outcome, { show: true })[0];
    expect(shown({ operation: answer, end })).toMatchObject({ password: 'first' });
    expect(shown({ end })).toMatchObject({ password: 'last' });
    expect(shown({ operation: { ...accepted, result: { password: 'plain' } } })).toMatchObject({ password: null });
    expect(shown({})).toMatchObject({ password: null });
    expect(shown({ operation: { ...accepted, result: {} }, end })).toMatchObject({ password: 'last' });
    expect(rows({ operation: answer })[0]).not.toHaveProperty('password');
  });
});
