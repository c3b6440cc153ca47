import type { StatsRow } from '../core/driver';
import { clean } from '../core/text';
import { cellText } from './cell';
import type { AnyColumn } from './settings';

/** The figures of one instance over a time, to be drawn. */
export interface Series {
  /** What stands over it. */
  title: string;
  from: Date;
  to: Date;
  rows: readonly StatsRow[];
}

const blocks = '▁▂▃▄▅▆▇█';
const labelWidth = 8;
const widest = 160;
const narrowest = 8;

interface Line {
  label: string;
  field: keyof StatsRow;
  show: NonNullable<AnyColumn['show']>;
  /** The value that is as high as a line can be; without it that is the greatest there was. */
  full?: number;
}

const lines: readonly Line[] = [
  { label: 'CPU', field: 'cpuPercent', show: 'percent' },
  { label: 'MEMORY', field: 'memoryPercent', show: 'percent', full: 100 },
  { label: 'DISK', field: 'diskPercent', show: 'percent', full: 100 },
  { label: 'IN', field: 'networkReceiveBytesPerSecond', show: 'rate' },
  { label: 'OUT', field: 'networkTransmitBytesPerSecond', show: 'rate' },
];

/**
 * The figures as one line of blocks each, in a text no wider than `width`. The line is as long as the time asked for:
 * where there are no figures it is blank. Memory and disk are as high as they are full, the rest as the greatest value,
 * which stands beside it.
 */
export function chart(all: readonly Series[], width: number): string {
  return all.map((series) => draw(series, Math.min(width, widest))).join('\n');
}

function draw({ title, from, to, rows }: Series, width: number): string {
  const known = lines.filter(({ field }) => rows.some((row) => typeof row[field] === 'number'));
  const sides = known.map(({ field, show }) => side(rows, field, show));
  const room = Math.max(0, ...sides.map(({ length }) => length));
  const length = Math.max(narrowest, width - labelWidth - room - 2);
  const drawn = known.map(({ label, field, full }, index) => {
    const line = spark(buckets(rows, field, from, to, length), full);
    return `${label.padEnd(labelWidth)}${line}  ${sides[index]}`.trimEnd();
  });
  const head = clean(title).slice(0, width);
  if (drawn.length === 0) return `${head}\n`;
  return `${[head, ...drawn, axis(from, to, length)].join('\n')}\n`;
}

/** The mean of the figures that fall into each part of the time, null where none do. */
function buckets(
  rows: readonly StatsRow[],
  field: keyof StatsRow,
  from: Date,
  to: Date,
  count: number,
): (number | null)[] {
  const sums = Array.from({ length: count }, () => ({ sum: 0, count: 0 }));
  const span = Math.max(1, to.getTime() - from.getTime());
  for (const row of rows) {
    const value = row[field];
    if (typeof value !== 'number' || row.time === null) continue;
    const place = Math.floor(((Date.parse(row.time) - from.getTime()) / span) * count);
    const bucket = sums[Math.min(count - 1, place)];
    if (place < 0 || bucket === undefined) continue;
    bucket.sum += value;
    bucket.count += 1;
  }
  return joined(sums.map((bucket) => (bucket.count === 0 ? null : bucket.sum / bucket.count)));
}

/** Fewer figures than there is room for leave no gaps: each lasts until the next, but not over a longer silence. */
function joined(values: readonly (number | null)[]): (number | null)[] {
  const places = values.flatMap((value, index) => (value === null ? [] : [index]));
  const steps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  const usual = steps.length === 0 ? 1 : (steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1);
  let last: { value: number; place: number } | null = null;
  return values.map((value, place) => {
    if (value !== null) last = { value, place };
    return last !== null && place - last.place < usual ? last.value : value;
  });
}

function spark(values: readonly (number | null)[], full: number | undefined): string {
  const most = full ?? Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return ' ';
      const step = most <= 0 ? 0 : Math.round((value / most) * (blocks.length - 1));
      return blocks[Math.min(blocks.length - 1, Math.max(0, step))];
    })
    .join('');
}

function side(rows: readonly StatsRow[], field: keyof StatsRow, show: NonNullable<AnyColumn['show']>): string {
  const values = rows.map((row) => row[field]).filter((value) => typeof value === 'number');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const most = Math.max(...values);
  return `max ${cellText(most, show, null).padEnd(11)} avg ${cellText(mean, show, null)}`;
}

/** Where the time begins and ends; the day stands there when it is not the same. */
function axis(from: Date, to: Date, length: number): string {
  const sameDay = from.toISOString().slice(0, 10) === to.toISOString().slice(0, 10);
  const text = (moment: Date) => {
    const [day = '', time = ''] = moment.toISOString().split('T');
    return sameDay ? time.slice(0, 5) : `${day.slice(5)} ${time.slice(0, 5)}`;
  };
  const [start, end] = [text(from), `${text(to)} UTC`];
  const gap = length - start.length - end.length;
  return gap < 1 ? `${' '.repeat(labelWidth)}${start}` : `${' '.repeat(labelWidth)}${start}${' '.repeat(gap)}${end}`;
}
