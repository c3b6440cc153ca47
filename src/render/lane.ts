import { cellStyle, cellText, isTime } from './cell';
import { label, showOf } from './columns';
import type { Measure } from './measure';
import type { Style } from './paint';
import type { AnyColumn, RenderSettings } from './settings';

/** One column of a table as text, ready to be painted. */
export interface Lane {
  heading: string;
  texts: readonly string[];
  styles: readonly (Style | null)[];
  right: boolean;
  /** Numbers and times: of these nothing can be cut. */
  solid: boolean;
  /** In cells; a text may be wider where nothing is to be cut. */
  width: number;
}

/** The longest text in one cell of a terminal. */
const longest = 500;

/** The column's values as people read them, not measured yet. */
export function laneOf(column: AnyColumn, rows: readonly object[], settings: RenderSettings): Lane {
  const { width, now, colour } = settings;
  const show = column.show ?? showOf(column.name);
  const values = rows.map((row) => column.value(row));
  const numbers = values.filter((value) => value !== null && value !== undefined);
  const textOf = (value: unknown) =>
    width === null ? cellText(value, show, null) : cellText(value, show, now, longest);
  const right = column.align === 'right' || (numbers.length > 0 && numbers.every((value) => typeof value === 'number'));
  return {
    heading: label(column.name),
    texts: mapRuns(values, textOf),
    styles: colour ? mapRuns(values, (value) => cellStyle(value, show)) : [],
    right,
    solid: right || isTime(show),
    width: 0,
  };
}

/** How wide the lane is where nothing is cut; texts wider than `most` don't count. */
export function naturalWidth(lane: Lane, headers: boolean, measure: Measure, most: number): number {
  let width = headers ? measure.width(lane.heading) : 0;
  let before = '';
  for (const text of lane.texts) {
    if (text === before) continue;
    before = text;
    const cells = measure.width(text);
    if (cells > width && cells <= most) width = cells;
  }
  return width;
}

/** What `make` gives for each value, asked once for equals in a row: most columns say the same again and again. */
function mapRuns<T, R>(values: readonly T[], make: (value: T) => R): R[] {
  const made: R[] = [];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as T;
    made.push(index > 0 && value === values[index - 1] ? (made[index - 1] as R) : make(value));
  }
  return made;
}
