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
  const right = column.align === 'right' || (numbers.length > 0 && numbers.every((value) => typeof value === 'number'));
  return {
    heading: label(column.name),
    texts: values.map((value) => (width === null ? cellText(value, show, null) : cellText(value, show, now, longest))),
    styles: colour ? values.map((value) => cellStyle(value, show)) : [],
    right,
    solid: right || isTime(show),
    width: 0,
  };
}

/** How wide the lane is where nothing is cut; texts wider than `most` don't count. */
export function naturalWidth(lane: Lane, headers: boolean, measure: Measure, most: number): number {
  let width = headers ? measure.width(lane.heading) : 0;
  for (const text of lane.texts) {
    const cells = measure.width(text);
    if (cells > width && cells <= most) width = cells;
  }
  return width;
}
