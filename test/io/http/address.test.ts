import { describe, expect, it } from 'vitest';
import { addressOf, parseEndpoint, queryPairs } from '../../../src/io/http/address';
import { thrown } from '../../core/thrown';

describe('an endpoint', () => {
  it.each([
    ['https://api.example', 'https://api.example/'],
    ['http://api.example:8080/', 'http://api.example:8080/'],
    ['https://api.example/a/b//', 'https://api.example/a/b'],
    ['https://api.example//a', 'https://api.example//a'],
  ])('%s', (endpoint, expected) => {
    expect(parseEndpoint(endpoint, 'prod').href).toBe(expected);
  });

  it.each([
    ['api.example', 'is not an address'],
    ['', 'is not an address'],
    ['ftp://api.example', 'is not an http or https address'],
    ['file:///etc', 'is not an http or https address'],
    ['https://me@api.example', 'holds more than scheme, host, port and path'],
    ['https://:p@api.example', 'holds more than scheme, host, port and path'],
    ['https://api.example?a=b', 'holds more than scheme, host, port and path'],
    ['https://api.example#a', 'holds more than scheme, host, port and path'],
  ])('is not %j', (endpoint, why) => {
    expect(thrown(() => parseEndpoint(endpoint, 'prod'))).toEqual({
      code: 'broken_configuration',
      message: `The endpoint of prod ${why}`,
      hint: 'nube profile set prod endpoint=URL',
    });
  });
});

describe('a query', () => {
  it('is in its order, lists repeated, nothing for what is not there', () => {
    expect(queryPairs()).toEqual([]);
    expect(queryPairs({ a: 1, b: undefined, c: null, d: ['x', 'y'], e: false, f: '', g: [], h: 0 })).toEqual([
      ['a', '1'],
      ['d', 'x'],
      ['d', 'y'],
      ['e', 'false'],
      ['f', ''],
      ['h', '0'],
    ]);
  });
});

describe('the address of a request', () => {
  const to = (path: string, own: [string, string][] = [], common = {}, endpoint = 'https://api.example:8443/base') =>
    addressOf(parseEndpoint(endpoint, 'prod'), path, own, common).href;

  it.each([
    ['/v2/x', 'https://api.example:8443/base/v2/x'],
    ['v2/x', 'https://api.example:8443/base/v2/x'],
    ['', 'https://api.example:8443/base/'],
    ['/', 'https://api.example:8443/base/'],
    ['/v2/x/', 'https://api.example:8443/base/v2/x/'],
    ['/a%2Fb', 'https://api.example:8443/base/a%2Fb'],
    ['/a#b#c', 'https://api.example:8443/base/a%23b%23c'],
    ['/a?b=c#d#e', 'https://api.example:8443/base/a?b=c%23d%23e'],
    ['/a?b=c?d', 'https://api.example:8443/base/a?b=c?d'],
    ['/a?', 'https://api.example:8443/base/a'],
    ['/a/./b', 'https://api.example:8443/base/a/b'],
    ['/a/../b', 'https://api.example:8443/base/b'],
    ['/../base/b', 'https://api.example:8443/base/b'],
    ['/../base', 'https://api.example:8443/base'],
    ['//evil.example/x', 'https://api.example:8443/base//evil.example/x'],
  ])('%j', (path, expected) => {
    expect(to(path)).toBe(expected);
  });

  it('has what is written, then its own, then what goes with every request unless it was said', () => {
    const common = { region: 'LON1', org: 'o 1', b: 'common' };
    expect(to('/a?b=1', [['c', '2 &=3']], common)).toBe(
      'https://api.example:8443/base/a?b=1&c=2%20%26%3D3&region=LON1&org=o%201',
    );
    expect(to('/a', [['region', 'NYC1']], { region: 'LON1' })).toBe('https://api.example:8443/base/a?region=NYC1');
    expect(to('/a', [['ä', '\ud800x']])).toBe('https://api.example:8443/base/a?%C3%A4=%EF%BF%BDx');
  });

  it('works on an endpoint without a path of its own', () => {
    expect(to('/x', [], {}, 'http://api.example')).toBe('http://api.example/x');
    expect(addressOf(new URL('https://api.example/base/'), '/x', [], {}).href).toBe('https://api.example/base/x');
    expect(addressOf(new URL('https://api.example/base//'), '/x', [], {}).href).toBe('https://api.example/base/x');
  });

  it.each(['/..', '/../other', '/../based/x', '/%2e%2e/x', '/a/../../x', '..\\x'])(
    'does not leave the endpoint: %j',
    (path) => {
      expect(thrown(() => to(path))).toEqual({
        code: 'invalid_value',
        message: `The path ${JSON.stringify(path)} leads out of the endpoint`,
        hint: 'Paths are relative to https://api.example:8443/base.',
      });
    },
  );
});
