import { describe, expect, test } from 'vitest';
import { type Json, refusal, startCloudmc, UUID } from './cloudmcClient';

const ADDRESS = /^[0-9]+(\.[0-9]+){3}$/;

const COMMON = {
  id: expect.stringMatching(UUID),
  zoneId: expect.stringMatching(UUID),
  computeOfferingId: expect.stringMatching(UUID),
  networkId: expect.stringMatching(UUID),
  networkName: 'Web-prod',
  vpcId: expect.stringMatching(UUID),
  vpcName: 'prod-VPC',
  ipAddress: expect.stringMatching(ADDRESS),
  ipAddressId: expect.stringMatching(UUID),
  isPasswordEnabled: true,
  macAddress: expect.stringMatching(/^02:00(:[0-9a-f]{2}){4}$/),
  username: 'cca-user',
};

describe('the seeded instances', () => {
  test('of cloudca have the older fields', async () => {
    const { ask, instance } = await startCloudmc('cloudca');
    const { body, status } = await ask('GET', '/instances');
    expect(status).toBe(200);
    expect(body.metadata).toEqual({ recordCount: 4 });
    expect(body.data.map((item: Json) => [item.name, item.state])).toEqual([
      ['build-1', 'Running'],
      ['build-2', 'Running'],
      ['mail-1', 'Stopped'],
      ['old-1', 'Destroyed'],
    ]);
    const listed = {
      ...COMMON,
      name: 'build-1',
      hostname: 'build-1',
      state: 'Running',
      zoneName: 'QC-1',
      templateId: expect.stringMatching(UUID),
      templateName: 'Ubuntu 22.04 HVM base (64bit)',
      computeOfferingName: '4vCPU.8GB',
      cpuCount: 4,
      memoryInMB: 8192,
      affinityGroupIds: [expect.stringMatching(UUID)],
      projectId: expect.stringMatching(UUID),
      isSshKeyEnabled: true,
      sshKeyName: 'laptop',
    };
    expect(body.data[0]).toEqual(listed);
    expect(await instance('build-1')).toEqual({
      ...listed,
      userData: '',
      publicIps: [
        {
          id: expect.stringMatching(UUID),
          ipAddress: expect.stringMatching(ADDRESS),
          purposes: ['PORT_FORWARDING'],
          ports: ['22', '8080'],
        },
      ],
      nics: [{ id: expect.stringMatching(UUID), isDefault: true, networkId: body.data[0].networkId }],
    });
    const second = await instance('build-2');
    expect(second).toMatchObject({ computeOfferingName: 'Custom CPU and memory', cpuCount: 4, memoryInMB: 6144 });
    expect(second.userData).toBe('#!/bin/sh\necho ready\n');
    expect(second.publicIps).toEqual([
      { id: expect.stringMatching(UUID), ipAddress: expect.stringMatching(ADDRESS), purposes: ['STATIC_NAT'] },
    ]);
    expect(second.nics.map((nic: Json) => nic.isDefault)).toEqual([true, false]);
    expect(second).not.toHaveProperty('sshKeyName');
  });

  test('of coxedge have the later ones, and three ways in', async () => {
    const { ask, instance } = await startCloudmc('coxedge');
    const { body } = await ask('GET', '/instances');
    expect(body.data.map((item: Json) => [item.name, item.state])).toEqual([
      ['edge-1', 'Running'],
      ['edge-2', 'Running'],
      ['edge-3', 'Stopped'],
    ]);
    expect(body.data[0]).toEqual({
      ...COMMON,
      name: 'edge-1',
      hostname: 'edge-1',
      state: 'Running',
      zoneName: 'ON-1',
      imageId: expect.stringMatching(UUID),
      imageName: 'Ubuntu 22.04 HVM base (64bit)',
      computeOfferingName: '2vCPU.4GB',
      cpuCount: 2,
      memoryInMB: 4096,
      affinityGroupIds: [],
    });
    expect((await instance('edge-1')).publicIps).toMatchObject([{ purposes: ['STATIC_NAT'] }]);
    expect((await instance('edge-2')).publicIps).toMatchObject([
      { purposes: ['PORT_FORWARDING'], ports: ['2222', '80'] },
    ]);
    expect((await instance('edge-3')).publicIps).toEqual([]);
  });

  test('are as many as asked for, and stay the same', async () => {
    const { ask, sandbox, directory } = await startCloudmc('coxedge', { instances: 500 });
    const { body } = await ask('GET', '/instances');
    expect(body.metadata).toEqual({ recordCount: 500 });
    expect(new Set(body.data.map((item: Json) => item.ipAddress)).size).toBe(500);
    expect(new Set(body.data.map((item: Json) => item.state))).toEqual(new Set(['Running', 'Stopped']));
    expect(body.data[0].name).toMatch(/^(edge|relay|mirror|probe)-000001$/);
    await sandbox.close();
    const again = await startCloudmc('coxedge', { directory });
    expect((await again.ask('GET', '/instances')).body).toEqual(body);
    expect((await again.ask('GET', '/volumes?type=OS')).body.metadata).toEqual({ recordCount: 500 });
  });
});

