import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ProgramHome } from './program';

const home = new ProgramHome({ NUBE_SANDBOX: '1' });

it('an installed nube hands one-time passwords to ssh by itself', async () => {
  const npm = (...words: string[]) => execFileSync('npm', words, { encoding: 'utf8', stdio: 'pipe' });
  const [{ filename }] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', home.directory));
  const prefix = home.file('pre fix');
  mkdirSync(prefix);
  npm('install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix, home.file(filename));
  const nube = path.join(prefix, 'bin', 'nube');
  const { code, stdout } = await home.start([nube, 'ssh', 'api-1', '--', 'hostname']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'api-1\n' });
});
