import { Command as Commander, CommanderError, Option as CommanderOption } from 'commander';
import type { Command } from './core/command';
import { commonOptions, commonOptionsOf, mutatingOptionsOf } from './core/common';
import { CliError } from './core/errors';
import { nearest } from './core/nearest';
import type { Option, Options } from './core/option';
import { type KnownCommand, knownCommands } from './knownCommands';
import { lineFor, listingFor, optionFor, verbFor } from './otherWords';
import { splitSshWords } from './sshWords';
import { providersWith, summaryOf } from './support';

/** What the command line asks for. */
export type Request =
  | {
      kind: 'run';
      command: Command;
      words: readonly string[];
      rest: readonly string[];
      passed: readonly string[];
      given: Given;
    }
  | { kind: 'help'; command: Command | null; family: string | null }
  | { kind: 'version' };

/** What was typed, by the name that the code uses; an option not typed is absent. */
export interface Given {
  common: Readonly<Record<string, unknown>>;
  mutating: Readonly<Record<string, unknown>>;
  own: Readonly<Record<string, unknown>>;
}

/** Reads a command line; loads the definition of the command that it asks for. Throws CliError of kind `usage`. */
export async function parse(argv: readonly string[], commands: readonly KnownCommand[]): Promise<Request> {
  const { before, after, verb } = findVerb(argv);
  if (verb === null) return before.version ? { kind: 'version' } : { kind: 'help', command: null, family: null };
  if (verb === 'help') return helpFor(after, commands);
  const found = findCommand(verb, after, commands);
  if (found.command === null) return { kind: 'help', command: null, family: found.family };
  const command = await found.command.load();
  return withHint(command, found.rest, () => requestOf(command, before, found.rest));
}

/** A mistake in the words of a command points to its help, unless it has a better hint. */
export function withHint<T>(command: Command, words: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw hinted(command, words, thrown);
  }
}

/** A usage error of a command with a hint, and everything else as it is. */
export function hinted({ name }: Command, words: readonly string[], thrown: unknown): unknown {
  if (!(thrown instanceof CliError) || (thrown.kind !== 'usage' && thrown.code !== 'instance_not_found')) return thrown;
  const [word, ...others] = words;
  const other = word === undefined || others.length > 0 ? null : listingFor(name, word, knownCommands);
  if (other !== null)
    return new CliError(thrown.code, thrown.message, { ...thrown.details, hint: `Did you mean nube ${other}?` });
  return thrown.kind === 'usage' ? thrown.with({ hint: `nube help ${name} shows what it takes.` }) : thrown;
}

function requestOf(command: Command, before: Before, after: readonly string[]): Request {
  const typed = [...before.words, ...after];
  const { own, rest, passed } = divide(typed, command);
  const parsed = parseOptions(own, command);
  if (parsed.help || before.help) return { kind: 'help', command, family: null };
  if (parsed.version || before.version) return { kind: 'version' };
  checkWords(command, parsed.words);
  return {
    kind: 'run',
    command,
    words: parsed.words,
    rest,
    passed,
    given: parsed.given,
  };
}

/** Sets apart what is not for nube's own parser: a remote command, and the options of the program it is for. */
function divide(
  typed: readonly string[],
  command: Command,
): { own: readonly string[]; rest: readonly string[]; passed: readonly string[] } {
  if (command.passes === true) return divideSsh(typed, command);
  const at = command.rest === true ? typed.indexOf('--') : -1;
  return at < 0
    ? { own: typed, rest: [], passed: [] }
    : { own: typed.slice(0, at), rest: typed.slice(at + 1), passed: [] };
}

function divideSsh(typed: readonly string[], command: Command) {
  const parser = parserOf(command).passThroughOptions();
  guarded(
    parser,
    () => parser.parse([...typed], { from: 'user' }),
    familiesOf(command),
    'Options of OpenSSH stand after the instance.',
  );
  const [instance, ...words] = parser.args;
  if (instance === undefined) return { own: typed, rest: [], passed: [] };
  const {
    long,
    passed,
    command: rest,
  } = splitSshWords(words, Object.assign({}, ...Object.values(familiesOf(command))));
  return { own: [...typed.slice(0, typed.length - words.length - 1), ...long, instance], rest, passed };
}

interface Before {
  words: string[];
  help: boolean;
  version: boolean;
}

/** The verb is the first word that is neither a common option nor the value of one. */
function findVerb(argv: readonly string[]): { before: Before; verb: string | null; after: string[] } {
  const scan = silent(new Commander()).helpOption(false).allowUnknownOption().passThroughOptions();
  addOptions(scan, commonOptions);
  scan.option('-h, --help').option('-V, --version');
  const { operands, unknown } = guarded(scan, () => scan.parseOptions([...argv]));
  const [strange] = unknown;
  if (strange !== undefined) throw unknownOption(strange, commonOptions, 'nube');
  const [verb = null, ...after] = operands;
  const { help = false, version = false } = scan.opts<{ help?: boolean; version?: boolean }>();
  const words = argv.slice(0, argv.length - operands.length).filter((word) => !/^(-h|--help|-V|--version)$/.test(word));
  return { before: { words, help, version }, verb, after };
}

