import { distance } from 'fastest-levenshtein';

/** The candidate that was most likely meant, or null where none is near. */
export function nearest(typed: string, candidates: readonly string[]): string | null {
  return nearestFew(typed, candidates, 1)[0] ?? null;
}

/** The candidates that were likely meant, nearest first. */
export function nearestFew(typed: string, candidates: readonly string[], limit: number): string[] {
  const word = typed.toLowerCase();
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, far: farness(word, candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)))
    .sort((a, b) => a.far - b.far)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** The number of letters to change; the beginning of a longer word counts as near, and so do two letters that are swapped. */
function farness(word: string, candidate: string): number {
  if (word.length >= 2 && candidate !== word && candidate.startsWith(word)) return 1;
  return isSwapped(word, candidate) ? 1 : distance(word, candidate);
}

function isSwapped(word: string, candidate: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== candidate[index]);
  const swapped = word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2);
  return word.length === candidate.length && at >= 0 && swapped === candidate;
}
