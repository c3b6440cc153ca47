import {
  type CommandWords,
  type CompletionTable,
  type OptionWords,
  optionWordsOf,
  type Place,
} from '../core/completion';

/** What the words before the one being completed have said. */
export interface Typed {
  command: CommandWords | null;
  /** The words that are neither options nor their values, after the command. */
  words: readonly string[];
  /** Values of options by long name; a flag has none. */
  options: ReadonlyMap<string, readonly string[]>;
}

/** What is being completed; `lead` is the part of the word that stays as it is. */
export type Spot =
  | { kind: 'command'; family: string | null; typed: Typed }
  | { kind: 'option'; typed: Typed }
  | { kind: 'value'; place: Place; lead: string; typed: Typed };

/** Reads the words typed so far, the last of which is being completed; null where nothing of nube's can stand. */
export function readLine(table: CompletionTable, line: readonly string[]): Spot | null {
  const current = line.at(-1) ?? '';
  const options = new Map<string, string[]>();
  const words: string[] = [];
  let family: string | null = null;
  let command: CommandWords | null = null;
  let pending: OptionWords | null = null;
  let ended = false;
  const given = ({ name }: OptionWords, value?: string) =>
    options.set(name, [...(options.get(name) ?? []), ...(value === undefined ? [] : [value])]);
  for (const word of line.slice(0, -1)) {
    if (pending !== null) {
      given(pending, word);
      pending = null;
    } else if (word === '--' && !ended) {
      if (command?.rest === true || command?.passes === true) return null;
      ended = true;
    } else if (word.startsWith('-') && word !== '-' && !ended) {
      const found = findOption(table, command, words, word);
      if (found === null) continue;
      if (found.option.value !== undefined && found.value === null) pending = found.option;
      given(found.option, found.value ?? undefined);
    } else if (command !== null) {
      const member: CommandWords | undefined = words.length > 0 ? undefined : memberOf(table, command.name, word);
      if (member === undefined) words.push(word);
      else command = member;
    } else {
      command = memberOf(table, family, word) ?? null;
      if (command === null && (family !== null || membersOf(table, word).length === 0)) return null;
      if (command === null) family = word;
    }
  }
  const typed: Typed = { command, words, options };
  // The first word behind the instance has begun a remote command.
  if (command?.passes === true && words.length > 1) return null;
  if (pending !== null) return { kind: 'value', place: pending.value ?? {}, lead: '', typed };
  if (current.startsWith('-') && !ended) {
    const found = findOption(table, command, words, current);
    if (found?.option.value !== undefined && found.value !== null) {
      return { kind: 'value', place: found.option.value, lead: found.lead, typed };
    }
    return current.startsWith('--') || current === '-' ? { kind: 'option', typed } : null;
  }
  if (command === null) return { kind: 'command', family, typed };
  if (command.passes === true && words.length > 0) return null;
  const { places, name } = command;
  const last = places.at(-1);
  const place = places[words.length] ?? (last?.many === true ? last : undefined);
  const members = words.length > 0 ? [] : membersOf(table, name);
  if (place !== undefined && members.length > 0) {
    const own = members.map((one) => one.name.slice(name.length + 1));
    return { kind: 'value', place: { ...place, words: [...(place.words ?? []), ...own] }, lead: '', typed };
  }
  return place === undefined ? null : { kind: 'value', place, lead: '', typed };
}

/** The command that a word calls, behind the first word of its family where it has one. */
function memberOf(table: CompletionTable, family: string | null, word: string): CommandWords | undefined {
  const called = family === null ? word : `${family} ${word}`;
  return table.commands.find(({ name, aliases }) => name === called || aliases.includes(called));
}

/** The commands whose first word is that of a family. */
export function membersOf({ commands }: CompletionTable, family: string): readonly CommandWords[] {
  return commands.filter(({ name }) => name.startsWith(`${family} `));
}

interface FoundOption {
  option: OptionWords;
  /** The value in the same word, or null. */
  value: string | null;
  lead: string;
}

/** The option that a word is or begins with. */
function findOption(
  table: CompletionTable,
  command: CommandWords | null,
  words: readonly string[],
  word: string,
): FoundOption | null {
  const all = optionWordsOf(table, command);
  const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (name !== undefined) {
    const option = all.find((one) => one.name === name);
    return option === undefined ? null : { option, value: value ?? null, lead: `--${name}=` };
  }
  // Behind the instance they are ssh's own.
  if (command?.passes === true && words.length > 0) return null;
  const [, letter = '', equals = '', attached = ''] = /^-([^-])(=?)(.*)$/s.exec(word) ?? [];
  const option = all.find(({ short }) => short === letter);
  if (option === undefined) return null;
  const whole = equals === '' && attached === '';
  return { option, value: whole ? null : attached, lead: `-${letter}${equals}` };
}
