import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalServer } from './localServer';

/** What the start costs is decided by what is loaded. Times are the business of `npm run bench`. */
const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-start-'));
const hook = path.join(directory, 'hook.cjs');
const modules: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync('dist/modules.json', 'utf8'));
const instance = { id: '1', hostname: 'web-1', status: 'ACTIVE', region: 'LON1', created_at: '2024-01-01T00:00:00Z' };
const server = new LocalServer(({ url }, response) => {
  const asked = new URL(url ?? '', 'http://civo').searchParams;
  const [page, size] = [Number(asked.get('page')), Number(asked.get('per_page'))];
  const many = Array.from({ length: size }, (_, index) => ({ ...instance, id: `${page}-${index}` }));
  const answer = size === 100 ? { pages: 1, items: [instance] } : { pages: 40, items: many };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ page, per_page: size, ...answer }));
});

beforeAll(async () => {
  writeFileSync(
    hook,
    `const Module = require('node:module');
     const asked = new Set();
     const load = Module._load;
     Module._load = function (name) { asked.add(name.replace(/^node:/, '')); return load.apply(this, arguments); };
     process.on('exit', () => {
       const files = Object.keys(require.cache).filter((file) => file !== __filename);
       const report = { files, asked: [...asked], onSignals: process.listenerCount('SIGINT') };
       const spaces = require('node:v8').getHeapSpaceStatistics();
       report.nursery = spaces.find((space) => space.space_name === 'new_space').space_size;
       require('node:fs').writeFileSync(process.env.LOADED, JSON.stringify(report));
     });`,
  );
  await server.listen();
  const settings = { endpoint: server.origin, region: 'LON1' };
  const profile = { provider: 'civo', settings, token: 'plain:token', password: null, guards: {}, defaults: {} };
  mkdirSync(path.join(directory, 'config'), { mode: 0o700 });
  writeFileSync(
    path.join(directory, 'config', 'config.json'),
    JSON.stringify({ version: 1, profiles: { work: profile }, selected: null }),
    { mode: 0o600 },
  );
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Report {
  files: string[];
  asked: string[];
  /** How many still listen to SIGINT when all is done. */
  onSignals: number;
  /** In bytes. */
  nursery: number;
}

/** Runs the built program, its output a pipe, and tells what it loaded of it, of the packages, and of Node. */
async function loadedBy(...line: string[]) {
  const report = path.join(directory, 'report.json');
  const env = {
    PATH: process.env.PATH,
    LOADED: report,
    NUBE_CONFIG_DIR: path.join(directory, 'config'),
    NUBE_DATA_DIR: path.join(directory, 'data'),
    NUBE_CACHE_DIR: path.join(directory, 'cache'),
  };
  const words = ['--require', hook, 'bin/nube.js', ...line];
  const { stdout } = await promisify(execFile)(process.execPath, words, { env, maxBuffer: 2 ** 26 });
  const { files, asked, ...others }: Report = JSON.parse(readFileSync(report, 'utf8'));
  const held = files.flatMap((file) => modules[path.relative('dist', file).replaceAll('\\', '/')] ?? []);
  const own = held.filter((name) => name.startsWith('src/')).sort();
  const packages = [...new Set(held.filter((name) => !name.startsWith('src/') && name !== 'package.json'))].sort();
  const builtin = asked.filter((name) => !/^[./]|^[A-Z]:|^fs$|^path$|^os$|^process$|^events$/.test(name)).sort();
  return { stdout, own, packages, builtin, files: files.length, ...others };
}

const start = [
  'src/io/askpassVariable.ts',
  'src/io/isTerminal.ts',
  'src/io/writeAll.ts',
  'src/nube.ts',
  'src/readyHelp.ts',
  'src/version.ts',
];

/** Whatever is no part of a list that is written into a pipe. */
const elsewhere = /^(src\/(sandbox\/|build|generate|commands\/(?!index|list))|src\/(help|watch|tour|openssh)\.ts)/;

describe('what is loaded', () => {
  it.each([
    ['--version', /^\d+\.\d+\.\d+\n$/],
    ['--help', /^nube: one command line/],
    ['list --help', /^Usage: nube list/],
    ['help profile', /^Usage: nube profile add/],
  ])('by nube %s is the start alone', async (line, printed) => {
    const { stdout, nursery, files, onSignals, ...loaded } = await loadedBy(...line.split(' '));
    expect(stdout).toMatch(printed);
    expect(loaded).toEqual({ own: start, packages: [], builtin: [] });
  });

  it('by completion is no command, no parser and no store', async () => {
    const { stdout, own, packages, builtin, files } = await loadedBy('__complete', 'list', '--fil');
    expect(stdout).toMatch(/^--filter\t/);
    expect(
      own.filter((name) => /^src\/(commands|drivers|render|main|program|context|io\/http|io\/profiles)/.test(name)),
    ).toEqual([]);
    expect(packages).toEqual(['env-paths', 'is-safe-filename']);
    expect(builtin).toEqual([]);
    expect(files).toBeLessThanOrEqual(5);
  });

  it.each(['table', 'json', 'ndjson', 'csv'])(
    'by nube list -o %s into a pipe is one driver and a client',
    async (format) => {
      const { stdout, own, packages, builtin } = await loadedBy('list', '-o', format);
      expect(stdout).toContain('web-1');
      expect(own.filter((name) => elsewhere.test(name))).toEqual([]);
      expect(own.filter((name) => /^src\/drivers\/(?!civo|index)/.test(name))).toEqual([]);
      expect(packages).toEqual(expect.arrayContaining(['commander', 'conf', 'got']));
      const heavy = [
        'inquirer',
        'ora',
        'cli-table3',
        'chalk',
        'yaml',
        'ws',
        'ssh2',
        'hpagent',
        'proper-lockfile',
        'ajv',
      ];
      expect(packages.filter((name) => heavy.includes(name) || /inquirer|http2/.test(name))).toEqual([]);
      expect(builtin).toEqual(['buffer', 'diagnostics_channel', 'http', 'net', 'stream', 'timers/promises', 'util']);
    },
  );

  it('by a list of many pages keeps new objects in the room of the start', async () => {
    const { stdout, nursery } = await loadedBy('list', '-o', 'ndjson', '--page-size', '250');
    expect(stdout.split('\n')).toHaveLength(40 * 250 + 1);
    // Left alone, V8 doubles it again and again: to 16 MiB by here.
    expect(nursery).toBeLessThanOrEqual(8 * 2 ** 20);
  });

  it('by a list listens to no signal of its own and sends none on', async () => {
    expect((await loadedBy('list')).onSignals).toBe(0);
  });

  it('is more where more is asked for', async () => {
    expect((await loadedBy('list', '-o', 'yaml')).packages).toContain('yaml');
    expect((await loadedBy('--sandbox', 'list')).own).toContain('src/sandbox/index.ts');
  });
});

describe('the build', () => {
  /** Bytes that a file of dist may have, by its name. */
  const limits = { nube: 5_000, base: 13_000, main: 175_000, profiles: 40_000, http: 140_000, render: 25_000 };

  it.each(Object.entries(limits))('keeps %s under %i bytes', (name, most) => {
    const files = Object.keys(modules).filter((file) => new RegExp(`(^|/)${name}(-.{8})?\\.cjs$`).test(file));
    expect(files).toHaveLength(1);
    expect(statSync(path.join('dist', files[0] ?? '')).size).toBeLessThan(most);
  });
});
