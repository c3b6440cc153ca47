// npm run test:node -- 24 [test files]: runs the tests on another version of Node, fetched from the registry into a
// directory of its own. `lts` and `current` are not names that the registry knows; give a number.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [version, ...files] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error('Which Node? For example: npm run test:node -- 24');
  process.exit(2);
}

const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-node-'));
const run = (program, words, options = {}) =>
  spawnSync(program, words, { stdio: ['ignore', 'inherit', 'inherit'], ...options }).status ?? 1;
try {
  const words = ['install', '--prefix', directory, '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`];
  if (run('npm', words) !== 0) process.exit(1);
  const bin = path.join(directory, 'node_modules', 'node', 'bin');
  if (!existsSync(path.join(bin, 'node'))) throw new Error(`node@${version} has no program for this platform`);
  // Whatever the tests start finds it first.
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` };
  run('node', ['--version'], { env });
  const vitest = path.join('node_modules', 'vitest', 'vitest.mjs');
  process.exitCode = run('node', [vitest, 'run', ...files], { env });
} finally {
  rmSync(directory, { recursive: true, force: true });
}
