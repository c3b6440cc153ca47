import type { Driver, SignedIn } from './core/driver';
import { CliError } from './core/errors';
import type { Http } from './core/http';
import type { Profile, Settings } from './core/profile';
import { Secret } from './core/secret';
import type { Secrets } from './io/secrets';
import { type KeptToken, type TokenStore, tokenKey } from './io/tokens';

/** How a connection comes by its credential. */
export interface Credential {
  credential(): Promise<string>;
  /** Where user name and password stand for a token: another one in place of one that was refused. */
  renew?: () => Promise<string>;
  /** When the one that was used ends, where that is known. */
  end(): Promise<Date | null>;
}

interface CredentialParts {
  profile: Profile;
  driver: Driver;
  settings: Settings;
  secrets(): Promise<Secrets>;
  now(): Date;
  /** Talks without a credential, for the sign-in itself. */
  http(): Http;
  /** Where tokens of sign-ins are kept; null keeps them for this call only. */
  tokens(): Promise<TokenStore | null>;
}

/** A token that ends within this is as good as ended. */
const margin = 60_000;

/** The credential of a profile: its token, or one that user name and password are exchanged for and that is kept. */
export function openCredential(parts: CredentialParts): Credential {
  const { profile, driver, settings, secrets } = parts;
  const { token, password } = profile;
  if (token !== null) {
    return {
      credential: async () => (await secrets()).fetch(token),
      end: async () => (await secrets()).end(token),
    };
  }
  const { signIn } = driver.wire;
  if (password === null || signIn === undefined) {
    throw new CliError('incomplete_profile', `The profile ${profile.name} has no credential`, {
      hint: `nube profile remove ${profile.name}, and add it again.`,
    });
  }
  const key = tokenKey(profile.name, settings.endpoint, settings.username);
  let current: Promise<KeptToken> | null = null;

  const signedIn = async (refreshToken: string | null): Promise<KeptToken> => {
    const http = parts.http();
    let answer: SignedIn | null = null;
    if (refreshToken !== null) {
      answer = await signIn(http, settings, { refreshToken: new Secret(refreshToken, 'refresh-token') }).catch(
        () => null,
      );
    }
    answer ??= await signIn(http, settings, {
      password: new Secret(await (await secrets()).fetch(password), 'password'),
    });
    const kept: KeptToken = {
      token: answer.token.reveal(),
      refreshToken: answer.refreshToken?.reveal() ?? null,
      expiresAt: answer.expiresAt?.getTime() ?? null,
    };
    await (await parts.tokens())?.keep(key, kept);
    return kept;
  };

  const first = async (): Promise<KeptToken> => {
    const kept = (await parts.tokens())?.find(key) ?? null;
    if (kept === null) return signedIn(null);
    const ended = kept.expiresAt !== null && kept.expiresAt < parts.now().getTime() + margin;
    return ended ? signedIn(kept.refreshToken) : kept;
  };

  return {
    async credential() {
      current ??= first();
      return (await current).token;
    },
    async renew() {
      const refused = await current;
      current = signedIn(refused?.refreshToken ?? null);
      return (await current).token;
    },
    async end() {
      const used = await current?.catch(() => null);
      return used?.expiresAt == null ? null : new Date(used.expiresAt);
    },
  };
}
