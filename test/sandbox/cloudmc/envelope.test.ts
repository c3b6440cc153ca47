import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox';
import { temporaryDirectory } from '../sandboxClient';
import { startCloudmc, UUID } from './cloudmcClient';

describe('the profiles', () => {
  test('of both name the endpoint with its path, the service and the environment', async () => {
    const sandbox = await startSandbox({ directory: temporaryDirectory(), providers: ['cloudca', 'coxedge'] });
    const { cloudca, coxedge } = sandbox.providers;
    await sandbox.close();
    expect(cloudca).toEqual({
      provider: 'cloudca',
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+\/v1$/),
      token: 'sandbox-cloudca-token',
      service: 'compute-qc',
      environment: 'production',
    });
    expect(coxedge).toEqual({
      provider: 'coxedge',
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]+\/api\/v2$/),
      token: 'sandbox-coxedge-token',
      service: 'compute-on',
      environment: 'production',
    });
  });
});

describe.each(['cloudca', 'coxedge'] as const)('every request to %s', (name) => {
  test('needs the key', async () => {
    const { send } = await startCloudmc(name);
    for (const key of ['', 'wrong']) {
      const answer = await send('GET', '/organizations', undefined, { 'mc-api-key': key });
      expect([answer.status, answer.body]).toEqual([
        401,
        { errors: [{ code: 401, message: 'The API key is missing, unknown or was revoked' }] },
      ]);
    }
  });

  test('may have a key under a header of any case, slashes in excess and an empty query', async () => {
    const { profile, send } = await startCloudmc(name);
    expect((await send('GET', '//services//connections/?')).status).toBe(200);
    const { hostname, port, pathname } = new URL(profile.endpoint ?? '');
    const path = `${pathname}//services/${profile.service}/production/instances?`;
    const headers = { 'MC-Api-Key': profile.token ?? '', 'Content-Type': 'application/json', 'Content-Length': '0' };
    const status = await new Promise((resolve, reject) => {
      request({ hostname, port, path, headers }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });

  test('is refused with 404 for an unknown path, service, environment or organisation', async () => {
    const { ask, profile, send } = await startCloudmc(name);
    const paths = [
      '/nothing',
      '/services/compute-east/production/instances',
      `/services/${profile.service}/nowhere/instances`,
      `/services/${profile.service}/production/nothing`,
      `/services/${profile.service}/production/instances?org_id=1`,
      '/environments?org_id=1',
    ];
    for (const path of paths) {
      const answer = await send('GET', path);
      expect([path, answer.status, answer.body.errors[0].code]).toEqual([path, 404, 404]);
    }
    expect((await ask('GET', '/instances/1')).body).toEqual({
      errors: [{ code: 404, message: 'No instances with the id 1 was found', context: { id: '1', type: 'instances' } }],
    });
  });

  test('is refused with 405 for a method that a path has not, and with 400 for broken JSON', async () => {
    const { ask, send } = await startCloudmc(name);
    for (const [method, path] of [
      ['POST', '/instances/1'],
      ['PUT', '/instances'],
      ['POST', '/zones'],
      ['DELETE', '/nics/1'],
    ] as const) {
      const answer = await ask(method, path, {});
      expect([method, path, answer.status]).toEqual([method, path, 405]);
      expect(answer.body).toEqual({
        errors: [{ code: 405, message: 'The endpoint does not support this method' }],
      });
    }
    expect((await send('POST', '/tasks/1')).status).toBe(405);
    expect((await ask('POST', '/instances/1?operation=explode')).status).toBe(404);
    expect((await ask('POST', '/instances', '{"name": ')).status).toBe(400);
  });

  test('for a list is answered with its count, in pages and sorted where asked', async () => {
    const { ask } = await startCloudmc(name);
    const all = (await ask('GET', '/computeofferings')).body;
    expect(all.metadata).toEqual({ recordCount: all.data.length });
    const second = (await ask('GET', '/computeofferings?page_number=2&page_size=3')).body;
    expect(second).toEqual({
      data: all.data.slice(3, 6),
      metadata: { recordCount: all.data.length, pageSize: 3, pageCurrent: 2 },
    });
    const sorted = (await ask('GET', '/computeofferings?sort_by=memoryInMB&sort_order=DESC&page_size=1')).body;
    expect(sorted.metadata).toMatchObject({ sortField: 'memoryInMB', sortOrder: 'DESC' });
    expect((await ask('GET', '/computeofferings?page_size=many&whatever=1')).body).toEqual(all);
  });
});

describe('the administration', () => {
  test('of cloudca shows code and type with environments, and one connection by itself', async () => {
    const { send } = await startCloudmc('cloudca');
    const connections = (await send('GET', '/services/connections')).body;
    expect(connections).toEqual({
      data: [
        {
          id: expect.stringMatching(UUID),
          serviceCode: 'compute-qc',
          name: 'Compute - Québec',
          type: 'CloudCA',
          status: { reachable: true, lastUpdated: expect.stringMatching(/Z$/) },
        },
        expect.objectContaining({ serviceCode: 'compute-on', type: 'CloudCA' }),
      ],
    });
    const [{ id }] = connections.data;
    expect((await send('GET', `/services/connections/${id}`)).body.data).toMatchObject({
      id,
      serviceCode: 'compute-qc',
    });
    const environments = (await send('GET', '/environments')).body;
    expect(Object.keys(environments)).toEqual(['data']);
    expect(environments.data[0]).toEqual({
      id: expect.stringMatching(UUID),
      name: 'production',
      description: 'What customers see',
      membership: 'MANY_USERS',
      creationDate: expect.any(String),
      organization: { id: expect.stringMatching(UUID), name: 'Sandbox', entryPoint: 'sandbox' },
      serviceConnection: {
        id,
        name: 'Compute - Québec',
        category: 'IAAS',
        serviceCode: 'compute-qc',
        type: 'CloudCA',
      },
      roles: [],
    });
    const one = await send('GET', `/environments/${environments.data[0].id}`);
    expect(one.body.data).toEqual(environments.data[0]);
    expect((await send('GET', '/environments/1')).status).toBe(404);
  });

  test('of coxedge leaves them out, has a service of another kind, and one connection in a list', async () => {
    const { send } = await startCloudmc('coxedge');
    const { data } = (await send('GET', '/services/connections')).body;
    expect(data.map(({ serviceCode, type }: Record<string, string>) => [serviceCode, type])).toEqual([
      ['compute-on', 'cloudstack'],
      ['edge-services', 'stackpath'],
    ]);
    const [{ id, name }] = data;
    expect((await send('GET', `/services/connections/${id}`)).body.data).toMatchObject([{ id, name }]);
    const environments = (await send('GET', '/environments')).body.data;
    expect(environments[0]).toMatchObject({ state: 'PROVISIONED', serviceConnection: { id, name } });
    expect(environments[0].serviceConnection).toEqual({ id, name });
    expect((await send('GET', '/services/edge-services/secondary/instances')).status).toBe(404);
  });

  test.each(['cloudca', 'coxedge'] as const)('of %s has a second organisation behind org_id', async (flavour) => {
    const { ask, run, send } = await startCloudmc(flavour);
    const [own, below] = (await send('GET', '/organizations')).body.data;
    expect(own).toEqual({
      id: expect.stringMatching(UUID),
      name: 'Sandbox',
      entryPoint: 'sandbox',
      serviceConnections: [
        { id: expect.stringMatching(UUID), serviceCode: expect.any(String) },
        { id: expect.stringMatching(UUID), serviceCode: expect.any(String) },
      ],
      environments: [1, 2, 3].map(() => ({ id: expect.stringMatching(UUID) })),
    });
    expect((await send('GET', `/organizations/${below.id}`)).body.data).toEqual(below);
    expect((await send('GET', `/services/connections?organizationId=${below.id}`)).body.data).toHaveLength(1);
    const environments = (await send('GET', `/environments?org_id=${below.id}`)).body.data;
    expect(environments.map((item: { id: string }) => ({ id: item.id }))).toEqual(below.environments);
    expect((await ask('GET', `/instances?org_id=${below.id}`)).body).toEqual({
      data: [],
      metadata: { recordCount: 0 },
    });
    const key = { name: 'theirs', publicKey: 'ssh-rsa AAAAB3Nz someone' };
    await run('POST', `/sshkeys?operation=create&org_id=${below.id}`, key);
    expect((await ask('GET', '/sshkeys/theirs')).status).toBe(404);
    expect((await ask('GET', `/sshkeys/theirs?org_id=${below.id}`)).status).toBe(200);
  });
});

describe('the settings', () => {
  test('are told and changed under a path of their own, and only sensibly', async () => {
    const { ask, send } = await startCloudmc('coxedge');
    expect((await send('GET', '/sandbox/settings')).body.data).toEqual({
      answers: 'pending',
      refusals: 'request',
      failedStatus: 'FAILED',
      failureStyle: 'result',
      errorField: 'code',
      taskMinutes: 30,
      listLimit: 0,
    });
    for (const bad of [{ answers: 'never' }, { other: 1 }, { taskMinutes: '1' }, { listLimit: -1 }]) {
      expect((await send('PUT', '/sandbox/settings', bad)).status).toBe(400);
    }
    const changed = await send('PUT', '/sandbox/settings', { listLimit: 2 });
    expect(changed.body.data.listLimit).toBe(2);
    const list = (await ask('GET', '/instances')).body;
    expect([list.data.length, list.metadata]).toEqual([2, { recordCount: 3 }]);
    const rest = (await ask('GET', '/instances?page_number=2')).body;
    expect([rest.data.length, rest.metadata]).toEqual([1, { recordCount: 3, pageSize: 2, pageCurrent: 2 }]);
  });

  test('can call the number of an error errorCode', async () => {
    const { ask, set } = await startCloudmc('cloudca');
    await set({ errorField: 'errorCode' });
    expect((await ask('GET', '/volumes/1')).body).toEqual({
      errors: [
        { errorCode: '404', message: 'No volumes with the id 1 was found', context: { id: '1', type: 'volumes' } },
      ],
    });
  });
});
