import { chosenNames } from './columns';
import { fitWidths } from './fitWidths';
import { type Lane, laneOf, naturalWidth } from './lane';
import { type Measure, measureFor } from './measure';
import { paddedTable } from './paddedTable';
import type { Paint } from './paint';
import type { AnyColumn, RenderSettings } from './settings';

/** More rows than these are more than a screen or two, and cli-table3 takes the square of their number. */
const screens = 100;
/** Where nothing is cut, the other rows don't make room for a text wider than this. */
const widestPadding = 256;

/** Rows as a table without borders, a piece at a time; on a terminal it fits the width, elsewhere nothing is cut. */
export async function* table(
  columns: readonly AnyColumn[],
  rows: readonly object[],
  settings: RenderSettings,
): AsyncGenerator<string> {
  if (columns.length === 0) return;
  const { width, headers, colour } = settings;
  const raw = columns.map((column) => laneOf(column, rows, settings));
  const measure = await measureFor(raw);
  const most = width === null ? widestPadding : Number.POSITIVE_INFINITY;
  const whole = raw.map((lane) => ({ ...lane, width: naturalWidth(lane, headers, measure, most) }));
  const lanes = width === null ? whole : fitted(whole, columns, width, settings, measure);
  const paint: Paint = colour ? (await import('./paint')).paint : (text) => text;
  if (width !== null && measure.plain && rows.length <= screens) {
    const { smallTable } = await import('./smallTable');
    yield smallTable(lanes, rows.length, headers, paint);
  } else yield* paddedTable(lanes, rows.length, headers, measure, paint);
}

function fitted(
  lanes: readonly Lane[],
  columns: readonly AnyColumn[],
  width: number,
  settings: RenderSettings,
  measure: Measure,
): Lane[] {
  const names = columns.map(({ name }) => name);
  const strips = lanes.map((lane, index) => ({
    natural: lane.width,
    heading: settings.headers ? measure.width(lane.heading) : 0,
    keep: columns[index]?.keep === true,
    solid: lane.solid,
    whole: columns[index]?.whole === true,
    wide: columns[index]?.wide === true,
  }));
  const named = chosenNames(names, settings) !== null;
  return fitWidths(strips, width, named).flatMap((size, index) => {
    const lane = lanes[index];
    if (lane === undefined || size === 0) return [];
    if (size === lane.width) return lane;
    const texts = lane.texts.map((text) => measure.cut(text, size));
    return { ...lane, heading: measure.cut(lane.heading, size), texts, width: size };
  });
}
