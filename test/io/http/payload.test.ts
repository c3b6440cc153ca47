import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret';
import { headersOf } from '../../../src/io/http/headers';
import { encodePayload, readPayload } from '../../../src/io/http/payload';
import { wire } from './connection';

const secret = (value: string) => new Secret(value, 'password');

describe('what is sent', () => {
  it('is nothing without a body', () => {
    expect(encodePayload({})).toBeNull();
  });

  it('is JSON, with its secrets revealed and noted', () => {
    expect(
      encodePayload({ body: { a: [1, secret('s1'), { b: secret('s2') }], c: undefined, d: null, e: false } }),
    ).toEqual({
      text: '{"a":[1,"s1",{"b":"s2"}],"d":null,"e":false}',
      type: 'application/json',
      secrets: ['s1', 's2'],
    });
    expect(encodePayload({ body: secret('s') })).toMatchObject({ text: '"s"', secrets: ['s'] });
    expect(encodePayload({ body: null })).toMatchObject({ text: 'null', secrets: [] });
    expect(encodePayload({ body: 'x' })).toMatchObject({ text: '"x"' });
  });

  it('is a form where one is wanted', () => {
    expect(encodePayload({ form: { a: 'b c&d', p: secret('s=1') }, body: { x: 1 } })).toEqual({
      text: 'a=b+c%26d&p=s%3D1',
      type: 'application/x-www-form-urlencoded',
      secrets: ['s=1'],
    });
  });
});

describe('the body of an answer', () => {
  const read = (text: string) => readPayload(Buffer.from(text));

  it.each([
    ['', { body: null }],
    [' \n', { body: null }],
    ['{"a":1}', { body: { a: 1 } }],
    ['\ufeff{"a":1}', { body: { a: 1 } }],
    ['\ufeff', { body: null }],
    ['null', { body: null }],
    [' <html>', { broken: 'HTML' }],
    ['<?xml', { broken: 'HTML' }],
    ['{"a":', { broken: 'broken JSON' }],
    [' [1,', { broken: 'broken JSON' }],
    ['"a', { broken: 'broken JSON' }],
    ['a{', { broken: 'text that is not JSON' }],
    ['a <b>', { broken: 'text that is not JSON' }],
    ['hello', { broken: 'text that is not JSON' }],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('may be nested five hundred deep and no deeper, whatever stands in texts', () => {
    const nested = (depth: number, core = '') => `${'[{"a":'.repeat(depth / 2)}${core || '0'}${'}]'.repeat(depth / 2)}`;
    const tooDeep = { broken: 'JSON nested too deeply' };
    expect(read(nested(500))).toHaveProperty('body');
    expect(read(nested(502))).toEqual(tooDeep);
    expect(read('['.repeat(500))).toEqual({ broken: 'broken JSON' });
    expect(read('['.repeat(501))).toEqual(tooDeep);
    expect(read('{'.repeat(501))).toEqual(tooDeep);
    expect(read(nested(500, '"[{"'))).toHaveProperty('body');
    expect(read(nested(500, '"\\"[{"'))).toHaveProperty('body');
    expect(read(nested(500, '"\\\\[{"'))).toHaveProperty('body');
    expect(read(nested(500, '"\\n[{"'))).toHaveProperty('body');
    expect(read(nested(498, '["]]]",[[0]]]'))).toEqual(tooDeep);
    expect(read(nested(498, '[{"}":[]}]'))).toEqual(tooDeep);
    expect(read(`[${'[],{},'.repeat(600)}0]`)).toHaveProperty('body');
  });

  it('sets no prototype, however the key is spelled', () => {
    for (const key of ['__proto__', '\\u005f_proto__', '__pr\\u006fto__', '__\\u0070roto__', '__proto_\\u005F']) {
      const reading = read(`{"a":{"${key}":{"b":1},"c":2},"d":"\\u0061"}`) as { body: { a: object } };
      expect(Object.keys(reading.body.a)).toEqual(['c']);
      expect(Object.getPrototypeOf(reading.body.a)).toBe(Object.prototype);
      expect(reading.body).toEqual({ a: { c: 2 }, d: 'a' });
    }
  });
});

describe('the headers of a request', () => {
  const own = (headers: Record<string, string>) => ({ ...wire, headers: () => headers });
  const all = {
    'Content-Type': 'a/b',
    'Content-Length': '1',
    'content-encoding': 'c',
    'Transfer-Encoding': 'd',
    X: 'y',
  };

  it('are the provider’s, and the type of the body', () => {
    expect(headersOf(wire, {}, 'tok', null, {})).toEqual({ Authorization: 'bearer tok' });
    expect(headersOf(wire, {}, 'tok', 'text/x', {})).toEqual({ Authorization: 'bearer tok', 'Content-Type': 'text/x' });
    const settings = { region: 'x' };
    const asking = { ...wire, headers: (given: object, token: string) => ({ X: JSON.stringify([given, token]) }) };
    expect(headersOf(asking, settings, 'tok', null, {})).toEqual({ X: '[{"region":"x"},"tok"]' });
  });

  it('leave out what Node counts itself, and the type where there is no body', () => {
    expect(headersOf(own(all), {}, 't', null, {})).toEqual({ X: 'y' });
    expect(headersOf(own(all), {}, 't', 'text/x', {})).toEqual({ 'Content-Type': 'a/b', X: 'y' });
    expect(headersOf(own({ 'content-type': 'a/b' }), {}, 't', 'text/x', {})).toEqual({ 'content-type': 'a/b' });
  });

  it('that a person asks for win, in whatever case', () => {
    expect(headersOf(own(all), {}, 't', 'text/x', { x: 'mine', 'CONTENT-TYPE': 'd/e' })).toEqual({
      x: 'mine',
      'CONTENT-TYPE': 'd/e',
    });
    expect(headersOf(wire, {}, 't', 'text/x', { 'content-type': 'd/e' })).toEqual({
      Authorization: 'bearer t',
      'content-type': 'd/e',
    });
  });
});
