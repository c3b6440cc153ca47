import { describe, expect, test } from 'vitest';
import { refusal, startCloudmc, UUID } from './cloudmcClient';

describe.each(['cloudca', 'coxedge'] as const)('a create with %s', (name) => {
  test('shows the instance Starting, and ends with all of it and a password', async () => {
    const { ask, instance, named, order, poll } = await startCloudmc(name, { speed: 20 });
    const begun = await ask('POST', '/instances', { ...(await order()), id: '', recoveryPoint: {} });
    expect([begun.status, begun.body]).toEqual([200, { taskId: expect.stringMatching(UUID), taskStatus: 'PENDING' }]);
    expect(await named('instances', 'new_1')).toMatchObject({ state: 'Starting', hostname: 'new_1' });
    const { data } = (await poll(begun.body.taskId)).body;
    const created = await instance('new_1');
    const { publicIps, nics, userData, ...listed } = created;
    expect(data.status).toBe('SUCCESS');
    expect(data.result).toEqual({
      ...listed,
      state: 'Running',
      type: 'CloudStack',
      projectId: expect.stringMatching(UUID),
      password: expect.stringMatching(/^[a-z0-9]{10}$/),
    });
    expect(created).not.toHaveProperty('password');
    expect([publicIps, nics.length, userData]).toEqual([[], 1, '']);
    const [root] = (await ask('GET', `/volumes?instance_id=${created.id}`)).body.data;
    expect(root).toMatchObject({ type: 'os', state: 'Ready', sizeInGb: 20, instanceName: 'new_1' });
    expect(root.name).toMatch(/^ROOT-[0-9]+$/);
  });

  test('takes everything at once, with numbers as strings', async () => {
    const { ask, instance, named, order, run } = await startCloudmc(name);
    const spare = await named('volumes', 'spare');
    const apart = await named('affinitygroups', 'apart');
    const dedicated = await named('affinitygroups', 'dedicated-hosts');
    const custom = await named('computeofferings', 'Custom CPU and memory');
    const disk = await named('diskofferings', 'Custom size and IOPS');
    const done = await run(
      'POST',
      '/instances',
      await order({
        computeOfferingId: custom.id,
        cpuCount: '2',
        memoryInMB: 4096,
        diskOfferingId: disk.id,
        additionalDiskSizeInGb: '30',
        additionalDiskIops: 1000,
        sshKeyName: 'laptop',
        volumeIdToAttach: spare.id,
        affinityGroupId: apart.id,
        dedicatedGroupId: dedicated.id,
        portsToForward: ['22', '443'],
        rootVolumeSizeInGb: 60,
        ipAddress: '10.164.212.200',
        userData: '#cloud-config\n',
      }),
    );
    expect(done.body.data.status).toBe('SUCCESS');
    expect(done.body.data.result).not.toHaveProperty('password');
    const made = await instance('new_1');
    expect(made).toMatchObject({
      ipAddress: '10.164.212.200',
      cpuCount: 2,
      memoryInMB: 4096,
      affinityGroupIds: [apart.id],
      userData: '#cloud-config\n',
      publicIps: [{ purposes: ['PORT_FORWARDING'], ports: ['22', '443'] }],
    });
    const volumes = (await ask('GET', `/volumes?instance_id=${made.id}`)).body.data;
    expect(volumes.map((volume: Record<string, unknown>) => [volume.type, volume.sizeInGb, volume.iops])).toEqual([
      ['data', 20, undefined],
      ['os', 60, undefined],
      ['data', 30, 1000],
    ]);
    expect(volumes.every((volume: { state: string }) => volume.state === 'Ready')).toBe(true);
    expect((await ask('GET', `/affinitygroups/${apart.id}`)).body.data.instanceIds).toContain(made.id);
    expect((await ask('GET', `/affinitygroups/${dedicated.id}`)).body.data.instanceIds).toEqual([made.id]);
  });

  test('forwards ports of an address that is free for it, and else of a new one', async () => {
    const { ask, instance, named, order, run } = await startCloudmc(name);
    const before = (await ask('GET', '/publicipaddresses')).body.data;
    const free = before.find((address: { purposes: string[] }) => address.purposes.length === 0);
    const forwarding = await named('instances', name === 'cloudca' ? 'build-1' : 'edge-2');
    const [used] = (await ask('GET', `/publicipaddresses?instance_id=${forwarding.id}`)).body.data;
    await run('POST', '/instances', await order({ portsToForward: [443] }));
    expect((await instance('new_1')).publicIps).toMatchObject([{ id: used.id, ports: ['443'] }]);
    await run('POST', '/instances', await order({ name: 'new_2', portsToForward: ['443'] }));
    const second = (await instance('new_2')).publicIps;
    expect(second[0].id).not.toBe(used.id);
    const isolated = await named('networks', 'Isolated-1');
    await run('POST', '/instances', await order({ name: 'new_3', networkId: isolated.id, portsToForward: ['443'] }));
    const third = await instance('new_3');
    expect(third).not.toHaveProperty('vpcId');
    const [address] = (await ask('GET', `/publicipaddresses?instance_id=${third.id}`)).body.data;
    expect(address).toMatchObject({ networkId: isolated.id, networkName: 'Isolated-1', state: 'Allocated' });
    expect(before.map((known: { id: string }) => known.id)).not.toContain(address.id);
    expect(before.map((known: { id: string }) => known.id)).toContain(free.id);
  });

  test('registers a public key under the name given, and refuses one that is known', async () => {
    const { ask, order, run } = await startCloudmc(name);
    const publicKey = 'ssh-rsa AAAAB3NzaC1yc2E= me@here';
    const keyed = { sshKeyName: 'machine', publicKey };
    expect((await run('POST', '/instances', await order(keyed))).body.data.result).not.toHaveProperty('password');
    expect((await ask('GET', '/sshkeys/machine')).body.data).toEqual({
      name: 'machine',
      fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
    });
    const again = await ask('POST', '/instances', await order(keyed));
    expect(refusal(again)).toEqual([400, 400, 'There is an SSH key with the name machine already']);
    const other = await ask('POST', '/instances', await order({ publicKey }));
    expect(refusal(other)).toEqual([400, 400, 'The SSH key is registered already, with the name machine']);
    const bare = { publicKey: 'ssh-rsa AAAAB3NzaC1yc2E=' };
    expect(refusal(await ask('POST', '/instances', await order(bare)))).toEqual([
      400,
      400,
      'publicKey must be made of a type, a key and a comment',
    ]);
    const fresh = { publicKey: 'ssh-rsa AAAAB3NzaC1yc2F= me' };
    expect((await run('POST', '/instances', await order(fresh))).body.data.status).toBe('SUCCESS');
  });

  test.each([
    [{ name: ' ' }, 'name is required'],
    [{ templateId: null }, 'templateId is required'],
    [{ computeOfferingId: '' }, 'computeOfferingId is required'],
    [{ networkId: undefined }, 'networkId is required'],
    [{ templateId: 'x' }, 'No template with the id x was found'],
    [{ computeOfferingId: 'x' }, 'No compute offering with the id x was found'],
    [{ networkId: 'x' }, 'No network with the id x was found'],
    [{ cpuCount: 2 }, 'cpuCount and memoryInMB can be given for a custom compute offering only'],
    [{ ipAddress: '10.9.9.9' }, 'ipAddress must be within 10.164.212.0/24'],
    [{ ipAddress: '10.164.212.1' }, 'ipAddress must be within 10.164.212.0/24'],
    [{ ipAddress: '10.164.212.10' }, 'The address 10.164.212.10 is already in use'],
    [{ rootVolumeSizeInGb: 10 }, 'rootVolumeSizeInGb must be from 20 to 200, in steps of 10'],
    [{ rootVolumeSizeInGb: 'x' }, 'rootVolumeSizeInGb must be from 20 to 200, in steps of 10'],
    [{ additionalDiskSizeInGb: 10 }, 'diskOfferingId is required for an additional disk'],
    [{ diskOfferingId: 'x' }, 'No disk offering with the id x was found'],
    [{ volumeIdToAttach: 'x' }, 'No volume with the id x was found'],
    [{ sshKeyName: 'x' }, 'No SSH key with the name x was found'],
    [{ affinityGroupId: 'x' }, 'No affinity group with the id x was found'],
    [{ dedicatedGroupId: 'x' }, 'No dedicated group with the id x was found'],
    [{ portsToForward: ['22', '70000'] }, '70000 is not a port'],
  ])('of %o is refused', async (rest, message) => {
    const { ask, order } = await startCloudmc(name);
    expect(refusal(await ask('POST', '/instances', await order(rest)))).toEqual([400, 400, message]);
    expect((await ask('GET', '/instances?sort_by=name')).text).not.toContain('new_1');
  });

  test('of a custom offering needs values out of its lists, and not too much memory for a CPU', async () => {
    const { ask, named, order } = await startCloudmc(name);
    const custom = await named('computeofferings', 'Custom CPU and memory');
    expect(custom).toEqual({
      id: custom.id,
      name: 'Custom CPU and memory',
      custom: true,
      availableCpuCountValues: expect.any(Array),
      availableMemoryInMBValues: expect.any(Array),
      maxMemoryInMBToCpuRatio: 8192,
    });
    const cases = [
      [{}, 'cpuCount and memoryInMB are required for a custom compute offering'],
      [{ cpuCount: 1 }, 'cpuCount and memoryInMB are required for a custom compute offering'],
      [{ cpuCount: 3, memoryInMB: 4096 }, 'cpuCount must be one of 1, 2, 4, 6, 8, 12, 16'],
      [{ cpuCount: 1, memoryInMB: 4000 }, expect.stringMatching(/^memoryInMB must be one of 1024, /)],
      [{ cpuCount: 1, memoryInMB: 16_384 }, 'memoryInMB can be at most 8192 for each CPU'],
    ] as const;
    for (const [shape, message] of cases) {
      const answer = await ask('POST', '/instances', await order({ computeOfferingId: custom.id, ...shape }));
      expect(refusal(answer)).toEqual([400, 400, message]);
    }
  });

  test('of a template looks at what the template can', async () => {
    const { ask, named, order, run } = await startCloudmc(name);
    const id = async (template: string) => (await named('templates', template)).id;
    const cases = [
      ['Rocky Linux 9 HVM base (64bit)', {}, 'The template Rocky Linux 9 HVM base (64bit) is not ready'],
      [
        'Debian 11 HVM base (64bit)',
        {},
        'The template Debian 11 HVM base (64bit) is not available in the zone of the network',
      ],
      ['CentOS 6.8 PV', { rootVolumeSizeInGb: 40 }, 'The root volume of the template CentOS 6.8 PV cannot be resized'],
      [
        'Windows Server 2019 Std',
        { sshKeyName: 'laptop' },
        'The template Windows Server 2019 Std is not SSH key enabled',
      ],
    ] as const;
    for (const [template, rest, message] of cases) {
      const answer = await ask('POST', '/instances', await order({ templateId: await id(template), ...rest }));
      expect(refusal(answer)).toEqual([400, 400, message]);
    }
    const core = await run('POST', '/instances', await order({ templateId: await id('CoreOS Stable') }));
    expect(core.body.data.result).toMatchObject({ username: 'core', isPasswordEnabled: false });
    expect(core.body.data.result).not.toHaveProperty('password');
  });

  test('beyond the quota is refused', async () => {
    const { ask, order, run, set } = await startCloudmc(name);
    await set({ answers: 'inline' });
    const body = await order();
    let answer = await ask('POST', '/instances', body);
    for (let count = 1; answer.status === 200 && count < 50; count += 1) answer = await ask('POST', '/instances', body);
    expect(refusal(answer)).toEqual([400, 400, 'The quota of the environment is exceeded: at most 40 instances']);
    await set({ answers: 'pending' });
    const { id } = (await ask('GET', '/instances')).body.data[0];
    await run('DELETE', `/instances/${id}`);
    expect((await ask('POST', '/instances', body)).status).toBe(200);
    expect((await ask('POST', `/instances/${id}?operation=recover`)).status).toBe(400);
  });
});

