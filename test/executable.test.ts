import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('the single executable', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-exe-test-'));
  const nube = path.join(directory, 'nube');
  const run = async (...line: string[]) => {
    const { stdout } = await promisify(execFile)(nube, line, { cwd: directory, env: { HOME: directory } });
    return stdout;
  };

  beforeAll(() => {
    execFileSync(process.execPath, ['src/build/executable.mjs', nube], { stdio: 'pipe' });
  }, 300_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('runs where there is nothing else', async () => {
    expect(await run('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run('list', '--help')).toMatch(/^Usage: nube list \[options\]\n/);
    expect(await run('__complete', 'list', '--fil')).toMatch(/^--filter\t/);
  });

  it('holds what is loaded on demand: the sandbox, the drivers and each format', async () => {
    const listed = JSON.parse(await run('--sandbox', 'list', '-o', 'json'));
    expect(new Set(listed.map(({ provider }: { provider: string }) => provider)).size).toBeGreaterThan(4);
    expect(await run('--sandbox', 'list', '-o', 'yaml', '--limit', '1')).toMatch(/^- profile: /);
    expect(await run('--sandbox', 'stop', 'web-1', '-p', 'civo', '--yes')).toContain('stopped');
  });
});
