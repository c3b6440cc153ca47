import { getEventListeners } from 'node:events';
import http from 'node:http';
import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CliError } from '../../../src/core/errors';
import { type Attempt, createExchange, type ExchangeOptions } from '../../../src/io/http/exchange';

/** A connection whose other end is the test. */
class Connection extends Duplex {
  connecting = true;
  written = '';
  override _read() {}
  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.written += chunk;
    done();
  }
  setTimeout = () => this;
  setNoDelay = () => this;
  setKeepAlive = () => this;
  ref = () => this;
  unref = () => this;
  /** The connection stands. */
  stand(event = 'connect') {
    this.connecting = false;
    this.emit(event);
  }
  answer(text: string) {
    this.push(text.replaceAll('\n', '\r\n'));
  }
}

/** Lets everything happen that needs no time. */
async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const get: Attempt = { method: 'GET', url: new URL('http://h/x'), headers: { a: 'b' }, body: null, follow: true };
const put: Attempt = { ...get, method: 'PUT', body: '{"a":1}', follow: false };
const ok = 'HTTP/1.1 200 OK\ncontent-length: 2\nx-a: b\nset-cookie: c\nset-cookie: d\n\n{}';

type Opening = (connection: Connection) => void;

/** An exchange over connections that the test answers; the first are opened as is said, and an error is one that fails. */
function setting(over: Partial<ExchangeOptions> = {}, openings: readonly (Opening | Error)[] = [], keepAlive = false) {
  const connections: Connection[] = [];
  const asked: string[] = [];
  const abort = new AbortController();
  const agent = new http.Agent({ keepAlive });
  let opened = 0;
  const open = (_options: unknown, done: (error: Error) => void) => {
    const opening = openings[opened++];
    if (opening instanceof Error) return done(opening);
    const connection = new Connection();
    opening?.(connection);
    connections.push(connection);
    return connection;
  };
  Object.assign(agent, { createConnection: open });
  const exchange = createExchange({
    routes: async (url) => {
      asked.push(url.href);
      return { agent: { http: agent }, proxy: null };
    },
    connectTimeoutMs: 1000,
    requestTimeoutMs: 5000,
    signal: abort.signal,
    sizeLimit: 10,
    ...over,
  });
  /** The newest connection, once there is one. */
  const connection = async () => {
    await settle();
    const newest = connections.at(-1);
    if (newest === undefined) throw new Error('nothing was opened');
    return newest;
  };
  const idle = () => ({ timers: vi.getTimerCount(), listeners: getEventListeners(abort.signal, 'abort').length });
  return { exchange, connection, connections, asked, agent, abort, idle };
}

