import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../complete/ask';
import { Home } from '../nube';
import { attack, expectHarmless, place, spoilt } from './harmless';

const files = Object.entries(spoilt);
const own = JSON.stringify(attack);

describe('what another tool has left', () => {
  const home = new Home();

  it.each([
    ...files,
    ['a name and an address that steer', `{"apikeys":{${own}:${own}},"meta":{"current_apikey":${own},"url":${own}}}`],
    ['keys of other types', '{"apikeys":{"a":1,"b":[],"c":{"d":null}},"meta":[]}'],
    ['a prototype for a key', '{"apikeys":{"__proto__":"x","constructor":"y"},"meta":{"current_apikey":"__proto__"}}'],
    ['appliances that steer', `:x:\n  :host: ${own}\n  ${own}: ${own}\n`],
    ['a block that never ends', `provider "civo" {\n${'  a {\n'.repeat(5000)}`],
    ['a block that steers', `provider "civo" {\n  token = ${own}\n  region = "\${${attack}}"\n}\n`],
  ])('may hold %s', async (what, content) => {
    for (const name of ['civo.json', 'main.tf', 'appliances']) {
      const file = place(home, `left/${name}`, content);
      for (const line of [
        `profile import --file ${file} --dry-run`,
        `profile import --file ${file} --yes --no-verify`,
      ]) {
        const run = await home.run(line);
        expectHarmless([what, line], run);
        expect(run.requests).toEqual([]);
      }
      const variables = { CIVO_CONFIG: file, CIVO_CREDENTIAL_FILE: file };
      expectHarmless([what, name], await home.run('profile import --dry-run', { variables }));
    }
  });
});

describe('a list kept for completion', () => {
  const home = new Home();
  const directory = path.join(home.directory, 'data', 'sandbox', 'names');
  const kept = new Map<string, object>();
  beforeAll(async () => {
    for (const line of ['list', 'catalog sizes -p civo']) expect((await home.sandbox(line)).code).toBe(0);
    for (const name of readdirSync(directory).filter((one) => one.endsWith('.json'))) {
      kept.set(name, JSON.parse(readFileSync(path.join(directory, name), 'utf8')));
    }
  });
  const offered = () =>
    [
      ['get', ''],
      ['create', '-p', 'civo', '--size', ''],
      ['restore', 'web-1', ''],
    ].map((line) => ask(home, ['--sandbox', ...line]).text);

  it('is offered while it is as it was written', () => {
    expect(kept.size).toBeGreaterThan(4);
    expect(offered()[0]).toContain('web-1');
  });

  it.each([
    ...files.map(([what, content]) => [what, () => content] as const),
    ['names that steer', (list: object) => JSON.stringify({ ...list, rows: [{ id: attack, name: attack }] })],
    ['rows of other types', (list: object) => JSON.stringify({ ...list, rows: [null, 1, { id: 7, name: [] }] })],
    ['a time of another type', (list: object) => JSON.stringify({ ...list, at: attack })],
    [
      'twenty thousand rows',
      (list: object) => JSON.stringify({ ...list, rows: Array(20_000).fill({ id: 'a', name: 'b' }) }),
    ],
  ] as const)('may hold %s', (what, content) => {
    for (const [name, list] of kept) place(home, `data/sandbox/names/${name}`, content(list));
    for (const text of offered()) {
      const steers = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.exec(text)?.[0];
      expect({ what, steers, size: text.length < 2 ** 20 }).toEqual({ what, steers: undefined, size: true });
    }
  });
});
