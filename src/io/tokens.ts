import path from 'node:path';
import { openStoredFile } from './storedFile';

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

/** The tokens in `tokens.json` of a directory; both are private from birth. A broken file means no tokens. */
export function openTokens(directory: string): TokenStore {
  const stock = openStoredFile<Record<string, KeptToken>>({
    file: path.join(directory, 'tokens.json'),
    parse: (text) => ({ value: parseTokens(text), olderVersion: null }),
    keptAside: () => undefined,
  });
  const read = (): Readonly<Record<string, KeptToken>> => {
    const reading = stock.read();
    return reading !== null && 'value' in reading ? reading.value : {};
  };
  return {
    find: (key) => read()[key] ?? null,
    keep: (key, token) => stock.write((tokens) => ({ ...tokens, [key]: token })),
    async forget(profile) {
      if (!Object.keys(read()).some((key) => isOf(key, profile))) return;
      await stock.write((tokens) =>
        Object.fromEntries(Object.entries(tokens ?? {}).filter(([key]) => !isOf(key, profile))),
      );
    },
  };
}

function parseTokens(text: string): Record<string, KeptToken> {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, KeptToken>);
    return Object.fromEntries(entries.filter(([, token]) => typeof token?.token === 'string'));
  } catch {
    return {};
  }
}
