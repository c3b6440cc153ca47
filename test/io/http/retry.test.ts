import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { Http } from '../../../src/core/http';
import { createGate } from '../../../src/io/http';
import { connect, failure, post, start, told } from './connection';
import { json, serve } from './server';

const unused = async () => {
  const server = await serve(() => {});
  await server.close();
  return server.port;
};

describe('a reading', () => {
  it.each([408, 429, 500, 502, 503, 504])('is tried four times while the answer is %i', async (status) => {
    const server = await serve((response) => json(response, status, {}));
    const { http, slept } = connect(server.endpoint);
    const error = await failure(http.get('/v2/instances'));
    expect(error.details.httpStatus).toBe(status);
    expect(server.seen.length).toBe(4);
    expect(slept).toEqual([500, 1000, 2000]);
  });

  it.each([400, 401, 403, 404, 405, 409, 410, 418, 422, 501])(
    'is tried once where the answer is %i',
    async (status) => {
      const server = await serve((response) => json(response, status, {}));
      const { http, slept } = connect(server.endpoint);
      await failure(http.get('/x'));
      expect(server.seen.length).toBe(1);
      expect(slept).toEqual([]);
    },
  );

  it('goes on as soon as an answer is good', async () => {
    const server = await serve((response, _seen, number) => json(response, number < 4 ? 502 : 200, { number }));
    const { http, slept } = connect(server.endpoint, { random: () => 0 });
    expect((await http.get('/x')).body).toEqual({ number: 4 });
    expect(slept).toEqual([250, 500, 1000]);
  });

  it('waits as long as Retry-After says, in seconds', async () => {
    const server = await serve((response, _seen, number) =>
      json(response, number === 1 ? 429 : 200, {}, { 'retry-after': '7' }),
    );
    const { http, slept } = connect(server.endpoint);
    await http.get('/x');
    expect(slept).toEqual([7000]);
  });

  it('waits until the moment that Retry-After says', async () => {
    const until = new Date(start + 12_000).toUTCString();
    const server = await serve((response, _seen, number) =>
      json(response, number === 1 ? 503 : 200, {}, { 'retry-after': until }),
    );
    const { http, slept } = connect(server.endpoint);
    await http.get('/x');
    expect(slept).toEqual([12_000]);
  });

  it('does not heed a Retry-After that can’t be read', async () => {
    const server = await serve((response, _seen, number) =>
      json(response, number === 1 ? 429 : 200, {}, { 'retry-after': 'soon' }),
    );
    const { http, slept } = connect(server.endpoint);
    await http.get('/x');
    expect(slept).toEqual([500]);
  });

  it('gives up at once where Retry-After is beyond its time, and says until when', async () => {
    const server = await serve((response) => json(response, 429, {}, { 'retry-after': '61' }));
    const { http, slept } = connect(server.endpoint);
    expect(told(await failure(http.get('/v2/instances')))).toEqual({
      code: 'rate_limited',
      message: 'civo asks to wait until 2026-01-01T00:01:01Z before GET /v2/instances',
      hint: 'Try again after 2026-01-01T00:01:01Z.',
      httpStatus: 429,
    });
    expect(slept).toEqual([]);
    expect(server.seen.length).toBe(1);
  });

  it('counts all the time it has waited against its time', async () => {
    const server = await serve((response) => json(response, 503, {}, { 'retry-after': '25' }));
    const { http, slept } = connect(server.endpoint);
    expect(told(await failure(http.get('/x')))).toMatchObject({
      code: 'provider_unavailable',
      message: 'civo asks to wait until 2026-01-01T00:01:15Z before GET /x',
    });
    expect(slept).toEqual([25_000, 25_000]);
  });

  it('is tried again when the connection breaks, before or within the answer', async () => {
    const server = await serve((response, _seen, number, request) => {
      if (number === 1) return request.socket.resetAndDestroy();
      if (number === 2) {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"a":');
        return setTimeout(() => request.socket.destroy(), 5);
      }
      return json(response, 200, { ok: true });
    });
    const { http, slept } = connect(server.endpoint);
    expect((await http.get('/x')).body).toEqual({ ok: true });
    expect(slept).toEqual([500, 1000]);
  });

  it('that is refused again and again ends as unreachable', async () => {
    const port = await unused();
    const { http, slept } = connect(`http://127.0.0.1:${port}`);
    expect(told(await failure(http.get('/x')))).toEqual({
      code: 'unreachable',
      message: `127.0.0.1:${port} refused the connection`,
      hint: 'Check the network, proxy and endpoint.',
    });
    expect(slept).toEqual([500, 1000, 2000]);
  });

  it('that is reset again and again says so', async () => {
    const server = await serve((_response, _seen, _number, request) => request.socket.resetAndDestroy());
    expect(told(await failure(connect(server.endpoint).http.get('/x')))).toMatchObject({
      code: 'unreachable',
      message: `127.0.0.1:${server.port} closed the connection before it had answered GET /x`,
    });
    expect(server.seen.length).toBe(4);
  });

  it('whose host has no address says so', async () => {
    const { http, slept } = connect('http://nowhere.invalid');
    expect(told(await failure(http.get('/x')))).toMatchObject({
      code: 'unreachable',
      message: 'The name nowhere.invalid cannot be resolved',
    });
    expect(slept.length).toBe(3);
  });

  it('that gets no answer in time is not tried again', async () => {
    const server = await serve(() => {});
    const { http, slept } = connect(server.endpoint, { requestTimeoutMs: 40 });
    expect(told(await failure(http.get('/v2/instances')))).toEqual({
      code: 'no_answer',
      message: `127.0.0.1:${server.port} did not answer GET /v2/instances within 0.04 s`,
      hint: 'Try again, or raise --request-timeout.',
    });
    expect(slept).toEqual([]);
  });

  it('whose answer comes too slowly is cut off', async () => {
    const server = await serve((response) => {
      response.write('{"a":[');
      const drip = setInterval(() => response.write('1,'), 5);
      response.once('close', () => clearInterval(drip));
    });
    const { http } = connect(server.endpoint, { requestTimeoutMs: 60 });
    expect((await failure(http.get('/x'))).code).toBe('no_answer');
  });

  it('whose connection is never completed is tried again', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const { http, slept } = connect(`https://127.0.0.1:${port}`, { connectTimeoutMs: 20 });
    expect(told(await failure(http.get('/x')))).toEqual({
      code: 'unreachable',
      message: `127.0.0.1:${port} did not accept a connection within 0.02 s`,
      hint: 'Check the network, proxy and endpoint, or raise --connect-timeout.',
    });
    expect(slept.length).toBe(3);
    silent.close();
  });

  it('ends at once when the user interrupts, under way or waiting', async () => {
    const server = await serve((response, { url }) => {
      if (url === '/limited') json(response, 429, {}, { 'retry-after': '30' });
      else under.abort.abort();
    });
    const under = connect(server.endpoint);
    expect(told(await failure(under.http.get('/x')))).toMatchObject({
      code: 'interrupted',
      message: 'Interrupted during GET /x',
    });

    const sleep = () => {
      setImmediate(() => waiting.abort.abort());
      return new Promise<void>(() => {});
    };
    const now = () => new Date(start);
    const waiting = connect(server.endpoint, { sleep, now, gate: createGate({ limit: 1, now, sleep }) });
    expect(told(await failure(waiting.http.get('/limited')))).toMatchObject({
      code: 'interrupted',
      message: 'Interrupted before GET /limited',
    });
    expect((await failure(waiting.http.get('/x'))).code).toBe('interrupted');
  });
});

