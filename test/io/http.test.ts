import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret';
import { createGate } from '../../src/io/http';
import { connect, failure, post, token, told, wire } from './http/connection';
import { json, serve } from './http/server';

describe('a request', () => {
  it('keeps the endpoint’s own path, names its client, and asks for JSON', async () => {
    const server = await serve((response) => json(response, 200, { ok: true }));
    const { http } = connect(`${server.endpoint}/v1//`);
    expect(await http.get('/tasks/1')).toMatchObject({ status: 200, body: { ok: true } });
    const [seen] = server.seen;
    expect(seen?.url).toBe('/v1/tasks/1');
    expect(seen?.headers).toMatchObject({
      'user-agent': 'nube/1.2.3',
      accept: 'application/json',
      authorization: `bearer ${token}`,
    });
    expect(seen?.headers).not.toHaveProperty('content-type');
    expect(seen?.headers).not.toHaveProperty('content-length');
  });

  it('repeats the keys of arrays, encodes values, leaves out what is not there, and adds the common query', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const common = { ...wire, query: () => ({ region: 'LON1', page: '9' }) };
    const { http } = connect(server.endpoint, { wire: common });
    await http.get('/x', {
      status: ['running', 'a b'],
      page: 1,
      none: null,
      'filter[a]': 'ü&=+#',
      off: undefined,
      on: true,
    });
    expect(server.seen[0]?.url).toBe(
      '/x?status=running&status=a%20b&page=1&filter%5Ba%5D=%C3%BC%26%3D%2B%23&on=true&region=LON1',
    );
  });

  it('never leaves the endpoint', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = connect(`${server.endpoint}/v1`);
    for (const path of ['/../admin', '/%2e%2e/admin', '..\\admin', '/a/../../admin']) {
      expect(told(await failure(http.get(path)))).toEqual({
        code: 'invalid_value',
        message: `The path ${JSON.stringify(path)} leads out of the endpoint`,
        hint: `Paths are relative to ${server.endpoint}/v1.`,
      });
    }
    for (const path of ['@evil.example/x', '//evil.example/x', 'http://evil.example/x']) await http.get(path);
    expect(server.seen.map(({ url }) => url)).toEqual([
      '/v1/@evil.example/x',
      '/v1//evil.example/x',
      '/v1/http://evil.example/x',
    ]);
  });

  it('is refused before it is sent where the endpoint is no usable address', async () => {
    const message = async (endpoint: string) => (await failure(connect(endpoint).http.get('/x'))).message;
    expect(await message('api.civo.com')).toBe('The endpoint of prod is not an address');
    expect(await message('ftp://api.civo.com')).toBe('The endpoint of prod is not an http or https address');
    expect(await message('https://me:pw@h/')).toBe('The endpoint of prod holds more than scheme, host, port and path');
  });

  it('goes over one connection again and again', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = connect(server.endpoint);
    for (let count = 0; count < 3; count += 1) await http.get('/x');
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  });

  it('is not more than so many at once', async () => {
    let under = 0;
    let most = 0;
    const server = await serve((response) => {
      under += 1;
      most = Math.max(most, under);
      setTimeout(() => {
        under -= 1;
        json(response, 200, {});
      }, 50);
    });
    const { http } = connect(server.endpoint);
    await Promise.all(Array.from({ length: 40 }, () => http.get('/x')));
    expect(most).toBe(8);
    expect(server.seen.length).toBe(40);
  });

  it('gives its place to the next once its answer has come, before that is read', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const gate = createGate({ limit: 1, now: () => new Date(), sleep: async () => {} });
    const { http } = connect(server.endpoint, { gate });
    const order: string[] = [];
    const arrived = async () => {
      const leave = await gate.enter(0);
      order.push('free');
      if (typeof leave === 'function') leave();
    };
    await http.get('/x', {}, () => void arrived()).then(() => order.push('read'));
    expect(order).toEqual(['free', 'read']);
  });

  it('fails where the credential cannot stand in a header, without showing it', async () => {
    const { http } = connect('http://127.0.0.1:1', { credential: async () => 'secret\nline' });
    expect(told(await failure(http.get('/x')))).toEqual({
      code: 'secret_unavailable',
      message: 'The credential of prod holds characters that cannot be sent',
      hint: 'Look for a line break or a blank line where it is kept.',
    });
  });
});

