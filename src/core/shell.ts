/** A word as a POSIX shell reads it back unchanged. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words as one line that a POSIX shell splits into the same words. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}