describe('a change', () => {
  it('is sent again while nobody listens, for it never left', async () => {
    const port = await unused();
    const slept: number[] = [];
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds);
      if (slept.length === 2) await serve((response) => json(response, 201, { id: '7' }), { port });
    };
    expect(await post(connect(`http://127.0.0.1:${port}`, { sleep }).http)).toEqual({ id: '7' });
    expect(slept).toEqual([500, 1000]);
  });

  it('that never left ends as unreachable and not as lost', async () => {
    const { http, slept } = connect(`http://127.0.0.1:${await unused()}`);
    expect((await failure(post(http))).code).toBe('unreachable');
    expect(slept).toEqual([500, 1000, 2000]);
  });

  it.each([429, 503])('is sent again after a %i that says when', async (status) => {
    const server = await serve((response, _seen, number) =>
      json(response, number === 1 ? status : 201, { id: '7' }, { 'retry-after': '90' }),
    );
    const { http, slept } = connect(server.endpoint);
    expect(await post(http)).toEqual({ id: '7' });
    expect(slept).toEqual([90_000]);
    expect(server.seen.map(({ body }) => body.toString())).toEqual(['{"name":"web-1"}', '{"name":"web-1"}']);
  });

  it('waits no longer than the command may take', async () => {
    const server = await serve((response) => json(response, 429, {}, { 'retry-after': '90' }));
    const { http, slept } = connect(server.endpoint, { changeTimeBudgetMs: 89_000 });
    expect(told(await failure(post(http)))).toMatchObject({
      code: 'rate_limited',
      message: 'civo asks to wait until 2026-01-01T00:01:30Z before POST /v2/instances',
    });
    expect(slept).toEqual([]);
  });

  it('is not sent again after a 429 or 503 that does not say when', async () => {
    const server = await serve((response, { url }) => json(response, Number(url.slice(1)), {}));
    const { http, slept } = connect(server.endpoint);
    expect(told(await failure(post(http, '/429')))).toEqual({
      code: 'rate_limited',
      message: 'civo limits the rate of requests (POST /429: 429)',
      hint: 'Wait a while, or lower --concurrency.',
      httpStatus: 429,
    });
    expect(told(await failure(post(http, '/503')))).toEqual({
      code: 'provider_unavailable',
      message: 'civo has a fault of its own (POST /503: 503)',
      hint: 'Try again later.',
      httpStatus: 503,
    });
    expect(server.seen.length).toBe(2);
    expect(slept).toEqual([]);
  });

  it.each([500, 502, 504, 520])('answered with %i is lost, in JSON and in HTML', async (status) => {
    const server = await serve((response, _seen, number) => {
      if (number === 1) return json(response, status, { error: { text: 'Internal\u001b[31m failure' } });
      response.writeHead(status, { 'content-type': 'text/html' });
      return response.end('<h1>Bad gateway</h1>');
    });
    const { http } = connect(server.endpoint);
    const expected = {
      code: 'answer_lost',
      message: 'Whether POST /v2/instances was carried out is not known',
      reason: `civo answered with ${status}`,
      hint: 'Look before doing it again: nube list -p prod',
      httpStatus: status,
    };
    expect(told(await failure(post(http)))).toEqual({ ...expected, reason: `${expected.reason}: Internal failure` });
    expect(told(await failure(post(http)))).toEqual(expected);
    expect(server.seen.length).toBe(2);
  });

  it('whose 500 says plainly that nothing was done is refused', async () => {
    const server = await serve((response) =>
      json(response, 500, { error: { code: 'wrong_state', text: 'It is locked', id: 'lock_failed' } }),
    );
    expect(told(await failure(post(connect(server.endpoint).http)))).toEqual({
      code: 'wrong_state',
      message: 'It is locked',
      hint: 'The message says which it needs.',
      httpStatus: 500,
      providerCode: 'lock_failed',
    });
  });

  it('whose connection breaks after sending is lost and not sent again', async () => {
    const server = await serve((_response, _seen, _number, request) => request.socket.resetAndDestroy());
    expect(told(await failure(post(connect(server.endpoint).http)))).toEqual({
      code: 'answer_lost',
      message: 'Whether POST /v2/instances was carried out is not known',
      reason: `127.0.0.1:${server.port} closed the connection before it had answered POST /v2/instances`,
      hint: 'Look before doing it again: nube list -p prod',
    });
    expect(server.seen.length).toBe(1);
  });

  it('that meets a reused connection being closed is lost and not sent again', async () => {
    const server = await serve((response, { method }, _number, request) => {
      if (method === 'POST') return request.socket.resetAndDestroy();
      return json(response, 200, {});
    });
    const { http } = connect(server.endpoint);
    await http.get('/x');
    expect((await failure(post(http))).code).toBe('answer_lost');
    expect(server.seen.map(({ method, connection }) => [method, connection])).toEqual([
      ['GET', 1],
      ['POST', 1],
    ]);
  });

  it('that gets no answer in time is lost', async () => {
    const server = await serve(() => {});
    expect(told(await failure(post(connect(server.endpoint, { requestTimeoutMs: 500 }).http)))).toMatchObject({
      code: 'answer_lost',
      reason: expect.stringMatching(/^127.0.0.1:\d+ did not answer POST \/v2\/instances within 0.5 s$/),
    });
    expect(server.seen.length).toBe(1);
  });

  it.each(['{"id":', '<html>', 'done'])('answered with %j in a 200 is lost', async (text) => {
    const server = await serve((response) => response.end(text));
    expect(told(await failure(post(connect(server.endpoint).http)))).toMatchObject({
      code: 'answer_lost',
      reason: expect.stringContaining('it was answered with '),
      httpStatus: 200,
    });
    expect(server.seen.length).toBe(1);
  });

  it('whose answer breaks off within is lost', async () => {
    const server = await serve((response, _seen, _number, request) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":"7"}');
      setTimeout(() => request.socket.destroy(), 5);
    });
    expect((await failure(post(connect(server.endpoint).http))).code).toBe('answer_lost');
    expect(server.seen.length).toBe(1);
  });

  it('whose answer the driver cannot make sense of is lost; any other complaint of the driver stands', async () => {
    const { CliError } = await import('../../../src/core/errors');
    const server = await serve((response) => json(response, 200, { id: 7 }, { 'x-request-id': 'r-1' }));
    const { http } = connect(server.endpoint);
    const send = (code: 'unexpected_answer' | 'wrong_state') =>
      http.send(
        { method: 'POST', path: '/x', body: {} },
        () => {
          throw new CliError(code, 'id is no text');
        },
        () => null,
      );
    expect(told(await failure(send('unexpected_answer')))).toMatchObject({
      code: 'answer_lost',
      message: 'Whether POST /x was carried out is not known',
      reason: 'id is no text',
      requestId: 'r-1',
    });
    expect(told(await failure(send('wrong_state')))).toMatchObject({ code: 'wrong_state', message: 'id is no text' });
  });
});

