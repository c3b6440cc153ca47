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
  const last = lanes.length - 1;
  const between = ' '.repeat(gap);
  const cell = ({ right, width }: Lane, index: number, text: string, style: Style | null): string => {
    const space = ' '.repeat(Math.max(0, width - measure.width(text)));
    if (right) return space + paint(text, style);
    return index === last ? paint(text, style) : paint(text, style) + space;
  };
  if (headers) yield `${lanes.map((lane, index) => cell(lane, index, lane.heading, 'faint')).join(between)}\n`;
  for (let start = 0; start < rows; start += linesAPiece) {
    let piece = '';
    for (let row = start; row < Math.min(rows, start + linesAPiece); row += 1) {
      for (const [index, lane] of lanes.entries()) {
        if (index > 0) piece += between;
        piece += cell(lane, index, lane.texts[row] ?? '', lane.styles[row] ?? null);
      }
      piece += '\n';
    }
    yield piece;
  }
}