describe('the body of a change', () => {
  it('is JSON with its secrets revealed', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = connect(server.endpoint);
    const body = {
      name: 'wéb',
      script: new Secret('#!/bin/sh\n"', 'user-data'),
      list: [new Secret('s', 'x'), null],
      no: undefined,
    };
    await post(http, '/x', body);
    expect(server.seen[0]?.body.toString()).toBe('{"name":"wéb","script":"#!/bin/sh\\n\\"","list":["s",null]}');
    expect(server.seen[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '58' });
    expect(server.seen[0]?.headers).not.toHaveProperty('content-encoding');
  });

  it('is a form where that is asked for', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const form = { grant_type: 'password', password: new Secret('a&b c', 'password') };
    await connect(server.endpoint).http.send(
      { method: 'POST', path: '/oauth/token', form },
      () => null,
      () => null,
    );
    expect(server.seen[0]?.body.toString()).toBe('grant_type=password&password=a%26b+c');
    expect(server.seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('is nothing at all where there is none, even if the provider’s headers speak of one', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const speaking = {
      ...wire,
      headers: () => ({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', 'X-Key': 'k' }),
    };
    const { http } = connect(server.endpoint, { wire: speaking });
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      await http.send(
        { method, path: '/x' },
        () => null,
        () => null,
      );
    }
    for (const { headers, body } of server.seen) {
      expect(body.length).toBe(0);
      expect(headers['content-type']).toBeUndefined();
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers['transfer-encoding']).toBeUndefined();
      expect(headers['x-key']).toBe('k');
    }
    expect(server.seen.map(({ headers }) => headers['content-length'])).toEqual(['0', '0', undefined]);
  });

  it('is what null says where null is sent', async () => {
    const server = await serve((response) => json(response, 200, {}));
    await connect(server.endpoint).http.send(
      { method: 'PUT', path: '/x', body: null },
      () => null,
      () => null,
    );
    expect(server.seen[0]?.body.toString()).toBe('null');
  });
});

describe('an answer', () => {
  it('is null where its body is empty', async () => {
    const server = await serve((response, _seen, number) => {
      response.writeHead(number === 1 ? 204 : 200);
      response.end(number === 3 ? ' \n' : '');
    });
    const { http } = connect(server.endpoint);
    expect((await http.get('/x')).body).toBeNull();
    expect((await http.get('/x')).body).toBeNull();
    expect((await http.get('/x')).body).toBeNull();
  });

  it('is read whatever its type and compression, and cannot reach a prototype', async () => {
    const { gzipSync } = await import('node:zlib');
    const text = '\ufeff{"a":{"__proto__":{"bad":1},"b":2},"\\u005f_proto__":3}';
    const server = await serve((response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      response.end(gzipSync(text));
    });
    const { body } = await connect(server.endpoint).http.get('/x');
    expect(body).toEqual({ a: { b: 2 } });
    expect(Object.hasOwn(body as object, '__proto__')).toBe(false);
  });

  it.each([
    ['HTML', '<!doctype html><p>Welcome', 'HTML'],
    ['half an object', '{"items":[{"id":', 'broken JSON'],
    ['a word', 'OK', 'text that is not JSON'],
  ])('that is %s is named, and asked for only once', async (_name, text, what) => {
    const server = await serve((response) => response.end(text));
    expect(told(await failure(connect(server.endpoint).http.get('/v2/instances', { page: 1 })))).toEqual({
      code: 'unexpected_answer',
      message: `civo answered GET /v2/instances with ${what}`,
      hint: 'Check the endpoint: nube profile get prod, or look at the answer with --debug',
      httpStatus: 200,
    });
    expect(server.seen.length).toBe(1);
  });

  it('is not read beyond its limit, compressed or not', async () => {
    const { gzipSync } = await import('node:zlib');
    const server = await serve((response, _seen, number) => {
      const bytes = Buffer.alloc(4 * 2 ** 20, 32);
      if (number === 1) return response.end(bytes);
      const packed = gzipSync(bytes);
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length });
      return response.end(packed);
    });
    const { http } = connect(server.endpoint, { sizeLimit: 2 ** 20 });
    for (const _ of [1, 2]) {
      expect(told(await failure(http.get('/x')))).toMatchObject({
        code: 'unexpected_answer',
        message: `127.0.0.1:${server.port} answered GET /x with more than 1 MiB`,
      });
    }
    expect(server.seen.length).toBe(2);
  });
});
