import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { shipped, startProgram } from '../startProgram';

const home = new Home();
const directory = path.join(home.directory, 'config');
const file = path.join(directory, 'config.json');
const log = path.join(home.directory, 'steps.ndjson');

/** Runs the shipped program in a process of its own, by a shell that lets everybody do everything with new files. */
function program(words: readonly string[], { hook = false, more = {} as Record<string, string> } = {}) {
  const [node, ...rest] = shipped(words);
  const hooked = hook ? ['-r', path.resolve('test/program/support/fileSteps.cjs')] : [];
  return startProgram(['sh', '-c', 'umask 000; exec "$@"', 'sh', node, ...hooked, ...rest], {
    variables: { PATH: process.env.PATH, HOME: home.directory, ...home.variables, ...more },
    directory: process.cwd(),
  });
}

const add = (name: string) =>
  ['profile', 'add', name, '--provider', 'civo', '--no-verify', '--token-env', 'WORK_TOKEN', '-q'] as const;
const configuration = () => JSON.parse(readFileSync(file, 'utf8'));
const steps = () =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { step: number; method: string; modes: [string, string, string][] });

describe('the configuration', { timeout: 120_000 }, () => {
  beforeEach(() => rmSync(directory, { recursive: true, force: true }));

  it('loses nothing to twenty processes that write at once', async () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const profiles = Object.fromEntries(numbers.map((number) => [`before-${number}`, { provider: 'civo' }]));
    mkdirSync(directory, { mode: 0o700 });
    writeFileSync(file, JSON.stringify({ version: 1, profiles }));
    const rename = (number: number) => ['profile', 'rename', `before-${number}`, `after-${number}`];
    const ends = await Promise.all(numbers.map((number) => program(rename(number))));
    expect(ends.filter(({ code, stderr }) => code !== 0 || stderr !== '')).toEqual([]);
    expect(Object.keys(configuration().profiles)).toEqual(numbers.map((number) => `after-${number}`));
    expect(readdirSync(directory)).toEqual(['config.json']);
  });

  it('and all beside it is its owner’s alone from the first moment on', async () => {
    rmSync(log, { force: true });
    const more = { NUBE_TEST_WATCHED: directory, NUBE_TEST_LOG: log };
    expect(await program(add('work'), { hook: true, more })).toMatchObject({ code: 0, stderr: '' });
    const seen = steps().flatMap(({ modes }) => modes);
    expect(seen.some(([name]) => name.startsWith('config.json.tmp-'))).toBe(true);
    expect(new Set(seen.filter(([, , kind]) => kind === 'file').map(([, mode]) => mode))).toEqual(new Set(['600']));
    expect((statSync(directory).mode & 0o777).toString(8)).toBe('700');
  });

  it('can be read wherever a writer is killed, and the next one goes on', async () => {
    expect((await program(add('work'))).code).toBe(0);
    expect((await program(add('other'))).code).toBe(0);
    const before = path.join(home.directory, 'before.json');
    copyFileSync(file, before);
    const more = { NUBE_TEST_WATCHED: directory, NUBE_TEST_LOG: log };
    const change = ['profile', 'use', 'work'];
    rmSync(log, { force: true });
    expect((await program(change, { hook: true, more })).code).toBe(0);
    const all = steps();
    expect(all.map(({ method }) => method)).toEqual(expect.arrayContaining(['writeSync', 'fsyncSync', 'renameSync']));
    const selected: unknown[] = [];
    for (const { step, method } of all) {
      for (const at of method === 'writeSync' ? [`${step}`, `${step}+`] : [`${step}`]) {
        rmSync(directory, { recursive: true });
        mkdirSync(directory, { mode: 0o700 });
        copyFileSync(before, file);
        const end = await program(change, { hook: true, more: { ...more, NUBE_TEST_KILL_AT: at } });
        expect({ at, signal: end.signal }).toEqual({ at, signal: 'SIGKILL' });
        expect(Object.keys(configuration().profiles)).toEqual(['work', 'other']);
        selected.push(configuration().selected);
      }
    }
    const turn = selected.findIndex((one) => one !== null);
    expect(turn).toBeGreaterThan(0);
    expect(selected.slice(turn).every((one) => JSON.stringify(one) === '["work"]')).toBe(true);
  });

  it('is not held up by the lock and the leavings of a writer that was killed', async () => {
    expect((await program(add('work'))).code).toBe(0);
    const lock = `${file}.lock`;
    mkdirSync(lock);
    const ago = new Date(Date.now() - 6000);
    utimesSync(lock, ago, ago);
    writeFileSync(`${file}.tmp-17000000001a2b3c`, '{"profiles":{"half');
    expect((await program(['profile', 'use', 'work'])).code).toBe(0);
    expect(configuration().selected).toEqual(['work']);
    expect(existsSync(lock)).toBe(false);
    expect(readdirSync(directory)).toEqual(['config.json']);
  });
});
