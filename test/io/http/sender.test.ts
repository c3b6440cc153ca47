import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Wire } from '../../../src/core/driver';
import type { FailureCause } from '../../../src/io/http/causeOf';
import type { Attempt, Failed, Received } from '../../../src/io/http/exchange';
import { createRedaction } from '../../../src/io/http/redaction';
import { createSender, type Outgoing, type SenderOptions } from '../../../src/io/http/sender';
import { start, told } from './connection';

const wire: Wire = {
  headers: (_settings, credential) => ({ Authorization: credential, 'X-Hub': 'h' }),
  secretFields: [],
  readRefusal: () => null,
};
const received = (status: number, headers: Record<string, string> = {}): Received => ({
  status,
  headers,
  bytes: Buffer.from('{"a":1}'),
  strayed: null,
});
const failed = (cause: FailureCause, more: Partial<Failed> = {}): Failed => ({
  cause,
  code: 'EODD',
  text: 'odd',
  left: true,
  address: 'h:443',
  ...more,
});
const asked = { what: 'GET /x', changes: false, profile: 'prod', provider: 'civo', show: (text: string) => text };
const reading: Outgoing = {
  kind: 'reading',
  method: 'GET',
  url: new URL('https://h/x'),
  payload: null,
  meaning: 'what it means',
  headers: {},
  asked,
};
const payload = { text: '{"p":"hunter22"}', type: 'application/json', secrets: ['hunter22'] };
const change: Outgoing = {
  ...reading,
  kind: 'change',
  method: 'PUT',
  payload,
  asked: { ...asked, what: 'PUT /x', changes: true },
};
const raw: Outgoing = { ...change, kind: 'raw change' };

/** A sender to which these outcomes come, and all that it does, in order. Sending takes 5 ms of its clock. */
function setting(outcomes: readonly (Received | Failed)[], over: Partial<SenderOptions> = {}) {
  const events: string[] = [];
  const attempts: Attempt[] = [];
  const abort = new AbortController();
  const redaction = createRedaction([]);
  let time = start;
  const options: SenderOptions = {
    profile: 'prod',
    settings: {},
    wire,
    userAgent: 'nube/1',
    credential: async () => 'tok-old',
    gate: {
      enter: async (patience) => {
        events.push(`enter ${patience}`);
        return () => void events.push('leave');
      },
      holdBack: (milliseconds) => void events.push(`hold ${milliseconds}`),
    },
    readTimeBudgetMs: 60_000,
    changeTimeBudgetMs: 90_000,
    signal: abort.signal,
    sleep: async (milliseconds) => void events.push(`sleep ${milliseconds}`),
    random: () => 1,
    now: () => new Date(time),
    times: { connectTimeoutMs: 1000, requestTimeoutMs: 1000, sizeLimit: 100 },
    redaction,
    log: null,
    exchange: async (attempt) => {
      events.push(`send ${attempt.headers.authorization}`);
      attempts.push(attempt);
      time += 5;
      const outcome = outcomes[Math.min(attempts.length, outcomes.length) - 1];
      if (outcome === undefined || attempts.length > 9) throw new Error('nothing comes');
      return outcome;
    },
    ...over,
  };
  const sending = createSender(options);
  /** What came of it: a status, or the code and message of an error. */
  const send = (outgoing: Outgoing) =>
    sending(outgoing).then(
      ({ status, waitUntil }) => (waitUntil === null ? status : `${status} until ${waitUntil.toISOString()}`),
      (error) => `${error.code}: ${error.message}`,
    );
  return { send, sending, events, attempts, abort, redaction };
}

const once = ['send tok-old', 'leave'];
const again = (patience = 60_000) => [`enter ${patience}`, ...once];

