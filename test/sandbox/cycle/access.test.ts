import { describe, expect, test } from 'vitest';
import { sandboxStatus } from '../../../src/sandbox';
import { startCycle } from './cycleClient';

const invalid = {
  error: { status: 401, code: '401.auth-invalid', title: 'The API key is invalid' },
  data: null,
};
const wrongHub = {
  error: { status: 403, code: '403.wrong-hub', title: 'This resource belongs to another hub' },
  data: null,
};

describe('the profile', () => {
  test('has endpoint, token and hub', async () => {
    const { sandbox } = await startCycle();
    expect(sandbox.providers).toEqual({
      cycle: {
        provider: 'cycle',
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+$/),
        token: 'sandbox-cycle-token',
        hub: '65a1f0c2d4b7e8901c2d3e4f',
      },
    });
  });
});

describe('a request', () => {
  test('needs the token and the hub', async () => {
    const { send } = await startCycle();
    const path = '/v1/containers';
    expect((await send('GET', path)).status).toBe(200);
    for (const authorization of [undefined, 'Bearer wrong', 'sandbox-cycle-token']) {
      const { status, body } = await send('GET', path, undefined, { authorization });
      expect([status, body]).toEqual([401, invalid]);
    }
    for (const hub of [undefined, '0123456789abcdef01234567']) {
      const { status, body } = await send('GET', path, undefined, { 'x-hub-id': hub });
      expect([status, body]).toEqual([403, wrongHub]);
    }
  });

  test('for the hubs themselves needs the token alone', async () => {
    const { send, hub } = await startCycle();
    const none = { 'x-hub-id': undefined };
    expect((await send('GET', '/v1/hubs', undefined, none)).body.data.map(({ id }: { id: string }) => id)).toEqual([
      hub,
    ]);
    expect((await send('GET', '/v1/hubs/current', undefined, none)).body.data).toMatchObject({
      id: hub,
      name: 'Sandbox Hub',
      identifier: 'sandbox-hub',
      state: { current: 'live' },
    });
    const other = { 'x-hub-id': '0123456789abcdef01234567' };
    expect((await send('GET', '/v1/hubs/current', undefined, other)).body).toEqual(wrongHub);
    expect((await send('GET', '/v1/hubs/current/notifications', undefined, none)).body).toEqual(wrongHub);
  });

  test('without the right token can be answered in the form of OAuth', async () => {
    const { send, set } = await startCycle();
    await set({ auth_error: 'oauth' });
    const { status, body } = await send('GET', '/v1/hubs', undefined, { authorization: 'Bearer wrong' });
    expect(status).toBe(401);
    expect(body).toEqual({
      error: 'invalid_token',
      error_description: 'The access token is invalid or has expired',
    });
  });

  test('needs the capabilities of what it asks for', async () => {
    const { send, set, container, get } = await startCycle();
    const { id } = await container('api');
    const [server] = await get('/v1/infrastructure/servers');
    await set({
      missing_capabilities: [
        'containers-manage',
        'containers-instances-migrate',
        'apionly-jobs-view',
        'containers-lock',
      ],
    });
    const refusal = (capability: string) => ({
      status: 403,
      code: '403.permissions',
      title: 'Insufficient permissions',
      extra: { capability },
    });
    const path = `/v1/containers/${id}`;
    const placement = [{ server_id: server.id, new_instances: 1 }];
    expect((await send('POST', `${path}/instances`, placement)).body.error).toEqual(refusal('containers-manage'));
    expect((await send('POST', `${path}/tasks`, { action: 'stop' })).body.error).toEqual(refusal('containers-manage'));
    const [instance] = await get(`${path}/instances`);
    const revert = await send('POST', `${path}/instances/${instance.id}/tasks`, { action: 'migration.revert' });
    expect(revert.body.error).toEqual(refusal('containers-instances-migrate'));
    expect((await send('GET', '/v1/jobs')).body.error).toEqual(refusal('apionly-jobs-view'));
    await set({ missing_capabilities: ['containers-lock'] });
    expect((await send('PATCH', path, { lock: true })).body.error).toEqual(refusal('containers-lock'));
    expect((await send('PATCH', path, { name: 'Other' })).status).toBe(200);
  });

  test('with a body must say that it is JSON', async () => {
    const { send, container } = await startCycle();
    const { id } = await container('api');
    const path = `/v1/containers/${id}/tasks`;
    const form = await send('POST', path, 'action=stop', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([form.status, form.body.error.code]).toEqual([415, '415.invalid-content-type']);
    const broken = await send('POST', path, '{"action":');
    expect([broken.status, broken.body.error.code]).toEqual([400, '400.invalid-syntax']);
    const none = await send('POST', path);
    expect([none.status, none.body.error]).toEqual([
      422,
      {
        status: 422,
        code: '422.missing-argument',
        title: 'An argument is missing',
        detail: 'action is required',
        source: '/action',
      },
    ]);
    // The older client always sends the header.
    const instances = await send('DELETE', `/v1/containers/${id}/instances`, undefined, {
      'content-type': 'application/json',
    });
    expect(instances.body.error.code).toBe('422.missing-argument');
  });

  test('for what is not there is answered with what is missing', async () => {
    const { send, container } = await startCycle();
    const { id } = await container('api');
    const none = '0123456789abcdef01234567';
    for (const [path, code] of [
      ['/v1/nothing', '404.uri'],
      ['/v2/containers', '404.uri'],
      ['/', '404.uri'],
      [`/v1/containers/${none}`, '404.container'],
      ['/v1/containers/constructor', '404.container'],
      [`/v1/containers/${id}/instances/${none}`, '404.instance'],
      [`/v1/jobs/${none}`, '404.job'],
      [`/v1/environments/${none}`, '404.environment'],
      [`/v1/infrastructure/servers/${none}`, '404.infrastructure.server'],
      [`/v1/virtual-machines/${none}`, '404.virtual-machine'],
      [`/v1/containers/${id}/backups/${none}`, '404.container.backup'],
    ]) {
      const { status, body } = await send('GET', path as string);
      expect([path, status, body.error.code, body.data]).toEqual([path, 404, code, null]);
    }
  });

  test('for an instance of another container finds nothing', async () => {
    const { send, container, instancePath } = await startCycle();
    const { id } = await container('worker');
    const instance = (await instancePath('api-1')).split('/').at(-1);
    expect((await send('GET', `/v1/containers/${id}/instances/${instance}`)).body.error.code).toBe('404.instance');
  });

  test('can be answered with the codes of 2022', async () => {
    const { send, set } = await startCycle();
    await set({ error_codes: 'underscore' });
    const unknown = await send('GET', '/v1/hubs', undefined, { authorization: undefined });
    expect(unknown.body.error.code).toBe('401.auth_invalid');
    expect((await send('GET', '/v1/virtual-machines/none')).body.error.code).toBe('404.virtual_machine');
  });

  test('can be answered with 429, with or without Retry-After', async () => {
    const { send } = await startCycle({ faults: '429x1,429-afterx1' });
    const first = await send('GET', '/v1/hubs');
    expect([first.status, first.body.error.code, first.headers.get('retry-after')]).toEqual([
      429,
      '429.rate-limiting',
      null,
    ]);
    expect((await send('GET', '/v1/hubs')).headers.get('retry-after')).toBe('1');
    expect((await send('GET', '/v1/hubs')).status).toBe(200);
  });
});

describe('the settings', () => {
  test('are shown, changed one by one and set back', async () => {
    const { send } = await startCycle();
    const usual = (await send('GET', '/sandbox/settings')).body;
    expect(usual).toMatchObject({ auth_error: 'cycle', job_outcome: 'completed', page_size_max: 100 });
    const changed = await send('PUT', '/sandbox/settings', { job_outcome: 'error' });
    expect(changed.body).toEqual({ ...usual, job_outcome: 'error' });
    expect((await send('GET', '/sandbox/settings')).body.job_outcome).toBe('error');
    expect((await send('DELETE', '/sandbox/settings')).body).toEqual(usual);
  });

  test.each([
    ['job_outcome', 'luck'],
    ['job_not_found_polls', -1],
    ['job_gone_after_completion', 'yes'],
    ['missing_capabilities', 'all'],
    ['unheard_of', true],
    ['constructor', 1],
  ])('refuse %s = %s', async (name, value) => {
    const { send } = await startCycle();
    expect((await send('PUT', '/sandbox/settings', { [name]: value })).status).toBe(422);
  });

  test('can add a container of the platform itself', async () => {
    const { set, container, get } = await startCycle();
    await set({ service_container: true });
    await set({ service_container: true });
    const { id, image } = await container('discovery');
    expect(image.service).toBe('discovery');
    const [instance, ...more] = await get(`/v1/containers/${id}/instances`);
    expect(instance).toMatchObject({ hostname: 'discovery-1', service: 'discovery', state: { current: 'running' } });
    expect(more).toEqual([]);
    expect(await get('/v1/containers?filter[service]=discovery')).toHaveLength(1);
  });
});

describe('the status', () => {
  test('counts instances by state', async () => {
    const { directory, set } = await startCycle();
    await set({});
    expect((await sandboxStatus(directory)).cycle).toMatchObject({
      instances: 6,
      states: { running: 5, stopped: 1 },
    });
  });
});