describe('bare metal', () => {
  test('is acquired and released, and refuses what only virtual machines do', async () => {
    const { ask, instance, named, order, run } = await startCloudmc('coxedge');
    const offering = await named('computeofferings', '32 CPU - 256 GB RAM');
    expect(offering).toMatchObject({ type: 'BareMetal', availabilityCount: 2, custom: false, cpuCount: 32 });
    const template = await named('templates', 'Ubuntu 22.04 bare metal');
    const body = await order({ templateId: template.id, computeOfferingId: offering.id, sshKeyName: 'laptop' });
    expect(refusal(await ask('POST', '/instances', body))[2]).toBe(
      'A bare metal instance must be acquired, not created',
    );
    const { sshKeyName: _, ...keyless } = body;
    expect((await ask('POST', '/instances?operation=acquireBareMetal', keyless)).status).toBe(400);
    expect((await ask('POST', '/instances?operation=acquireBareMetal', await order())).status).toBe(400);
    await run('POST', '/instances?operation=acquireBareMetal', body);
    const made = await instance('new_1');
    expect(made).toMatchObject({ state: 'Running', bareMetalCpuCount: 32, memoryInMB: 262_144 });
    expect(made).not.toHaveProperty('cpuCount');
    const path = `/instances/${made.id}`;
    for (const operation of ['changeComputeOffering', 'resetPassword', 'changeNetwork', 'createRecoveryPoint']) {
      expect((await ask('POST', `${path}?operation=${operation}`, {})).status).toBe(400);
    }
    expect((await ask('DELETE', path)).status).toBe(400);
    await run('POST', '/instances?operation=acquireBareMetal', { ...body, name: 'new_2' });
    expect(refusal(await ask('POST', '/instances?operation=acquireBareMetal', body))[2]).toBe(
      'No bare metal instance is available',
    );
    await run('POST', `${path}?operation=releaseBareMetal`);
    expect((await ask('GET', path)).status).toBe(404);
    const virtual = await named('instances', 'edge-1');
    expect((await ask('POST', `/instances/${virtual.id}?operation=releaseBareMetal`)).status).toBe(400);
  });

  test('is nothing that cloudca has', async () => {
    const { ask, named } = await startCloudmc('cloudca');
    expect((await ask('POST', '/instances?operation=acquireBareMetal', {})).status).toBe(404);
    expect(await named('computeofferings', '32 CPU - 256 GB RAM')).toBeUndefined();
  });
});