describe('a request', () => {
  it('takes a place, leaves, comes back, gives the place to the next and is read in a later turn', async () => {
    const { sending, events } = setting([received(200, { b: 'c' })]);
    const leaving = () => void events.push('leaving');
    const arrived = () => {
      events.push('arrived');
      setImmediate(() => events.push('turn'));
    };
    expect(await sending({ ...reading, leaving, arrived })).toEqual({
      ...received(200, { b: 'c' }),
      waitUntil: null,
      reading: { body: { a: 1 } },
    });
    expect(events).toEqual(['enter 60000', 'leaving', 'send tok-old', 'leave', 'arrived', 'turn']);
  });

  it('is made of what is asked, the provider’s headers, and nube’s own', async () => {
    const { send, attempts, redaction } = setting([received(200)]);
    await send(reading);
    await send({ ...reading, payload });
    await send({ ...change, headers: { ACCEPT: 'text/plain', 'x-HUB': 'i' } });
    const headers = { 'user-agent': 'nube/1', accept: 'application/json', authorization: 'tok-old', 'x-hub': 'h' };
    const url = new URL('https://h/x');
    expect(attempts).toEqual([
      { method: 'GET', url, headers, body: null, follow: true },
      { method: 'GET', url, headers: { ...headers, 'content-type': payload.type }, body: payload.text, follow: false },
      {
        method: 'PUT',
        url,
        headers: { ...headers, accept: 'text/plain', 'x-hub': 'i', 'content-type': payload.type },
        body: payload.text,
        follow: false,
      },
    ]);
    expect(redaction.text('tok-old hunter22')).toBe('******** ********');
  });

  it('that changes something is never redirected, even without a body', async () => {
    const { send, attempts } = setting([received(200)]);
    await send({ ...change, payload: null });
    await send({ ...raw, payload: null });
    expect(attempts.map(({ follow, body }) => ({ follow, body }))).toEqual([
      { follow: false, body: null },
      { follow: false, body: null },
    ]);
  });

  it.each([['\n'], ['\r'], ['\0'], ['\u001f'], ['\u007f'], ['\u0100'], ['\u{1f600}']])(
    'is not made of a credential with %j',
    async (odd) => {
      const { sending, events } = setting([received(200)], { credential: async () => `a${odd}b` });
      const error = await sending(reading).catch((thrown) => thrown);
      expect(told(error)).toEqual({
        code: 'secret_unavailable',
        message: 'The credential of prod holds characters that cannot be sent',
        hint: 'Look for a line break or a blank line where it is kept.',
      });
      expect(events).toEqual([]);
    },
  );

  it('may be made of a credential with any other character', async () => {
    const { send, attempts } = setting([received(200)], { credential: async () => 'a\t ~\u0080\u00ff' });
    expect(await send(reading)).toBe(200);
    expect(attempts[0]?.headers.authorization).toBe('a\t ~\u0080\u00ff');
  });

  it('gives its place back when it fails in any way', async () => {
    const { sending, events } = setting([]);
    await expect(sending(reading)).rejects.toThrow('nothing comes');
    expect(events).toEqual(again());
  });
});

