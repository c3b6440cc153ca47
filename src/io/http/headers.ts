import type { Wire } from '../../core/driver';
import type { Settings } from '../../core/profile';

export type Headers = Readonly<Record<string, string>>;

/** Never sent: bodies go out as they are, and Node counts them itself. */
const unwanted: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'transfer-encoding']);

/**
 * The headers of one request: the provider's, the body's type (none without a body), and `more`, which a person asked
 * for and which win. Of headers that differ only in case one is left.
 */
export function headersOf(wire: Wire, settings: Settings, token: string, type: string | null, more: Headers): Headers {
  const asked = Object.entries(more);
  const own = Object.entries(wire.headers(settings, token)).filter(([name]) => {
    const lower = name.toLowerCase();
    return !unwanted.has(lower) && (type !== null || lower !== 'content-type');
  });
  const common: [string, string][] = type === null || has(own, 'content-type') ? [] : [['Content-Type', type]];
  return Object.fromEntries([...[...own, ...common].filter(([name]) => !has(asked, name)), ...asked]);
}

function has(headers: readonly [string, string][], name: string): boolean {
  return headers.some(([other]) => other.toLowerCase() === name.toLowerCase());
}
