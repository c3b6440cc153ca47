import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Home, Run } from '../nube';

/** What may stand in any text: sequences, line breaks, directions, and what can't be seen. */
export const attack =
  '\u001b[31mred\u001b[0m\u001b]8;;http://evil.test\u0007link\u001b]8;;\u0007\r\ngone\u009b2J\u009d0;t\u009c\u202eoff\u2066\u200b\u007f\b\ufeff\u2028';

/** What no output may hold beside its own line ends. */
const steering = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** Nothing that was printed steers a terminal, nothing has crashed, and no prototype has got anything. */
export function expectHarmless(what: unknown, { code, stdout, stderr }: Run): void {
  expect({
    what,
    crashed: code === 1 ? stderr.slice(0, 2000) : null,
    steers: steering.exec(stdout)?.[0] ?? steering.exec(stderr)?.[0] ?? null,
    size: stdout.length + stderr.length < 300_000,
    polluted: ({} as Record<string, unknown>).polluted,
  }).toEqual({ what, crashed: null, steers: null, size: true, polluted: undefined });
}

/** Writes a file into a home, with the directories above it, and gives its path. */
export function place(home: Home, name: string, content: string | Buffer): string {
  const file = path.join(home.directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

const own = '{"polluted":true}';

/** Files that no program has written in good faith, each of which any reader may meet. */
export const spoilt: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  'a byte order mark alone': '\ufeff',
  'no UTF-8': Buffer.from([0x7b, 0xff, 0xfe, 0x22, 0xc3, 0x28, 0x7d]),
  'null bytes': Buffer.alloc(4096),
  'sequences for a terminal': attack,
  'sequences in JSON': JSON.stringify({ [attack]: attack, profiles: { [attack]: { provider: attack } } }),
  'half of JSON': '{"a":',
  null: 'null',
  'a number': '1e999',
  'a text': '"text"',
  'a list': '[1, null, {"name": 1}]',
  'an own prototype': `{"__proto__":${own},"constructor":{"prototype":${own}},"version":1,"profiles":{"__proto__":${own}}}`,
  'keys twice': '{"version":1,"version":2,"profiles":{},"profiles":[]}',
  'numbers beyond 2^53': '{"version":9007199254740993,"profiles":9007199254740993}',
  'ten thousand levels': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  'ten thousand levels under a key': `{"version":1,"profiles":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
  'a megabyte in one text': JSON.stringify({ a: 'x'.repeat(2 ** 20) }),
};
