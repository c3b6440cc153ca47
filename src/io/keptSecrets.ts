import { toCliError } from '../core/errors';
import type { Profile, SecretSource } from '../core/profile';
import type { ProfileStore } from '../core/store';
import type { Keychain } from './keychain';
import type { TokenStore } from './tokens';

interface Doors {
  keychain(): Promise<Keychain>;
  tokens(): Promise<TokenStore>;
  warn(code: string, message: string): void;
}

/**
 * The same profiles, whose secrets go where they are to be kept and leave it with them: what lies in the keychain, and
 * the tokens that a sign-in has given.
 */
export function withKeptSecrets<Store extends ProfileStore>(store: Store, { keychain, tokens, warn }: Doors): Store {
  const sourcesOf = async (name: string): Promise<readonly SecretSource[]> => {
    const found = (await store.list()).find((profile) => profile.name === name);
    return [found?.token, found?.password].filter((source) => source != null);
  };

  const forget = async (name: string, sources: readonly SecretSource[]): Promise<void> => {
    await (await tokens()).forget(name);
    for (const source of sources) {
      if (!source.startsWith('keychain:')) continue;
      const account = source.slice('keychain:'.length);
      try {
        await (await keychain()).remove(account);
      } catch (error) {
        const { message } = toCliError(error);
        warn('secret_left', `The secret of ${name} is still in the keychain, as ${account} of nube. ${message}.`);
      }
    }
  };

  return {
    ...store,
    async add(profile, where = {}) {
      const kept = where.keychain === true ? await intoKeychain(profile, await keychain()) : profile;
      try {
        return await store.add(kept);
      } catch (error) {
        if (kept !== profile)
          await forget(
            profile.name,
            [kept.token].filter((source) => source !== null),
          );
        throw error;
      }
    },
    async change(name, change) {
      const before = await sourcesOf(name);
      const changed = await store.change(name, change);
      const gone = before.filter((source) => source !== changed.token && source !== changed.password);
      const renewed = change.token !== undefined || change.password !== undefined;
      if (renewed || gone.length > 0) await forget(name, gone);
      return changed;
    },
    async rename(name, to) {
      await store.rename(name, to);
      await forget(name, []);
    },
    async remove(name) {
      const sources = await sourcesOf(name);
      await store.remove(name);
      await forget(name, sources);
    },
  };
}

/** Its token goes into the keychain, under a name that no other profile of any directory has. */
async function intoKeychain(profile: Profile, keychain: Keychain): Promise<Profile> {
  const { name, token } = profile;
  if (!token?.startsWith('plain:')) return profile;
  const { randomBytes } = await import('node:crypto');
  const account = `${name}-${randomBytes(4).toString('hex')}`;
  await keychain.write(account, token.slice('plain:'.length));
  return { ...profile, token: `keychain:${account}` };
}
