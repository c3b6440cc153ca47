import type { State } from './instance';

/** What can stand at one place of a command line; without any of these, a text that nobody can guess. */
export interface Place {
  /** Fixed words. */
  words?: readonly string[];
  /** What only a look at profiles, or at what was listed lately, can tell. */
  asks?: 'profile' | 'reference' | 'backup' | 'offer' | 'tag' | 'operation' | `catalog ${string}`;
  /** Files of this machine. */
  files?: true;
  /** Several, with commas between. */
  splits?: true;
  /** The place repeats to the end of the line. */
  many?: true;
}

/** An option as completion needs it. */
export interface OptionWords {
  name: string;
  short?: string;
  summary: string;
  /** It can be given several times. */
  list?: true;
  /** Where its value stands; a flag has none. */
  value?: Place;
}

/** A command as completion needs it. */
export interface CommandWords {
  name: string;
  aliases: readonly string[];
  summary: string;
  options: readonly OptionWords[];
  /** Names of those of `CompletionTable.mutating` that it takes. */
  mutating: readonly string[];
  places: readonly Place[];
  /** The words after `--` are those of a remote command. */
  rest?: true;
  /** After the first word one-dash options are those of another program. */
  passes?: true;
}

/** What completion knows of all commands without loading any. */
export interface CompletionTable {
  commands: readonly CommandWords[];
  common: readonly OptionWords[];
  mutating: readonly OptionWords[];
  /** By verb and provider that has it, the states of an instance from which it is possible; true is any. */
  states: Readonly<Record<string, Readonly<Record<string, true | readonly State[]>>>>;
}

/** Every option of a command, its own first; one of its own takes the place of a common one of the same name. */
export function optionWordsOf(table: CompletionTable, command: CommandWords | null): readonly OptionWords[] {
  if (command === null) return table.common;
  const own = [...command.options, ...table.mutating.filter(({ name }) => command.mutating.includes(name))];
  const claimed = new Set(own.map(({ name }) => name));
  return [...own, ...table.common.filter(({ name }) => !claimed.has(name))];
}
