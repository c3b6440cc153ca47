import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The packages that modules (file names) of a bundle came from, by name: their directory and description. */
export function bundledPackages(modules) {
  const directories = new Set();
  for (const file of modules) {
    const inside = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file.replace(/^\0/, ''));
    if (inside) directories.add(inside[1]);
  }
  return [...directories]
    .map((directory) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
      return { directory, name, version, license };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
