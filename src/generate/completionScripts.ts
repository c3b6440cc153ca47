import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompletionTable } from '../core/completion';
import { fishTable } from './fishTable';
import { posixTable } from './posixTable';
import { powershellTable } from './powershellTable';
import { type ScriptTable, scriptTable } from './scriptTable';

/** How the table of words is written for each shell, and the name of the file as the shell wants it. */
const shells: Readonly<Record<string, { file: string; table: (table: ScriptTable) => string }>> = {
  bash: { file: 'nube.bash', table: (table) => posixTable(table, false) },
  zsh: { file: '_nube', table: (table) => posixTable(table, true) },
  fish: { file: 'nube.fish', table: fishTable },
  powershell: { file: 'nube.ps1', table: powershellTable },
};

/** The completion scripts, by shell: what reads the line is written by hand, the table of words is from the definitions. */
export function completionScripts(table: CompletionTable): Readonly<Record<string, { file: string; text: string }>> {
  const words = scriptTable(table);
  return Object.fromEntries(
    Object.entries(shells).map(([shell, { file, table: write }]) => {
      const reader = readFileSync(path.join('src/complete/shells', file), 'utf8');
      return [shell, { file, text: reader.replace('# TABLE', () => write(words)) }];
    }),
  );
}
