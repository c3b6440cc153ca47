import { CliError } from './core/errors';
import type { Options } from './core/option';

/** What follows the instance on the command line of `ssh`. */
export interface SshWords {
  /** nube's own long options with their values. */
  long: readonly string[];
  /** OpenSSH's options with their values. */
  passed: readonly string[];
  /** The remote command; empty for a shell. */
  command: readonly string[];
}

/** The letters of OpenSSH that take a value, attached or as the next word (ssh(1), OpenSSH 9.2). */
const withValue = 'BbcDEeFIiJLlmOoPpQRSWw';

/**
 * Tells the words after the instance apart: a one-dash option is OpenSSH's, a long one is nube's, and the first other
 * word, or what follows `--`, begins the remote command. Throws where a value is missing.
 */
export function splitSshWords(words: readonly string[], options: Options): SshWords {
  const long: string[] = [];
  const passed: string[] = [];
  let at = 0;
  const next = (flag: string): string => {
    at += 1;
    const value = words[at];
    if (value === undefined) throw new CliError('missing_argument', `${flag} needs a value`, { hint: 'nube help ssh' });
    return value;
  };
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { long, passed, command: words.slice(at + 1) };
    if (word.startsWith('--')) {
      long.push(word);
      const option = Object.values(options).find(({ name }) => `--${name}` === word);
      if (option?.value !== undefined) long.push(next(word));
    } else if (word.startsWith('-') && word !== '-') {
      passed.push(word);
      if (wantsNextWord(word)) passed.push(next(word));
    } else {
      return { long, passed, command: words.slice(at) };
    }
  }
  return { long, passed, command: [] };
}

/** In a cluster the first letter that takes a value takes the rest of the word, or else the next word. */
function wantsNextWord(cluster: string): boolean {
  const first = [...cluster].findIndex((letter, index) => index > 0 && withValue.includes(letter));
  return first === cluster.length - 1;
}
