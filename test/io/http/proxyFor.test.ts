import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../../src/io/http/proxy';
import { thrown } from '../../core/thrown';

const found = (url: string, variables: Record<string, string> = {}, setting?: string) =>
  proxyFor(new URL(url), setting, (name) => variables[name])?.href ?? null;

describe('the proxy of an address', () => {
  it.each<[string, Record<string, string>, string | undefined, string | null]>([
    ['https://a.example', {}, undefined, null],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1' }, undefined, 'http://p:1/'],
    ['https://a.example', { https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1' }, undefined, 'http://q:1/'],
    ['https://a.example', { https_proxy: '', HTTPS_PROXY: 'http://p:1' }, undefined, 'http://p:1/'],
    ['https://a.example', { HTTP_PROXY: 'http://p:1' }, undefined, null],
    ['http://a.example', { HTTP_PROXY: 'http://p:1' }, undefined, 'http://p:1/'],
    ['http://a.example', { HTTPS_PROXY: 'http://p:1' }, undefined, null],
    ['https://a.example', { HTTPS_PROXY: ' p:1 ' }, undefined, 'http://p:1/'],
    ['https://a.example', { HTTPS_PROXY: 'HTTPS://p:1' }, undefined, 'https://p:1/'],
    ['https://a.example', { HTTPS_PROXY: ' ' }, undefined, null],
    ['https://a.example', { HTTPS_PROXY: 'p:1/http://x' }, undefined, 'http://p:1/http://x'],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1' }, '', 'http://p:1/'],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1' }, 'none', null],
    ['https://a.example', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 's:2', 'http://s:2/'],
  ])('%s with %j and the setting %j: %j', (url, variables, setting, expected) => {
    expect(found(url, variables, setting)).toBe(expected);
  });

  it.each([
    ['http://localhost', null],
    ['http://LOCALHOST.', null],
    ['http://a.localhost', null],
    ['http://127.0.0.1', null],
    ['http://127.200.30.4', null],
    ['http://127.200.30.45', null],
    ['http://127.example', 'http://p:1/'],
    ['http://[::1]', null],
    ['http://localhost.example', 'http://p:1/'],
    ['http://alocalhost', 'http://p:1/'],
    ['http://127.0.0.1.example', 'http://p:1/'],
    ['http://x127.0.0.1.example', 'http://p:1/'],
    ['http://128.0.0.1', 'http://p:1/'],
    ['http://[::2]', 'http://p:1/'],
  ])('of this machine itself is none: %s', (url, expected) => {
    expect(found(url, {}, 'p:1')).toBe(expected);
  });

  it.each(['ftp://p', 'http://', 'socks5://p:1', 'http://a b', 'xhttp://p', 'http+x://p'])('cannot be %j', (value) => {
    const refusal = { code: 'broken_configuration', hint: 'It reads like http://proxy.example.com:3128.' };
    expect(thrown(() => found('https://a.example', { HTTPS_PROXY: value }))).toEqual({
      ...refusal,
      message: 'The proxy in HTTPS_PROXY is not an http or https address',
    });
    expect(thrown(() => found('https://a.example', {}, value))).toEqual({
      ...refusal,
      message: 'The proxy in the profile’s setting proxy is not an http or https address',
    });
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://a.example', true],
    ['a.example', 'https://a.example', true],
    ['A.Example', 'https://a.example', true],
    ['a.example.', 'https://a.example', true],
    ['a.example', 'https://a.example.', true],
    ['example', 'https://a.example', true],
    ['.example', 'https://a.example', true],
    ['*.example', 'https://a.example', true],
    ['.a.example', 'https://a.example', true],
    ['b.example', 'https://a.example', false],
    ['xample', 'https://a.example', false],
    ['a.example', 'https://ba.example', false],
    ['a.ex', 'https://a.example', false],
    ['x,  a.example', 'https://a.example', true],
    ['x a.example', 'https://a.example', true],
    ['x,,y', 'https://a.example', false],
    ['', 'https://a.example', false],
    ['.', 'https://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:80', 'https://a.example', false],
    ['a.example:80', 'http://a.example', true],
    ['a.example:8443', 'https://a.example:8443', true],
    ['a.example:844', 'https://a.example:8443', false],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['0.0.1', 'https://10.0.0.1', false],
    ['10.0.0.1:443', 'https://10.0.0.1', true],
    ['10.0.0.1:80', 'https://10.0.0.1', false],
    ['10.0.0.0/8', 'https://10.9.8.7', true],
    ['10.0.0.0/8', 'https://11.9.8.7', false],
    ['10.0.0.0/8', 'https://a.example', false],
    ['10.0.0.0/32', 'https://10.0.0.0', true],
    ['10.0.0.0/33', 'https://10.0.0.0', false],
    ['10.0.0.0/0', 'https://11.9.8.7', true],
    ['10.0.0.0/', 'https://10.0.0.0', false],
    ['10.0.0.0/x', 'https://10.0.0.0', false],
    ['10.0.0.0/8x', 'https://10.0.0.0', false],
    ['10.0.0.0/x8', 'https://10.0.0.0', false],
    ['a.example/8', 'https://10.0.0.0', false],
    ['a.example/8', 'https://a.example', false],
    ['x:a.example', 'https://a.example', false],
    ['[x]:a.example', 'https://a.example', false],
    ['', 'https://a..', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['fd00::/8', 'https://[fe12::1]', false],
    ['fd00::/128', 'https://[fd00::]', true],
    ['fd00::/129', 'https://[fd00::]', false],
    ['fd00::/8', 'https://10.0.0.1', false],
    ['::/0', 'https://10.0.0.1', false],
    ['10.0.0.0/0', 'https://[fd00::]', false],
    ['fd00::1', 'https://[fd00::1]', true],
    ['[fd00::1]', 'https://[fd00::1]', true],
    ['[fd00::1]:443', 'https://[fd00::1]', true],
    ['[fd00::1]:80', 'https://[fd00::1]', false],
    ['fd00::2', 'https://[fd00::1]', false],
  ])('%j for %s: %j', (exceptions, url, excepted) => {
    const variables = { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://p:1', NO_PROXY: exceptions };
    expect(found(url, variables)).toBe(excepted ? null : 'http://p:1/');
  });
});