describe('the gate', () => {
  it('makes everyone wait for one back-off', async () => {
    const server = await serve((response, _seen, number) =>
      json(response, number <= 4 ? 429 : 200, {}, { 'retry-after': '3' }),
    );
    const slept: number[] = [];
    let time = start;
    const now = () => new Date(time);
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds);
      // Those that were under way arrive, and nobody comes after them.
      await vi.waitFor(() => expect(server.seen.length).toBe(4), 10_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(server.seen.length).toBe(4);
      time += milliseconds;
    };
    const gate = createGate({ limit: 4, now, sleep });
    const [one, two] = [connect(server.endpoint, { gate, now, sleep }), connect(server.endpoint, { gate, now, sleep })];
    const all = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? one : two).http.get('/x'));
    await Promise.all(all);
    expect(slept).toEqual([3000]);
    expect(server.seen.length).toBe(16);
  });

  it('turns away a reading that would have to wait too long for another’s back-off', async () => {
    const server = await serve((response, { method }, number) =>
      json(response, method === 'POST' && number === 1 ? 429 : 200, {}, { 'retry-after': '300' }),
    );
    const now = () => new Date(start);
    let wake = () => {};
    let changed: Promise<unknown> | undefined;
    const http = await new Promise<Http>((heldBack) => {
      const sleep = () => {
        heldBack(waiting);
        return new Promise<void>((resolve) => (wake = resolve));
      };
      const { http: waiting } = connect(server.endpoint, { now, sleep, gate: createGate({ limit: 2, now, sleep }) });
      changed = post(waiting);
    });
    expect(told(await failure(http.get('/x')))).toMatchObject({
      code: 'rate_limited',
      message: 'civo asks to wait until 2026-01-01T00:05:00Z before GET /x',
    });
    wake();
    await changed;
    expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });
});
