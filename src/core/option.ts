import { CliError } from './errors';
import { parseDuration, parseMoment, parseSize } from './units';

/** What completion offers for a value; `words` are fixed ones, and others are allowed. */
export type Completion =
  | 'profile'
  | 'reference'
  | 'backup'
  /** An upgrade that was offered for the instance before. */
  | 'offer'
  /** A tag of the instances before. */
  | 'tag'
  | 'operation'
  | 'command'
  | 'provider'
  | 'column'
  | 'file'
  /** A file of this machine, or an instance and a colon. */
  | 'path'
  | { catalog: string }
  | { words: readonly string[] };

/** One option of a command: what parser, help, completion and docs all read. */
export interface Option<T = unknown> {
  /** The long name without dashes. */
  name: string;
  short?: string;
  /** The word for the value in help; a flag has none. */
  value?: string;
  summary: string;
  /** Repeatable: `read` is given what came before. */
  list: boolean;
  /** One word may hold several, with commas between. */
  splits?: boolean;
  choices?: readonly string[];
  /** The heading under which help shows it. */
  heading?: string;
  completes?: Completion;
  /** Also `--no-NAME`, giving false. */
  negatable?: boolean;
  /** Its values may hold secrets: they are never written down. */
  secret?: boolean;
  /** Turns the typed word into the value; throws CliError. */
  read(word: string, previous: T | undefined): T;
}

interface Extra {
  short?: string;
  heading?: string;
  completes?: Completion;
  negatable?: boolean;
  splits?: boolean;
  secret?: boolean;
}

const define = <T>(
  name: string,
  value: string | undefined,
  summary: string,
  list: boolean,
  read: Option<T>['read'],
  extra: Extra,
): Option<T> => ({
  name,
  ...(value === undefined ? {} : { value }),
  summary,
  list,
  read,
  ...extra,
});

export const flag = (name: string, summary: string, extra: Extra = {}): Option<boolean> =>
  define(name, undefined, summary, false, () => true, extra);

export const text = (name: string, value: string, summary: string, extra: Extra = {}): Option<string> =>
  define(name, value, summary, false, (word) => word, extra);

/** One name or id; empty is a mistake, such as a variable that is not set. */
export const name = (long: string, value: string, summary: string, extra: Extra = {}): Option<string> =>
  define(
    long,
    value,
    summary,
    false,
    (word) => {
      if (word.trim() === '') throw new CliError('invalid_value', `--${long} was given nothing`);
      return word;
    },
    extra,
  );

/** Several names or ids: repeated or comma-separated; an item with `=` in it never splits. */
export const names = (name: string, value: string, summary: string, extra: Extra = {}): Option<readonly string[]> =>
  define(name, value, summary, true, (word, previous = []) => [...previous, ...splitList(name, word)], {
    ...extra,
    splits: true,
  });

/** Repeated, never split at commas. */
export const each = (name: string, value: string, summary: string, extra: Extra = {}): Option<readonly string[]> =>
  define(name, value, summary, true, (word, previous = []) => [...previous, word], extra);

export const choice = <const C extends string>(
  name: string,
  choices: readonly C[],
  summary: string,
  extra: Extra = {},
): Option<C> => ({
  ...define<C>(
    name,
    choices.join('|').length > 24 ? 'VALUE' : choices.join('|'),
    summary,
    false,
    (word) => {
      const found = choices.find((one) => one === word);
      if (found === undefined) throw invalid(name, word, `one of ${choices.join(', ')}`);
      return found;
    },
    extra,
  ),
  choices,
});

export const whole = (name: string, value: string, summary: string, least = 1, extra: Extra = {}): Option<number> =>
  define(
    name,
    value,
    summary,
    false,
    (word) => {
      const number = Number(word);
      if (!/^\d+$/.test(word) || !Number.isSafeInteger(number) || number < least) {
        throw invalid(name, word, `a whole number of ${least} or more`);
      }
      return number;
    },
    extra,
  );

export const duration = (name: string, summary: string, extra: Extra = {}): Option<number> =>
  define(name, 'TIME', summary, false, (word) => parseDuration(word), extra);

export const moment = (name: string, summary: string, extra: Extra = {}): Option<Date> =>
  define(name, 'TIME', summary, false, (word) => parseMoment(word, new Date()), extra);

/** A size in MiB. */
export const mebibytes = (name: string, summary: string, extra: Extra = {}): Option<number> =>
  define(name, 'SIZE', summary, false, (word) => parseSize(word, 'MiB') / 2 ** 20, extra);

/** A size in GiB. */
export const gibibytes = (name: string, summary: string, extra: Extra = {}): Option<number> =>
  define(name, 'SIZE', summary, false, (word) => parseSize(word, 'GiB') / 2 ** 30, extra);

function invalid(name: string, word: string, wanted: string): CliError {
  return new CliError('invalid_value', `--${name} takes ${wanted}, not ${JSON.stringify(word)}`);
}

function splitList(name: string, word: string): string[] {
  if (word.includes('=')) return [word];
  const items = word
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw new CliError('invalid_value', `--${name} was given nothing`);
  return items;
}

/** The options of a command, by the name that its code uses (`noWait` for `--no-wait`). */
export type Options = Readonly<Record<string, Option>>;

/** What the user gave, typed by the definitions; an option not given is absent. */
export type Values<O extends Options> = { [K in keyof O]?: O[K] extends Option<infer T> ? T : never };

/** A flag with three values: given, given as `--no-NAME`, not given. */
export const negatable = (name: string, summary: string, extra: Extra = {}): Option<boolean> =>
  flag(name, summary, { ...extra, negatable: true });
