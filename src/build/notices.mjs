// The licences of the packages that are bundled into dist/, as their authors ask.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of THIRD-PARTY.txt for the modules (file names) that went into the bundle. Throws for one without a licence. */
export function notices(modules) {
  const found = new Set();
  for (const file of modules) {
    const inside = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file.replace(/^\0/, ''));
    if (inside) found.add(inside[1]);
  }
  const texts = [...found].map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
    const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    if (!license && !file) throw new Error(`${name} has no licence`);
    const text =
      file && existsSync(path.join(directory, file)) ? readFileSync(path.join(directory, file), 'utf8').trim() : '';
    return { name, text: `${name} ${version} (${license})\n\n${text}\n` };
  });
  texts.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `nube contains these packages:\n\n${texts.map(({ text }) => text).join(`\n${'-'.repeat(80)}\n\n`)}`;
}
