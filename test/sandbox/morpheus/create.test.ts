import { describe, expect, test } from 'vitest';
import { creation, startMorpheus } from './morpheusClient';

describe('creating an instance', () => {
  test('answers it without address and ids of volumes, and passes through the middle states', async () => {
    const { ask, watch } = await startMorpheus({ speed: 10 });
    const answer = await ask('POST', '/instances', creation('web-9'));
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(['success', 'instance']);
    const { instance, success } = answer.body;
    expect(success).toBe(true);
    expect(instance).toMatchObject({ name: 'web-9', hostName: 'web-9', status: 'provisioning', statusDate: null });
    expect(instance.isBusy).toBe(true);
    expect(instance.volumes).toMatchObject([{ id: -1, name: 'root', size: 40, rootVolume: true }]);
    expect(instance.connectionInfo).toEqual([{ ip: '0.0.0.0', port: 22, name: 'SSH' }]);
    expect(await watch(instance.id, 'running')).toEqual(['provisioning', 'finishing', 'running']);
    const made = (await ask('GET', `/instances/${instance.id}`)).body.instance;
    expect(made.volumes[0].id).toBeGreaterThan(0);
    expect(made.connectionInfo[0].ip).toMatch(/^10\.20\./);
    expect(made).toMatchObject({ isBusy: false, statusDate: expect.any(String) });
    expect(made.containerDetails[0]).toMatchObject({ status: 'running', server: { powerState: 'on' } });
  });

  test('takes everything that clients send', async () => {
    const { ask, reach } = await startMorpheus();
    const body = creation(
      'full',
      {
        volumes: [
          { id: -1, rootVolume: false, name: 'logs', size: '5', storageType: 1, datastoreId: 60 },
          { id: -1, rootVolume: true, name: 'root', size: 20, sizeId: null, storageType: null, datastoreId: 'auto' },
        ],
        networkInterfaces: [
          { network: { id: 'network-111' }, networkInterfaceTypeId: 3, ipMode: 'static', ipAddress: '10.60.0.99' },
          { network: { id: 'networkGroup-3' } },
        ],
        config: { resourcePoolId: 'pool-76', noAgent: true, customOptions: { colour: 'blue' } },
        securityGroups: [{ id: 'sg-2' }, { id: 19 }],
        servicePlanOptions: { maxCores: 4, coresPerSocket: 2, maxMemory: 2048 },
        evars: [{ name: 'LEVEL', value: 3 }],
        tags: [{ name: 'owner', value: 'it' }],
        layoutSize: 2,
        createBackup: 'on',
      },
      {
        plan: { id: 77 },
        type: 'ubuntu',
        cloud: 'vCenter East',
        description: 'All of it',
        hostName: 'full-host',
        instanceContext: 'staging',
        labels: ['a', 'b'],
        expireDays: 10,
      },
    );
    const { instance } = (await ask('POST', '/instances', body)).body;
    const made = await reach(instance.id, 'running');
    expect(made).toMatchObject({
      description: 'All of it',
      hostName: 'full-host',
      instanceContext: 'staging',
      maxCores: 4,
      coresPerSocket: 2,
      maxMemory: 2048 * 1024 ** 2,
      labels: ['a', 'b'],
      tags: [{ name: 'owner', value: 'it' }],
      evars: [{ name: 'LEVEL', value: 3, export: false, masked: false }],
      config: { createUser: false, resourcePoolId: 'pool-76', noAgent: true },
      customOptions: { colour: 'blue' },
      volumes: [
        { name: 'root', size: 20, rootVolume: true, datastoreId: 59 },
        { name: 'logs', size: 5, rootVolume: false, datastoreId: 60 },
      ],
      interfaces: [
        { network: { id: 111 }, ipAddress: '10.60.0.99', ipMode: 'static', networkInterfaceTypeId: 3 },
        { network: { id: 110 }, ipMode: 'dhcp', networkInterfaceTypeId: 4 },
      ],
    });
    expect(made.containers).toHaveLength(2);
    expect(made.expireDate).not.toBeNull();
    const { securityGroups } = (await ask('GET', `/instances/${made.id}/security-groups`)).body;
    expect(securityGroups.map(({ id }: { id: number }) => id)).toEqual([2, 19]);
    expect((await ask('GET', `/instances/${made.id}/backups`)).body.backups).toHaveLength(1);
    expect((await ask('GET', '/instances?expireDays=11')).body.meta.total).toBe(1);
    expect((await ask('GET', '/instances?expireDaysMin=11')).body.meta.total).toBe(0);
  });

  test('takes the type and the cloud by their other names', async () => {
    const { ask } = await startMorpheus();
    const body = creation('web-9', { zoneId: '6' }, { instanceType: undefined, type: 'ubuntu' });
    expect((await ask('POST', '/instances', body)).status).toBe(200);
    const other = creation('web-10', { zoneId: undefined }, { cloud: 'vCenter East' });
    expect((await ask('POST', '/instances', other)).body.instance.cloud.id).toBe(6);
  });

  test('ends stopped where the cloud does not power on, and on request', async () => {
    const { ask, watch } = await startMorpheus();
    const aws = { layout: { id: 205 }, plan: { id: 90 } };
    const pool = { zoneId: 8, config: { resourcePoolId: 'pool-80' } };
    const { instance } = (await ask('POST', '/instances', creation('aws-1', pool, aws))).body;
    expect((await watch(instance.id, 'stopped')).at(-1)).toBe('stopped');
    const off = { config: { provisionPoweredOff: 'on' } };
    const other = (await ask('POST', '/instances', creation('off-1', off))).body.instance;
    expect((await watch(other.id, 'stopped')).at(-1)).toBe('stopped');
  });

  test('names every field that is missing', async () => {
    const { ask } = await startMorpheus();
    for (const body of [undefined, null, {}, { instance: {}, config: {} }]) {
      const answer = await ask('POST', '/instances', body);
      expect([answer.status, answer.body]).toEqual([
        400,
        {
          success: false,
          errors: {
            name: 'is required',
            site: 'is required',
            zoneId: 'is required',
            instanceType: 'is required',
            layout: 'is required',
            plan: 'is required',
          },
        },
      ]);
    }
  });

  test('does not read JSON that does not say it is some', async () => {
    const { ask } = await startMorpheus();
    const body = JSON.stringify(creation('web-9'));
    const answer = await ask('POST', '/instances', body, { 'content-type': 'text/plain' });
    expect(answer.body.errors.name).toBe('is required');
  });

  test('names what does not fit together', async () => {
    const { ask } = await startMorpheus();
    const errorsOf = async (more: Record<string, unknown>, instance: Record<string, unknown> = {}) =>
      (await ask('POST', '/instances', creation('web-9', more, instance))).body.errors;
    expect(await errorsOf({}, { name: 'ERP-1' })).toEqual({ name: 'must be unique' });
    expect(await errorsOf({}, { layout: { id: 205 } })).toEqual({
      layout: 'Layout is not available in this cloud',
    });
    expect(await errorsOf({}, { layout: { id: 48 } })).toEqual({ layout: 'Layout is of another instance type' });
    expect(await errorsOf({}, { layout: { id: 9 } })).toEqual({ layout: 'Layout not found' });
    expect(await errorsOf({}, { plan: { id: 90 } })).toEqual({ plan: 'Plan is not available in this cloud' });
    expect(await errorsOf({ zoneId: 8 }, { site: { id: 5 }, layout: { id: 205 }, plan: { id: 90 } })).toEqual({
      zoneId: 'Cloud is not in the group',
      config: { resourcePoolId: 'is required' },
    });
    expect(await errorsOf({ config: { resourcePoolId: 80 } })).toEqual({
      config: { resourcePoolId: 'Resource pool not found' },
    });
    expect(await errorsOf({ networkInterfaces: [{ network: { id: 110 } }] })).toEqual({
      networkInterfaces: 'Network not found',
    });
    const wrongAddress = { network: { id: 'network-111' }, ipMode: 'static' };
    expect(await errorsOf({ networkInterfaces: [wrongAddress] })).toEqual({
      networkInterfaces: 'IP address is required',
    });
    const root = { rootVolume: true, size: 20, datastoreId: 'auto' };
    expect(await errorsOf({ volumes: [{ rootVolume: true, size: 20 }] })).toEqual({
      volumes: 'Datastore is required',
    });
    expect(await errorsOf({ volumes: [{ ...root, size: 0 }] })).toEqual({
      volumes: 'Volume size must be a whole number of GB',
    });
    expect(await errorsOf({ volumes: [{ ...root, rootVolume: false }] })).toEqual({
      volumes: 'Exactly one root volume is required',
    });
    expect(await errorsOf({ volumes: [{ ...root, storageType: 14 }] })).toEqual({
      volumes: 'Storage type not found',
    });
    expect(await errorsOf({ securityGroups: [{ id: 'sg-7' }] })).toEqual({
      securityGroups: 'Security group not found',
    });
    expect(await errorsOf({}, { instanceContext: 'moon' })).toEqual({ instanceContext: 'Environment not found' });
    expect((await ask('GET', '/instances')).body.meta.total).toBe(4);
  });

  test('makes copies, of which the first is answered', async () => {
    const { ask } = await startMorpheus();
    const { instance } = (await ask('POST', '/instances', creation('web-9', { copies: 3 }))).body;
    expect(instance.name).toBe('web-9');
    const { instances } = (await ask('GET', '/instances?phrase=web-9')).body;
    expect(instances.map(({ name }: { name: string }) => name)).toEqual(['web-9', 'web-9-2', 'web-9-3']);
  });

  test('can be refused in an answer with status 200', async () => {
    const { ask, set } = await startMorpheus();
    await set({ errorsIn200: true });
    const answer = await ask('POST', '/instances', creation('erp-1'));
    expect([answer.status, answer.body]).toEqual([200, { success: false, errors: { name: 'must be unique' } }]);
  });

  test('answers in the old shape in the old age', async () => {
    const { ask, set } = await startMorpheus();
    await set({ age: 'legacy' });
    const { body } = await ask('POST', '/instances', creation('web-9'));
    expect(Object.keys(body)).toEqual(['success', 'instance', 'stats']);
    expect(body.instance).toMatchObject({ status: 'provisioning', connectionInfo: [{ ip: '0.0.0.0', port: 22 }] });
  });
});

