import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../sandboxClient';
import { startMorpheus } from './morpheusClient';

const PASSWORD = { grant_type: 'password', scope: 'write', client_id: 'morph-api', username: 'sandbox' };
const UNAUTHORIZED = {
  error: 'unauthorized',
  error_description: 'Full authentication is required to access this resource',
};

function form(fields: Record<string, string>): URLSearchParams {
  return new URLSearchParams(fields);
}

describe('the profile', () => {
  test('has the root of the appliance and a token that is always good', async () => {
    const { sandbox } = await startMorpheus();
    expect(sandbox.providers).toEqual({
      morpheus: {
        provider: 'morpheus',
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+$/),
        token: 'sandbox-morpheus-token',
      },
    });
  });
});

describe('tokens', () => {
  test('are given for a password with everything in the body', async () => {
    const { raw } = await startMorpheus();
    const answer = await raw('POST', '/oauth/token', form({ ...PASSWORD, password: 'sandbox-password' }));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 31536000,
      scope: 'write',
    });
    const headers = { authorization: `BEARER ${answer.body.access_token}` };
    expect((await raw('GET', '/api/instances', undefined, headers)).status).toBe(200);
  });

  test('are given with all but the password in the query', async () => {
    const { raw } = await startMorpheus();
    const answer = await raw('POST', `/oauth/token?${form(PASSWORD)}`, form({ password: 'sandbox-password' }));
    expect(answer.status).toBe(200);
    expect(answer.body.token_type).toBe('bearer');
  });

  test('are given to users of a tenant, by its name or its number', async () => {
    const { raw } = await startMorpheus();
    for (const username of ['tenant\\sandbox', '2\\sandbox']) {
      const answer = await raw('POST', '/oauth/token', form({ ...PASSWORD, username, password: 'sandbox-password' }));
      expect(answer.status).toBe(200);
      const headers = { authorization: `bearer ${answer.body.access_token}` };
      const { body } = await raw('GET', '/api/whoami', undefined, headers);
      expect(body).toMatchObject({ isMasterAccount: false, user: { username: 'sandbox', accountId: 2 } });
    }
  });

  test('are refused with 400 for a wrong password, a wrong user or JSON', async () => {
    const { raw } = await startMorpheus();
    const bad = { error: 'invalid_grant', error_description: 'Bad credentials' };
    const wrong = await raw('POST', '/oauth/token', form({ ...PASSWORD, password: 'guess' }));
    expect([wrong.status, wrong.body]).toEqual([400, bad]);
    const stranger = form({ ...PASSWORD, username: 'other\\sandbox', password: 'sandbox-password' });
    expect((await raw('POST', '/oauth/token', stranger)).body).toEqual(bad);
    const asJson = await raw('POST', `/oauth/token?${form(PASSWORD)}`, { password: 'sandbox-password' });
    expect([asJson.status, asJson.body]).toEqual([400, bad]);
    const empty = await raw('POST', '/oauth/token', form({ client_id: 'morph-api' }));
    expect([empty.status, empty.body]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'Missing grant type' },
    ]);
    const nobody = await raw('POST', '/oauth/token', form({ grant_type: 'password' }));
    expect([nobody.status, nobody.body.error]).toEqual([400, 'invalid_client']);
    const odd = await raw('POST', '/oauth/token', form({ ...PASSWORD, grant_type: 'magic' }));
    expect([odd.status, odd.body.error]).toEqual([400, 'unsupported_grant_type']);
  });

  test('end with a refresh, which gives a new one, once', async () => {
    const { raw } = await startMorpheus();
    const first = (await raw('POST', '/oauth/token', form({ ...PASSWORD, password: 'sandbox-password' }))).body;
    const refresh = form({ grant_type: 'refresh_token', client_id: 'morph-api', refresh_token: first.refresh_token });
    const second = await raw('POST', '/oauth/token', refresh);
    expect(second.status).toBe(200);
    expect(second.body.access_token).not.toBe(first.access_token);
    const old = await raw('GET', '/api/whoami', undefined, { authorization: `Bearer ${first.access_token}` });
    expect([old.status, old.body]).toEqual([
      401,
      { error: 'invalid_token', error_description: `Invalid access token: ${first.access_token}` },
    ]);
    const headers = { authorization: `Bearer ${second.body.access_token}` };
    expect((await raw('GET', '/api/whoami', undefined, headers)).status).toBe(200);
    const again = await raw('POST', '/oauth/token', refresh);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
  });

  test('expire', async () => {
    const { raw, set, pass } = await startMorpheus({ speed: 10 });
    await set({ tokenLifetime: 2 });
    const { body } = await raw('POST', '/oauth/token', form({ ...PASSWORD, password: 'sandbox-password' }));
    expect(body.expires_in).toBe(2);
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect((await raw('GET', '/api/whoami', undefined, headers)).status).toBe(200);
    pass(210);
    expect((await raw('GET', '/api/whoami', undefined, headers)).status).toBe(401);
  });

  test('are one for each user and client before 9.0, and as many as are asked for since', async () => {
    const { ask, raw, set } = await startMorpheus();
    const get = async () =>
      (await raw('POST', '/oauth/token', form({ ...PASSWORD, password: 'sandbox-password' }))).body;
    const one = await get();
    expect((await get()).access_token).not.toBe(one.access_token);
    const { body } = await ask('GET', '/tokens');
    expect(body.tokens.map((token: { username: string }) => token.username)).toEqual(['sandbox', 'sandbox']);
    expect((await ask('DELETE', `/tokens/${body.tokens[0].id}`)).body).toEqual({ success: true });
    expect((await ask('DELETE', `/tokens/${body.tokens[0].id}`)).status).toBe(404);
    const headers = { authorization: `Bearer ${one.access_token}` };
    expect((await raw('GET', '/api/whoami', undefined, headers)).status).toBe(401);
    await set({ age: 'legacy' });
    const old = await get();
    expect(await get()).toMatchObject({ access_token: old.access_token, refresh_token: old.refresh_token });
    expect((await ask('GET', '/tokens')).status).toBe(404);
  });

  test('are required, and a bad one is repeated in the answer', async () => {
    const { raw } = await startMorpheus();
    const none = await raw('GET', '/api/instances');
    expect([none.status, none.body]).toEqual([401, UNAUTHORIZED]);
    const other = await raw('GET', '/api/instances', undefined, { authorization: 'Basic c2FuZGJveA==' });
    expect(other.body).toEqual(UNAUTHORIZED);
    const bad = await raw('GET', '/api/instances', undefined, { authorization: 'Bearer abc' });
    expect([bad.status, bad.body]).toEqual([
      401,
      { error: 'invalid_token', error_description: 'Invalid access token: abc' },
    ]);
    expect((await raw('GET', '/api/nothing')).status).toBe(401);
  });

  test('are kept out of the request log, in headers and in queries', async () => {
    const requestLog = join(temporaryDirectory(), 'log');
    const { ask, raw } = await startMorpheus({ requestLog });
    await ask('GET', '/whoami');
    await raw('POST', `/oauth/token?${form({ ...PASSWORD, password: 'sandbox-password' })}`);
    const content = readFileSync(requestLog, 'utf8');
    expect(content).not.toContain('sandbox-morpheus-token');
    expect(content).not.toContain('sandbox-password');
  });
});

