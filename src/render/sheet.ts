import { cleanLines } from '../core/text';
import { cellStyle, cellText, isTime } from './cell';
import { label, showOf } from './columns';
import { gap } from './fitWidths';
import { measureFor, wrap } from './measure';
import type { Paint, Style } from './paint';
import type { RenderSettings } from './settings';

interface Entry {
  heading: string;
  texts: string[];
  style: Style | null;
}

/** The longest text under one heading on a terminal. */
const longest = 100_000;
/** However narrow the terminal, so many cells are left to the values. */
const narrowest = 16;

/**
 * One object as a sheet: a line a field, what a list or a text of several lines holds below each other. On a terminal
 * longer lines are broken; without headers only the values are printed.
 */
export async function sheet(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  settings: RenderSettings,
): Promise<string> {
  const { width, headers, colour } = settings;
  const entries = merged(names.map((name) => entryOf(name, value[name], settings)));
  const measure = await measureFor(entries);
  const indent = headers ? Math.max(0, ...entries.map(({ heading }) => measure.width(heading))) + gap : 0;
  const paint: Paint = colour ? (await import('./paint')).paint : (text) => text;
  const lines = entries.flatMap(({ heading, texts, style }) => {
    const broken =
      width === null ? texts : texts.flatMap((text) => wrap(text, Math.max(narrowest, width - indent), measure));
    return broken.map((text, index) => {
      if (!headers) return paint(text, style);
      const space = ' '.repeat(index === 0 ? indent - measure.width(heading) : indent);
      return (index === 0 ? paint(heading, 'faint') : '') + (text === '' ? '' : space + paint(text, style));
    });
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Fields that have one heading stand under it together, each of their texts once. */
function merged(entries: readonly Entry[]): Entry[] {
  const byHeading = new Map<string, Entry>();
  for (const entry of entries) {
    const before = byHeading.get(entry.heading);
    const more = entry.style === 'faint' ? [] : entry.texts.filter((text) => before?.texts.includes(text) !== true);
    if (before === undefined) byHeading.set(entry.heading, entry);
    else if (more.length > 0) byHeading.set(entry.heading, { ...entry, texts: [...before.texts, ...more] });
  }
  return [...byHeading.values()];
}

function entryOf(name: string, value: unknown, { width, now }: RenderSettings): Entry {
  const show = showOf(name);
  const limit = width === null ? undefined : longest;
  const heading = label(name);
  const style = cellStyle(value, show);
  if (Array.isArray(value) && value.length > 0) {
    return { heading, texts: value.map((item) => cellText(item, show, null, limit)), style };
  }
  if (typeof value !== 'string' || !/[\r\n]/.test(value)) {
    const text = cellText(value, show, null, limit);
    const since = isTime(show) && width !== null ? cellText(value, show, now) : text;
    return {
      heading,
      texts: [since === text ? text : `${text} (${since.startsWith('in ') ? since : `${since} ago`})`],
      style,
    };
  }
  const lines = cleanLines(value.slice(0, limit)).trimEnd().split('\n');
  return { heading, texts: lines.map((line) => line.replaceAll('\t', '  ').trimEnd()), style };
}