describe('another try', () => {
  it.each<FailureCause>(['name', 'refused', 'route', 'connect_timeout', 'proxy', 'closed'])(
    'of a reading follows where the cause %s may pass, three times',
    async (cause) => {
      const { send, events } = setting([failed(cause)]);
      expect(await send(reading)).toMatch(/^unreachable: /);
      expect(events).toEqual([...again(), 'sleep 500', ...again(), 'sleep 1000', ...again(), 'sleep 2000', ...again()]);
    },
  );

  it.each<FailureCause>([
    'invalid',
    'certificate',
    'tls',
    'timeout',
    'garbled',
    'too_large',
    'redirect',
    'interrupted',
  ])('does not follow where the cause is %s', async (cause) => {
    const { send, events } = setting([failed(cause)]);
    await send(reading);
    expect(events).toEqual(again());
  });

  it('does not follow where a proxy refuses for good', async () => {
    const refusing = setting([failed('proxy', { text: 'Bad response: 407' })]);
    expect(await refusing.send(reading)).toBe(
      'unreachable: The proxy h:443 did not let the connection through: it answered with 407',
    );
    expect(refusing.events).toEqual(again());
    for (const text of ['Bad response: 502', 'A Bad response: 407']) {
      const { send, events } = setting([failed('proxy', { text }), received(200)]);
      expect(await send(reading)).toBe(200);
      expect(events).toEqual([...again(), 'sleep 500', ...again()]);
    }
  });

  it('of a change follows where it never left', async () => {
    const { send, events } = setting([failed('refused', { left: false }), received(201)]);
    expect(await send(change)).toBe(201);
    expect(events).toEqual([...again(90_000), 'sleep 500', ...again(90_000)]);
    const gone = setting([failed('closed')]);
    expect(await gone.send(change)).toBe('answer_lost: Whether PUT /x was carried out is not known');
    expect(gone.events).toEqual(again(90_000));
  });

  it('of a raw change never follows', async () => {
    for (const outcome of [failed('refused', { left: false }), received(429, { 'retry-after': '1' }), received(401)]) {
      const { send, events } = setting([outcome], { renew: async () => 'tok-new' });
      await send(raw);
      expect(events).toEqual(again(90_000));
    }
  });

  it.each([
    [429, 'hold'],
    [503, 'hold'],
    [500, 'sleep'],
    [408, 'sleep'],
  ])('after a %i lets everyone wait or this one alone: %s', async (status, pause) => {
    const { send, events } = setting([received(status), received(200)]);
    expect(await send(reading)).toBe(200);
    expect(events).toEqual(
      pause === 'hold'
        ? ['enter 60000', 'send tok-old', 'hold 500', 'leave', ...again()]
        : [...again(), 'sleep 500', ...again()],
    );
  });

  it('comes four times at most, and gives the last answer', async () => {
    const { send, events } = setting([received(500)]);
    expect(await send(reading)).toBe(500);
    expect(events.filter((event) => event.startsWith('s'))).toEqual([
      'send tok-old',
      'sleep 500',
      'send tok-old',
      'sleep 1000',
      'send tok-old',
      'sleep 2000',
      'send tok-old',
    ]);
  });

  it('comes when the provider asks for it, all together within the time that there is', async () => {
    const { send, events } = setting([received(503, { 'retry-after': '25' })]);
    // 25 of 60 s each time: the third would be too long.
    expect(await send(reading)).toBe('503 until 2026-01-01T00:00:25.015Z');
    const held = (patience: number) => [`enter ${patience}`, 'send tok-old', 'hold 25000', 'leave'];
    expect(events).toEqual([...held(60_000), ...held(60_000), ...again(35_000)]);
  });

  it('waits as long as is asked where that is just within the time', async () => {
    const { send, events } = setting([received(429, { 'retry-after': '60' }), received(503), received(200)]);
    expect(await send(reading)).toBe(200);
    // The time that was asked for is spent by entering again; what nube waits of its own accord is not counted.
    expect(events).toEqual([
      ...['enter 60000', 'send tok-old', 'hold 60000', 'leave'],
      ...['enter 60000', 'send tok-old', 'hold 1000', 'leave'],
      ...again(0),
    ]);
    const late = setting([received(429, { 'retry-after': '60.001' })]);
    expect(await late.send(reading)).toBe('429 until 2026-01-01T00:01:00.006Z');
  });

  it('of a change has the time of changes, and only where the provider asks for it', async () => {
    const asking = setting([received(429, { 'retry-after': '90' }), received(201)]);
    expect(await asking.send(change)).toBe(201);
    expect(asking.events).toEqual(['enter 90000', 'send tok-old', 'hold 90000', 'leave', ...again(90_000)]);
    for (const status of [429, 500]) {
      const silent = setting([received(status)]);
      expect(await silent.send(change)).toBe(status);
      expect(silent.events).toEqual(again(90_000));
    }
  });

  it('is not waited for where somebody interrupts', async () => {
    const { send, abort, events } = setting([received(500)], {
      sleep: () =>
        new Promise((_resolve, reject) => {
          setImmediate(() => {
            abort.abort();
            reject(new Error('woken'));
          });
        }),
    });
    expect(await send(reading)).toBe('interrupted: Interrupted before GET /x');
    expect(events).toEqual(again());
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });
});

