import { gap } from './fitWidths';
import type { Lane } from './lane';
import type { Measure } from './measure';
import type { Paint, Style } from './paint';

const linesAPiece = 500;

/** A table of any length by padding alone, some lines a piece, no line ending in spaces. */
export function* paddedTable(
  lanes: readonly Lane[],
  rows: number,
  headers: boolean,
  measure: Measure,
  paint: Paint,
): Generator<string> {
  const between = ' '.repeat(gap);
  const last = lanes.length - 1;
  const cells = lanes.map((lane, index) => cellWriter(lane, index === last, measure, paint));
  if (headers) yield `${lanes.map(({ heading }, index) => cells[index]?.(heading, 'faint')).join(between)}\n`;
  for (let start = 0; start < rows; start += linesAPiece) {
    const lines: string[] = [];
    for (let row = start; row < Math.min(rows, start + linesAPiece); row += 1) {
      lines.push(
        lanes.map(({ texts, styles }, index) => cells[index]?.(texts[row] ?? '', styles[row] ?? null)).join(between),
      );
    }
    yield `${lines.join('\n')}\n`;
  }
}

/** Makes a function that gives a text painted and as wide as the lane; the same again costs nothing. */
function cellWriter(
  { right, width }: Lane,
  last: boolean,
  measure: Measure,
  paint: Paint,
): (text: string, style: Style | null) => string {
  let beforeText = '';
  let beforeStyle: Style | null = null;
  let written = right || !last ? ' '.repeat(width) : '';
  return (text, style) => {
    if (text === beforeText && style === beforeStyle) return written;
    beforeText = text;
    beforeStyle = style;
    const painted = paint(text, style);
    const size = width + painted.length - measure.width(text);
    written = right ? painted.padStart(size) : last ? painted : painted.padEnd(size);
    return written;
  };
}