const secure = (wire: Connection) => void Object.assign(wire, { encrypted: true });
const odd = (code?: string) => Object.assign(new Error('odd'), code === undefined ? {} : { code });
const still = { timers: 0, listeners: 0 };
const unsent = { left: false, address: 'h:80' };
const sent = { left: true, address: 'h:80' };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('one exchange', () => {
  it('is what was asked and what came back', async () => {
    const { exchange, connection, asked, idle } = setting();
    const coming = exchange(put);
    const wire = await connection();
    expect(idle()).toEqual({ timers: 1, listeners: 1 });
    wire.stand();
    await settle();
    expect(wire.written).toMatch(/^PUT \/x HTTP\/1\.1\r\n.*\r\na: b\r\n.*\r\n\r\n\{"a":1\}$/s);
    wire.answer(ok);
    expect(await coming).toEqual({
      status: 200,
      headers: { 'content-length': '2', 'x-a': 'b', 'set-cookie': 'c, d' },
      bytes: Buffer.from('{}'),
      strayed: null,
    });
    expect(asked).toEqual(['http://h/x']);
    expect(idle()).toEqual(still);
  });

  it.each<[Partial<Attempt>, RegExp]>([
    [{ method: 'GET' }, /^GET \/x .*\r\n\r\n$/s],
    [{ method: 'HEAD' }, /^HEAD \/x .*\r\n\r\n$/s],
    [{ method: 'POST' }, /^POST \/x .*\r\nContent-Length: 0\r\n\r\n$/s],
    [{ method: 'DELETE' }, /^DELETE \/x .*\r\n\r\n$/s],
    [{ method: 'GET', body: 'text' }, /^GET \/x .*\r\n\r\ntext$/s],
    [{ method: 'PUT', body: Buffer.from('bytes') }, /^PUT \/x .*\r\n\r\nbytes$/s],
  ])('of %j is sent whole', async (over, written) => {
    const { exchange, connection } = setting();
    const coming = exchange({ ...get, follow: false, ...over });
    const wire = await connection();
    wire.stand();
    await settle();
    expect(wire.written).toMatch(written);
    wire.answer('HTTP/1.1 404 Not Found\ncontent-length: 0\n\n');
    expect(await coming).toMatchObject({ status: 404, bytes: Buffer.alloc(0) });
  });

  it.each<[string, Partial<Attempt>]>([
    ['GET', {}],
    ['GET', { body: 'text' }],
    ['HEAD', {}],
    ['PUT', { body: '{}' }],
    ['POST', {}],
    ['DELETE', {}],
  ])('of %s %j goes over a connection that was used before', async (method, over) => {
    const { exchange, connection, connections } = setting({}, [], true);
    for (let time = 0; time < 2; time += 1) {
      const coming = exchange({ ...get, method, follow: false, ...over });
      const wire = await connection();
      wire.stand();
      await settle();
      wire.answer('HTTP/1.1 204 No Content\n\n');
      expect(await coming).toMatchObject({ status: 204 });
      await settle();
    }
    expect(connections).toHaveLength(1);
    expect(connections[0]?.written.match(/ HTTP\/1\.1\r\n/g)).toHaveLength(2);
  });

  it('does not change the headers that it is given', async () => {
    const { exchange, connection } = setting();
    const headers = Object.freeze({ a: 'b' });
    const coming = exchange({ ...get, headers });
    (await connection()).answer(ok);
    await coming;
    expect(headers).toEqual({ a: 'b' });
  });

  it('is never repeated by the library', async () => {
    const { exchange, connection, connections } = setting();
    const coming = exchange(get);
    (await connection()).answer('HTTP/1.1 503 No\nretry-after: 0\ncontent-length: 0\n\n');
    expect(await coming).toMatchObject({ status: 503 });
    await settle();
    expect(connections).toHaveLength(1);
  });

  it('is read up to its limit', async () => {
    for (const [parts, outcome] of [
      [['12345', '67890'], { bytes: Buffer.from('1234567890') }],
      [['12345', '67890a'], { cause: 'too_large', ...sent }],
      [['12345', '67890', 'abc'], { cause: 'too_large', ...sent }],
    ] as const) {
      const { exchange, connection, idle } = setting();
      const coming = exchange(get);
      const wire = await connection();
      wire.stand();
      wire.answer('HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n');
      for (const part of parts) {
        wire.answer(`${part.length.toString(16)}\n${part}\n`);
        await settle();
      }
      wire.answer('0\n\n');
      expect(await coming).toMatchObject(outcome);
      expect(idle()).toEqual(still);
    }
  });
});

