import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIds } from '../../src/io/journal/ids';
import { Home } from '../nube';
import { killed } from './killed';
import { Tap } from './tap';

const day = 86_400_000;

describe('an entry whose process was killed', () => {
  const home = new Home();
  const tap = new Tap('civo');
  beforeAll(() => tap.open(path.join(home.directory, 'cloud')));
  afterAll(() => tap.close());

  it('stays open while nobody knows what came of it, and is closed as lost an hour later', async () => {
    const { variables } = tap;
    const run = (line: string) => home.run(line, { variables });
    const create = 'create new-1 --region LON1 --size g3.xsmall --image ubuntu-jammy'.split(' ');
    await killed(home, tap, create, { request: /^POST \/v2\/instances$/, at: 'request' }, variables);
    const [{ id }] = (await run('op list -o json')).json();
    expect((await run(`op resume ${id} -o json --timeout 3s`)).code).toBe(14);
    expect((await run('op list -o json')).json()).toMatchObject([{ id, status: 'unknown' }]);

    const file = path.join(home.directory, 'data', 'journal', `${id}.jsonl`);
    const earlier = (moment: string) => new Date(Date.parse(moment) - 2 * 3_600_000).toISOString();
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, earlier));
    const late = await run(`op resume ${id} -o json --timeout 3s`);
    expect(late).toMatchObject({ code: 14, changes: [] });
    expect((await run('op list -o json')).json()).toEqual([]);
    expect((await run('op list --all -o json')).json()).toMatchObject([{ id, status: 'lost' }]);

    tap.arrived = [];
    const again = await run(`op resume ${id} -o json`);
    expect({ code: again.code, error: again.error() }).toEqual({ code: 14, error: late.error() });
    expect(tap.arrived).toEqual([]);
  });
});

describe('a new password of cloud.ca whose process was killed', () => {
  const home = new Home();
  const tap = new Tap('cloudca');
  beforeAll(() => tap.open(path.join(home.directory, 'cloud')));
  afterAll(() => tap.close());

  it('is told by op resume, only where somebody reads it, and is asked for once', async () => {
    const { variables } = tap;
    const run = (line: string) => home.run(line, { variables });
    const resets = /^POST .*\/instances\/[^/]+$/;
    const line = 'reset-password build-1 --yes --show-secrets'.split(' ');
    await killed(home, tap, line, { request: /^GET \/v1\/tasks\//, at: 'request', after: resets }, variables);
    const [entry] = (await run('op list -o json')).json();
    expect(entry).toMatchObject({ action: 'reset-password', status: 'accepted', name: 'build-1' });

    const unread = await run(`op resume ${entry.id} -o json`);
    expect({ code: unread.code, stdout: unread.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unread.error()).toMatchObject({ hint: 'Give --show-secrets to have it printed.' });
    expect((await run('op list -o json')).json()).toHaveLength(1);

    const { code, json, stderr } = await run(`op resume ${entry.id} --show-secrets -o json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [{ result }] = json();
    expect(result.password).toMatch(/\S{6,}/);
    expect(tap.arrived.filter((one) => resets.test(one))).toHaveLength(1);
    expect((await run('op list -o json')).json()).toEqual([]);
    const kept = readdirSync(path.join(home.directory, 'data', 'journal'));
    for (const name of kept) {
      expect(readFileSync(path.join(home.directory, 'data', 'journal', name), 'utf8')).not.toContain(result.password);
    }
  });
});

describe('clearing the journal', () => {
  const home = new Home();
  const directory = path.join(home.directory, 'data', 'sandbox', 'journal');
  const now = Date.now();

  /** Writes an entry of so many days ago. */
  function put(days: number, status: string, content?: string): string {
    const at = new Date(now - days * day);
    const id = createIds(() => at, Math.random)();
    const startedAt = at.toISOString();
    const head = {
      version: 1,
      id,
      profile: 'civo',
      provider: 'civo',
      action: 'stop',
      title: 'x',
      what: 'x',
      startedAt,
    };
    const rest = { status, command: ['stop'], targets: [], reached: [], process: { id: 1, host: 'elsewhere' } };
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = path.join(directory, `${id}.jsonl`);
    writeFileSync(file, content ?? `${JSON.stringify({ ...head, ...rest, scopes: {}, makes: null, timeout: 1 })}\n`);
    utimesSync(file, at, at);
    return `${id}.jsonl`;
  }

  const change = 'reboot web-1 -p civo --yes --no-wait';

  it('keeps what is open or fresh, and takes what is old, broken or of long ago, when the next change begins', async () => {
    const stays = [
      put(1, 'failed'),
      put(29, 'succeeded'),
      put(31, 'accepted'),
      put(89, 'unknown'),
      put(0.5, '', '{"ver'),
    ];
    const goes = [put(31, 'succeeded'), put(40, 'lost'), put(91, 'accepted'), put(35, '', '{"ver'), put(200, 'sent')];
    expect((await home.sandbox('op list --all -o json')).json()).toHaveLength(8);
    expect(readdirSync(directory).sort()).toEqual([...stays, ...goes].sort());
    expect((await home.sandbox(change)).code).toBe(0);
    const left = readdirSync(directory);
    expect(left.filter((name) => goes.includes(name))).toEqual([]);
    expect(left.filter((name) => stays.includes(name)).sort()).toEqual(stays.sort());
    expect(left).toHaveLength(stays.length + 1);
  });

  it('keeps five hundred that have ended, and is done by several processes at once', async () => {
    for (let number = 0; number < 650; number += 1) put(2 + number / 1000, 'succeeded');
    const before = readdirSync(directory).length;
    const codes = await Promise.all(
      ['web-1', 'web-2', 'cache-1'].map(async (name) => {
        const line = `--sandbox reboot ${name} -p civo --yes --no-wait`;
        const child = spawn(process.execPath, [path.resolve('bin/nube.js'), ...line.split(' ')], {
          env: { PATH: process.env.PATH, HOME: home.directory, ...home.variables },
          stdio: 'ignore',
        });
        return (await once(child, 'exit'))[0];
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
    const left = readdirSync(directory).length;
    expect(left).toBeLessThanOrEqual(520);
    expect(left).toBeGreaterThanOrEqual(Math.min(before, 500));
  });
});
