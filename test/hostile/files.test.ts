import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { attack, expectHarmless, place, spoilt } from './harmless';

const files = Object.entries(spoilt);

describe('create --from-file', () => {
  const home = new Home();
  const create = (file: string) => home.sandbox(['create', '-p', 'civo', '--from-file', file, '--dry-run']);
  const yaml: Readonly<Record<string, string>> = {
    'a bomb of aliases': `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`).join('\n')}\n`,
    'an alias of itself': '&a\nname: *a\nsize: *a\n',
    'a tag of its own': 'name: !!js/function "function(){}"\n',
    'an unknown tag': 'name: !evil x\nsize: !!binary aGVsbG8=\n',
    'a merged prototype': 'name: x\n__proto__:\n  polluted: true\n<<: {__proto__: {polluted: true}}\n',
    'keys that are lists': '? [a, b]\n: c\n? {d: e}\n: f\n',
    'keys twice': 'name: a\nname: b\n',
    'ten thousand levels': `${'- '.repeat(10_000)}x`,
    'two documents': 'name: a\n---\nname: b\n',
    'a name that steers': `name: ${JSON.stringify(attack)}\nsize: g4s.xsmall\nimage: ubuntu-noble\n`,
    'a name as an address': 'name: ../../../v2/networks?x=1#y\nsize: g4s.xsmall\nimage: ubuntu-noble\n',
    'a size that steers': `name: x\nsize: ${JSON.stringify(attack)}\n`,
    'an option that steers': `name: x\n${JSON.stringify(attack)}: 1\n`,
    'a number beyond 2^53': 'name: 9007199254740993\ncount: 9007199254740993\n',
    'a count of a million': 'name: x\nsize: g4s.xsmall\nimage: ubuntu-noble\ncount: 1000000\n',
    'a name of a megabyte': `name: ${'x'.repeat(2 ** 20)}\nsize: g4s.xsmall\n`,
  };

  it.each([...files, ...Object.entries(yaml)])('is refused, or made harmless, with %s', async (what, content) => {
    const run = await create(place(home, 'file.yaml', content));
    expectHarmless(what, run);
    expect(run.changes).toEqual([]);
  });

  it('refuses twenty thousand entries at the first that is wrong', async () => {
    const run = await create(place(home, 'many.json', JSON.stringify(Array(20_000).fill({ name: 'x', strange: 1 }))));
    expectHarmless('many', run);
    expect(run.code).toBe(2);
  });

  it('reads what follows a byte order mark', async () => {
    const file = place(home, 'bom.yaml', '\ufeffname: x\nregion: LON1\nsize: g3.xsmall\nimage: ubuntu-jammy\n');
    expect((await create(file)).code).toBe(0);
  });

  it.each(['.', 'not/there', `${'x'.repeat(300)}`, attack, 'a\u0000b'])(
    'names the path %j that is none',
    async (file) => {
      const run = await create(file);
      expectHarmless(file, run);
      expect(run.code).toBe(2);
    },
  );
});

describe('user data', () => {
  const home = new Home();
  const line = [
    'create',
    'x',
    '-p',
    'civo',
    '--size',
    'g4s.xsmall',
    '--image',
    'ubuntu-noble',
    '--user-data',
    '-',
    '--dry-run',
  ];
  it.each(['', attack, '\ufeff#cloud-config', '\u0000\u0000', 'x'.repeat(2 ** 20)])(
    'from standard input',
    async (input) => {
      expectHarmless(input.slice(0, 20), await home.sandbox(line, { input }));
    },
  );
});

describe('the configuration', () => {
  const home = new Home();
  const lines = [
    'list',
    'list -o json',
    'profile list',
    'doctor --offline',
    'profile get x',
    'op list',
    'profile use x',
  ];
  it.each(files)('may hold %s', async (what, content) => {
    for (const line of lines) {
      place(home, 'config/config.json', content);
      expectHarmless([what, line], await home.run(line));
    }
  });

  const profile = (more: object) =>
    JSON.stringify({
      version: 1,
      selected: null,
      profiles: {
        work: { provider: 'civo', settings: {}, token: 'plain:x', password: null, guards: {}, defaults: {}, ...more },
      },
    });
  it.each([
    ['an endpoint that steers', profile({ settings: { endpoint: attack, region: attack } })],
    ['a provider of the prototype', profile({ provider: '__proto__' })],
    ['another provider of the prototype', profile({ provider: 'constructor' })],
    ['settings of the prototype', profile({ settings: JSON.parse('{"__proto__":"x","constructor":"y"}') })],
    ['defaults that steer', profile({ defaults: { output: attack, [attack]: attack } })],
    ['a default query that nests', profile({ defaults: { query: '['.repeat(10_000) } })],
    ['a token that steers', profile({ token: `plain:${attack}` })],
    ['a variable that steers', profile({ token: `env:${attack}` })],
    ['a path that steers', profile({ token: `file:${attack}` })],
    ['a command that steers', profile({ token: `command:["${'x'.repeat(20)}\\u001b[31m"]` })],
    ['an account that steers', profile({ token: `keychain:${attack}` })],
    ['guards of other types', profile({ guards: { protect: 'x', maxTargets: 'y', readOnly: 1 } })],
    ['a name that steers', profile({}).replace('"work"', JSON.stringify(attack))],
    ['a name of the prototype', profile({}).replace('"work"', '"__proto__"')],
    ['a selection of other types', profile({}).replace('null', '[1,{}]')],
    ['an authority that is a directory', profile({ settings: { 'ca-file': '/' } })],
  ])('may hold %s', async (what, content) => {
    for (const line of [
      'list --request-timeout 1s --connect-timeout 1s',
      'list -o json --request-timeout 1s',
      'profile list',
      'profile list -o json',
      'profile get work',
      'doctor --offline',
      'doctor --offline -o json',
      '__complete -- list -p ""',
    ]) {
      place(
        home,
        'config/config.json',
        content.replaceAll('"settings":{}', '"settings":{"endpoint":"http://127.0.0.1:9"}'),
      );
      expectHarmless([what, line], await home.run(line));
    }
  });

  it('may be a directory', async () => {
    rmSync(path.join(home.directory, 'config'), { recursive: true, force: true });
    mkdirSync(path.join(home.directory, 'config', 'config.json'), { recursive: true });
    for (const line of lines) {
      const run = await home.run(line);
      expectHarmless(line, run);
    }
  });
});

describe('.nube', () => {
  const home = new Home();
  const at = path.join(home.directory, '.nube');
  afterEach(() => rmSync(at, { recursive: true, force: true }));
  const lines = ['profile list', 'list', 'list -o json', 'doctor --offline', 'schema list -o json'];

  it.each([
    ...files,
    ['names that steer', `profile=${attack}\ncolumns=${attack}\n${attack}=${attack}\n`],
    ['a prototype', '__proto__=x\nconstructor=y\nprofile=__proto__\ncolumns=constructor\n'],
    ['a million lines', 'strange\n'.repeat(1_000_000)],
  ])('may hold %s', async (what, content) => {
    place(home, '.nube', content);
    for (const line of lines) expectHarmless([what, line], await home.run(line));
  });

  it('is passed over where it is a directory, a pipe or a link to itself', async () => {
    mkdirSync(at);
    expect(await home.run('profile list')).toMatchObject({ code: 0, stderr: '' });
    rmSync(at, { recursive: true });
    execFileSync('mkfifo', [at]);
    expect(await home.run('profile list')).toMatchObject({ code: 0, stderr: '' });
    rmSync(at);
    symlinkSync('.nube', at);
    expect(await home.run('profile list')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('what nube keeps', () => {
  const home = new Home();
  it.each(files)('may hold %s in place of an entry of the journal', async (what, content) => {
    place(home, 'data/sandbox/journal/20260101-aaaa.jsonl', content);
    place(home, 'data/journal/20260101-aaaa.jsonl', content);
    for (const line of [
      'op list',
      'op list -o json',
      'op get 20260101-aaaa',
      'op resume 20260101-aaaa',
      'doctor --offline',
    ]) {
      expectHarmless([what, line], await home.run(line));
    }
  });

  const head = (more: object) =>
    JSON.stringify({
      version: 1,
      id: 'aaaa-1',
      profile: 'civo',
      provider: 'civo',
      action: 'stop',
      title: 'x',
      what: '2026-01-01T00:00:01Z',
      startedAt: '2026-01-01T00:00:00Z',
      status: 'sent',
      targets: [],
      process: { id: 1, host: 'x' },
      scopes: {},
      command: ['stop'],
      reached: [],
      gone: false,
      makes: null,
      prints: 'actions',
      timeout: 1,
      ...more,
    });
  it.each([
    ['texts that steer', head({ title: attack, what: attack, action: attack, command: [attack] })],
    ['an id that steers', head({ id: attack })],
    ['an id that is a path', head({ id: '../../../config/config.json' })],
    ['a profile of the prototype', head({ profile: '__proto__', provider: 'constructor' })],
    ['a process of another type', head({ process: null })],
    ['targets of other types', head({ targets: [null, 1, { instance: null }] })],
    ['a time that is none', head({ startedAt: attack })],
    ['a command of another type', head({ command: 'x' })],
    ['a status that is none', head({ status: attack })],
    [
      'an operation of another type',
      `${head({})}\n${JSON.stringify({ at: '2026-01-01T00:00:01Z', status: 'accepted', operation: 5 })}`,
    ],
    [
      'an operation that is a path',
      `${head({})}\n${JSON.stringify({ at: '2026-01-01T00:00:01Z', status: 'accepted', operation: { id: '../../v2', wait: { kind: attack }, instances: 7 } })}`,
    ],
    [
      'an error of another type',
      `${head({})}\n${JSON.stringify({ at: '2026-01-01T00:00:01Z', status: 'failed', error: 7 })}`,
    ],
    [
      'an error that steers',
      `${head({})}\n${JSON.stringify({ at: '2026-01-01T00:00:01Z', status: 'failed', error: { code: attack, message: attack, hint: attack } })}`,
    ],
    [
      'a request that steers',
      `${head({})}\n${JSON.stringify({ at: '2026-01-01T00:00:01Z', status: 'sent', request: `POST ${attack}`, ifLost: 5 })}`,
    ],
  ])('may hold %s in an entry of the journal', async (what, content) => {
    for (const id of ['aaaa-1']) place(home, `data/journal/${id}.jsonl`, `${content}\n`);
    for (const line of [
      'op list',
      'op list -o json',
      'op get aaaa-1',
      'op get aaaa-1 -o json',
      'op resume aaaa-1',
      'op list --all',
    ]) {
      expectHarmless([what, line], await home.run(line));
    }
  });

  it.each(files)('may hold %s in place of tokens', async (what, content) => {
    const variables = {
      NUBE_PROVIDER: 'morpheus',
      NUBE_USERNAME: 'x',
      NUBE_PASSWORD: 'y',
      NUBE_ENDPOINT: 'http://127.0.0.1:9',
    };
    place(home, 'data/tokens.json', content);
    place(
      home,
      'config/config.json',
      JSON.stringify({
        version: 1,
        selected: null,
        profiles: {
          m: {
            provider: 'morpheus',
            settings: { endpoint: 'http://127.0.0.1:9', username: 'x' },
            token: null,
            password: 'plain:y',
            guards: {},
            defaults: {},
          },
        },
      }),
    );
    for (const line of ['list -p m --request-timeout 1s --timeout 1s', 'doctor --offline', 'profile remove m --yes']) {
      expectHarmless([what, line], await home.run(line, { variables: line.startsWith('x') ? variables : {} }));
    }
  });

  it.each(files)('may hold %s in place of the sandbox’s state', async (what, content) => {
    for (const provider of ['civo', 'cycle']) place(home, `data/sandbox/${provider}.json`, content);
    for (const line of ['list -p civo', 'sandbox status', 'get web-1 -p civo -o json']) {
      expectHarmless([what, line], await home.sandbox(line));
    }
  });

  const recipe = { provider: 'civo', version: 1, recipe: { seed: 1, instances: null, at: 1 }, random: 1 };
  it.each([
    ['no data', { ...recipe, data: {} }],
    ['data of other types', { ...recipe, data: { instances: 5, networks: 'x' } }],
    ['a seed of its own', { ...recipe, recipe: { seed: 1e300, instances: 1e9, at: 1e300 } }],
  ])('may hold %s in the sandbox’s state', async (what, content) => {
    for (const version of [1, 2, 3, 4, 5, 6]) {
      place(home, 'data/sandbox/civo.json', JSON.stringify({ ...content, version }));
      for (const line of ['list -p civo --request-timeout 2s --timeout 2s', 'sandbox status']) {
        expectHarmless([what, version, line], await home.sandbox(line));
      }
    }
  });
});