describe('the power of an instance', () => {
  test('is switched off, on and off and on', async () => {
    const { ask, instance, poll, run } = await startCloudmc('cloudca', { speed: 20 });
    const { id } = await instance('build-1');
    const states: string[] = [];
    for (const operation of ['stop', 'start', 'reboot']) {
      const begun = await ask('POST', `/instances/${id}?operation=${operation}`, '');
      states.push((await instance('build-1')).state);
      expect(begun.body.taskStatus).toBe('PENDING');
      await poll(begun.body.taskId);
      states.push((await instance('build-1')).state);
    }
    expect(states).toEqual(['Stopping', 'Stopped', 'Starting', 'Running', 'Rebooting', 'Running']);
    await run('POST', `/instances/${id}?operation=stop`);
    const rebooting = await ask('POST', `/instances/${id}?operation=reboot`);
    expect(rebooting.status).toBe(200);
    expect((await instance('build-1')).state).toBe('Starting');
  });

  test.each([
    ['cloudca', 'mail-1', 'stop', 'Stopped', ['Running']],
    ['cloudca', 'build-1', 'start', 'Running', ['Stopped']],
    ['cloudca', 'old-1', 'reboot', 'Destroyed', ['Running', 'Stopped']],
    ['cloudca', 'build-1', 'purge', 'Running', ['Destroyed']],
    ['cloudca', 'build-1', 'recover', 'Running', ['Destroyed']],
    ['cloudca', 'old-1', 'resetPassword', 'Destroyed', ['Running', 'Stopped']],
    ['cloudca', 'old-1', 'changeComputeOffering', 'Destroyed', ['Running', 'Stopped']],
    ['cloudca', 'old-1', 'changeNetwork', 'Destroyed', ['Running', 'Stopped']],
    ['cloudca', 'old-1', 'delete', 'Destroyed', ['Running', 'Stopped', 'Error']],
    ['coxedge', 'edge-3', 'stop', 'Stopped', ['Running', 'Stopping']],
  ] as const)('with %s: %s refuses %s', async (name, wanted, operation, currentState, expectedStates) => {
    const { ask, named } = await startCloudmc(name);
    const { id } = await named('instances', wanted);
    const answer = await ask('POST', `/instances/${id}?operation=${operation}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      errors: [
        {
          code: 2012,
          message: expect.stringContaining(`that isn't in the ${expectedStates.join(' or ').toLowerCase()} state`),
          context: { id, type: 'instances', currentState, expectedStates },
        },
      ],
    });
  });

  test('is refused while a change is going on, except for a stop that coxedge then forces', async () => {
    const cloudca = await startCloudmc('cloudca', { speed: 1 });
    const build = await cloudca.instance('build-1');
    await cloudca.ask('POST', `/instances/${build.id}?operation=stop`, { forceStop: true });
    const refused = await cloudca.ask('POST', `/instances/${build.id}?operation=stop`, { forceStop: true });
    expect(refused.body.errors[0].context).toMatchObject({ currentState: 'Stopping', expectedStates: ['Running'] });

    const coxedge = await startCloudmc('coxedge', { speed: 4 });
    const { id } = await coxedge.instance('edge-1');
    const first = (await coxedge.ask('POST', `/instances/${id}?operation=stop`)).body;
    await coxedge.run('POST', `/instances/${id}?operation=stop`);
    expect((await coxedge.instance('edge-1')).state).toBe('Stopped');
    await coxedge.ask('POST', `/instances/${id}?operation=start`);
    expect((await coxedge.poll(first.taskId)).body.data.status).toBe('SUCCESS');
    expect((await coxedge.instance('edge-1')).state).toMatch(/^(Starting|Running)$/);
  });
});

