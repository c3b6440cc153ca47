import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks } from './codeBlocks';

/** The recipes of the page: a shell block, and the block of text that it prints. */
const blocks = codeBlocks(readFileSync('docs/scripting.md', 'utf8'));
const recipes = blocks
  .map((block, index) => ({ ...block, printed: blocks[index + 1] }))
  .filter(({ language, heading }) => language === 'sh' && /^\d+\. /.test(heading))
  .map(({ heading, text, printed }) => ({
    heading,
    script: text,
    printed: printed?.language === 'text' && printed.heading === heading ? printed.text : '',
  }));

const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-recipes-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const program = path.join(scratch, 'nube');
writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${path.resolve('bin/nube.js')}" "$@"\n`);
chmodSync(program, 0o755);

async function run(script: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const home = mkdtempSync(path.join(scratch, 'home-'));
  const work = path.join(home, 'work');
  mkdirSync(work);
  const env = {
    PATH: `${scratch}:${process.env.PATH}`,
    HOME: home,
    PS1: '',
    NUBE_SANDBOX: '1',
    NUBE_SANDBOX_SEED: '1',
    NUBE_SANDBOX_SPEED: '40',
    NUBE_SANDBOX_DIR: path.join(home, 'sandbox'),
    NUBE_CONFIG_DIR: path.join(home, 'config'),
    NUBE_DATA_DIR: path.join(home, 'data'),
    NUBE_CACHE_DIR: path.join(home, 'cache'),
  };
  const bash = promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: work, env });
  return bash.then(
    (ended) => ({ code: 0, ...ended }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('the scripting cookbook', () => {
  it('has at least twenty recipes', () => expect(recipes.length).toBeGreaterThanOrEqual(20));

  it.each(recipes)('$heading', async ({ script, printed }) => {
    const ended = await run(script);
    expect(
      { code: ended.code, stdout: ended.stdout.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:1111') },
      ended.stderr,
    ).toEqual({
      code: 0,
      stdout: printed,
    });
  });
});
