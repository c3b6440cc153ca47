import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/core/context';
import type { Driver } from '../../src/core/driver';
import type { Profile } from '../../src/core/profile';
import { havingScopes, narrowingScopes } from '../../src/core/scopes';
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
