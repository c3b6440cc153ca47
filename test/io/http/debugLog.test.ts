import { describe, expect, it } from 'vitest';
import { createDebugLog, type DebugLog } from '../../../src/io/http/debugLog';
import type { Attempt, Received } from '../../../src/io/http/exchange';
import { readPayload } from '../../../src/io/http/payload';
import { createRedaction } from '../../../src/io/http/redaction';

const attempt: Attempt = {
  method: 'PUT',
  url: new URL('https://h/x?token=t'),
  headers: { 'X-A': 'b', Authorization: 'c' },
  body: null,
  follow: false,
};
const received = (text: string | Buffer): Received => ({
  status: 200,
  headers: { 'x-c': 'd' },
  bytes: Buffer.from(text),
  strayed: null,
});
/** What the log says when it is told something. */
const shown = (tell: (log: DebugLog) => void) => {
  const lines: string[] = [];
  const redaction = createRedaction(['hush']);
  redaction.hide('s3cret');
  tell(createDebugLog((line) => lines.push(line), redaction));
  return lines;
};
const answered = (text: string | Buffer) => {
  const one = received(text);
  return shown((log) => log.received(one, readPayload(one.bytes), 7));
};

const most = 65_536;

describe('a line of the debug log', () => {
  it('is one for each thing that is sent, the body only where there is one', () => {
    const head = ['> PUT https://h/x?token=********', '> X-A: b', '> Authorization: ********'];
    expect(shown((log) => log.sent(attempt, undefined))).toEqual(head);
    expect(shown((log) => log.sent({ ...attempt, body: '' }, null))).toEqual([...head, '> null']);
    expect(shown((log) => log.sent({ ...attempt, body: '{}' }, { a: 's3cret', hush: 1 }))).toEqual([
      ...head,
      '> {"a":"********","hush":"********"}',
    ]);
    expect(shown((log) => log.sent({ ...attempt, body: 'x' }, 'x\ny\u001b[1m s3cret'))).toEqual([
      ...head,
      '> x y ********',
    ]);
  });

  it('is one for each thing that comes back, the body only where there is one', () => {
    const head = ['< 200 after 7 ms', '< x-c: d'];
    expect(answered('')).toEqual(head);
    expect(answered('{"a":"s3cret"}')).toEqual([...head, '< {"a":"********"}']);
    expect(answered('"s3cret"')).toEqual([...head, '< ********']);
    expect(answered('<html>\ns3cret')).toEqual([...head, '< <html> ********']);
  });

  it('tells why nothing came back, and what nube does', () => {
    const failed = { cause: 'closed', code: 'EPIPE', text: 'write\nEPIPE', left: true, address: 'h:443' } as const;
    expect(shown((log) => log.failed(failed, 12))).toEqual(['! closed (EPIPE) at h:443 after 12 ms: write EPIPE']);
    expect(shown((log) => log.note('again'))).toEqual(['* again']);
  });

  it('is cut where it is long, and says so', () => {
    const longest = 'a'.repeat(most);
    expect(shown((log) => log.note(longest))).toEqual([`* ${longest}`]);
    expect(shown((log) => log.note(`${longest}b`))).toEqual([`* ${longest}…`]);
    expect(answered(longest).at(-1)).toBe(`< ${longest}`);
    expect(answered(`${longest}b`).at(-1)).toBe(`< ${longest}…`);
    // Two bytes each: it is cut in bytes, before it is looked through.
    expect(answered('ü'.repeat(most / 2)).at(-1)).toBe(`< ${'ü'.repeat(most / 2)}`);
    expect(answered('ü'.repeat(most)).at(-1)).toBe(`< ${'ü'.repeat(most / 2)}…`);
  });
});
