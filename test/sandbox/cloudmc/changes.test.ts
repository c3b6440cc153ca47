import { describe, expect, test } from 'vitest';
import { refusal, startCloudmc } from './cloudmcClient';

const BOTH = [
  ['cloudca', 'build-1', 'mail-1'],
  ['coxedge', 'edge-1', 'edge-3'],
] as const;

describe.each(BOTH)('with %s', (name, running, stopped) => {
  test('a new name is taken at once, a new hostname with a reboot', async () => {
    const { ask, instance, poll, run } = await startCloudmc(name, { speed: 20 });
    const { id } = await instance(running);
    await run('PUT', `/instances/${id}`, { name: 'e_c137' });
    const path = `/instances/${id}`;
    expect((await ask('GET', path)).body.data).toMatchObject({ name: 'e_c137', hostname: running, state: 'Running' });
    const begun = await ask('PUT', path, { hostname: 'hal_9000' });
    expect((await ask('GET', path)).body.data).toMatchObject({ hostname: running, state: 'Rebooting' });
    await poll(begun.body.taskId);
    expect((await ask('GET', path)).body.data).toMatchObject({
      name: 'e_c137',
      hostname: 'hal_9000',
      state: 'Running',
    });
    expect(refusal(await ask('PUT', path, { name: '' }))).toEqual([400, 400, 'name cannot be empty']);
    expect(refusal(await ask('PUT', path, { hostname: 'a b' }))).toEqual([400, 400, 'hostname cannot contain spaces']);
    expect((await run('PUT', path, {})).body.data.status).toBe('SUCCESS');
    expect((await ask('PUT', '/instances/1', {})).status).toBe(404);
  });

  test('the compute offering changes with a reboot, of a stopped instance without', async () => {
    const { ask, instance, named, poll, run } = await startCloudmc(name, { speed: 20 });
    const small = await named('computeofferings', '1vCPU.512MB');
    const custom = await named('computeofferings', 'Custom CPU and memory');
    const { id } = await instance(running);
    const path = `/instances/${id}?operation=changeComputeOffering`;
    const begun = await ask('POST', path, { id, computeOfferingId: small.id, recoveryPoint: {} });
    expect((await instance(running)).state).toBe('Rebooting');
    await poll(begun.body.taskId);
    expect(await instance(running)).toMatchObject({
      state: 'Running',
      computeOfferingName: '1vCPU.512MB',
      cpuCount: 1,
      memoryInMB: 512,
    });
    const other = await instance(stopped);
    const rest = { newComputeOfferingId: custom.id, cpuCount: 4, memoryInMB: 8192 };
    const change = await ask('POST', `/instances/${other.id}?operation=changeComputeOffering`, rest);
    expect((await instance(stopped)).state).toBe('Stopped');
    await poll(change.body.taskId);
    expect(await instance(stopped)).toMatchObject({ state: 'Stopped', cpuCount: 4, memoryInMB: 8192 });
    for (const [body, message] of [
      [undefined, 'computeOfferingId is required'],
      [{ networkId: 'x', recoveryPoint: {} }, 'computeOfferingId is required'],
      [{ computeOfferingId: 'x' }, 'No compute offering with the id x was found'],
      [{ computeOfferingId: custom.id }, 'cpuCount and memoryInMB are required for a custom compute offering'],
      [
        { computeOfferingId: small.id, cpuCount: 1, memoryInMB: 512 },
        'cpuCount and memoryInMB can be given for a custom compute offering only',
      ],
    ] as const) {
      expect(refusal(await ask('POST', path, body))).toEqual([400, 400, message]);
    }
    expect((await run('POST', path, { computeOfferingId: small.id })).body.data.status).toBe('SUCCESS');
  });

  test('another network brings another address, and no way in any more', async () => {
    const { ask, instance, named, poll } = await startCloudmc(name, { speed: 20 });
    const before = await instance(running);
    const target = await named('networks', 'DB-prod');
    const far = await named('networks', 'Web-dr');
    const path = `/instances/${before.id}?operation=changeNetwork`;
    for (const [networkId, message] of [
      [undefined, 'networkId is required'],
      ['x', 'No network with the id x was found'],
      [before.networkId, 'The instance is already in the network Web-prod'],
      [far.id, 'The network must be in the zone of the instance'],
    ] as const) {
      expect(refusal(await ask('POST', path, { networkId }))).toEqual([400, 400, message]);
    }
    expect(before.publicIps).toHaveLength(1);
    const begun = await ask('POST', path, { networkId: target.id });
    expect((await instance(running)).state).toBe('Rebooting');
    await poll(begun.body.taskId);
    const after = await instance(running);
    expect(after).toMatchObject({ state: 'Running', networkId: target.id, networkName: 'DB-prod', publicIps: [] });
    expect(after.ipAddress).toMatch(/^10\.164\.213\./);
    expect(after.ipAddressId).not.toBe(before.ipAddressId);
    expect((await ask('GET', `/portforwardingrules?instance_id=${before.id}`)).body.data).toEqual([]);
    const address = await ask('GET', `/publicipaddresses/${before.publicIps[0].id}`);
    expect(address.body.data).toMatchObject({ purposes: [], state: 'Allocated' });
    expect(address.body.data).not.toHaveProperty('instances');
  });

  test('a password is made anew in the result of the task, where the template has one', async () => {
    const { ask, instance, named, order, run } = await startCloudmc(name);
    const { id } = await instance(running);
    const done = await run('POST', `/instances/${id}?operation=resetPassword`);
    expect(done.body.data.result).toEqual({ password: expect.stringMatching(/^[a-z0-9]{10}$/) });
    const templateId = (await named('templates', 'CoreOS Stable')).id;
    await run('POST', '/instances', await order({ templateId }));
    const { id: core } = await instance('new_1');
    expect(refusal(await ask('POST', `/instances/${core}?operation=resetPassword`))).toEqual([
      400,
      400,
      'The template of the instance is not password enabled',
    ]);
  });

  test('an SSH key is associated, with a reboot if it runs', async () => {
    const { ask, instance, named, order, poll, run } = await startCloudmc(name, { speed: 20 });
    const { id } = await instance(running);
    const path = `/instances/${id}?operation=associateSSHKey`;
    const begun = await ask('POST', path, { sshKeyName: 'laptop', recoveryPoint: {} });
    expect((await instance(running)).state).toBe('Rebooting');
    await poll(begun.body.taskId);
    expect((await instance(running)).state).toBe('Running');
    expect(refusal(await ask('POST', path, {}))).toEqual([400, 400, 'sshKeyName is required']);
    expect(refusal(await ask('POST', path, { sshKeyName: 'x' }))).toEqual([
      400,
      400,
      'No SSH key with the name x was found',
    ]);
    const { id: off } = await instance(stopped);
    await ask('POST', `/instances/${off}?operation=associateSSHKey`, { sshKeyName: 'laptop' });
    expect((await instance(stopped)).state).toBe('Stopped');
    const templateId = (await named('templates', 'Windows Server 2019 Std')).id;
    await run('POST', '/instances', await order({ templateId }));
    const { id: windows } = await instance('new_1');
    expect(
      (await ask('POST', `/instances/${windows}?operation=associateSSHKey`, { sshKeyName: 'laptop' })).status,
    ).toBe(400);
  });

  test('a recovery point is made, and never seen again', async () => {
    const { ask, instance, run } = await startCloudmc(name);
    const { id } = await instance(running);
    const path = `/instances/${id}?operation=createRecoveryPoint`;
    expect((await ask('POST', path, { recoveryPoint: {} })).status).toBe(400);
    const done = await run('POST', path, { recoveryPoint: { name: 'before', description: 'the change' } });
    expect(done.body.data).toEqual({ id: expect.any(String), status: 'SUCCESS', created: expect.any(String) });
  });

  test('a change that fails leaves all as it was', async () => {
    const { ask, instance, named, run } = await startCloudmc(name, { faults: 'task-failure@MUTATING' });
    const before = await instance(running);
    const path = `/instances/${before.id}`;
    const small = await named('computeofferings', '1vCPU.512MB');
    const other = await named('networks', 'DB-prod');
    await run('PUT', path, { name: 'x', hostname: 'x' });
    await run('POST', `${path}?operation=changeComputeOffering`, { computeOfferingId: small.id });
    await run('POST', `${path}?operation=changeNetwork`, { networkId: other.id });
    await run('POST', `${path}?operation=stop`);
    const reset = await run('POST', `${path}?operation=resetPassword`);
    await run('DELETE', path, { purgeImmediately: true });
    expect(reset.text).not.toContain('password');
    expect((await ask('GET', path)).body.data).toEqual(before);
  });
});

