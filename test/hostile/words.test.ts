import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands';
import type { Command } from '../../src/core/command';
import { commonOptions, mutatingOptions } from '../../src/core/common';
import { Between } from '../faults/between';
import { Home } from '../nube';
import { attack, expectHarmless } from './harmless';

/** What nobody types in good faith. */
const odd: Readonly<Record<string, string>> = {
  'what steers a terminal': attack,
  'a way out': '../../v2/networks',
  'an encoded way out': '%2e%2e%2f%2e%2e',
  'a query and a fragment': 'a?b=c&d=e#f',
  backslashes: '..\\..',
  'another host': '//evil.test/x',
  'a prototype': '__proto__',
  'another prototype': 'constructor',
  'line breaks': 'a\r\nHost: evil.test',
  'a number beyond 2^53': '9007199254740993',
  'a hundred thousand characters': 'x'.repeat(100_000),
  blanks: ' ',
  nothing: '',
};
const words = Object.entries(odd);
/** One of each kind, for what is asked of very many. */
const few = words.filter(([what]) => /steers|^a way|^a prototype|breaks|2\^53|thousand|nothing/.test(what));

/** What was asked for outside of the path that a command has; where that was typed, `raw`, two slashes may follow. */
function strayed({ arrivals, prefix }: Between, raw = false): string[] {
  return arrivals.filter((arrival) => {
    const [, url = ''] = arrival.split(' ');
    const [path = ''] = url.split('?');
    const parts = path.toLowerCase().replaceAll('%2e', '.').split('/');
    return (
      /[^\x21-\x7e ]|#/.test(arrival) ||
      !path.startsWith(prefix) ||
      parts.includes('..') ||
      (!raw && path.includes('//'))
    );
  });
}

describe('an option of any command', async () => {
  const home = new Home();
  const all: Command[] = await Promise.all(Object.values(commands).map((load) => load() as Promise<Command>));
  const shared = [...Object.values(commonOptions), ...Object.values(mutatingOptions)];
  const takers = [
    ...shared.map((option) => ({ command: option.name in mutatingOptions ? 'stop' : 'list', option })),
    ...all.flatMap(({ name, options }) => Object.values(options).map((option) => ({ command: name, option }))),
  ].filter(({ option }) => option.value !== undefined || option.choices !== undefined);

  it.each(few)('may be given %s', async (_what, word) => {
    for (const { command, option } of takers) {
      // Help wins over everything but what the words themselves are refused for.
      const run = await home.run([...command.split(' '), `--${option.name}=${word}`, '--help']);
      expectHarmless([command, option.name], run);
      expect([0, 2], `${command} --${option.name}: ${run.stderr.slice(0, 300)}`).toContain(run.code);
    }
    expect(takers.length).toBeGreaterThan(120);
  });
});

describe.each([
  ['civo', 'web-1'],
  ['cloudca', 'build-1'],
  ['coxedge', 'edge-1'],
  ['cycle', 'api-1'],
  ['morpheus', 'erp-1'],
])('on %s', (provider, known) => {
  const server = new Between(provider);
  beforeAll(() => server.open());

  /** A line that is refused, or finds nothing: it crashes nothing, steers nothing and asks for nothing else. */
  async function expectRefused(line: readonly string[]): Promise<void> {
    const run = await server.run(line);
    const what = line.map((one) => one.slice(0, 40));
    expectHarmless(what, run);
    expect({ what, strayed: strayed(server, line[0] === 'api') }).toEqual({ what, strayed: [] });
    const changes = server.arrivals.filter((arrival) => !arrival.startsWith('GET '));
    expect({ what, changes }).toEqual({ what, changes: [] });
  }

  it.each(provider === 'civo' ? words : few)('%s refers to nothing', async (_what, word) => {
    for (const verb of ['get', 'stop --yes', 'ssh --print', 'backups'])
      await expectRefused([...verb.split(' '), '--', word]);
    await expectRefused(['restore', '--yes', '--', known, word]);
    await expectRefused(['backups', known, '--yes', `--delete=${word}`]);
  });

  it.each(provider === 'civo' ? words : few)('%s names no place and no thing', async (_what, word) => {
    for (const name of ['region', 'environment', 'container', 'group', 'cloud']) {
      await expectRefused(['list', `--${name}=${word}`]);
    }
    await expectRefused(['create', ...(provider === 'cycle' ? [] : ['x']), `--size=${word}`, `--image=${word}`]);
    await expectRefused(['update', known, `--name=${word}`, '--dry-run']);
    await expectRefused(['catalog', '--', word]);
    await expectRefused(['api', 'GET', '--', word]);
  });
});

