/** How many cells of a terminal texts take, and how to make them fit. */
export interface Measure {
  /** Every text is ASCII, a cell for each character. */
  plain: boolean;
  width(text: string): number;
  /** The text in at most so many cells, `…` at its end where something is missing. */
  cut(text: string, width: number): string;
}

const ascii: Measure = {
  plain: true,
  width: (text) => text.length,
  cut: (text, width) => (text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`),
};

/** Beyond this many units a text is taken to be wider than anything it stands beside, without looking. */
const long = 4096;

/** The measure for these texts: exact for wide characters and emoji, and loading nothing where there are none. */
export async function measureFor(lists: readonly { heading: string; texts: readonly string[] }[]): Promise<Measure> {
  // What stands there again was looked at already.
  const plain = (texts: readonly string[]) => texts.every((text, index) => text === texts[index - 1] || isAscii(text));
  if (lists.every(({ heading, texts }) => isAscii(heading) && plain(texts))) return ascii;
  const { default: stringWidth } = await import('string-width');
  const width = (text: string): number => (text.length > long ? text.length : stringWidth(text));
  return {
    plain: false,
    width,
    cut(text, most) {
      if (width(text) <= most) return text;
      let start = '';
      let used = 1;
      for (const character of characters(text)) {
        used += width(character);
        if (used > most) break;
        start += character;
      }
      return `${start}…`;
    },
  };
}

const isAscii = (text: string): boolean => !/[^ -~]/.test(text);

/** The text in lines of at most `width` cells, broken at spaces where there are any. */
export function wrap(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const end = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const word of text.split(/(?<= )/)) {
    const size = measure.width(word.trimEnd());
    if (used + size > width && used > 0) end();
    if (size <= width) {
      line += word;
      used += measure.width(word);
      continue;
    }
    for (const character of characters(word)) {
      const cells = measure.width(character);
      if (used + cells > width && used > 0) end();
      line += character;
      used += cells;
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) end();
  return lines;
}

/** What a reader takes for one character each; in blocks, for the segmenter takes the square of a text's length. */
function* characters(text: string): Generator<string> {
  const segmenter = new Intl.Segmenter();
  const size = 1000;
  for (let start = 0; start < text.length; ) {
    const block = [...segmenter.segment(text.slice(start, start + size))];
    if (start + size < text.length && block.length > 1) block.pop();
    for (const { segment } of block) {
      yield segment;
      start += segment.length;
    }
  }
}
