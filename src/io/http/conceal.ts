import type { RawRequest } from '../../core/http';
import { Secret } from '../../core/secret';
import type { RecordedRequest } from './curl';
import { readPayload } from './payload';
import type { Redaction } from './redaction';

type Concealed = Pick<RecordedRequest, 'content' | 'secretHeaders' | 'secretQuery'> & {
  headers: RawRequest['headers'];
  query: RawRequest['query'];
  /** What must not be seen of it. */
  secrets: readonly string[];
};

/** A raw request as it may be written down: whatever goes by the name of a secret is one. */
export function conceal(request: RawRequest, redaction: Redaction): Concealed {
  const secret = (name: string) => redaction.names(name);
  const fields: Secret[] = [];
  const content = contentOf(request, redaction, fields);
  const parameters = request.query.filter(([name]) => secret(name));
  const hidden = Object.entries(request.headers).filter(([name, value]) => secret(name) && value !== '');
  return {
    headers: { ...request.headers, ...Object.fromEntries(hidden.map(([name]) => [name, ''])) },
    secretHeaders: Object.fromEntries(hidden.map(([name, value]) => [name, new Secret(value, name)])),
    query: request.query.filter(([name]) => !secret(name)),
    secretQuery: parameters.map(([name, value]) => [name, new Secret(encodeURIComponent(value), name)]),
    content,
    secrets: [...hidden, ...parameters].map(([, value]) => value).concat(fields.map((field) => field.reveal())),
  };
}

/** The body as it may be written down; each secret field of it goes to `fields`. */
function contentOf({ body, file }: RawRequest, redaction: Redaction, fields: Secret[]): RecordedRequest['content'] {
  if (body === null) return null;
  const text = body.toString();
  const reading = readPayload(Buffer.from(body));
  const whole = { bytes: new Secret(text, 'body') };
  if ('broken' in reading) {
    if (file !== undefined) return { file };
    return redaction.mentions(text) ? whole : { bytes: body };
  }
  let plain = true;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        if (!redaction.holds(name, item)) return [name, walk(item)];
        plain &&= typeof item === 'string';
        const secret = new Secret(typeof item === 'string' ? item : JSON.stringify(item), name);
        fields.push(secret);
        return [name, secret];
      }),
    );
  };
  const json = walk(reading.body);
  if (file !== undefined) return { file };
  if (fields.length === 0) return { bytes: body };
  // Written anew, a body must stay what it is to the letter.
  return plain && JSON.stringify(reading.body) === text ? { json: json as never } : whole;
}
