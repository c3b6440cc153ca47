import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('the package', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-package-'));
  const prefix = path.join(directory, 'prefix');
  const nube = path.join(prefix, 'bin', 'nube');
  const environment = { PATH: process.env.PATH, HOME: directory, NUBE_DATA_DIR: path.join(directory, 'data') };
  const npm = (...words: string[]) =>
    execFileSync('npm', words, { encoding: 'utf8', env: { ...process.env }, stdio: 'pipe' });
  let files: string[] = [];

  beforeAll(() => {
    const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', directory));
    files = packed.files.map((file: { path: string }) => file.path);
    mkdirSync(prefix);
    npm(
      'install',
      '--global',
      '--offline',
      '--cache',
      path.join(directory, 'empty'),
      '--no-audit',
      '--no-fund',
      '--prefix',
      prefix,
      path.join(directory, packed.filename),
    );
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('holds the program, its papers and no sources', () => {
    expect(files).toEqual(
      expect.arrayContaining(['bin/nube.js', 'dist/nube.cjs', 'dist/THIRD-PARTY.txt', 'LICENSE', 'README.md']),
    );
    expect(files.filter((file) => /^(src|test|\.ci)\//.test(file) || file.endsWith('.ts'))).toEqual([]);
  });

  it('installs globally without fetching anything else', () => {
    expect(readdirSync(path.join(prefix, 'lib', 'node_modules'))).toEqual(['nube']);
    expect(readdirSync(path.join(prefix, 'lib', 'node_modules', 'nube'))).not.toContain('node_modules');
  });

  it('needs the optional keychain package only for the keychain', () => {
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(Object.keys(optionalDependencies)).toEqual(['@napi-rs/keyring']);
    const words = ['profile', 'add', 'x', '--provider', 'civo', '--no-verify', '--token-keychain', '--token-stdin'];
    const { status, stderr } = spawnSync(nube, words, { encoding: 'utf8', input: 'secret', env: environment });
    expect(status).toBe(3);
    expect(stderr).toContain('the optional package @napi-rs/keyring is not installed\nhint: Install nube anew');
  });

  it('runs from there', () => {
    const printed = execFileSync(nube, ['--sandbox', 'list', '-o', 'json'], {
      encoding: 'utf8',
      env: environment,
      cwd: directory,
    });
    expect(JSON.parse(printed).map(({ name }: { name: string }) => name)).toContain('web-1');
    expect(execFileSync(nube, ['--version'], { encoding: 'utf8', env: environment })).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
