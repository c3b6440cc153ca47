import { existsSync, readFileSync } from 'node:fs';
import { commands } from '../commands';
import { drivers } from '../drivers';
import { commandsPage } from './commandsPage';
import { commandTable } from './commandTable';
import { completionScripts } from './completionScripts';
import { completionTable } from './completionTable';
import { manPages } from './manPages';
import { withMatrix } from './matrix';
import { providersPage } from './providersPage';
import { referencePage } from './referencePage';
import { manifestFile, type SchemaManifest, schemaFiles } from './schemaFiles';
import { supportTable } from './supportTable';

/**
 * Every generated file and its text, from the definitions as they are. Throws where a schema has changed and the
 * version of the set has not.
 */
export async function generated(): Promise<Readonly<Record<string, string>>> {
  const defined = await Promise.all(Object.values(commands).map((load) => load()));
  const all = await Promise.all(Object.values(drivers).map((load) => load()));
  const support = supportTable(defined, all);
  const manual = manPages(defined, support);
  const before = existsSync(manifestFile) ? (JSON.parse(readFileSync(manifestFile, 'utf8')) as SchemaManifest) : null;
  const words = completionTable(defined, all);
  const scripts = Object.entries(completionScripts(words));
  return {
    ...Object.fromEntries(scripts.map(([, { file, text }]) => [`completions/${file}`, text])),
    ...schemaFiles(defined, before),
    'src/commandTable.json': `${JSON.stringify(commandTable(defined), null, 2)}\n`,
    'src/complete/scripts.json': `${JSON.stringify(Object.fromEntries(scripts))}\n`,
    'src/complete/table.json': `${JSON.stringify(words)}\n`,
    'src/support.json': `${JSON.stringify(support, null, 2)}\n`,
    ...Object.fromEntries(Object.entries(manual).map(([file, text]) => [`docs/man/${file}`, text])),
    'README.md': withMatrix(readFileSync('README.md', 'utf8'), all),
    'package.json': withManual(Object.keys(manual)),
    'docs/commands.md': commandsPage(defined, support),
    'docs/reference.md': referencePage(all),
    'docs/providers.md': providersPage(all),
  };
}

/** The package's own description, naming the pages of the manual that an installation puts in place. */
function withManual(files: readonly string[]): string {
  const { man: _before, ...description } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;
  const entries = Object.entries(description).flatMap(([key, value]) =>
    key === 'files'
      ? [
          ['man', files.map((file) => `docs/man/${file}`)],
          [key, value],
        ]
      : [[key, value]],
  );
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}