describe('a refused credential', () => {
  const renewing = (outcomes: readonly (Received | Failed)[]) => {
    let current = 'tok-old';
    let renewals = 0;
    const renew = async () => {
      renewals += 1;
      const fresh = `tok-${renewals}`;
      setting_.events.push(`renew ${fresh}`);
      return fresh;
    };
    const setting_ = setting(outcomes, { credential: async () => current, renew });
    return { ...setting_, become: (token: string) => (current = token) };
  };

  it('is renewed, and the try does not count', async () => {
    const { send, events } = renewing([received(401), received(500)]);
    expect(await send(reading)).toBe(500);
    expect(events).toEqual([
      ...again(),
      'renew tok-1',
      ...['enter 60000', 'send tok-1', 'leave', 'sleep 500'],
      ...['enter 60000', 'send tok-1', 'leave', 'sleep 1000'],
      ...['enter 60000', 'send tok-1', 'leave', 'sleep 2000'],
      ...['enter 60000', 'send tok-1', 'leave'],
    ]);
  });

  it('is renewed once for each request', async () => {
    const { send, events } = renewing([received(401)]);
    expect(await send(change)).toBe(401);
    expect(events).toEqual([...again(90_000), 'renew tok-1', 'enter 90000', 'send tok-1', 'leave']);
  });

  it('is renewed once for all who were sent with it, and stays so while it is what is kept', async () => {
    const { send, events, attempts, become } = renewing([received(401), received(401), received(200)]);
    expect(await Promise.all([send(reading), send(reading)])).toEqual([200, 200]);
    expect(await send(reading)).toBe(200);
    expect(events.filter((event) => event.startsWith('renew'))).toEqual(['renew tok-1']);
    become('tok-kept');
    expect(await send(reading)).toBe(200);
    expect(attempts.map(({ headers }) => headers.authorization)).toEqual([
      ...['tok-old', 'tok-old', 'tok-1', 'tok-1', 'tok-1', 'tok-kept'],
    ]);
  });

  it('is renewed again once it is another', async () => {
    const { send, events, become } = renewing([received(401), received(200), received(401), received(200)]);
    expect(await send(reading)).toBe(200);
    become('tok-kept');
    expect(await send(reading)).toBe(200);
    expect(events.filter((event) => event.startsWith('renew'))).toEqual(['renew tok-1', 'renew tok-2']);
  });

  it('is not renewed for another host, nor where nobody can', async () => {
    const strayed = renewing([{ ...received(401), strayed: 'other' }]);
    expect(await strayed.send(reading)).toBe(401);
    expect(strayed.events).toEqual(again());
    const fixed = setting([received(401)]);
    expect(await fixed.send(reading)).toBe(401);
    expect(fixed.events).toEqual(again());
  });

  it('is none where the status is another', async () => {
    const { send, events } = renewing([received(403)]);
    expect(await send(reading)).toBe(403);
    expect(events).toEqual(again());
  });
});

describe('a place', () => {
  it('that would be free too late ends the request', async () => {
    const until = new Date(start + 300_000);
    const { send, events } = setting([], { gate: { enter: async () => until, holdBack: () => {} } });
    expect(await send(reading)).toBe('rate_limited: civo asks to wait until 2026-01-01T00:05:00Z before GET /x');
    expect(events).toEqual([]);
  });

  it('that is not there is told', async () => {
    const gate = { enter: () => Promise.reject(new Error('no gate')), holdBack: () => {} };
    const { sending, abort } = setting([], { gate });
    await expect(sending(reading)).rejects.toThrow('no gate');
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  it('is not waited for where somebody interrupts, before or meanwhile, and is given back when it comes', async () => {
    for (const before of [true, false]) {
      let come = (_place: () => void) => {};
      const gate = { enter: () => new Promise<() => void>((resolve) => (come = resolve)), holdBack: () => {} };
      const { send, abort, events } = setting([], { gate });
      if (before) abort.abort();
      else setImmediate(() => abort.abort());
      expect(await send(before ? reading : change)).toBe(
        before ? 'interrupted: Interrupted before GET /x' : 'not_sent: Interrupted before PUT /x',
      );
      come(() => void events.push('given back'));
      await new Promise((resolve) => setImmediate(resolve));
      expect(events).toEqual(['given back']);
    }
  });

  it('that never comes after an interruption is nobody’s trouble', async () => {
    for (const late of [() => Promise.reject(new Error('no gate')), async () => new Date()]) {
      const gate = {
        enter: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return late();
        },
        holdBack: () => {},
      };
      const { send, abort } = setting([], { gate });
      abort.abort();
      expect(await send(reading)).toBe('interrupted: Interrupted before GET /x');
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
  });
});

describe('the log', () => {
  const logged = (outcomes: readonly (Received | Failed)[], outgoing: Outgoing, over: Partial<SenderOptions> = {}) => {
    const lines: unknown[] = [];
    const log: SenderOptions['log'] = {
      sent: ({ method }, meaning) => lines.push(['sent', method, meaning]),
      received: ({ status }, read, took) => lines.push(['received', status, read, took]),
      failed: ({ cause }, took) => lines.push(['failed', cause, took]),
      note: (text) => lines.push(text),
    };
    return setting(outcomes, { log, ...over })
      .send(outgoing)
      .then(() => lines);
  };
  const sent = ['sent', 'GET', 'what it means'];

  it('tells of all that is sent, what comes back and how long it took', async () => {
    expect(await logged([failed('closed'), received(200)], reading)).toEqual([
      ...[sent, ['failed', 'closed', 5], 'again in 500 ms, try 2 of 4'],
      ...[sent, ['received', 200, { body: { a: 1 } }, 5]],
    ]);
  });

  it('tells of a renewed credential', async () => {
    const lines = await logged([received(401), received(200)], reading, { renew: async () => 'tok-new' });
    expect(lines[2]).toBe('the credential was refused: signing in again');
    expect(lines).toHaveLength(5);
  });
});
