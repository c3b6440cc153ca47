import { commands } from './commands';
import table from './commandTable.json';
import type { Command, CommandGroup } from './core/command';

/** What is known of a command before its definition is loaded. */
export interface KnownCommand {
  name: string;
  aliases: readonly string[];
  group: CommandGroup;
  summary: string;
  load(): Promise<Command>;
}

/** Printed from the definitions by `npm run generate`. */
const facts: Readonly<Record<string, { aliases: readonly string[]; group: string; summary: string }>> = table;

/** Every command, in the order of help. */
export const knownCommands: readonly KnownCommand[] = Object.entries(commands).map(([name, load]) => {
  const { aliases = [], group = 'understand', summary = '' } = facts[name] ?? {};
  return { name, aliases, group: group as CommandGroup, summary, load };
});