/** A command by its name, its alias, or, for those below a family, by two words. */
function findCommand(
  verb: string,
  after: readonly string[],
  commands: readonly KnownCommand[],
  asked: 'nube' | 'nube help' = 'nube',
): { command: KnownCommand; rest: readonly string[] } | { command: null; family: string } {
  const inside = commands.find(({ name }) => name === `${verb} ${after[0]}`);
  if (inside !== undefined) return { command: inside, rest: after.slice(1) };
  const single = commands.find(({ name, aliases }) => name === verb || aliases.includes(verb));
  if (single !== undefined) return { command: single, rest: after };
  const family = commands.filter(({ name }) => name.startsWith(`${verb} `));
  if (family.length === 0) throw unknownCommand([verb, ...after], commands, asked);
  const inner = findVerb(after);
  if (inner.verb === null) {
    if (inner.before.help || inner.before.words.length === 0) return { command: null, family: verb };
    throw new CliError('missing_argument', `nube ${verb} needs one of ${membersOf(family)}`, {
      hint: `nube help ${verb} tells what each does.`,
    });
  }
  const member = family.find(
    ({ name, aliases }) => name === `${verb} ${inner.verb}` || aliases.includes(`${verb} ${inner.verb}`),
  );
  if (member === undefined) {
    const members = family.map(({ name }) => name.slice(verb.length + 1));
    const meant = verbFor(inner.verb, commands);
    const other = meant === null ? undefined : members.find((member) => verbFor(member, commands) === meant);
    const guess = other ?? nearest(inner.verb, members);
    throw new CliError('unknown_command', `There is no command nube ${verb} ${inner.verb}`, {
      hint: guess === null ? `There are ${membersOf(family)}.` : `Did you mean ${asked} ${verb} ${guess}?`,
    });
  }
  const help = inner.before.help ? ['--help'] : [];
  return { command: member, rest: [...help, ...inner.before.words, ...inner.after] };
}

const membersOf = (family: readonly KnownCommand[]): string => family.map(({ name }) => name.split(' ')[1]).join(', ');

async function helpFor(words: readonly string[], commands: readonly KnownCommand[]): Promise<Request> {
  const [verb, ...after] = words.filter((word) => !word.startsWith('-'));
  if (verb === undefined) return { kind: 'help', command: null, family: null };
  const found = findCommand(verb, after, commands, 'nube help');
  if (found.command === null) return { kind: 'help', command: null, family: found.family };
  return { kind: 'help', command: await found.command.load(), family: null };
}

const familiesOf = (command: Command) => ({
  common: commonOptionsOf(command.options),
  mutating: mutatingOptionsOf(command.takes.mutating),
  own: command.options,
});

function parserOf(command: Command): Commander {
  const parser = silent(new Commander(command.name)).helpOption(false).argument('[words...]');
  for (const options of Object.values(familiesOf(command))) addOptions(parser, options);
  return parser.option('-h, --help').option('-V, --version');
}

function parseOptions(typed: readonly string[], command: Command) {
  const parser = parserOf(command);
  const families = familiesOf(command);
  refuseSwallowed(typed, Object.assign({}, ...Object.values(families)));
  guarded(parser, () => parser.parse([...typed], { from: 'user' }), families);
  const { help = false, version = false } = parser.opts<{ help?: boolean; version?: boolean }>();
  const given: Given = {
    common: valuesOf(parser, families.common),
    mutating: valuesOf(parser, families.mutating),
    own: valuesOf(parser, families.own),
  };
  return { words: parser.args, given, help, version };
}

function silent(parser: Commander): Commander {
  return parser.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
}

/** The options as commander wants them; also used for help. */
export function addOptions(parser: Commander, options: Options, command = ''): void {
  for (const option of Object.values(options)) {
    const flags = `${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${option.value === undefined ? '' : ` <${option.value}>`}`;
    const made = new CommanderOption(flags, summaryOf(command, option));
    if (option.value !== undefined) made.argParser((word, previous) => option.read(valueFrom(option, word), previous));
    const heading = option.heading ?? (providersWith(command, option) === null ? undefined : 'Only some providers');
    if (heading !== undefined) made.helpGroup(`${heading}:`);
    parser.addOption(made);
    if (option.negatable === true) parser.addOption(new CommanderOption(`--no-${option.name}`, 'the opposite'));
  }
}

