import { CliError } from './errors';

const durations = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const exponents = { b: 0, k: 10, m: 20, g: 30, t: 40, p: 50 } as const;

/** Reads `90s`, `10m`, `1h30m`, `30d` or bare seconds; milliseconds. Throws `invalid_value`. */
export function parseDuration(text: string): number {
  const word = text.trim();
  if (/^\d+(\.\d+)?$/.test(word)) return Number(word) * 1000;
  const parts = [...word.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== word) {
    throw new CliError('invalid_value', `${JSON.stringify(text)} is not a time`, {
      hint: 'For example 90s, 10m, 2h or 30d.',
    });
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * durations[unit as keyof typeof durations], 0);
}

/** Reads `2GiB`, `20GB`, `512M`; bytes. GB and GiB mean 2^30 alike; a bare number is in `bare`. Throws `invalid_value`. */
export function parseSize(text: string, bare: 'MiB' | 'GiB'): number {
  const found = /^(\d+(?:\.\d+)?)\s*(?:([kmgtp])(?:i?b)?|(b))?$/i.exec(text.trim());
  if (found === null) {
    throw new CliError('invalid_value', `${JSON.stringify(text)} is not a size`, {
      hint: 'For example 20GB or 512MiB.',
    });
  }
  const [, count, unit, byte] = found;
  const letter = (unit ?? byte ?? bare.charAt(0)).toLowerCase();
  return Number(count) * 2 ** exponents[letter as keyof typeof exponents];
}

/** Reads RFC 3339, a date, or a time ago (`2h`). Throws `invalid_value`. */
export function parseMoment(text: string, now: Date): Date {
  if (/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.test(text)) {
    const moment = new Date(text);
    if (!Number.isNaN(moment.getTime())) return moment;
  }
  if (/^\d+(\.\d+)?(ms|[smhdw])/.test(text)) {
    const moment = new Date(now.getTime() - parseDuration(text));
    if (!Number.isNaN(moment.getTime())) return moment;
  }
  throw new CliError('invalid_value', `${JSON.stringify(text)} is not a moment`, {
    hint: 'For example 2026-01-31, 2026-01-31T12:00:00Z, or 2h for two hours ago.',
  });
}

/** A provider's time as RFC 3339 UTC to the second, or null where it is absent, unreadable, a zero date or past 9999. */
export function toMoment(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const moment = new Date(value);
  const year = moment.getUTCFullYear();
  if (!(year >= 1971 && year <= 9999)) return null;
  return `${moment.toISOString().slice(0, 19)}Z`;
}
