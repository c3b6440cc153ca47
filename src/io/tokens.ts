import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import lockfile from 'proper-lockfile';

/** A token that a sign-in has given. */
export interface KeptToken {
  token: string;
  refreshToken: string | null;
  /** Milliseconds since 1970, or null where the provider did not say. */
  expiresAt: number | null;
}

/** Tokens of sign-ins, kept between calls in a file that only its owner can read. */
export interface TokenStore {
  find(key: string): KeptToken | null;
  keep(key: string, token: KeptToken): Promise<void>;
  /** Forgets those of a profile. */
  forget(profile: string): Promise<void>;
}

/** Under which name the token of a profile's sign-in is kept. */
export function tokenKey(profile: string, endpoint: string | undefined, username: string | undefined): string {
  return JSON.stringify([profile, endpoint, username]);
}

const isOf = (key: string, profile: string) => key.startsWith(`${JSON.stringify([profile]).slice(0, -1)},`);

/** The tokens in `tokens.json` of a directory; both are private from birth. */
export function openTokens(directory: string): TokenStore {
  const file = path.join(directory, 'tokens.json');
  const open = () =>
    new Conf<Record<string, KeptToken>>({
      cwd: directory,
      configName: 'tokens',
      configFileMode: 0o600,
      projectName: 'nube',
      accessPropertiesByDotNotation: false,
      clearInvalidConfig: true,
    });
  const write = async (change: (tokens: ReturnType<typeof open>) => void): Promise<void> => {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
    const release = await lockfile.lock(directory, {
      lockfilePath: path.join(directory, 'tokens.lock'),
      retries: { retries: 200, minTimeout: 10, maxTimeout: 100 },
    });
    try {
      change(open());
    } finally {
      await release();
    }
  };
  return {
    find: (key) => (existsSync(file) ? (open().get(key) ?? null) : null),
    keep: (key, token) => write((tokens) => tokens.set(key, token)),
    async forget(profile) {
      if (!existsSync(file) || !Object.keys(open().store).some((key) => isOf(key, profile))) return;
      await write((tokens) => {
        tokens.store = Object.fromEntries(Object.entries(tokens.store).filter(([key]) => !isOf(key, profile)));
      });
    },
  };
}