/** An option after an option that wants a value: the value was forgotten. */
function refuseSwallowed(typed: readonly string[], options: Options): void {
  typed.forEach((word, index) => {
    const next = typed[index + 1];
    if (next === undefined || !next.startsWith('--')) return;
    const option = Object.values(options).find(({ name, short }) => word === `--${name}` || word === `-${short}`);
    if (option?.value === undefined) return;
    throw new CliError('missing_argument', `--${option.name} needs a value, not ${next}`, {
      hint: `A value that begins with dashes is written --${option.name}=${next}`,
    });
  });
}

/** `-o=json` means `-o json`. */
function valueFrom(option: Option, word: string): string {
  if (word.startsWith('--'))
    throw new CliError('missing_argument', `--${option.name} needs a value, and ${word} is none`);
  return option.short !== undefined && word.startsWith('=') ? word.slice(1) : word;
}

function valuesOf(parser: Commander, options: Options): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(options)) {
    const made = parser.options.find(({ long }) => long === `--${option.name}`);
    if (made === undefined || parser.getOptionValueSource(made.attributeName()) !== 'cli') continue;
    const value = parser.getOptionValue(made.attributeName());
    if (made.negate) {
      if (value === false) values[key] = true;
    } else values[key] = value;
  }
  return values;
}

function checkWords(command: Command, words: readonly string[]): void {
  const required = command.arguments.filter(({ required, late }) => required && late !== true);
  const missing = required[words.length];
  if (missing !== undefined) {
    throw new CliError(
      'missing_argument',
      `nube ${command.name} needs ${missing.name.toUpperCase()}: ${missing.summary}`,
      {
        hint: `For example ${command.examples[0]?.line ?? `nube help ${command.name}`}`,
      },
    );
  }
  const most = command.arguments.some(({ many }) => many === true)
    ? Number.POSITIVE_INFINITY
    : command.arguments.length;
  const excess = words[most];
  if (excess !== undefined) {
    throw new CliError('excess_argument', `nube ${command.name} takes no further word: ${JSON.stringify(excess)}`, {
      hint: `nube help ${command.name} shows what it takes.`,
    });
  }
}

function guarded<T>(
  parser: Commander,
  work: () => T,
  families: Readonly<Record<string, Options>> = { common: commonOptions },
  hint?: string,
): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const flag = /'(-[^' ]*)/.exec(thrown.message)?.[1] ?? '';
    if (thrown.code === 'commander.unknownOption') {
      const error = unknownOption(flag, Object.assign({}, ...Object.values(families)), parser.name());
      throw hint !== undefined && /^-[^-]/.test(flag) ? new CliError(error.code, error.message, { hint }) : error;
    }
    if (thrown.code === 'commander.optionMissingArgument') {
      const long = /--[a-z-]+/.exec(thrown.message)?.[0] ?? flag;
      throw new CliError('missing_argument', `${long} needs a value`, { hint: `nube help ${parser.name()}`.trim() });
    }
    throw new CliError('invalid_value', thrown.message.replace(/^error: /, '').split('\n')[0] ?? thrown.message);
  }
}

function unknownOption(typed: string, options: Options, command: string): CliError {
  const flag = typed.split('=')[0] ?? typed;
  const valued = Object.values(options).find(({ name }) => typed.startsWith(`--${name}=`));
  if (valued !== undefined) throw new CliError('invalid_value', `--${valued.name} takes no value: ${typed}`);
  const names = [...Object.values(options).map(({ name }) => name), 'help', 'version'];
  const guess = flag.startsWith('--') ? nubesOption(flag.slice(2), names) : null;
  const where = command === 'nube' || command === '' ? 'nube' : `nube ${command}`;
  return new CliError('unknown_option', `${where} has no option ${flag}`, {
    hint: guess === null ? `nube help${where.slice(4)} lists the options.` : `Did you mean --${guess}?`,
  });
}

/** Another program's name for one of these options, or the one whose name is near. */
function nubesOption(word: string, names: readonly string[]): string | null {
  const other = optionFor(word);
  return other !== null && names.includes(other.split(' ')[0] ?? '') ? other : nearest(word, names);
}

function unknownCommand(
  typed: readonly [string, ...string[]],
  commands: readonly KnownCommand[],
  asked: 'nube' | 'nube help',
): CliError {
  const [verb] = typed;
  const all = [...new Set(commands.flatMap(({ name, aliases }) => [name.split(' ')[0] ?? name, ...aliases]))];
  const line = lineFor(typed, commands) ?? nearest(verb, all);
  const meant =
    asked === 'nube' || line?.startsWith('--') === true ? `nube ${line}` : `${asked} ${line?.split(' ')[0]}`;
  return new CliError('unknown_command', `There is no command ${JSON.stringify(verb)}`, {
    hint: line === null ? 'nube --help lists them all.' : `Did you mean ${meant}?`,
  });
}
