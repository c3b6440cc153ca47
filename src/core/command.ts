import type { MutatingOption } from './common';
import type { Context } from './context';
import type { Completion, Options, Values } from './option';
import type { ShapeName } from './shapes';
import type { Output, RowsOutput } from './view';

export const commandGroups = ['look', 'life', 'change', 'protect', 'reach', 'choose', 'set up', 'understand'] as const;
export type CommandGroup = (typeof commandGroups)[number];

export interface Argument {
  name: string;
  summary: string;
  required: boolean;
  /** The command itself says that it is missing, once it is known that it could do anything with it. */
  late?: boolean;
  many?: boolean;
  choices?: readonly string[];
  completes?: Completion;
}

/** A command as data plus one function that returns a value; it never prints, exits or asks which provider it has. */
export interface Command<O extends Options = Options> {
  /** `list`, or `profile add` for one below a family. */
  name: string;
  aliases: readonly string[];
  group: CommandGroup;
  summary: string;
  description?: string;
  arguments: readonly Argument[];
  options: O;
  /** Which of the families of common options it takes. */
  takes: { common: true; mutating: readonly MutatingOption[] };
  /** Whole command lines; each parses. */
  examples: readonly { line: string; does: string }[];
  /** What it prints as JSON: one of the shapes, or several where options decide. */
  output: ShapeName | readonly ShapeName[];
  /**
   * How its rows are shown, or that it prints one object, where that is known before it runs: what could not be printed
   * is refused before anything is sent.
   */
  view?: RowsOutput['view'] | 'object' | ((values: Values<O>) => RowsOutput['view']);
  /** With --watch it is run again and again. */
  watches?: boolean;
  /** Words after `--` are the command's own and not parsed. */
  rest?: boolean;
  /** One-dash options after the first word are those of the program that it starts. */
  passes?: boolean;
  /** Refuses options that contradict each other before anything else is done; throws CliError. */
  check?(values: Values<O>): void;
  run(context: Context, input: Input<O>): Promise<Output>;
}

/** Everything a command was given. */
export interface Input<O extends Options = Options> {
  words: readonly string[];
  options: Values<O>;
  /** The words after `--`, for commands that take them. */
  rest: readonly string[];
  /** Options of the program that the command starts, for commands that pass them. */
  passed: readonly string[];
}

/** Makes a command, giving its `run` the types of its own options. */
export function defineCommand<const O extends Options>(
  definition: Omit<Command<O>, 'aliases' | 'takes' | 'arguments' | 'options'> & {
    aliases?: readonly string[];
    arguments?: readonly Argument[];
    options?: O;
    mutating?: readonly MutatingOption[];
  },
): Command<O> {
  const { aliases = [], arguments: words = [], options = {} as O, mutating = [], ...rest } = definition;
  return { ...rest, aliases, arguments: words, options, takes: { common: true, mutating } };
}