describe('approval of new instances', () => {
  test('can be awaited, and given', async () => {
    const { ask, reach, set, pass } = await startMorpheus();
    await set({ approval: 'pending' });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    expect(instance.status).toBe('pending');
    expect(instance.pendingRequests).toEqual([
      { type: 'provision', status: 'requested', approvedBy: null, deniedBy: null },
    ]);
    pass(300);
    expect((await ask('GET', `/instances/${instance.id}`)).body.instance.status).toBe('pending');
    await set({ approval: 'none' });
    expect((await reach(instance.id, 'running')).pendingRequests).toEqual([]);
  });

  test('can be denied, at once or after a while', async () => {
    const { ask, set, watch } = await startMorpheus();
    await set({ approval: 'denied' });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    expect(await watch(instance.id, 'denied')).toEqual(['pending', 'denied']);
    await set({ approval: 'pending' });
    const other = (await ask('POST', '/instances', creation('web-10'))).body.instance;
    await set({ approval: 'denied' });
    expect((await ask('GET', `/instances/${other.id}`)).body.instance.status).toBe('denied');
  });
});

describe('a create that goes wrong', () => {
  test('fails, says so, and can be tried again from history', async () => {
    const { ask, reach } = await startMorpheus({ faults: 'task-failurex1' });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    const failed = await reach(instance.id, 'failed');
    const error = 'Provision of web-9 failed: the cloud did not carry it out';
    expect(failed.errorMessage).toBe(error);
    const { processes } = (await ask('GET', `/instances/${instance.id}/history`)).body;
    expect(processes[0]).toMatchObject({ status: 'failed', error, events: [{ status: 'failed', error }] });
    expect((await ask('PUT', `/instances/${instance.id}/start?server=true`)).body.results).toEqual({
      [instance.id]: { success: false, msg: 'Instance can not be changed while it is failed' },
    });
    expect((await ask('POST', `/processes/${processes[0].id}/retry`)).body).toEqual({ success: true });
    expect((await reach(instance.id, 'running')).errorMessage).toBeNull();
    expect((await ask('POST', `/processes/${processes[0].id}/retry`)).status).toBe(400);
  });

  test('fails by setting too', async () => {
    const { ask, reach, set } = await startMorpheus();
    await set({ failure: true });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    await reach(instance.id, 'failed');
  });

  test('vanishes with the instance', async () => {
    const { ask, gone } = await startMorpheus({ faults: 'task-vanished' });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    expect(instance.status).toBe('provisioning');
    await gone(instance.id);
  });

  test('is stuck for ever', async () => {
    const { ask, pass } = await startMorpheus({ faults: 'stuck', speed: 1000 });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    pass(50);
    expect((await ask('GET', `/instances/${instance.id}`)).body.instance.status).toBe('provisioning');
  });

  test('can be cancelled', async () => {
    const { ask, gone } = await startMorpheus({ speed: 4 });
    const { instance } = (await ask('POST', '/instances', creation('web-9'))).body;
    const { processes } = (await ask('GET', `/instances/${instance.id}/history`)).body;
    expect(processes[0]).toMatchObject({ status: 'running', percent: 50, endDate: null });
    expect((await ask('POST', `/processes/${processes[0].id}/cancel`)).body).toEqual({ success: true });
    expect((await ask('GET', `/instances/${instance.id}`)).body.instance.status).toBe('cancelled');
    expect((await ask('POST', `/processes/${processes[0].id}/cancel`)).status).toBe(400);
    expect((await ask('GET', `/processes/${processes[0].id}`)).body.process.status).toBe('cancelled');
    expect((await ask('DELETE', `/instances/${instance.id}`)).body).toEqual({ success: true });
    await gone(instance.id);
  });
});
