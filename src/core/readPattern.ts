import { CliError } from './errors';
import { stoppable, wasStopped } from './stoppable';

const longest = 1000;
/** So long one text may take, and so long all of them together, in milliseconds. */
const patience = { each: 2000, all: 10_000 };
/** A short text is done with in no time by a pattern with few repetitions and choices, and no repetition of a group. */
const shortText = 128;
const mayExplode = /\)[*+?{]|(?:[*+{].*){3}|(?:(?:[^(]\?|\)).*){4}/s;

/**
 * Reads a regular expression and gives what tells whether a text fits it. Both throw `invalid_filter`: for what is no
 * expression, and for one that takes so long to try that nobody would wait for it.
 */
export function readPattern(value: string): (text: string) => boolean {
  if (value.length > longest) throw invalid(value, `it is longer than ${longest} characters`);
  let pattern: RegExp;
  try {
    pattern = new RegExp(value, 'u');
  } catch (error) {
    throw invalid(value, (error as Error).message);
  }
  const risky = mayExplode.test(value);
  let tried: string;
  let run: ((timeout: number) => boolean) | null = null;
  let spent = 0;
  return (text) => {
    try {
      if (!risky && text.length <= shortText) return pattern.test(text);
      run ??= stoppable(() => pattern.test(tried));
      tried = text;
      const began = performance.now();
      const timeout = Math.max(1, Math.min(patience.each, Math.ceil(patience.all - spent)));
      const found = run(timeout);
      spent += performance.now() - began;
      return found;
    } catch (error) {
      throw wasStopped(error) ? endless(value) : invalid(value, (error as Error).message);
    }
  };
}

const invalid = (value: string, reason: string): CliError => {
  const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return new CliError('invalid_filter', `${JSON.stringify(shown)} is not a regular expression`, { reason });
};

const endless = (value: string): CliError =>
  new CliError('invalid_filter', `The regular expression ${JSON.stringify(value)} takes too long to try`, {
    hint: 'Repeat no group that repeats something itself.',
  });
