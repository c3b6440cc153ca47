// Where the bench takes place: a server of lists, and configurations of nube that point to it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './measure.mjs';

const nubeFile = path.join(import.meta.dirname, '..', 'bin', 'nube.js');

/** A command line of nube. */
export const nube = (...words) => [process.execPath, nubeFile, ...words];

/** What every start is compared with. */
export const bareNode = [process.execPath, '-e', '0'];

export async function openPlace() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-bench-'));
  const server = spawn(process.execPath, [path.join(import.meta.dirname, 'server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(server.stdout, 'data');
  const origin = `http://127.0.0.1:${Number(port)}`;
  return {
    directory,
    origin,
    /** The environment of a home whose profiles have these lists: `{ count, latency }` each. */
    async home(name, lists) {
      const at = path.join(directory, name);
      const env = {
        NUBE_CONFIG_DIR: path.join(at, 'config'),
        NUBE_DATA_DIR: path.join(at, 'data'),
        NUBE_CACHE_DIR: path.join(at, 'cache'),
      };
      for (const [index, { count, latency }] of lists.entries()) {
        const endpoint = `${origin}/${count}/${latency}`;
        const words = [
          '--provider',
          'civo',
          '--endpoint',
          endpoint,
          '--region',
          'LON1',
          '--token-stdin',
          '--no-verify',
        ];
        await run(nube('profile', 'add', `p${index}`, ...words), { env, input: `token-${index}\n` });
      }
      return env;
    },
    async close() {
      server.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
