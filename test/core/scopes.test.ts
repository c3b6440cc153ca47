import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/core/context';
import type { Driver } from '../../src/core/driver';
import { CliError } from '../../src/core/errors';
import type { Profile } from '../../src/core/profile';
import { havingScopes, lacksPlace, leaveOutLacking, narrowingScopes, noteLacking } from '../../src/core/scopes';
import { rejected } from './thrown';

const drivers: Readonly<Record<string, Partial<Driver>>> = {
  wide: { scopes: ['region', 'group'], listOptions: ['search'], verbs: { ssh: { unsupported: 'No.' } } as never },
  narrow: { scopes: ['region'], listOptions: [], verbs: { ssh: { options: ['container', 'region'] } } as never },
  plain: { scopes: [], listOptions: ['search', 'updatedSince'], verbs: { ssh: {} } as never },
};
const profiles = Object.keys(drivers).map((provider) => ({ name: `my-${provider}`, provider }) as Profile);

function setting(scopes: object) {
  const noted: string[][] = [];
  const context = {
    options: { scopes },
    driver: async (provider: string) => drivers[provider],
    note: (...words: string[]) => noted.push(words),
  };
  return { noted, context: context as unknown as Context };
}

async function having(
  scopes: object,
  options: readonly Driver['listOptions'][number][] = [],
  reaches?: boolean,
): Promise<{ names: string[]; noted: string[][] }> {
  const { noted, context } = setting(scopes);
  const found = await havingScopes(context, profiles, options, reaches);
  return { names: found.map(({ name }) => name), noted };
}

describe('the profiles that have a scope', () => {
  it('are all where none was given', async () => {
    expect(await having({})).toEqual({ names: ['my-wide', 'my-narrow', 'my-plain'], noted: [] });
    expect(await havingScopes(setting({}).context, [])).toEqual([]);
  });

  it('are those whose provider has every one, and a note names the rest', async () => {
    expect(await having({ region: 'x' })).toEqual({
      names: ['my-wide', 'my-narrow'],
      noted: [['Left out, for they have no --region: my-plain', 'profiles_left_out']],
    });
    expect(await having({ region: 'x', group: 'y' })).toEqual({
      names: ['my-wide'],
      noted: [['Left out, for they have no --region --group: my-narrow, my-plain', 'profiles_left_out']],
    });
  });

  it('are told without a note where none lacks it', async () => {
    const { noted, context } = setting({ region: 'x' });
    const some = profiles.slice(0, 2);
    expect(await havingScopes(context, some)).toEqual(some);
    expect(noted).toEqual([]);
  });

  it('must have the options of list too', async () => {
    expect(await having({}, ['updatedSince'])).toEqual({
      names: ['my-plain'],
      noted: [['Left out, for they have no --updated-since: my-wide, my-narrow', 'profiles_left_out']],
    });
    expect((await having({ region: 'x' }, ['search'])).names).toEqual(['my-wide']);
  });

  it('may be none, which is refused', async () => {
    expect(await rejected(having({ cloud: 'x' }, ['search']))).toEqual({
      code: 'option_not_available',
      message: 'No profile looked at has --cloud --search: my-wide, my-narrow, my-plain',
      hint: 'Choose another profile with -p, or leave the option out.',
    });
    expect((await rejected(having({ container: 'x' }))).code).toBe('option_not_available');
  });

  it('with ssh may have it as an option of ssh', async () => {
    expect((await having({ container: 'x' }, [], true)).names).toEqual(['my-narrow']);
    expect((await having({ container: 'x', region: 'y' }, [], true)).names).toEqual(['my-narrow']);
  });
});

describe('the scopes that narrow a listing', () => {
  it('are those that ssh does not take for itself', async () => {
    const scopes = { region: 'x', container: 'c' };
    const of = (index: number) => narrowingScopes(setting(scopes).context, profiles[index] as Profile);
    expect(await of(0)).toEqual(scopes);
    expect(await of(1)).toEqual({ region: 'x' });
    expect(await of(2)).toEqual(scopes);
  });
});

describe('a place that a profile lacks', () => {
  const scopes = { region: 'LON1', group: 'a' };
  const lacking = (profile: string, missing = 'LON1') =>
    new CliError('resource_not_found', `No ${missing}`, { missing, profile });
  const other = new CliError('unreachable', 'no answer', { missing: 'LON1' });

  it('is one that a scope flag names', () => {
    const { context } = setting(scopes);
    const lacks = [lacking('work'), lacking('work', 'a'), lacking('work', 'b'), other].map((error) =>
      lacksPlace(context, error),
    );
    expect(lacks).toEqual([true, true, false, false]);
    expect(lacksPlace(setting({}).context, lacking('work'))).toBe(false);
    expect(lacksPlace(context, new CliError('resource_not_found', 'no'))).toBe(false);
  });

  it('is said once for all of them', () => {
    const { noted, context } = setting(scopes);
    noteLacking(context, []);
    expect(noted).toEqual([]);
    noteLacking(context, [lacking('work'), lacking('home', 'a')]);
    expect(noted).toEqual([['Left out: work (No LON1), home (No a)', 'profiles_left_out']]);
  });

  it('is no failure where others have answered', () => {
    const left = (answered: boolean) => {
      const { noted, context } = setting(scopes);
      const failures = [other, lacking('work'), lacking('home', 'b')];
      leaveOutLacking(context, failures, answered);
      return { failures: failures.map(({ message }) => message), noted };
    };
    expect(left(true)).toEqual({
      failures: ['no answer', 'No b'],
      noted: [['Left out: work (No LON1)', 'profiles_left_out']],
    });
    expect(left(false)).toEqual({ failures: ['no answer', 'No LON1', 'No b'], noted: [] });
  });
});
