import { gap } from './fitWidths';
import type { Lane } from './lane';
import type { Measure } from './measure';
import type { Paint } from './paint';

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
  const pads = lanes.map((lane, index) => padder(lane, index === last, measure));
  if (headers) {
    yield `${lanes.map(({ heading }, index) => pads[index]?.(heading, paint(heading, 'faint'))).join(between)}\n`;
  }
  for (let start = 0; start < rows; start += linesAPiece) {
    const lines: string[] = [];
    for (let row = start; row < Math.min(rows, start + linesAPiece); row += 1) {
      const cells = lanes.map(({ texts, styles }, index) => {
        const text = texts[row] ?? '';
        return pads[index]?.(text, paint(text, styles[row] ?? null));
      });
      lines.push(cells.join(between));
    }
    yield `${lines.join('\n')}\n`;
  }
}

/** Makes a function that gives a painted text the lane's width, knowing it unpainted. */
function padder({ right, width }: Lane, last: boolean, measure: Measure): (text: string, painted: string) => string {
  if (last && !right) return (_text, painted) => painted;
  if (right) return (text, painted) => painted.padStart(width + painted.length - measure.width(text));
  return (text, painted) => painted.padEnd(width + painted.length - measure.width(text));
}
