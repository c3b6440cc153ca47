import { CliError } from '../../core/errors';
import { type Fields, listOf, text } from '../../core/fields';
import { scalar } from './fields';

/** A tag: a name with a value. */
export interface Pair {
  name: string;
  value: string;
}

/** Since 4.2.5 and 5.2.1 keywords are `labels` and pairs `tags`; whoever has labels, empty or not, is that young. */
export function isModern(fields: Fields): boolean {
  return 'labels' in fields;
}

/** The keywords of an instance. */
export function labelsOf(fields: Fields): string[] {
  return wordsOf(isModern(fields) ? fields.labels : fields.tags);
}

/** The pairs of an instance. */
export function pairsOf(fields: Fields): Pair[] {
  return listOf(isModern(fields) ? fields.tags : fields.metadata).flatMap((pair) => {
    const name = text(pair.name);
    return name === null ? [] : [{ name, value: scalar(pair.value) ?? '' }];
  });
}

/** A pair as a person types it, or null for a keyword. */
export function parsePair(word: string): Pair | null {
  const place = word.indexOf('=');
  return place < 1 ? null : { name: word.slice(0, place), value: word.slice(place + 1) };
}

/** Refuses what can only be several words run together: an item with a value is never split at commas. */
export function checkWords(words: readonly string[], flag: string): void {
  const wrong = words.find((word) => word === '' || word.startsWith('=') || parsePair(word)?.name.includes(','));
  if (wrong === undefined) return;
  throw new CliError('invalid_value', `--${flag} takes LABEL or NAME=VALUE, not ${JSON.stringify(wrong)}`, {
    hint: `For several give the option several times: --${flag} web --${flag} tier=front`,
  });
}

export function pairText({ name, value }: Pair): string {
  return `${name}=${value}`;
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word): word is string => text(word) !== null) : [];
}
