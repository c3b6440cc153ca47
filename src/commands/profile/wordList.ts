import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';

/**
 * A JSON list of words, or words apart by spaces; no shell ever reads them. A program given by a path is meant from
 * here, whatever directory nube is called in later.
 */
export function wordList(context: Context, text: string): string {
  const [program, ...words] = readWords(text);
  if (program !== undefined && program !== '') {
    return JSON.stringify([program.includes('/') ? context.absolutePath(program) : program, ...words]);
  }
  throw new CliError('invalid_value', 'The command is not a JSON list of words', {
    hint: `For example '["pass", "show", "civo"]', or pass show civo.`,
  });
}

function readWords(text: string): readonly string[] {
  if (!text.trimStart().startsWith('[')) return text.split(/\s+/).filter((word) => word !== '');
  try {
    const words: unknown = JSON.parse(text);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  } catch {
    // Said by the caller.
  }
  return [];
}
