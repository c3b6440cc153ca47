import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Home } from '../nube';
import type { Hold, Tap } from './tap';

/** Runs a command line in a process of its own and kills it as soon as a request is held. */
export async function killed(
  home: Home,
  tap: Tap,
  line: readonly string[],
  hold: Hold,
  variables: Record<string, string>,
): Promise<void> {
  const held = tap.hold(hold);
  const child = spawn(process.execPath, [path.resolve('bin/nube.js'), ...line], {
    env: { PATH: process.env.PATH, HOME: home.directory, ...home.variables, ...variables },
    cwd: home.directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'exit');
  await Promise.race([held, ended.then(() => Promise.reject(new Error(`It ended before it was held: ${said}`)))]);
  child.kill('SIGKILL');
  await ended;
  tap.letGo();
}
