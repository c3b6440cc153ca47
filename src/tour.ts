import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Context } from './core/context';
import type { System } from './io/system';

/** The tour's sandbox runs a little faster than the real clouds: the whole of it stays under half a minute. */
const speed = '4';

/** Makes a sandbox in a temporary directory and runs command lines on it with `main`. */
export async function openTour(
  system: System,
  main: (line: readonly string[], system: System) => Promise<number>,
): ReturnType<Context['tour']> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'nube-demo-'));
  const own: Readonly<Record<string, string>> = {
    NUBE_SANDBOX: '1',
    NUBE_SANDBOX_DIR: directory,
    NUBE_SANDBOX_SPEED: speed,
  };
  const kept = ['NUBE_COLOR', 'NUBE_SANDBOX_REQUESTS', 'NUBE_SANDBOX_SPEED'];
  const variable = (name: string) =>
    kept.includes(name) || !name.startsWith('NUBE_') ? (system.variable(name) ?? own[name]) : own[name];
  const inside: System = Object.create(system, { variable: { value: variable } });
  return {
    run: (line) => main(line, inside),
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
