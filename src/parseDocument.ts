import { CliError } from './core/errors';

/** Far more than any file that nube reads needs, and far less than what would use up the stack of a parser. */
const deepest = 200;
/** In UTF-16 units; what is made of a text takes a hundred times as much memory. */
const longest = 2 ** 22;

/** What a text in YAML or JSON says. Throws `invalid_value`, with `what` as its subject. */
export async function parseDocument(text: string, what: string): Promise<unknown> {
  if (text.length > longest) {
    throw new CliError('invalid_value', `${what} has more than ${longest / 2 ** 20} Mi characters`, {
      hint: 'Split it into several.',
    });
  }
  if (depthAtMost(text) > deepest) throw new CliError('invalid_value', `${what} is nested too deeply`);
  const { parse } = await import('yaml');
  try {
    return parse(text, { logLevel: 'error' }) as unknown;
  } catch (error) {
    throw new CliError('invalid_value', `${what} is neither YAML nor JSON`, {
      reason: (error as Error).message.split('\n')[0],
    });
  }
}

/** No part of the text lies deeper: each level takes a bracket, or a column at the beginning of a line. */
function depthAtMost(text: string): number {
  let most = 0;
  let brackets = 0;
  for (const [part] of text.matchAll(/[[\]{}]|^[ \t?:-]+/gm)) {
    if (part === '[' || part === '{') brackets += 1;
    else if (part === ']' || part === '}') brackets -= 1;
    most = Math.max(most, brackets, part.length);
  }
  return most;
}
