import { cleanLines } from '../core/text';

/** An escape sequence of which the end has not come yet, or half of a line break. */
const unfinished =
  /(?:\x1b(?:\[[0-?]{0,64}[ -/]{0,8}|[P\]X^_][^\x07\x18\x1a\x1b\x9c]*\x1b?|[ -/]{0,8})?|\x9b[0-?]{0,64}[ -/]{0,8}|[\x90\x98\x9d-\x9f][^\x07\x18\x1a\x1b\x9c]*\x1b?|\r)$/;
/** So much of an escape sequence is waited for; more than that is none. */
const longestSequence = 4096;

/**
 * Makes text of bytes as they come. A character cut in two waits for its other half, what is no UTF-8 becomes U+FFFD.
 * Escape sequences and other control characters vanish; colours stay where they are wanted.
 */
export function createStreamText(colour: boolean): { take(bytes: Uint8Array): string; end(): string } {
  let decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held = '';
  let coloured = false;
  const shown = (text: string): string => {
    if (!colour) return cleanLines(text);
    return text
      .split(/(\x1b\[[0-9;:]*m)/)
      .map((part, index) => {
        if (index % 2 === 0) return cleanLines(part);
        const kept = safeColour(part);
        coloured ||= kept !== '';
        return kept;
      })
      .join('');
  };
  return {
    take(bytes) {
      const text = held + decoder.decode(bytes, { stream: true });
      const tail = unfinished.exec(text.slice(-longestSequence));
      const cut = tail === null ? text.length : text.length - tail[0].length;
      held = text.slice(cut);
      return shown(text.slice(0, cut));
    },
    end() {
      const text = shown(held + decoder.decode());
      decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      held = '';
      const reset = coloured ? '\x1b[0m' : '';
      coloured = false;
      return text + reset;
    },
  };
}

/** The sequence with nothing but colours, weight and underlining: nothing that hides or blinks. Empty if none is left. */
function safeColour(sequence: string): string {
  const words = sequence.slice(2, -1).replaceAll(':', ';').split(';');
  const kept: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const code = Number(words[at]);
    if (code === 38 || code === 48) {
      const count = words[at + 1] === '5' ? 3 : words[at + 1] === '2' ? 5 : 0;
      if (count === 0 || at + count > words.length) return '';
      kept.push(...words.slice(at, at + count));
      at += count - 1;
      continue;
    }
    const known =
      code <= 4 ||
      code === 7 ||
      (code >= 22 && code <= 37) ||
      (code >= 39 && code <= 49) ||
      (code >= 90 && code <= 107);
    if (known && code !== 25 && code !== 28) kept.push(String(code));
  }
  return kept.length === 0 ? '' : `\x1b[${kept.join(';')}m`;
}