describe('an exchange that fails', () => {
  /** What came of it when its connection broke after `prepare`. */
  async function broken(attempt: Attempt, code: string | undefined, prepare: Opening = () => {}, opening?: Opening) {
    const { exchange, connection, idle } = setting({}, opening === undefined ? [] : [opening]);
    const coming = exchange(attempt).catch((error) => ({ ...error, message: error.message }));
    const wire = await connection();
    prepare(wire);
    await settle();
    wire.destroy(odd(code));
    const failed = await coming;
    expect(idle()).toEqual(still);
    return failed;
  }

  it('before the connection stands never left', async () => {
    const refused = { cause: 'refused', code: 'ECONNREFUSED', text: 'odd', ...unsent };
    for (const attempt of [get, put]) expect(await broken(attempt, 'ECONNREFUSED')).toEqual(refused);
  });

  it('afterwards may have left', async () => {
    const closed = { cause: 'closed', code: 'ETIMEDOUT', text: 'odd', ...sent };
    expect(await broken(put, 'ETIMEDOUT', (wire) => wire.stand())).toEqual(closed);
    // A connection that stood when it was given out, or that an answer shows to stand.
    const standing = (wire: Connection) => void Object.assign(wire, { connecting: false });
    expect(await broken(put, 'ETIMEDOUT', undefined, standing)).toEqual(closed);
    expect(await broken(put, 'ETIMEDOUT', (wire) => wire.answer('HTTP/1.1 200 OK\n\n{'))).toEqual(closed);
  });

  it('on a secure connection may have left once that is secure', async () => {
    const refused = { cause: 'tls', code: 'EPROTO', text: 'odd', ...unsent };
    expect(await broken(put, 'EPROTO', (wire) => wire.stand(), secure)).toEqual(refused);
    const standing = (wire: Connection) => Object.assign(wire, { encrypted: true, connecting: false });
    expect(await broken(put, 'EPROTO', undefined, standing)).toEqual(refused);
    const closed = { cause: 'closed', code: 'EPROTO', text: 'odd', ...sent };
    expect(await broken(put, 'EPROTO', (wire) => wire.stand('secureConnect'), secure)).toEqual(closed);
  });

  it('on a connection that is used again may have left at once', async () => {
    const { exchange, connection, connections } = setting({}, [secure], true);
    const first = exchange(get);
    const wire = await connection();
    wire.stand('secureConnect');
    wire.answer(ok);
    await first;
    await settle();
    const second = exchange(put);
    await settle();
    wire.destroy(odd('EPROTO'));
    expect(await second).toEqual({ cause: 'closed', code: 'EPROTO', text: 'odd', ...sent });
    expect(connections).toHaveLength(1);
  });

  it('with a code that nobody knows is a mistake, which holds no credential', async () => {
    expect(await broken(get, 'ODD')).toEqual({ message: 'ODD: odd' });
    expect(await broken(get, undefined)).toEqual({ message: 'ERR_GOT_REQUEST_ERROR: odd' });
  });

  it.each([
    [299, { message: 'ERR_GOT_REQUEST_ERROR: odd' }],
    [300, { cause: 'redirect', code: 'ERR_GOT_REQUEST_ERROR', text: 'odd', ...sent }],
    [399, { cause: 'redirect', code: 'ERR_GOT_REQUEST_ERROR', text: 'odd', ...sent }],
    [400, { message: 'ERR_GOT_REQUEST_ERROR: odd' }],
  ])('without a code after a %i is a redirect that failed, or a mistake', async (status, outcome) => {
    const answering = (wire: Connection) => wire.answer(`HTTP/1.1 ${status} X\n\n{`);
    expect(await broken(get, undefined, answering)).toEqual(outcome);
  });

  it('within its answer has none', async () => {
    const { exchange, connection } = setting();
    const coming = exchange(get);
    const wire = await connection();
    wire.answer('HTTP/1.1 200 OK\ncontent-length: 9\n\n{}');
    wire.push(null);
    expect(await coming).toMatchObject({ cause: 'closed', ...sent });
  });

  it('names the port that was talked to', async () => {
    for (const [address, told] of [
      ['http://h:81/x', 'h:81'],
      ['http://h/x', 'h:80'],
      ['http://[::1]/x', '[::1]:80'],
    ] as const) {
      const { exchange } = setting({}, [odd('ECONNREFUSED')]);
      expect(await exchange({ ...get, url: new URL(address) })).toMatchObject({ address: told });
    }
    const { exchange, abort } = setting();
    abort.abort();
    expect(await exchange({ ...get, url: new URL('https://h/x') })).toMatchObject({ address: 'h:443' });
  });
});

