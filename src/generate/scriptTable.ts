import {
  type CommandWords,
  type CompletionTable,
  type OptionWords,
  optionWordsOf,
  type Place,
} from '../core/completion';

/** What a script holds of one command. */
export interface ScriptCommand {
  name: string;
  aliases: readonly string[];
  summary: string;
  /** Its options as blocks of lines, shared between commands: indices into `ScriptTable.blocks`. */
  blocks: readonly number[];
  /** The kind of each place; one that begins with `+` repeats. */
  places: readonly string[];
  /** What follows `--`, or the instance, is another program's. */
  foreign: '' | 'rest' | 'passes';
}

/**
 * The same table for every shell. A line of a block is `--name|-s|KIND|+|summary`: without a kind it is a flag, `+` says
 * that it repeats. A kind is `t` (any text), `f` (a file), `a` (nube knows), `p` (both), or `=` and fixed words; `,` before
 * it says that commas separate several.
 */
export interface ScriptTable {
  blocks: readonly (readonly string[])[];
  /** The options that stand before a command. */
  common: number;
  commands: readonly ScriptCommand[];
  /** First words of families, each with its members. */
  families: readonly { name: string; members: readonly ScriptCommand[] }[];
  /** Every word that a line can begin with, and what it does. */
  firsts: readonly { word: string; summary: string }[];
}

/** Reads the table of the scripts from that of `__complete`. */
export function scriptTable(table: CompletionTable): ScriptTable {
  const blocks: string[][] = [];
  const keep = (options: readonly OptionWords[]): number[] => {
    if (options.length === 0) return [];
    const lines = options.map(optionLine);
    const known = blocks.findIndex((block) => block.join('\n') === lines.join('\n'));
    if (known < 0) blocks.push(lines);
    return [known < 0 ? blocks.length - 1 : known];
  };
  const [common = 0] = keep(table.common);
  const commands = table.commands.map((command): ScriptCommand => {
    const all = optionWordsOf(table, command);
    const shared = all.filter((option) => table.common.includes(option));
    const mutating = all.filter((option) => table.mutating.includes(option));
    const { name, aliases, summary, options, places, rest, passes } = command;
    return {
      name,
      aliases,
      summary,
      blocks: [...keep(options), ...keep(mutating), ...keep(shared)],
      places: places.map((place) => `${place.many === true ? '+' : ''}${kindOf(place)}`),
      foreign: rest === true ? 'rest' : passes === true ? 'passes' : '',
    };
  });
  return { blocks, common, commands, families: familiesOf(commands), firsts: firstsOf(table.commands, commands) };
}

function optionLine({ name, short, summary, list, value }: OptionWords): string {
  const kind = value === undefined ? '' : kindOf(value);
  return [`--${name}`, short === undefined ? '' : `-${short}`, kind, list === true ? '+' : '', summary].join('|');
}

function kindOf({ words, asks, files, splits }: Place): string {
  const comma = splits === true ? ',' : '';
  if (words !== undefined) return `${comma}=${words.join(' ')}`;
  if (asks !== undefined) return `${comma}${files === true ? 'p' : 'a'}`;
  return `${comma}${files === true ? 'f' : 't'}`;
}

function familiesOf(commands: readonly ScriptCommand[]): ScriptTable['families'] {
  const names = new Set(commands.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])));
  return [...names].map((name) => ({ name, members: commands.filter((one) => one.name.startsWith(`${name} `)) }));
}

function firstsOf(definitions: readonly CommandWords[], commands: readonly ScriptCommand[]): ScriptTable['firsts'] {
  const families = familiesOf(commands);
  const found = definitions.flatMap(({ name, aliases, summary }) => {
    const [first = '', second] = name.split(' ');
    if (second === undefined) return [name, ...aliases].map((word) => ({ word, summary }));
    if (definitions.some((one) => one.name === first)) return [];
    const members = families.find((one) => one.name === first)?.members ?? [];
    return [{ word: first, summary: members.map((one) => one.name.slice(first.length + 1)).join(', ') }];
  });
  return [...new Map(found.map((one) => [one.word, one])).values()];
}
