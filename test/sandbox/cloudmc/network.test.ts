import { describe, expect, test } from 'vitest';
import { type Json, refusal, startCloudmc, UUID } from './cloudmcClient';

const FORWARD = { protocol: 'TCP', privatePortStart: '22', privatePortEnd: '22', publicPortStart: '2200' };

describe.each([
  ['cloudca', 'build-1', 'mail-1', 'build-2'],
  ['coxedge', 'edge-2', 'edge-3', 'edge-1'],
] as const)('with %s', (name, forwarded, closed, natted) => {
  test('VPCs and networks say where they are, and filter by it', async () => {
    const { ask, named } = await startCloudmc(name);
    const vpc = await named('vpcs', 'prod-VPC');
    expect(vpc).toMatchObject({ cidr: '10.164.208.0/20', state: 'Enabled', zoneName: expect.stringMatching(/-1$/) });
    const [source] = (await ask('GET', `/publicipaddresses?vpc_id=${vpc.id}`)).body.data;
    expect(source).toMatchObject({ ipAddress: vpc.sourceNatIp, purposes: ['SOURCE_NAT'], vpcName: 'prod-VPC' });
    const networks = (await ask('GET', `/networks?vpc_id=${vpc.id}&zone_id=${vpc.zoneId}`)).body.data;
    expect(networks[0]).toEqual({
      id: expect.stringMatching(UUID),
      name: 'Web-prod',
      description: `Web-prod in ${vpc.zoneName}`,
      vpcId: vpc.id,
      vpcName: 'prod-VPC',
      zoneId: vpc.zoneId,
      zoneName: vpc.zoneName,
      cidr: '10.164.212.0/24',
      gateway: '10.164.212.1',
      netmask: '255.255.255.0',
      state: 'Implemented',
    });
    expect(networks.map((network: Json) => network.name)).toEqual(['Web-prod', 'DB-prod']);
    const isolated = await named('networks', 'Isolated-1');
    expect(isolated.state).toBe('Allocated');
    expect(isolated).not.toHaveProperty('vpcId');
    for (const type of ['vpcs', 'networks', 'zones', 'computeofferings', 'diskofferings', 'templates', 'nics']) {
      const [item] = (await ask('GET', `/${type}`)).body.data;
      expect((await ask('GET', `/${type}/${item.id}`)).body).toEqual({ data: item });
      expect((await ask('GET', `/${type}/x`)).status).toBe(404);
    }
  });

  test('NICs are listed by instance and network', async () => {
    const { ask, instance } = await startCloudmc(name);
    const owner = await instance(natted);
    const { data } = (await ask('GET', `/nics?instance_id=${owner.id}&network_id=${owner.networkId}`)).body;
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      id: owner.nics[0].id,
      name: 'NIC-0',
      ipAddress: owner.ipAddress,
      isDefault: true,
      networkId: owner.networkId,
      networkName: 'Web-prod',
      gateway: '10.164.212.1',
      netmask: '255.255.255.0',
      instanceId: owner.id,
      vpcName: 'prod-VPC',
    });
    expect(data[0].secondaryIps).toHaveLength(name === 'cloudca' ? 1 : 0);
    expect((await ask('GET', `/nics?instance_id=${owner.id}`)).body.data).toHaveLength(name === 'cloudca' ? 2 : 1);
  });

  test('a public IP is acquired for a VPC or an isolated network, and released with its rules', async () => {
    const { ask, named, poll, run } = await startCloudmc(name, { speed: 20 });
    const vpc = await named('vpcs', 'prod-VPC');
    const begun = await ask('POST', '/publicipaddresses', { vpcId: vpc.id });
    const { result } = (await poll(begun.body.taskId)).body.data;
    expect(result).toEqual({
      id: expect.stringMatching(UUID),
      ipAddress: expect.stringMatching(/^[0-9.]+$/),
      purposes: [],
      state: 'Allocated',
      vpcId: vpc.id,
      vpcName: 'prod-VPC',
      zoneId: vpc.zoneId,
      zoneName: vpc.zoneName,
    });
    const path = `/publicipaddresses/${result.id}`;
    const instanceId = (await named('instances', closed)).id;
    const forward = { ...FORWARD, ipAddressId: result.id, instanceId };
    const rule = (await run('POST', '/portforwardingrules', forward)).body.data.result;
    const [used] = (await ask('GET', `/publicipaddresses?instance_id=${instanceId}`)).body.data.slice(-1);
    expect(used).toMatchObject({
      purposes: ['PORT_FORWARDING'],
      instances: [{ id: instanceId, name: closed }],
      networkId: expect.stringMatching(UUID),
    });
    const releasing = await ask('DELETE', path);
    expect((await ask('GET', path)).body.data.state).toBe('Releasing');
    expect(refusal(await ask('DELETE', path)).slice(0, 2)).toEqual([400, 2012]);
    await poll(releasing.body.taskId);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('GET', `/portforwardingrules/${rule.id}`)).status).toBe(404);
    const isolated = await named('networks', 'Isolated-1');
    const other = await run('POST', '/publicipaddresses', { networkId: isolated.id });
    expect(other.body.data.result).toMatchObject({ networkId: isolated.id, networkName: 'Isolated-1' });
    expect(other.body.data.result.ipAddress).not.toBe(result.ipAddress);
    for (const body of [{}, { vpcId: 'x' }, { networkId: 'x' }]) {
      expect((await ask('POST', '/publicipaddresses', body)).status).toBe(400);
    }
    const [source] = (await ask('GET', `/publicipaddresses?vpc_id=${vpc.id}`)).body.data;
    expect(refusal(await ask('DELETE', `/publicipaddresses/${source.id}`))[0]).toBe(400);
  });

  test('static NAT is for one address on each side', async () => {
    const { ask, instance, named, run } = await startCloudmc(name);
    const [target, taken, used] = [await instance(closed), await instance(natted), await instance(forwarded)];
    const addresses = (await ask('GET', '/publicipaddresses')).body.data;
    const free = addresses.find((address: Json) => address.purposes.length === 0);
    const path = `/publicipaddresses/${free.id}?operation`;
    for (const [privateIpId, message] of [
      [undefined, 'privateIpId is required'],
      ['x', 'No private IP with the id x was found'],
      [taken.ipAddressId, 'The private IP has static NAT already'],
    ]) {
      expect(refusal(await ask('POST', `${path}=enableStaticNat`, { privateIpId }))).toEqual([400, 400, message]);
    }
    const busy = `/publicipaddresses/${used.publicIps[0].id}?operation`;
    expect(refusal(await ask('POST', `${busy}=enableStaticNat`, { privateIpId: target.ipAddressId }))[2]).toBe(
      'The public IP is used for PORT_FORWARDING already',
    );
    expect(refusal(await ask('POST', `${busy}=disableStaticNat`))[2]).toBe('The public IP has no static NAT');
    const done = await run('POST', `${path}=enableStaticNat`, { privateIpId: target.ipAddressId });
    expect(done.body.data.result).toMatchObject({ purposes: ['STATIC_NAT'], instances: [{ name: closed }] });
    expect((await instance(closed)).publicIps.map((address: Json) => address.purposes)).toContainEqual(['STATIC_NAT']);
    const forward = { ...FORWARD, ipAddressId: free.id, instanceId: target.id };
    expect(refusal(await ask('POST', '/portforwardingrules', forward))[2]).toBe(
      'The public IP is not free for port forwarding',
    );
    await run('POST', `${path}=disableStaticNat`);
    expect((await ask('GET', `/publicipaddresses/${free.id}`)).body.data.purposes).toEqual([]);
    const isolated = await named('networks', 'Isolated-1');
    const other = (await run('POST', '/publicipaddresses', { networkId: isolated.id })).body.data.result;
    const foreign = `/publicipaddresses/${other.id}?operation=enableStaticNat`;
    expect((await ask('POST', foreign, { privateIpId: target.ipAddressId })).status).toBe(400);
  });

  test('a port is forwarded by instance or by private IP, ends of ranges left out or not', async () => {
    const { ask, instance, poll, run } = await startCloudmc(name, { speed: 20 });
    const [target, other] = [await instance(closed), await instance(forwarded)];
    const ipAddressId = other.publicIps[0].id;
    const begun = await ask('POST', '/portforwardingrules', { ...FORWARD, ipAddressId, instanceId: target.id });
    const mine = async () => (await ask('GET', `/portforwardingrules?instance_id=${target.id}`)).body.data.slice(-1)[0];
    expect((await mine()).state).toBe('Add');
    const rule = (await poll(begun.body.taskId)).body.data.result;
    expect(rule).toEqual({
      id: expect.stringMatching(UUID),
      ipAddress: other.publicIps[0].ipAddress,
      ipAddressId,
      privatePortStart: '22',
      privatePortEnd: '22',
      publicPortStart: '2200',
      publicPortEnd: '2200',
      protocol: 'TCP',
      instanceId: target.id,
      instanceName: closed,
      networkId: target.networkId,
      vpcId: target.vpcId,
      privateIp: target.ipAddress,
      privateIpId: target.ipAddressId,
      state: 'Active',
    });
    const range = {
      ipAddressId,
      privateIpId: target.ipAddressId,
      protocol: 'udp',
      privatePortStart: 8000,
      privatePortEnd: 8010,
      publicPortStart: 9000,
      publicPortEnd: 9010,
    };
    const second = (await run('POST', '/portforwardingrules', range)).body.data.result;
    expect(second).toMatchObject({ protocol: 'UDP', privatePortEnd: '8010', publicPortEnd: '9010' });
    expect((await instance(closed)).publicIps.slice(-1)[0].ports).toEqual(
      expect.arrayContaining(['2200', '9000-9010']),
    );
    expect((await ask('POST', '/portforwardingrules', { ...range, protocol: 'TCP' })).status).toBe(200);
    await run('DELETE', `/portforwardingrules/${rule.id}`);
    expect((await ask('GET', `/portforwardingrules/${rule.id}`)).status).toBe(404);
    expect((await ask('DELETE', `/portforwardingrules/${rule.id}`)).status).toBe(404);
  });

  test.each([
    [{ ipAddressId: undefined }, 'ipAddressId is required'],
    [{ ipAddressId: 'x' }, 'No public IP with the id x was found'],
    [{ protocol: 'ICMP' }, 'protocol must be TCP or UDP'],
    [{ privatePortStart: '' }, 'privatePortStart is required'],
    [{ publicPortStart: '70000' }, 'publicPortStart and publicPortEnd must be ports, in this order'],
    [{ publicPortEnd: '2300' }, 'Both port ranges must be of one size'],
    [{ instanceId: undefined }, 'instanceId is required'],
    [{ instanceId: 'x' }, 'No instance with the id x was found'],
    [{ privateIpId: 'x' }, 'No private IP with the id x was found'],
    [{ publicPortStart: '80' }, 'The public port is forwarded already'],
  ])('a rule of %o is refused', async (rest, message) => {
    const { ask, instance, run } = await startCloudmc(name);
    const [target, other] = [await instance(closed), await instance(forwarded)];
    const ipAddressId = other.publicIps[0].id;
    if (name === 'cloudca') {
      await run('POST', '/portforwardingrules', {
        ...FORWARD,
        ipAddressId,
        instanceId: target.id,
        publicPortStart: 80,
      });
    }
    const body = { ...FORWARD, ipAddressId, instanceId: target.id, ...rest };
    expect(refusal(await ask('POST', '/portforwardingrules', body))).toEqual([400, 400, message]);
  });

  test('an SSH key is registered, asked for by its name and deleted', async () => {
    const { ask, run } = await startCloudmc(name);
    expect((await ask('GET', '/sshkeys')).body).toEqual({
      data: [{ name: 'laptop', fingerprint: expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){15}$/) }],
      metadata: { recordCount: 1 },
    });
    const publicKey = 'ssh-rsa AAAAB3NzaC1yc2E= my key';
    expect((await ask('POST', '/sshkeys', { name: 'mine', publicKey })).status).toBe(400);
    const sound = { name: 'my key', publicKey: 'ssh-rsa AAAAB3NzaC1yc2E= me' };
    const done = await run('POST', '/sshkeys', sound);
    expect(done.body.data.result).toMatchObject({ id: 'my key', name: 'my key' });
    expect((await ask('GET', '/sshkeys/my%20key')).body.data.name).toBe('my key');
    expect((await ask('POST', '/sshkeys', sound)).status).toBe(400);
    expect((await ask('POST', '/sshkeys', { name: 'other', publicKey: sound.publicKey })).status).toBe(400);
    expect((await ask('POST', '/sshkeys', { name: 'other' })).status).toBe(400);
    await run('DELETE', '/sshkeys/my%20key');
    expect((await ask('GET', '/sshkeys/my%20key')).status).toBe(404);
    expect((await ask('DELETE', '/sshkeys/my%20key')).status).toBe(404);
  });

  test('an affinity group is made, filled, filtered by type and deleted', async () => {
    const { ask, instance, named, run } = await startCloudmc(name);
    const { id } = await instance(closed);
    const dedicated = (await ask('GET', '/affinitygroups?type=explicitdedication')).body.data;
    expect(dedicated.map((group: Json) => group.name)).toEqual(['dedicated-hosts']);
    const order = { name: 'gnr', description: 'Mine', type: 'host anti-affinity', instanceIds: [id] };
    const { result } = (await run('POST', '/affinitygroups', order)).body.data;
    expect(result).toEqual({ id: result.id, name: 'gnr', type: 'host anti-affinity', instanceIds: [id] });
    expect((await instance(closed)).affinityGroupIds).toEqual([result.id]);
    const path = `/affinitygroups/${result.id}`;
    const other = await named('instances', natted);
    await run('PUT', path, { instanceIds: [other.id] });
    expect((await ask('GET', path)).body.data.instanceIds).toEqual([other.id]);
    expect((await instance(closed)).affinityGroupIds).toEqual([]);
    await run('PUT', path, { name: 'far' });
    expect((await ask('GET', path)).body.data).toMatchObject({ name: 'far', instanceIds: [other.id] });
    for (const body of [{}, { name: 'far' }, { name: 'x', type: 'affinity' }, { name: 'x', instanceIds: ['x'] }]) {
      expect((await ask('POST', '/affinitygroups', body)).status).toBe(400);
    }
    expect((await ask('DELETE', `/affinitygroups/${dedicated[0].id}`)).status).toBe(400);
    await run('POST', `${path}?operation=delete`);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await instance(natted)).affinityGroupIds).not.toContain(result.id);
  });
});
