import type { Attempt, ExchangeOptions, Failed, Received } from '../../src/io/http/exchange';
import { contentOf } from './replay';
import { shortcut } from './shortcut';

/**
 * Stands in the place of `io/http/exchange` in the long run, which has many times the cases that a network of real sockets
 * can carry: everything above it is the program itself.
 */
export function createExchange({ signal }: ExchangeOptions): (attempt: Attempt) => Promise<Received | Failed> {
  const failed = (cause: Failed['cause'], code: string): Failed => ({
    cause,
    code,
    text: code,
    left: true,
    address: '127.0.0.1:1',
  });
  return async ({ method, url, follow }) => {
    if (signal.aborted) return { ...failed('interrupted', ''), left: false };
    let target = url.pathname + url.search;
    for (let hops = 0; hops <= 5; hops += 1) {
      const found = shortcut.find(method, target);
      if (found === null) return failed('closed', 'ECONNRESET');
      const { status, headers } = found;
      if (headers['content-encoding'] === 'gzip') return failed('garbled', 'Z_DATA_ERROR');
      const { location } = headers;
      if (!follow || location === undefined || ![301, 302].includes(status)) {
        return { status, headers, bytes: contentOf(found), strayed: null };
      }
      const next = new URL(location, url);
      if (next.origin !== url.origin) return failed('name', 'ENOTFOUND');
      target = next.pathname + next.search;
    }
    return failed('redirect', 'ERR_TOO_MANY_REDIRECTS');
  };
}
