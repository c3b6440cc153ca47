import type { RawRequest } from '../../core/http';
import { Secret } from '../../core/secret';
import type { RecordedRequest } from './curl';
import { readPayload } from './payload';
import type { Redaction } from './redaction';

type Concealed = Pick<RecordedRequest, 'content' | 'secretHeaders' | 'secretQuery'> & {
  headers: RawRequest['headers'];
  query: RawRequest['query'];
};

/** A raw request as it may be written down: whatever goes by the name of a secret is one. */
export function conceal(request: RawRequest, redaction: Redaction): Concealed {
  const secret = (name: string) => redaction.names(name);
  const hidden = Object.entries(request.headers).filter(([name, value]) => secret(name) && value !== '');
  return {
    headers: { ...request.headers, ...Object.fromEntries(hidden.map(([name]) => [name, ''])) },
    secretHeaders: Object.fromEntries(hidden.map(([name, value]) => [name, new Secret(value, name)])),
    query: request.query.filter(([name]) => !secret(name)),
    secretQuery: request.query
      .filter(([name]) => secret(name))
      .map(([name, value]) => [name, new Secret(encodeURIComponent(value), name)]),
    content: contentOf(request, redaction),
  };
}

function contentOf({ body, file }: RawRequest, redaction: Redaction): RecordedRequest['content'] {
  if (body === null) return null;
  if (file !== undefined) return { file };
  const text = body.toString();
  const reading = readPayload(Buffer.from(body));
  const whole = { bytes: new Secret(text, 'body') };
  if ('broken' in reading) return redaction.mentions(text) ? whole : { bytes: body };
  let found = false;
  let plain = true;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        if (!redaction.holds(name, item)) return [name, walk(item)];
        found = true;
        plain &&= typeof item === 'string';
        return [name, typeof item === 'string' ? new Secret(item, name) : item];
      }),
    );
  };
  const json = walk(reading.body);
  if (!found) return { bytes: body };
  // Written anew, a body must stay what it is to the letter.
  return plain && JSON.stringify(reading.body) === text ? { json: json as never } : whole;
}
