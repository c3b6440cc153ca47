// What an installation puts on the disk and fetches.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export async function measurePackage() {
  const [{ unpackedSize }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const { dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
  return [
    { what: 'installed size', figure: unpackedSize / 1e6, target: 5, note: 'MB' },
    {
      what: 'packages fetched at install',
      figure: Object.keys(dependencies).length,
      target: 0,
      note: 'beside nube itself',
    },
  ];
}