describe('the time of an exchange', () => {
  it('is short until the connection stands', async () => {
    const { exchange, connection, idle } = setting();
    const coming = exchange(put);
    await connection();
    await vi.advanceTimersByTimeAsync(999);
    expect(idle()).toEqual({ timers: 1, listeners: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await coming).toMatchObject({ cause: 'connect_timeout', text: 'connect_timeout', ...unsent });
    expect(idle()).toEqual(still);
  });

  it('is long from then on, and does not begin anew with the answer', async () => {
    const { exchange, connection, idle } = setting();
    const coming = exchange(get);
    const wire = await connection();
    await vi.advanceTimersByTimeAsync(900);
    wire.stand();
    await vi.advanceTimersByTimeAsync(4000);
    wire.answer('HTTP/1.1 200 OK\n\n{');
    await settle();
    await vi.advanceTimersByTimeAsync(999);
    expect(idle()).toEqual({ timers: 1, listeners: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await coming).toMatchObject({ cause: 'timeout', text: 'timeout', ...sent });
    expect(idle()).toEqual(still);
  });
});

describe('an interruption', () => {
  it('before anything was done leaves it undone', async () => {
    const { exchange, abort, asked } = setting();
    abort.abort();
    expect(await exchange(put)).toEqual({ cause: 'interrupted', code: '', text: '', ...unsent });
    expect(asked).toEqual([]);
  });

  it('while the route is found does so too', async () => {
    const { exchange, abort, agent } = setting({
      routes: async () => {
        abort.abort();
        return { agent: { http: agent }, proxy: null };
      },
    });
    expect(await exchange(put)).toMatchObject({ cause: 'interrupted', ...unsent });
  });

  it.each<[string, Attempt, boolean]>([
    ['a change before it left', put, false],
    ['a reading before it left', get, false],
    ['a reading that is under way', get, true],
  ])('stops %s', async (_title, attempt, left) => {
    const { exchange, connection, abort, idle } = setting();
    const coming = exchange(attempt);
    const wire = await connection();
    if (left) wire.stand();
    abort.abort();
    expect(await coming).toMatchObject({ cause: 'interrupted', text: 'interrupted', left, address: 'h:80' });
    expect(idle()).toEqual(still);
  });

  it('lets a change through that is under way', async () => {
    const { exchange, connection, abort } = setting();
    const coming = exchange(put);
    const wire = await connection();
    wire.stand();
    abort.abort();
    await settle();
    wire.answer(ok);
    expect(await coming).toMatchObject({ status: 200 });
  });
});

describe('a redirect', () => {
  const moved = (location: string) => `HTTP/1.1 302 Found\nlocation: ${location}\ncontent-length: 0\n\n`;
  const headers = { accept: 'a', 'Accept-Encoding': 'gzip', 'user-agent': 'u', authorization: 'secret', 'x-hub': 'h' };

  it.each([
    ['/y?z=1', 'http://h/y?z=1', null],
    ['http://h/y', 'http://h/y', null],
    ['http://other/y', 'http://other/y', 'other'],
    ['http://h:81/y', 'http://h:81/y', 'h:81'],
  ])('to %s is followed along the route to there', async (location, address, strayed) => {
    const { exchange, connection, asked } = setting();
    const coming = exchange({ ...get, headers });
    (await connection()).answer(moved(location));
    const next = await connection();
    next.stand();
    await settle();
    expect(asked).toEqual(['http://h/x', address]);
    const names = [...next.written.matchAll(/^([a-z-]+): /gim)].map(([, name]) => name?.toLowerCase()).sort();
    const kept = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];
    expect(names).toEqual(strayed === null ? [...kept, 'authorization', 'x-hub'].sort() : kept);
    expect(next.written).toMatch(/\r\naccept-encoding: gzip\r\n/);
    next.answer(ok);
    expect(await coming).toMatchObject({ status: 200, strayed });
  });

  it('of a change is its answer', async () => {
    const { exchange, connection, asked } = setting();
    const coming = exchange(put);
    (await connection()).answer(moved('/y'));
    expect(await coming).toMatchObject({ status: 302, headers: { location: '/y' }, strayed: null });
    expect(asked).toHaveLength(1);
  });

  it('is followed five times', async () => {
    const { exchange, connection, asked } = setting();
    const coming = exchange(get);
    for (let hop = 0; hop < 6; hop += 1) (await connection()).answer(moved('/x'));
    expect(await coming).toMatchObject({ cause: 'redirect', code: 'ERR_TOO_MANY_REDIRECTS' });
    expect(asked).toHaveLength(6);
  });

  it('to where nothing can be sent has its cause, and the address of there', async () => {
    const { exchange, connection } = setting({}, [() => {}, odd('CERT_HAS_EXPIRED')]);
    const coming = exchange(get);
    const wire = await connection();
    wire.stand();
    wire.answer(moved('http://other/y'));
    expect(await coming).toEqual({
      cause: 'certificate',
      code: 'CERT_HAS_EXPIRED',
      text: 'odd',
      left: true,
      address: 'other:80',
    });
  });

  it('to where no route leads fails as finding the route does', async () => {
    const broken = new CliError('broken_configuration', 'no route');
    const { exchange, connection, agent } = setting({
      routes: async (url) => {
        if (url.host !== 'h') throw broken;
        return { agent: { http: agent }, proxy: null };
      },
    });
    const coming = exchange(get);
    (await connection()).answer(moved('http://other/y'));
    expect(await coming.catch((error) => error)).toBe(broken);
  });

  it('may lead along another route', async () => {
    const there = setting();
    const here = setting({
      routes: async (url) => ({ agent: { http: url.host === 'h' ? here.agent : there.agent }, proxy: null }),
    });
    const coming = here.exchange(get);
    (await here.connection()).answer(moved('http://other/y'));
    (await there.connection()).answer(ok);
    expect(await coming).toMatchObject({ status: 200, strayed: 'other' });
  });
});

describe('an exchange through a proxy', () => {
  const proxy = new URL('http://proxy:3128');

  it('that fails on the way there names the proxy', async () => {
    const { exchange } = setting({ routes: async () => ({ agent: { http: failing.agent }, proxy }) });
    const failing = setting({}, [odd('ECONNREFUSED')]);
    expect(await exchange(put)).toEqual({
      cause: 'proxy',
      code: 'ECONNREFUSED',
      text: 'odd',
      left: false,
      address: 'proxy:3128',
    });
  });

  it('that fails behind it names the host', async () => {
    const through = setting();
    const { exchange } = setting({ routes: async () => ({ agent: { http: through.agent }, proxy }) });
    const coming = exchange(put);
    (await through.connection()).destroy(odd('ECONNREFUSED'));
    expect(await coming).toMatchObject({ cause: 'refused', ...unsent });
  });

  it('that cannot be written down has nothing to do with the proxy', async () => {
    const through = setting();
    const { exchange } = setting({ routes: async () => ({ agent: { http: through.agent }, proxy }) });
    expect(await exchange({ ...put, method: 'P UT' })).toMatchObject({ cause: 'invalid', ...unsent });
  });

  it('that is redirected may fail at the proxy again', async () => {
    const through = setting({}, [() => {}, odd('ECONNREFUSED')]);
    const { exchange } = setting({
      routes: async (url) => ({ agent: { http: through.agent }, proxy: url.host === 'h' ? null : proxy }),
    });
    const coming = exchange(get);
    (await through.connection()).answer('HTTP/1.1 302 Found\nlocation: http://other\ncontent-length: 0\n\n');
    expect(await coming).toMatchObject({ cause: 'proxy', left: true, address: 'proxy:3128' });
  });
});
