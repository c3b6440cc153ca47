import { describe, expect, it } from 'vitest';
import type { RawRequest } from '../../../src/core/http';
import { Secret } from '../../../src/core/secret';
import { conceal } from '../../../src/io/http/conceal';
import { createRedaction } from '../../../src/io/http/redaction';

const base: RawRequest = { method: 'POST', path: '/x', query: [], headers: {}, body: null };

/** The concealed request; each secret in it is told by its name and value. */
function concealed(request: Partial<RawRequest>): unknown {
  const redaction = createRedaction(['hush']);
  redaction.hide('known secret');
  return told(conceal({ ...base, ...request }, redaction));
}

function told(value: unknown): unknown {
  if (value instanceof Secret) return `<${value.label}: ${value.reveal()}>`;
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(told);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, told(item)]));
}

const nothing = { headers: {}, query: [], secretHeaders: {}, secretQuery: [], content: null, secrets: [] };

describe('a raw request that is written down', () => {
  it('is itself where it holds no secret', () => {
    expect(concealed({})).toEqual(nothing);
    const plain = { headers: { 'X-A': 'b' }, query: [['a', 'b']] as const };
    expect(concealed(plain)).toEqual({ ...nothing, ...plain });
  });

  it('hides headers that go by the name of a secret, unless they are empty', () => {
    expect(concealed({ headers: { Authorization: 'Basic x', 'X-A': 'b', 'X-Token': '', Hush: 'y' } })).toEqual({
      ...nothing,
      headers: { Authorization: '', 'X-A': 'b', 'X-Token': '', Hush: '' },
      secretHeaders: { Authorization: '<Authorization: Basic x>', Hush: '<Hush: y>' },
      secrets: ['Basic x', 'y'],
    });
  });

  it('hides parameters that go by the name of a secret, and gives them encoded', () => {
    expect(
      concealed({
        query: [
          ['a', '1'],
          ['token', 'b c'],
          ['hush', ''],
          ['a', '2'],
        ],
      }),
    ).toEqual({
      ...nothing,
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
      secretQuery: [
        ['token', '<token: b%20c>'],
        ['hush', '<hush: >'],
      ],
      secrets: ['b c', ''],
    });
  });

  it('tells of secrets wherever they stand', () => {
    const request = { headers: { 'X-Token': 'one' }, query: [['token', 'two']] as const, body: '{"hush":"three"}' };
    expect(concealed(request)).toMatchObject({ secrets: ['one', 'two', 'three'] });
  });
});

describe('its body', () => {
  const bytes = (body: string | Buffer) => ({ content: { bytes: body }, secrets: [] });
  const whole = (body: string, ...secrets: string[]) => ({ content: { bytes: `<body: ${body}>` }, secrets });

  it.each<[string, string | Buffer, unknown]>([
    ['JSON without a secret', '{ "a": [1, null] }', bytes('{ "a": [1, null] }')],
    ['the JSON null', 'null', bytes('null')],
    ['a JSON text', '"hush"', bytes('"hush"')],
    ['bytes', Buffer.from('{"a":1}'), bytes(Buffer.from('{"a":1}'))],
    ['text', 'a=b', bytes('a=b')],
    ['text that speaks of a secret', 'password=x', whole('password=x')],
    ['text that holds one', 'the known secret', whole('the known secret')],
    ['broken JSON that speaks of one', '{"token":', whole('{"token":')],
    [
      'secret fields, however deep',
      '{"a":1,"hush":"x","b":[{"password":"y","c":null}]}',
      {
        content: { json: { a: 1, hush: '<hush: x>', b: [{ password: '<password: y>', c: null }] } },
        secrets: ['x', 'y'],
      },
    ],
    ['an empty secret field', '{"hush":""}', bytes('{"hush":""}')],
    // Written anew it would be another text.
    ['a secret field in JSON that is spaced', '{ "hush":"x"}', whole('{ "hush":"x"}', 'x')],
    ['a secret field that is no text', '{"hush":{"a":1}}', whole('{"hush":{"a":1}}', '{"a":1}')],
    [
      'secret fields of which one is no text',
      '{"hush":[1],"token":"y"}',
      whole('{"hush":[1],"token":"y"}', '[1]', 'y'),
    ],
    ['secret fields of which the last is no text', '{"token":"y","hush":2}', whole('{"token":"y","hush":2}', 'y', '2')],
  ])('of %s', (_title, body, expected) => {
    expect(concealed({ body })).toEqual({ ...nothing, ...(expected as object) });
  });

  it('is the file that it was read from, whose secrets are known all the same', () => {
    const content = { file: 'body.json' };
    const from = { file: 'body.json' };
    expect(concealed({ ...from, body: '{"hush":"x"}' })).toEqual({ ...nothing, content, secrets: ['x'] });
    expect(concealed({ ...from, body: 'password=x' })).toEqual({ ...nothing, content });
    expect(concealed({ ...from, body: '{"a":1}' })).toEqual({ ...nothing, content });
    expect(concealed({ ...from, body: null })).toEqual(nothing);
  });
});
