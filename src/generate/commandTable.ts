import type { Command } from '../core/command';

/** By name in the order of help, what the start needs to know of each command before its definition is loaded. */
export type CommandTable = Readonly<Record<string, Pick<Command, 'group' | 'aliases' | 'summary'>>>;

/** Reads the table from the definitions. */
export function commandTable(commands: readonly Command[]): CommandTable {
  return Object.fromEntries(commands.map(({ name, group, aliases, summary }) => [name, { group, aliases, summary }]));
}
