// Makes sure that what the project needs is installed and that dist/ is as new as the sources; does nothing otherwise.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const changed = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

function newest(directory) {
  return Math.max(
    0,
    ...readdirSync(directory, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => changed(path.join(entry.parentPath ?? entry.path, entry.name))),
  );
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (changed('node_modules/.package-lock.json') < changed('package-lock.json')) {
  console.log('Installing what is missing …');
  run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
}
const sources = Math.max(newest('src'), changed('package.json'), changed('package-lock.json'));
if (changed('dist/nube.cjs') < sources) {
  console.log('Building …');
  run(process.execPath, 'src/build/bundle.mjs');
}