describe('the appliance', () => {
  test('answers a ping without a token, and tells its version with one', async () => {
    const { ask, endpoint, raw, set } = await startMorpheus();
    for (const path of ['/ping', '/setup/check']) {
      const open = await raw('GET', `/api${path}`);
      expect([open.status, open.body]).toEqual([
        200,
        { success: true, buildVersion: '', applianceUrl: endpoint, setupNeeded: false },
      ]);
      expect((await ask('GET', path)).body.buildVersion).toBe('9.0.0');
    }
    await set({ age: 'legacy' });
    expect((await ask('GET', '/ping')).body.buildVersion).toBe('3.1.5');
    await set({ buildVersion: '7.0.7' });
    expect((await ask('GET', '/ping')).body.buildVersion).toBe('7.0.7');
  });

  test('knows who asks', async () => {
    const { ask } = await startMorpheus();
    expect((await ask('GET', '/whoami')).body).toMatchObject({
      user: { id: 1, username: 'sandbox', linuxUsername: 'sandbox', linuxKeyPairId: 26 },
      isMasterAccount: true,
      permissions: expect.arrayContaining([{ code: 'provisioning', access: 'full' }]),
      appliance: { buildVersion: '9.0.0' },
    });
  });

  test('answers in JSON for unknown paths, wrong methods and broken bodies', async () => {
    const { ask } = await startMorpheus();
    const unknown = await ask('GET', '/nothing');
    expect([unknown.status, unknown.body]).toEqual([404, { success: false, msg: 'Not found' }]);
    const wrong = await ask('POST', '/whoami');
    expect([wrong.status, wrong.body]).toEqual([405, { success: false, msg: 'Method not allowed' }]);
    const broken = await ask('POST', '/instances', '{', { 'content-type': 'application/json' });
    expect([broken.status, broken.body]).toEqual([400, { success: false, msg: 'Invalid JSON' }]);
    const missing = await ask('GET', '/instances/99');
    expect([missing.status, missing.body]).toEqual([404, { success: false, msg: 'Instance not found' }]);
  });

  test('has a page for the terminal that asks to log in', async () => {
    const { idOf, raw } = await startMorpheus();
    const answer = await raw('GET', `/terminal/${await idOf('erp-1')}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  test('gets faults from the sandbox in its own form', async () => {
    const { ask } = await startMorpheus({ faults: '429x1,htmlx1,error-in-200x1' });
    const busy = await ask('GET', '/instances');
    expect([busy.status, busy.body]).toEqual([429, { success: false, msg: 'Too many requests' }]);
    expect((await ask('GET', '/instances')).status).toBe(502);
    const soft = await ask('GET', '/instances');
    expect([soft.status, soft.body]).toEqual([200, { success: false, msg: 'Internal server error' }]);
    expect((await ask('GET', '/instances')).status).toBe(200);
  });
});

describe('the settings of the sandbox', () => {
  test('are shown, changed in part, and put back', async () => {
    const { idOf, raw, set } = await startMorpheus();
    const usual = (await raw('GET', '/sandbox/settings')).body;
    expect(usual).toEqual({
      age: 'current',
      buildVersion: null,
      approval: 'none',
      deletePolicy: 'now',
      failure: false,
      errorsIn200: false,
      refusedIds: [],
      statusLag: 0,
      tokenLifetime: 31536000,
      locked: [],
    });
    const id = await idOf('erp-1');
    expect(await set({ age: 'legacy', locked: [id] })).toEqual({ ...usual, age: 'legacy', locked: [id] });
    expect(await set({ locked: [] })).toEqual({ ...usual, age: 'legacy' });
    expect((await raw('DELETE', '/sandbox/settings')).body).toEqual(usual);
  });

  test('refuse what they do not know', async () => {
    const { raw } = await startMorpheus();
    const answer = await raw('PUT', '/sandbox/settings', { age: 'bronze', locked: [99], failure: true });
    expect([answer.status, answer.body]).toEqual([
      400,
      { success: false, errors: { age: 'can not be that', locked: 'can not be that' } },
    ]);
    expect((await raw('PUT', '/sandbox/settings', { colour: 1 })).body.errors.colour).toContain('is none of age,');
    expect((await raw('GET', '/sandbox/settings')).body.failure).toBe(false);
  });
});
