import { type Command, commandGroups } from '../core/command';
import { commonOptions, commonOptionsOf, mutatingOptions } from '../core/common';
import type { CommandWords, CompletionTable, OptionWords, Place } from '../core/completion';
import { type Driver, type DriverVerb, isUnsupported } from '../core/driver';
import type { State } from '../core/instance';
import type { Completion, Option, Options } from '../core/option';

/** Fixed words that no definition of an option tells. */
interface Known {
  commands: readonly string[];
  providers: readonly string[];
}

/** Reads from the definitions what completion needs to know. */
export function completionTable(commands: readonly Command[], drivers: readonly Driver[]): CompletionTable {
  const known: Known = { commands: commandNames(commands), providers: drivers.map(({ provider }) => provider) };
  const common = optionsOf(commonOptions, known, []);
  return {
    commands: [
      ...commands.map((command) => wordsOf(command, known)),
      {
        name: 'help',
        aliases: [],
        summary: 'show what a command takes',
        options: [],
        mutating: [],
        places: [{ words: known.commands }],
      },
    ],
    common: [...common, { name: 'help', short: 'h', summary: 'show help' }],
    mutating: optionsOf(mutatingOptions, known, []),
    states: Object.fromEntries(
      commands.flatMap(({ name }) => {
        const having = statesOf(name as DriverVerb, drivers);
        return Object.keys(having).length === 0 ? [] : [[name, having]];
      }),
    ),
  };
}

/** Commands as a line begins with them: of a family its first word alone. */
function commandNames(commands: readonly Command[]): string[] {
  const ordered = commandGroups.flatMap((group) => commands.filter((command) => command.group === group));
  return [...new Set(ordered.map(({ name }) => name.split(' ')[0] ?? name))];
}

function wordsOf(command: Command, known: Known): CommandWords {
  const { name, aliases, summary, options, takes, rest, passes } = command;
  return {
    name,
    aliases,
    summary,
    options: optionsOf({ ...options, ...columnOptions(command) }, known, columnsOf(command)),
    mutating: takes.mutating,
    places: command.arguments.map(({ choices, completes, many }) => ({
      ...placeOf(choices, completes, known, []),
      ...(many === true ? { many } : {}),
    })),
    ...(rest === true ? { rest } : {}),
    ...(passes === true ? { passes } : {}),
  };
}

function optionsOf(options: Options, known: Known, columns: readonly string[]): OptionWords[] {
  return Object.values(options).flatMap((option): OptionWords[] => {
    const { name, short, summary, list } = option;
    const words = {
      name,
      ...(short === undefined ? {} : { short }),
      summary,
      ...(list ? { list } : {}),
      ...(option.value === undefined ? {} : { value: placeOfValue(option, known, columns) }),
    };
    return option.negatable === true ? [words, { name: `no-${name}`, summary: 'the opposite' }] : [words];
  });
}

function placeOfValue({ choices, completes, splits }: Option, known: Known, columns: readonly string[]): Place {
  const sorting = completes === 'column' && splits !== true;
  const words = sorting ? [...columns, ...columns.map((column) => `-${column}`)] : columns;
  return { ...placeOf(choices, completes, known, words), ...(splits === true ? { splits } : {}) };
}

function placeOf(
  choices: readonly string[] | undefined,
  completes: Completion | undefined,
  known: Known,
  columns: readonly string[],
): Place {
  if (choices !== undefined) return { words: choices };
  if (completes === undefined) return {};
  if (completes === 'command') return { words: known.commands };
  if (completes === 'provider') return { words: known.providers };
  if (completes === 'column') return columns.length === 0 ? {} : { words: columns };
  if (completes === 'file') return { files: true };
  if (completes === 'path') return { files: true, asks: 'reference' };
  if (typeof completes === 'string') return { asks: completes };
  return 'words' in completes ? { words: completes.words } : { asks: `catalog ${completes.catalog}` };
}

/** `--columns` and `--sort`, where the command's own columns are known. */
function columnOptions(command: Command): Options {
  const { columns, sort } = commonOptionsOf(command.options);
  if (columns === undefined || sort === undefined || columnsOf(command).length === 0) return {};
  return { columns, sort };
}

function columnsOf({ view }: Command): readonly string[] {
  const known = typeof view === 'function' ? view({}) : view === 'object' ? undefined : view;
  return known?.columns.map(({ name }) => name) ?? [];
}

function statesOf(verb: DriverVerb, drivers: readonly Driver[]): Record<string, true | readonly State[]> {
  return Object.fromEntries(
    drivers.flatMap(({ provider, verbs }) => {
      const capability = verbs[verb];
      if (capability === undefined || isUnsupported(capability)) return [];
      return [[provider, ('from' in capability ? capability.from : undefined) ?? true]];
    }),
  );
}