describe('an ISO', () => {
  test('is attached and detached with coxedge, one at a time, from both ends', async () => {
    const { ask, named, run } = await startCloudmc('coxedge');
    const { id } = await named('instances', 'edge-1');
    const [tools, drivers] = [await named('isos', 'xs-tools.iso'), await named('isos', 'virtio-win-0.1.iso')];
    expect(tools).toMatchObject({ bootable: false, ready: true, created: expect.stringMatching(/ [AP]M EDT$/) });
    expect(Date.parse(tools.created)).not.toBeNaN();
    const path = `/instances/${id}?operation`;
    expect(refusal(await ask('POST', `${path}=detachIso`))[2]).toBe('The instance has no ISO attached');
    await run('POST', `${path}=attachIso`, { isoId: tools.id });
    expect(refusal(await ask('POST', `${path}=attachIso`, { isoId: drivers.id }))).toEqual([
      400,
      400,
      'The instance has an ISO attached already',
    ]);
    await run('POST', `${path}=detachIso`);
    await run('POST', `/isos/${drivers.id}?operation=attach`, { instanceId: id });
    expect((await ask('POST', `/isos/${tools.id}?operation=attach`, { instanceId: id })).status).toBe(400);
    await run('POST', `${path}=detachIso`);
    const bootable = await named('isos', 'ubuntu-22.04-server.iso');
    const early = await named('isos', 'upload-in-progress.iso');
    for (const [isoId, message] of [
      [undefined, 'isoId is required'],
      ['x', 'No ISO with the id x was found'],
      [bootable.id, 'A bootable ISO cannot be attached to an instance'],
      [early.id, 'The ISO is not ready'],
    ]) {
      expect(refusal(await ask('POST', `${path}=attachIso`, { isoId }))).toEqual([400, 400, message]);
    }
    expect((await ask('GET', `/isos/${tools.id}`)).body.data).toEqual(tools);
    expect((await ask('POST', '/isos/x?operation=attach', { instanceId: id })).status).toBe(404);
  });

  test('is unknown to cloudca', async () => {
    const { ask, named } = await startCloudmc('cloudca');
    const { id } = await named('instances', 'build-1');
    expect((await ask('GET', '/isos')).status).toBe(404);
    expect(refusal(await ask('POST', `/instances/${id}?operation=attachIso`, { isoId: 'x' }))).toEqual([
      404,
      404,
      'There is no operation attachIso on instances',
    ]);
  });
});
