import { entryOf } from '../core/entryOf';
import { clean } from '../core/text';
import { label, showOf } from './columns';
import type { Style } from './paint';
import type { AnyColumn } from './settings';

type Show = AnyColumn['show'];

/** The value as a person reads it, on one safe line; `now` is null where times stay as they are. */
export function cellText(value: unknown, show: Show, now: Date | null, limit?: number): string {
  if (typeof value === 'string') {
    return (isTime(show) && now !== null ? age(value, now, show === 'due') : null) ?? oneLine(value, limit);
  }
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return amount(value, show);
  if (typeof value !== 'object') return String(value);
  return oneLine(inline(value), limit);
}

/** Whether a value is a moment, which a terminal shows by its distance. */
export const isTime = (show: Show): boolean => show === 'age' || show === 'due';

const oneLine = (text: string, limit?: number): string => clean(text, limit).trimEnd() || '-';

/** The colour of a value, null for none. */
export function cellStyle(value: unknown, show: Show): Style | null {
  if (value === null || value === undefined) return 'faint';
  const styles = show === 'state' ? stateStyles : show === 'status' ? statusStyles : {};
  return typeof value === 'string' ? (entryOf(styles, value) ?? null) : null;
}

const stateStyles: Readonly<Record<string, Style>> = {
  running: 'good',
  stopped: 'idle',
  suspended: 'idle',
  error: 'bad',
  pending: 'moving',
  updating: 'moving',
  stopping: 'moving',
  migrating: 'moving',
  deleting: 'moving',
  deleted: 'faint',
  unknown: 'faint',
};

const statusStyles: Readonly<Record<string, Style>> = {
  succeeded: 'good',
  created: 'good',
  unchanged: 'good',
  accepted: 'moving',
  skipped: 'faint',
  unknown: 'idle',
  failed: 'bad',
  differs: 'bad',
};

/** What has happened so little ahead happened now, by a clock that differs. */
const clocksDifferMs = 15 * 60_000;

/** How long ago a moment is in its greatest unit (`3d`), `in 3d` for the future; null if it is none. */
function age(moment: string, now: Date, due: boolean): string | null {
  const then = Date.parse(moment);
  if (Number.isNaN(then)) return null;
  const ahead = then - now.getTime();
  if (!due && ahead > 0 && ahead < clocksDifferMs) return '0s';
  const seconds = Math.floor(Math.abs(now.getTime() - then) / 1000);
  const [size, unit] = ageUnits.find(([size]) => seconds >= size) ?? [1, 's'];
  const text = `${Math.floor(seconds / size)}${unit}`;
  return then > now.getTime() && seconds > 0 ? `in ${text}` : text;
}

const ageUnits = [
  [31_536_000, 'y'],
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const;

function amount(value: number, show: Show): string {
  if (show === 'mebibytes') return scaled(value, sizes, 2);
  if (show === 'gibibytes') return scaled(value * 1024, sizes, 2);
  if (show === 'rate') return `${scaled(value, ['B', 'KiB', ...sizes], 1)}/s`;
  if (show === 'percent') return `${Number(value.toFixed(1))}%`;
  return String(value);
}

const sizes = ['MiB', 'GiB', 'TiB', 'PiB'] as const;

function scaled(value: number, units: readonly string[], digits: number): string {
  const step = units.findIndex((_unit, index) => Math.abs(value) < 1024 ** (index + 1));
  const index = step === -1 ? units.length - 1 : step;
  return `${Number((value / 1024 ** index).toFixed(digits))} ${units[index]}`;
}

/** Whatever else a field holds, in a line: lists with commas, mappings as `size: 25 GiB` without what is absent. */
function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return cellText(value, undefined, null);
  if ('toJSON' in value && typeof value.toJSON === 'function') return inline(value.toJSON());
  if (Array.isArray(value)) {
    return value.map(inline).join(value.some((item) => typeof item === 'object') ? '; ' : ', ');
  }
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined)
    .map(([key, inner]) => `${label(key).toLowerCase()}: ${cellText(inner, showOf(key), null)}`)
    .join(', ');
}
