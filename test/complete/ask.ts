import { complete } from '../../src/complete';
import type { System } from '../../src/io/system';
import type { Home } from '../nube';

/** What completion answered, and what it set out to read anew. */
export interface Answer {
  words: string[];
  notes: Record<string, string>;
  text: string;
  refreshed: string[][];
}

/** Asks as a shell does: the words typed so far, the last being completed. */
export function ask(home: Home, line: readonly string[], variables: Record<string, string> = {}, at?: Date): Answer {
  const environment: Record<string, string | undefined> = { ...home.variables, ...variables };
  const refreshed: string[][] = [];
  let text = '';
  const system = {
    variable: (name: string) => environment[name] || undefined,
    workingDirectory: home.directory,
    now: () => at ?? new Date(),
    output: {
      write: (part: string) => {
        text += part;
      },
    },
  } as unknown as System;
  const code = complete(['--', ...line], system, (words) => refreshed.push(words));
  if (code !== 0) throw new Error(`completion ended with ${code}`);
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((row) => row.split('\t'));
  return {
    words: rows.map(([word = '']) => word),
    notes: Object.fromEntries(rows.map(([word = '', note = '']) => [word, note])),
    text,
    refreshed,
  };
}
