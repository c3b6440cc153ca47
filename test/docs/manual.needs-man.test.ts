import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** The first page, and the longest of the others: what one generator prints fails in all of them alike. */
const pages = readdirSync('docs/man')
  .map((file) => path.join('docs/man', file))
  .sort((a, b) => statSync(b).size - statSync(a).size)
  .slice(0, 8);

it('is set without a warning', () => {
  expect(pages).toContain('docs/man/nube.1');
  const set = spawnSync('man', ['--warnings=all', '--encoding=UTF-8', '-l', '-Tutf8', '-Z', ...pages], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect(set.stderr).toBe('');
  expect(set.status).toBe(0);
});

it('reads as a manual does', () => {
  const { stdout } = spawnSync('man', ['-l', 'docs/man/nube-create.1'], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '80', MAN_KEEP_FORMATTING: '', LC_ALL: 'C.UTF-8' },
  });
  expect(stdout).toContain('       nube-create - make new instances\n');
  expect(stdout).toContain('       --size SIZE\n');
});
