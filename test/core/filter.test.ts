import { describe, expect, it } from 'vitest';
import { filterWords, parseFilter } from '../../src/core/filter';
import type { Instance } from '../../src/core/instance';
import { instance } from './instance';
import { thrown } from './thrown';

const now = new Date('2026-01-31T12:00:00Z');
const fits = (filter: string, over: Partial<Instance> = {}): boolean =>
  parseFilter(filter).matches(instance(over), now);

describe('a filter', () => {
  it('is read into its three parts, with space around the operator', () => {
    for (const operator of ['=', '!=', '~', '>', '>=', '<', '<='] as const) {
      expect(parseFilter(`name${operator}web`)).toMatchObject({ field: 'name', operator, value: 'web' });
      expect(parseFilter(`name  ${operator}  web 1`)).toMatchObject({ field: 'name', operator, value: 'web 1' });
    }
    expect(parseFilter('name=a\nb').value).toBe('a\nb');
    expect(parseFilter('name==b').value).toBe('=b');
  });

  it.each(['', 'state', '=running', 'state running', '1state=running', 'st4te=running', ' state=running', 'a.b=c'])(
    '%j is none',
    (text) => {
      expect(thrown(() => parseFilter(text))).toEqual({
        code: 'invalid_filter',
        message: `${JSON.stringify(text)} is not a filter`,
        hint: 'For example --filter state=running; the operators are = != ~ > >= < <=.',
      });
    },
  );

  it('on a field that there is not names the nearest, or all', () => {
    const all =
      'The fields are profile, provider, id, name, hostname, state, providerState, region, group, size, image, cpus, ' +
      'memoryMiB, diskGiB, publicAddresses, privateAddresses, tags, createdAt, updatedAt, memory, disk, tag, age.';
    expect(thrown(() => parseFilter('stat=running'))).toEqual({
      code: 'invalid_filter',
      message: 'There is no field "stat" to filter on',
      hint: `Did you mean state? ${all}`,
    });
    expect(thrown(() => parseFilter('toString=x')).hint).toBe(all);
  });

  it.each(['state=runing', 'state!=runing', 'state=RUNNING'])('%s names a state that there is not', (text) => {
    const { code, message, hint } = thrown(() => parseFilter(text));
    expect({ code, message }).toEqual({ code: 'invalid_filter', message: `There is no state "${text.split('=')[1]}"` });
    expect(hint).toMatch(
      /^Did you mean running\? The states are pending, running, .*, unknown; the provider’s own words/,
    );
    expect(fits('state~^RUN', { state: 'running' })).toBe(false);
    expect(fits('providerState=ACTIVE', { providerState: 'ACTIVE' })).toBe(true);
  });

  it('is offered as words that can be typed', () => {
    expect(filterWords.slice(0, 3)).toEqual(['profile=', 'provider=', 'id=']);
    expect(filterWords).toContain('age=');
    expect(filterWords.slice(-2)).toEqual(['state=deleted', 'state=unknown']);
  });
});

describe('a filter on text', () => {
  it.each([
    ['name=web-1', true],
    ['name=web', false],
    ['name=WEB-1', false],
    ['name!=web-1', false],
    ['name!=web', true],
    ['name>web-0', true],
    ['name>web-1', false],
    ['name>=web-1', true],
    ['name>=web-2', false],
    ['name<web-2', true],
    ['name<web-1', false],
    ['name<=web-1', true],
    ['name<=web-0', false],
    ['name~^web-\\d$', true],
    ['name~b-', true],
    ['name~^eb', false],
    ['name~WEB', false],
    // With the u flag `\u{…}` is one character; without it, a repetition.
    ['name~^\\u{77}eb', true],
  ])('%s: %j', (filter, expected) => {
    expect(fits(filter)).toBe(expected);
  });

  it('takes absent for no value: only != fits it', () => {
    expect(['region=', 'region!=x', 'region~.', 'region<z', 'region>=a'].map((one) => fits(one))).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('on a list fits where any of it does, and != where none is it', () => {
    const over = { tags: ['prod', 'web'] };
    expect(fits('tags=web', over)).toBe(true);
    expect(fits('tag=web', over)).toBe(true);
    expect(fits('tag=we', over)).toBe(false);
    expect(fits('tag!=web', over)).toBe(false);
    expect(fits('tag!=db', over)).toBe(true);
    expect(fits('tag~^we', over)).toBe(true);
    expect(fits('tag~^db', over)).toBe(false);
    expect(fits('tag=prod,web', over)).toBe(false);
  });

  it('refuses a regular expression that is none', () => {
    expect(thrown(() => parseFilter('name~('))).toEqual({
      code: 'invalid_filter',
      message: '"(" is not a regular expression',
      reason: expect.stringMatching(/^Invalid regular expression: \/\(\/u: /),
    });
  });
});

describe('a filter on a figure', () => {
  const over = { cpus: 4, memoryMiB: 4096, diskGiB: 50 };

  it.each([
    ['cpus=4', true],
    ['cpus=4.0', true],
    ['cpus=5', false],
    ['cpus!=4', false],
    ['cpus!=5', true],
    ['cpus>3', true],
    ['cpus>10', false],
    ['cpus>4', false],
    ['cpus>=4', true],
    ['cpus<10', true],
    ['cpus<4', false],
    ['cpus<=4', true],
    ['cpus~^4$', true],
    ['memory=4GiB', true],
    ['memory=4096', true],
    ['memory>4096', false],
    ['memoryMiB=4GB', true],
    ['memoryMiB<4097', true],
    ['disk=50', true],
    ['disk=50GB', true],
    ['disk>=51200MiB', true],
    ['diskGiB=50GiB', true],
    ['diskGiB<50', false],
  ])('%s: %j', (filter, expected) => {
    expect(fits(filter, over)).toBe(expected);
  });

  it('takes absent for no value', () => {
    expect(['cpus=0', 'cpus>=0', 'cpus!=0', 'memory<1', 'disk=0'].map((one) => fits(one))).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it.each(['', 'many', 'Infinity', '4x'])('refuses %j', (value) => {
    expect(thrown(() => parseFilter(`cpus=${value}`))).toEqual({
      code: 'invalid_filter',
      message: `${JSON.stringify(value)} is not a number to compare cpus with`,
    });
  });
});

describe('a filter on a moment', () => {
  const over = { createdAt: '2026-01-31T10:00:00Z', updatedAt: '2026-01-31T11:00:00Z' };

  it.each([
    ['createdAt=2026-01-31T10:00:00Z', true],
    ['createdAt=2026-01-31T11:00:00+01:00', true],
    ['createdAt>2026-01-31', true],
    ['createdAt<2026-01-31', false],
    ['createdAt<2026-02-01', true],
    ['updatedAt=2026-01-31T11:00:00Z', true],
    ['updatedAt=2026-01-31T12:00:00+01:00', true],
    ['updatedAt>2026-01-31T11:00:00Z', false],
    ['createdAt~^2026-01', true],
    ['age=2h', true],
    ['age=7200', true],
    ['age>1h59m', true],
    ['age>2h', false],
    ['age<2h1s', true],
    ['age!=2h', false],
    ['age~^7200$', true],
  ])('%s: %j', (filter, expected) => {
    expect(fits(filter, over)).toBe(expected);
  });

  it('takes absent for no value', () => {
    const filters = ['age<10d', 'age!=1h', 'age~.', 'createdAt<2030-01-01', 'updatedAt!=2026-01-01', 'updatedAt~.'];
    expect(filters.map((one) => fits(one))).toEqual([false, true, false, false, true, false]);
  });
});
