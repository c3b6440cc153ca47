import { clean } from '../../core/text';
import type { Attempt, Failed, Received } from './exchange';
import type { Reading } from './payload';
import type { Redaction } from './redaction';

/** Writes down what goes over the wire, one line each, without secrets. */
export interface DebugLog {
  /** `body` is what the body means: an object for a form or JSON, else text. */
  sent(attempt: Attempt, body: unknown): void;
  received(received: Received, reading: Reading, milliseconds: number): void;
  failed(failed: Failed, milliseconds: number): void;
  note(text: string): void;
}

const longest = 65_536;
const cut = (text: string) => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
const beginningOf = (bytes: Buffer) => `${bytes.subarray(0, longest)}${bytes.length <= longest ? '' : '…'}`;

/** Makes the log that `--debug` shows. */
export function createDebugLog(write: (line: string) => void, redaction: Redaction): DebugLog {
  const line = (mark: string, text: string) => write(`${mark} ${cut(redaction.text(clean(text)))}`);
  const headers = (mark: string, all: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(all)) line(mark, `${name}: ${redaction.header(name, value)}`);
  };
  const body = (mark: string, value: unknown) => {
    const shown = redaction.value(value);
    line(mark, typeof shown === 'string' ? shown : JSON.stringify(shown));
  };
  return {
    sent(attempt, meaning) {
      line('>', `${attempt.method} ${redaction.url(attempt.url)}`);
      headers('>', attempt.headers);
      if (attempt.body !== null) body('>', meaning);
    },
    received(received, reading, milliseconds) {
      line('<', `${received.status} after ${milliseconds} ms`);
      headers('<', received.headers);
      if ('broken' in reading) body('<', beginningOf(received.bytes));
      else if (reading.body !== null) body('<', reading.body);
    },
    failed(failed, milliseconds) {
      line('!', `${failed.cause} (${failed.code}) at ${failed.address} after ${milliseconds} ms: ${failed.text}`);
    },
    note: (text) => line('*', text),
  };
}
