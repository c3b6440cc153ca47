import Table from 'cli-table3';
import { gap } from './fitWidths';
import type { Lane } from './lane';
import type { Paint } from './paint';

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
};

/** A table of plain ASCII that fits a screen or two, whose texts are cut already; no line ends in spaces. */
export function smallTable(lanes: readonly Lane[], rows: number, headers: boolean, paint: Paint): string {
  if (rows === 0 && !headers) return '';
  const table = new Table({
    chars: noBorders,
    // Emptied, for it would write colours of its own wherever the output goes.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
    colAligns: lanes.map(({ right }) => (right ? 'right' : 'left')),
  });
  if (headers) table.push(lanes.map(({ heading }) => paint(heading, 'faint')));
  for (let row = 0; row < rows; row += 1) {
    table.push(lanes.map(({ texts, styles }) => paint(texts[row] ?? '', styles[row] ?? null)));
  }
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}