describe('how something is printed', () => {
  const server = new Between('civo');
  beforeAll(() => server.open());

  it.each(words)('may be asked for by %s', async (_what, word) => {
    for (const name of ['columns', 'sort', 'query', 'filter', 'output', 'profile', 'limit', 'until', 'timeout']) {
      expectHarmless([name], await server.run(['list', `--${name}=${word}`]));
    }
    for (const line of [
      [word],
      ['help', word],
      [`--${word}`],
      ['explain', word],
      ['schema', word],
      ['op', 'get', word],
    ]) {
      expectHarmless(line.join(' ').slice(0, 40), await server.run(line));
    }
  });

  it.each([
    ['that nests lists', '['.repeat(5000)],
    ['that negates without end', `${'!'.repeat(5000)}a`],
    ['that goes down without end', `a${'.b'.repeat(20_000)}`],
    ['that nests brackets', `${'('.repeat(5000)}a${')'.repeat(5000)}`],
    ['that doubles what it makes', `@${'|[@,@]'.repeat(60)}`],
  ])('a query %s is answered or refused', async (_what, query) => {
    expectHarmless(query.slice(0, 40), await server.run(['list', '--query', query]));
  });

  it.each(['(a', '('.repeat(5000), '(?:a{1000}){1000}', `[${'a'.repeat(5000)}]`, '(([0-9a-f-]+)+)+$(?<!.)x'])(
    'a pattern that cannot be tried is refused: %#',
    async (pattern) => {
      const run = await server.run(['list', '--filter', `id~^${pattern}`]);
      expectHarmless(pattern.slice(0, 40), run);
      expect(run.code === 2 ? run.stdout : run.stderr).toBe('');
    },
  );
});

describe('a variable', () => {
  const server = new Between('civo');
  beforeAll(() => server.open());
  const own =
    'PROFILE PROVIDER TOKEN ENDPOINT REGION SERVICE ENVIRONMENT ORG HUB CONTAINER GROUP CLOUD USERNAME PASSWORD CA_FILE ' +
    'OUTPUT COLUMNS TIMEOUT CONCURRENCY COLOR SANDBOX CONFIG_DIR';
  const foreign = 'HTTP_PROXY https_proxy NO_PROXY TERM GITHUB_OUTPUT CIVO_TOKEN SSH_AUTH_SOCK';
  const names = [...own.split(' ').map((name) => `NUBE_${name}`), ...foreign.split(' ')];

  it.each(words)('may hold %s', async (_what, word) => {
    for (const name of names) {
      const run = await server.run('list', { variables: { [name]: word.replaceAll('\u0000', '') } });
      expectHarmless([name, word.slice(0, 40)], run);
      expect({ name, strayed: strayed(server) }).toEqual({ name, strayed: [] });
    }
  });

  it.each(few)('of the sandbox may hold %s', async (_what, word) => {
    const home = new Home();
    for (const name of ['SEED', 'SPEED', 'FAULT', 'INSTANCES', 'LATENCY']) {
      const variables = { [`NUBE_SANDBOX_${name}`]: word };
      expectHarmless([name, word.slice(0, 40)], await home.sandbox('list -p civo --timeout 1s', { variables }));
    }
  });
});
