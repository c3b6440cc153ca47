import type { Body, Mutation } from '../../core/http';
import { Secret } from '../../core/secret';

export const types = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

/** What is sent, and what must not be seen of it. */
export interface Payload {
  text: string | Buffer;
  type: string;
  secrets: readonly string[];
}

/** The body of a change as it is sent, its secrets revealed; null where there is no body at all. */
export function encodePayload({ body, form }: Pick<Mutation, 'body' | 'form'>): Payload | null {
  const secrets: string[] = [];
  const reveal = (secret: Secret) => {
    const value = secret.reveal();
    secrets.push(value);
    return value;
  };
  if (form !== undefined) {
    const pairs = Object.entries(form).map(([name, value]): [string, string] => [
      name,
      value instanceof Secret ? reveal(value) : value,
    ]);
    return { text: new URLSearchParams(pairs).toString(), type: types.form, secrets };
  }
  if (body === undefined) return null;
  return { text: JSON.stringify(revealed(body, reveal)), type: types.json, secrets };
}

function revealed(body: Body | undefined, reveal: (secret: Secret) => string): unknown {
  if (body instanceof Secret) return reveal(body);
  if (Array.isArray(body)) return body.map((item) => revealed(item, reveal));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, revealed(value, reveal)]));
}

/** How an answer's body reads. `broken` says what stands where JSON should. */
export type Reading =
  | { body: unknown }
  | { broken: 'HTML' | 'broken JSON' | 'JSON nested too deeply' | 'text that is not JSON' };

/** Lists and objects within each other, at most; no provider's answer has a tenth of them. */
const deepest = 500;

/** Reads an answer's body as JSON; an empty one is null. Keys called `__proto__` are dropped. */
export function readPayload(bytes: Buffer): Reading {
  if (isTooDeep(bytes)) return { broken: 'JSON nested too deeply' };
  const decoded = bytes.toString('utf8');
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  try {
    if (!/__proto__|\\u00[567]/.test(text)) return { body: JSON.parse(text) };
    return { body: JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value)) };
  } catch {
    const start = text.trimStart();
    if (start === '') return { body: null };
    if (start.startsWith('<')) return { broken: 'HTML' };
    return { broken: /^[[{"]/.test(start) ? 'broken JSON' : 'text that is not JSON' };
  }
}

/** Whether lists and objects stand in each other more deeply than anything here could follow. */
function isTooDeep(bytes: Buffer): boolean {
  if (bytes.length < deepest) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case 0x5c: // a backslash, which takes the next byte along
        at += 1;
        break;
      case 0x22: // a quotation mark
        inText = !inText;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (!inText && ++depth > deepest) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        if (!inText) depth -= 1;
        break;
    }
  }
  return false;
}