describe('an instance that is destroyed', () => {
  test('stays until it is purged, and can be recovered, without its data volumes', async () => {
    const { ask, instance, named, run } = await startCloudmc('cloudca');
    const { id } = await instance('build-1');
    const data = await named('volumes', 'build-1-data-1');
    expect(data).toMatchObject({ instanceId: id, instanceName: 'build-1', instanceState: 'Running' });
    const done = await run('DELETE', `/instances/${id}`);
    expect(done.body.data).not.toHaveProperty('result');
    expect((await named('instances', 'build-1')).state).toBe('Destroyed');
    const left = await named('volumes', 'build-1-data-1');
    expect(left).not.toHaveProperty('instanceId');
    expect((await ask('GET', `/volumes?instance_id=${id}`)).body.data).toMatchObject([{ type: 'os' }]);
    expect((await ask('GET', `/portforwardingrules?instance_id=${id}`)).body.data).toHaveLength(2);
    await run('POST', `/instances/${id}?operation=recover`);
    expect((await instance('build-1')).state).toBe('Stopped');
    await run('DELETE', `/instances/${id}`, {});
    await run('POST', `/instances/${id}?operation=purge`);
    expect((await ask('GET', `/instances/${id}`)).status).toBe(404);
    expect((await ask('GET', `/portforwardingrules?instance_id=${id}`)).body.data).toEqual([]);
    expect((await ask('GET', '/volumes?type=os')).body.metadata.recordCount).toBe(3);
    expect((await named('volumes', 'build-1-data-1')).state).toBe('Ready');
  });

  test('takes with it what the body of the DELETE says', async () => {
    const { ask, instance, named, poll, run } = await startCloudmc('cloudca', { speed: 20 });
    const { id, publicIps } = await instance('mail-1');
    const [one, other] = [await named('volumes', 'mail-1-data-1'), await named('volumes', 'mail-1-data-2')];
    expect((await ask('GET', '/snapshots')).body.data).toHaveLength(1);
    const body = {
      purgeImmediately: true,
      deleteSnapshots: true,
      publicIpIdsToRelease: [publicIps[0].id],
      volumeIdsToDelete: [one.id],
    };
    const begun = await ask('DELETE', `/instances/${id}`, body);
    expect([begun.status, begun.body.taskStatus]).toEqual([200, 'PENDING']);
    expect((await instance('mail-1')).state).toBe('Expunging');
    await poll(begun.body.taskId);
    expect((await ask('GET', `/instances/${id}`)).status).toBe(404);
    expect((await ask('GET', `/volumes/${one.id}`)).status).toBe(404);
    expect((await ask('GET', `/volumes/${other.id}`)).body.data).not.toHaveProperty('instanceId');
    expect((await ask('GET', `/publicipaddresses/${publicIps[0].id}`)).status).toBe(404);
    expect((await ask('GET', '/snapshots')).body.data).toEqual([]);
    expect((await run('POST', '/snapshots?operation=create', { volumeId: other.id })).status).toBe(200);
  });

  test('takes nothing with it that is not its own', async () => {
    const { ask, instance, named } = await startCloudmc('cloudca');
    const { id } = await instance('build-1');
    const [mail, spare, nat] = [
      await named('volumes', 'mail-1-data-1'),
      await named('volumes', 'spare'),
      await instance('build-2'),
    ];
    const [root] = (await ask('GET', `/volumes?instance_id=${id}&type=os`)).body.data;
    for (const volume of [mail, spare, root, { id: 'x' }]) {
      const answer = await ask('DELETE', `/instances/${id}`, { volumeIdsToDelete: [volume.id] });
      expect(refusal(answer)).toEqual([
        400,
        400,
        `The volume ${volume.id} is not a data volume attached to the instance`,
      ]);
    }
    const foreign = nat.publicIps[0].id;
    const answer = await ask('DELETE', `/instances/${id}`, { publicIpIdsToRelease: [foreign] });
    expect(refusal(answer)).toEqual([400, 400, `The public IP ${foreign} does not belong to the instance`]);
    expect((await named('instances', 'build-1')).state).toBe('Running');
  });

  test('cannot release an address that another uses, too', async () => {
    const { ask, instance, named, run } = await startCloudmc('coxedge');
    const [{ id, publicIps }, third] = [await instance('edge-2'), await named('instances', 'edge-3')];
    await run('POST', '/portforwardingrules', {
      ipAddressId: publicIps[0].id,
      instanceId: third.id,
      protocol: 'TCP',
      privatePortStart: '22',
      publicPortStart: '2223',
    });
    const answer = await ask('DELETE', `/instances/${id}`, { publicIpIdsToRelease: [publicIps[0].id] });
    expect(refusal(answer)).toEqual([400, 400, `The public IP ${publicIps[0].id} is used by others, too`]);
  });
});
