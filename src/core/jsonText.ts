import { escaped, hidden } from './hidden';

/**
 * The value as JSON. Beyond what JSON itself escapes, characters that would steer a terminal or can't be seen are
 * written as `\uXXXX`; absent is null.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent) ?? 'null';
  return /[^\n -~]/.test(text) ? text.replace(hidden, units) : text;
}

const units = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => escaped(character.charCodeAt(index))).join('');
