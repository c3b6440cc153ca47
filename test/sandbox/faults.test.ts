import { describe, expect, test } from 'vitest';
import { FAULT_KINDS } from '../../src/sandbox/faults';
import { startClient, temporaryDirectory } from './sandboxClient';

const LIST = '/v2/instances?region=LON1';
const KEY = { name: 'new', public_key: 'ssh-ed25519 AAAA' };

describe('a fault', () => {
  test.each([
    ['401', 401, { result: 'requires_authentication', status: 401 }],
    ['403', 403, { code: 'database_account_access_denied', reason: 'The request was refused' }],
    ['404', 404, { code: 'not_found', reason: 'The request was refused' }],
    ['409', 409, { code: 'instance_state_must_be_active_or_shutoff', reason: 'The request was refused' }],
    ['429', 429, { code: 'too_many_requests', reason: 'The request was refused' }],
    ['500', 500, { status: 500, error: 'Internal error' }],
    ['503', 503, { status: 503, error: 'Internal error' }],
    ['error-in-200', 200, { status: 500, error: 'Internal error' }],
  ])('of the kind %s is answered in the form of the provider', async (kind, status, body) => {
    const { send } = await startClient({ faults: kind });
    const answer = await send('GET', LIST);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual(body);
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('can say when to come back, in seconds or as a date', async () => {
    const { send } = await startClient({ faults: '429-afterx1,503-afterx1,429-datex1' });
    const seconds = await send('GET', LIST);
    expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([429, '1']);
    const unavailable = await send('GET', LIST);
    expect([unavailable.status, unavailable.headers.get('retry-after')]).toEqual([503, '1']);
    const dated = await send('GET', LIST);
    expect(dated.status).toBe(429);
    expect(Date.parse(dated.headers.get('retry-after') ?? '')).toBeGreaterThan(Date.now());
    expect((await send('GET', LIST)).status).toBe(200);
  });

  test('can be a page of HTML', async () => {
    const { send } = await startClient({ faults: 'html' });
    const answer = await send('GET', LIST);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(answer.text).toContain('502 Bad Gateway');
  });

  test('can cut the connection before or within the answer', async () => {
    const { endpoint } = await startClient({ faults: 'resetx1,reset-bodyx1' });
    const headers = { authorization: 'bearer sandbox-civo-token' };
    await expect(fetch(endpoint + LIST, { headers })).rejects.toThrow('fetch failed');
    const half = await fetch(endpoint + LIST, { headers });
    expect(half.status).toBe(200);
    await expect(half.text()).rejects.toThrow('terminated');
    expect((await fetch(endpoint + LIST, { headers })).status).toBe(200);
  });

  test('can cut the JSON in a whole answer', async () => {
    const { send } = await startClient({ faults: 'truncatedx1' });
    const answer = await send('GET', LIST);
    expect(answer.status).toBe(200);
    expect(answer.body).toBeUndefined();
    const whole = await send('GET', LIST);
    expect(whole.text.startsWith(answer.text)).toBe(true);
  });

  test('can give values other types than promised', async () => {
    const { send } = await startClient({ faults: 'wrong-types' });
    const { body } = await send('GET', LIST);
    expect(body).toMatchObject({ page: { value: 1 }, items: { first: { id: 36, status: 6, public_ip: 11 } } });
  });

  test('can leave a request without an answer', async () => {
    const { endpoint } = await startClient({ faults: 'slow' });
    await expect(fetch(endpoint + LIST, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout');
  });

  test('can lose the answer to what was done, and to nothing else', async () => {
    const { send } = await startClient({ faults: 'drop-after-commitx1' });
    expect((await send('GET', '/v2/sshkeys')).body).toHaveLength(1);
    await expect(send('POST', '/v2/sshkeys', KEY)).rejects.toThrow('fetch failed');
    expect((await send('GET', '/v2/sshkeys')).body).toHaveLength(2);
  });

  test('can answer and then be there no more', async () => {
    const { send, endpoint } = await startClient({ faults: 'down#2' });
    expect((await send('GET', '/v2/ping')).status).toBe(200);
    expect((await send('GET', '/v2/ping')).status).toBe(200);
    await expect(fetch(`${endpoint}/v2/ping`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  test('can let an operation fail', async () => {
    const { send, until } = await startClient({ faults: 'task-failurex1' });
    const { id } = (await send('GET', LIST)).body.items[0];
    expect((await send('PUT', `/v2/instances/${id}/stop?region=LON1`)).body).toEqual({ result: 'success' });
    await until(`/v2/instances/${id}?region=LON1`, ({ status }) => status === 'ERROR');
  });

  test('can let an operation come to nothing', async () => {
    const { send, until } = await startClient({ faults: 'task-vanishedx2' });
    const { id } = (await send('GET', LIST)).body.items[0];
    await send('PUT', `/v2/instances/${id}/stop?region=LON1`);
    expect((await send('GET', `/v2/instances/${id}?region=LON1`)).body.status).toBe('STOPPING');
    await until(`/v2/instances/${id}?region=LON1`, ({ status }) => status === 'ACTIVE');
    const made = (await send('POST', LIST, { hostname: 'ghost' })).body;
    await until(`/v2/instances/${made.id}?region=LON1`, ({ code }) => code === 'database_instance_find');
  });

  test('can leave a state as it is for ever', async () => {
    const { send, pass } = await startClient({ faults: 'stuckx1', speed: 10_000 });
    const { id } = (await send('GET', LIST)).body.items[0];
    await send('PUT', `/v2/instances/${id}/stop?region=LON1`);
    pass(20);
    expect((await send('GET', `/v2/instances/${id}?region=LON1`)).body.status).toBe('STOPPING');
  });
});

describe('the grammar of faults', () => {
  test('limits a fault to a method or to what changes something', async () => {
    const { send } = await startClient({ faults: '500@POST, 503@MUTATING' });
    expect((await send('GET', '/v2/sshkeys')).status).toBe(200);
    expect((await send('POST', '/v2/sshkeys', KEY)).status).toBe(500);
    expect((await send('DELETE', '/v2/sshkeys/1')).status).toBe(503);
    expect((await send('POST', '/v2/auth/exchange', { scope: '' })).status).toBe(500);
  });

  test('limits a fault to a path, in which * stands for anything, with or without a method', async () => {
    const { send } = await startClient({ faults: '500@/v2/ssh*, 503@GET/v2/quota' });
    expect((await send('GET', '/v2/ping')).status).toBe(200);
    expect((await send('GET', '/v2/sshkeys')).status).toBe(500);
    expect((await send('POST', '/v2/sshkeys', KEY)).status).toBe(500);
    expect((await send('GET', '/v2/quota')).status).toBe(503);
    expect((await send('GET', '/v2/quota.more')).status).toBe(404);
  });

  test('limits a fault to what is read, or to what is read after something was changed', async () => {
    const reading = await startClient({ faults: '500@READING' });
    expect((await reading.send('GET', '/v2/ping')).status).toBe(500);
    expect((await reading.send('POST', '/v2/sshkeys', KEY)).status).toBe(200);
    const { send } = await startClient({ faults: '500@FOLLOWING' });
    expect((await send('GET', '/v2/ping')).status).toBe(200);
    expect((await send('POST', '/v2/sshkeys', KEY)).status).toBe(200);
    expect((await send('GET', '/v2/ping')).status).toBe(500);
  });

  test('spares the first ones that fit', async () => {
    const { send } = await startClient({ faults: '500@GET/v2/ping#3x1' });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await send('GET', '/v2/ping')).status);
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  test('limits how often', async () => {
    const { send } = await startClient({ faults: '500@GETx2' });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await send('GET', '/v2/ping')).status);
    expect(statuses).toEqual([500, 500, 200, 200]);
  });

  test('takes a rate, by which the same seed strikes the same requests', async () => {
    const strikes = async (seed: number) => {
      const { send } = await startClient({ faults: '500:0.5', seed });
      const statuses = [];
      for (let count = 0; count < 40; count += 1) statuses.push((await send('GET', '/v2/ping')).status);
      return statuses;
    };
    const first = await strikes(3);
    expect(await strikes(3)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  test('refuses an unknown kind, naming those there are', async () => {
    const start = startClient({ directory: temporaryDirectory(), faults: '500,flood' });
    await expect(start).rejects.toThrow(
      `The sandbox knows no fault "flood". Write KIND[:RATE][@[METHOD][/PATH]][#FIRST][xN] with one of: ${FAULT_KINDS.join(', ')}.`,
    );
  });

  test('refuses a rate above 1', async () => {
    const start = startClient({ directory: temporaryDirectory(), faults: '500:2' });
    await expect(start).rejects.toThrow('The rate of the fault "500:2" must be a number from 0 to 1.');
  });
});
