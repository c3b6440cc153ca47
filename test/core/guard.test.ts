import { describe, expect, it } from 'vitest';
import { checkGuards, matchesPattern, refuseReadOnly } from '../../src/core/guard';
import type { Guards, Profile } from '../../src/core/profile';
import { instance } from './instance';
import { thrown } from './thrown';

const profile = (name: string, guards: Guards): Profile => ({
  name,
  provider: 'civo',
  settings: {},
  token: null,
  password: null,
  guards,
  defaults: {},
});
const touch = (guards: Guards, names: readonly string[], name = 'prod') => ({
  profile: profile(name, guards),
  instances: names.map((one) => instance({ name: one })),
});

describe('the guards of a profile', () => {
  it('let through what they do not speak of', () => {
    checkGuards([touch({}, ['a', 'b'])], 'stop');
    checkGuards([touch({ readOnly: false, maxTargets: 2, protect: ['db-*'], confirm: 'typed' }, ['a', 'b'])], 'stop');
    checkGuards([], 'stop');
  });

  it('refuse every change through a read-only profile, even of nothing', () => {
    const refusal = {
      code: 'guarded',
      message: 'The profile prod is read-only: no stop',
      hint: 'If you are sure: nube profile unguard prod readOnly',
      profile: 'prod',
    };
    expect(thrown(() => checkGuards([touch({ readOnly: true }, [])], 'stop'))).toEqual(refusal);
    expect(thrown(() => refuseReadOnly('prod', { readOnly: true }, 'stop'))).toEqual(refusal);
    refuseReadOnly('prod', {}, 'stop');
  });

  it('count over all steps, each profile by itself', () => {
    const two = { maxTargets: 2 };
    checkGuards([touch(two, ['a', 'b']), touch(two, ['c', 'd'], 'home')], 'stop');
    expect(thrown(() => checkGuards([touch(two, ['a', 'b']), touch(two, ['c'])], 'stop'))).toEqual({
      code: 'guarded',
      message: 'The profile prod allows 2 at once, and stop would touch 3',
      hint: 'If you are sure: nube profile unguard prod maxTargets',
      profile: 'prod',
    });
  });

  it('take a count that is said for instances that are not known yet', () => {
    checkGuards([{ ...touch({ maxTargets: 2 }, []), count: 2 }], 'create');
    expect(thrown(() => checkGuards([{ ...touch({ maxTargets: 2 }, []), count: 3 }], 'create')).message).toBe(
      'The profile prod allows 2 at once, and create would touch 3',
    );
    expect(thrown(() => checkGuards([touch({ maxTargets: 0 }, ['a'])], 'stop')).message).toContain('would touch 1');
  });

  it('name what they protect, and by which pattern', () => {
    const guards = { protect: ['x', 'db-*'] };
    expect(thrown(() => checkGuards([touch(guards, ['web-1', 'db-1'])], 'delete'))).toEqual({
      code: 'guarded',
      message: 'The profile prod protects db-1 by db-*',
      hint: 'If you are sure: nube profile unguard prod protect',
      profile: 'prod',
    });
  });
});

describe('a pattern of names', () => {
  it.each([
    ['db-*', 'db-1', true],
    ['db-*', 'db-', true],
    ['db-*', 'xdb-1', false],
    ['*-db', 'a-db', true],
    ['*-db', 'a-db2', false],
    ['*', '', true],
    ['*', 'a\nb', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'abbc', false],
    ['a?c', 'a😀c', true],
    ['a.c', 'a.c', true],
    ['a.c', 'abc', false],
    ['a+', 'aa', false],
    ['(a|b)[1]{2}^$\\', '(a|b)[1]{2}^$\\', true],
    ['a*b*c', 'axxbyyc', true],
    ['a??', 'abc', true],
    ['db', 'DB', false],
    ['', 'a', false],
  ])('%j and %j: %j', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });
});
