// The licences of the packages that are bundled into dist/, as their authors ask.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of THIRD-PARTY.txt for the packages in the bundle. Throws for one without a licence. */
export function notices(packages) {
  const texts = packages.map(({ directory, name, version, license }) => {
    const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    if (!license && !file) throw new Error(`${name} has no licence`);
    const text = file ? readFileSync(path.join(directory, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `nube contains these packages:\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
