/** What a table has for a word that somebody else said; nothing for `constructor` and the like, which no table lists. */
export function entryOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
