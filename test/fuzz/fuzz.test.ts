import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Failure, fuzz, recordAll } from './fuzz';
import { createJudge } from './judge';
import type { Scenario } from './record';

const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-fuzz-'));
let scenarios: Scenario[] = [];

beforeAll(async () => {
  scenarios = await recordAll(directory, 7);
}, 180_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the whole program on falsified answers', () => {
  it('neither crashes nor hangs nor claims what is not so', async () => {
    const failures: Failure[] = await fuzz(scenarios, { seed: 1, cases: 200, directory, found: () => {} });
    expect(scenarios.length).toBeGreaterThan(15);
    expect(failures).toEqual([]);
  }, 180_000);

  it('would be found out if it did', async () => {
    const judge = await createJudge();
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Nothing was recorded');
    const falsified = { exchanges: [], how: '', refused: true };
    const one = { scenario, format: 'json', falsified, served: { requests: 1, changes: [403] } };
    const ended = { code: 0, stdout: '[]', stderr: '' };
    expect(scenario.line).toBe('list');
    expect(await judge({ ...one, ended })).toBe('it succeeds though every change is refused');
    expect(await judge({ ...one, ended: { ...ended, code: 1 } })).toContain('it crashed');
    expect(await judge({ ...one, ended: { ...ended, code: 42 } })).toContain('none that there is');
    expect(await judge({ ...one, ended: { ...ended, stdout: '[{"id":7}]' } })).toContain('not as its schema');
    expect(await judge({ ...one, ended: { ...ended, stdout: '[' } })).toContain('stdout is no JSON');
    expect(await judge({ ...one, ended: { ...ended, stdout: '"\u001b"' } })).toContain('control character');
    const quiet = { ...one, falsified: { ...falsified, refused: false }, served: { requests: 1, changes: [] } };
    expect(await judge({ ...quiet, ended })).toBe(null);
  });
});
