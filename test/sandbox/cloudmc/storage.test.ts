import { describe, expect, test } from 'vitest';
import { type Json, refusal, startCloudmc, UUID } from './cloudmcClient';

describe.each([
  ['cloudca', 'build-1', 'mail-1'],
  ['coxedge', 'edge-1', 'edge-3'],
] as const)('volumes with %s', (name, first, second) => {
  test('are listed with type and instance, compared without regard to case', async () => {
    const { ask, named } = await startCloudmc(name);
    const { id } = await named('instances', first);
    const { data, metadata } = (await ask('GET', `/volumes?instance_id=${id}&type=DATA`)).body;
    expect(metadata).toEqual({ recordCount: 1 });
    expect(data[0]).toEqual({
      id: expect.stringMatching(UUID),
      name: `${first}-data-1`,
      type: 'data',
      creationDate: expect.stringMatching(/^[0-9-]{10}T[0-9:]{8}-0400$/),
      instanceId: id,
      instanceName: first,
      instanceState: 'Running',
      zoneId: expect.stringMatching(UUID),
      zoneName: name === 'cloudca' ? 'QC-1' : 'ON-1',
      state: 'Ready',
      sizeInGb: 50,
      diskOfferingId: expect.stringMatching(UUID),
      diskOfferingName: '50GB - 50 IOPS Min.',
    });
    expect(Date.parse(data[0].creationDate)).not.toBeNaN();
    const spare = await named('volumes', 'spare');
    expect(Object.keys(spare).filter((field) => field.startsWith('instance'))).toEqual([]);
    const [root] = (await ask('GET', `/volumes?instance_id=${id}&type=os`)).body.data;
    expect(root).not.toHaveProperty('diskOfferingId');
    expect((await ask('GET', `/volumes/${root.id}`)).body.data).toEqual(root);
  });

  test('are made attached, detached, attached elsewhere, enlarged and deleted', async () => {
    const { ask, named, poll, run } = await startCloudmc(name, { speed: 20 });
    const [one, other] = [await named('instances', first), await named('instances', second)];
    const custom = await named('diskofferings', 'Custom size');
    const order = { name: 'more', diskOfferingId: custom.id, instanceId: one.id, sizeInGb: 15 };
    const begun = await ask('POST', '/volumes', order);
    expect(await named('volumes', 'more')).toMatchObject({ state: 'Creating' });
    const { result } = (await poll(begun.body.taskId)).body.data;
    expect(result).toMatchObject({ name: 'more', state: 'Ready', instanceId: one.id, sizeInGb: 15 });
    const path = `/volumes/${result.id}`;
    const attach = (instanceId?: string) => ask('POST', `${path}?operation=attachToInstance`, { instanceId });
    expect(refusal(await attach(other.id))[2]).toBe('The volume more is attached to an instance already');
    expect(refusal(await ask('DELETE', path))[2]).toBe('The volume must be detached before it is deleted');
    const detaching = await ask('POST', `${path}?operation=detachFromInstance`);
    expect((await ask('GET', path)).body.data.state).toBe('Detaching');
    expect(refusal(await ask('DELETE', path)).slice(0, 2)).toEqual([400, 2012]);
    await poll(detaching.body.taskId);
    expect(refusal(await ask('POST', `${path}?operation=detachFromInstance`))[0]).toBe(400);
    expect(refusal(await attach())[2]).toBe('instanceId is required');
    expect(refusal(await attach('x'))[2]).toBe('No instance with the id x was found');
    await run('POST', `${path}?operation=attachToInstance`, { instanceId: other.id });
    expect((await ask('GET', path)).body.data).toMatchObject({ instanceName: second, instanceState: 'Stopped' });
    const resize = (body: unknown) => ask('POST', `${path}?operation=resize`, body);
    expect(refusal(await resize({ sizeInGb: 10 }))[2]).toMatch(/^The volume has 15 GB and can only become larger/);
    expect(refusal(await resize({}))[2]).toBe('sizeInGb is required');
    await run('POST', `${path}?operation=resize`, { sizeInGb: 40, diskOfferingId: custom.id });
    const fixed = await named('diskofferings', '100GB - 100 IOPS Min.');
    expect(refusal(await resize({ sizeInGb: 60, diskOfferingId: fixed.id }))[0]).toBe(400);
    await run('POST', `${path}?operation=resize`, { diskOfferingId: fixed.id });
    expect((await ask('GET', path)).body.data).toMatchObject({ sizeInGb: 100, diskOfferingName: fixed.name });
    await run('POST', `${path}?operation=detachFromInstance`);
    await run('DELETE', path);
    expect((await ask('GET', path)).status).toBe(404);
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  test('that hold the system are enlarged, but neither detached nor deleted', async () => {
    const { ask, named, run } = await startCloudmc(name);
    const { id } = await named('instances', first);
    const [root] = (await ask('GET', `/volumes?instance_id=${id}&type=os`)).body.data;
    const path = `/volumes/${root.id}`;
    expect((await ask('DELETE', path)).status).toBe(400);
    expect((await ask('POST', `${path}?operation=detachFromInstance`)).status).toBe(400);
    expect((await ask('POST', `${path}?operation=attachToInstance`, { instanceId: id })).status).toBe(400);
    await run('POST', `${path}?operation=resize`, { sizeInGb: 40 });
    expect((await ask('GET', path)).body.data.sizeInGb).toBe(40);
  });

  test.each([
    [{ name: '' }, 'name is required'],
    [{ diskOfferingId: '' }, 'diskOfferingId is required'],
    [{ diskOfferingId: 'x' }, 'No disk offering with the id x was found'],
    [{ instanceId: undefined }, 'instanceId is required'],
    [{ sizeInGb: 5 }, 'sizeInGb cannot be given for the disk offering 20GB - 20 IOPS Min.'],
    [{ iops: 500 }, 'iops cannot be given for the disk offering 20GB - 20 IOPS Min.'],
    [{ zoneId: 'x' }, 'The volume must be in the zone of the instance'],
  ])('of %o are refused', async (rest, message) => {
    const { ask, named } = await startCloudmc(name);
    const offering = await named('diskofferings', '20GB - 20 IOPS Min.');
    expect(offering).toEqual({
      id: offering.id,
      name: '20GB - 20 IOPS Min.',
      gbSize: 20,
      customSize: false,
      customIops: false,
    });
    const instanceId = (await named('instances', first)).id;
    const answer = await ask('POST', '/volumes', { name: 'x', diskOfferingId: offering.id, instanceId, ...rest });
    expect(refusal(answer)).toEqual([400, 400, message]);
  });

  test('with their own size and speed need both, within bounds', async () => {
    const { ask, named } = await startCloudmc(name);
    const offering = await named('diskofferings', 'Custom size and IOPS');
    expect(offering).toMatchObject({ customSize: true, customIops: true, minIops: 100, maxIops: 20_000 });
    const instanceId = (await named('instances', first)).id;
    const order = { name: 'x', diskOfferingId: offering.id, instanceId };
    for (const rest of [{}, { sizeInGb: 10 }, { sizeInGb: 10, iops: 50 }, { sizeInGb: 9999, iops: 500 }]) {
      expect((await ask('POST', '/volumes', { ...order, ...rest })).status).toBe(400);
    }
    expect((await ask('POST', '/volumes', { ...order, sizeInGb: 10, iops: 500 })).status).toBe(200);
  });
});

describe.each([
  ['cloudca', 'build-1'],
  ['coxedge', 'edge-1'],
] as const)('snapshots with %s', (name, first) => {
  test('go from Creating over BackingUp to BackedUp, the task ending in between', async () => {
    const { ask, named, pass, poll } = await startCloudmc(name, { speed: 10 });
    const { id } = await named('instances', first);
    const [root] = (await ask('GET', `/volumes?instance_id=${id}&type=os`)).body.data;
    const begun = await ask('POST', '/snapshots?operation=create', { volumeId: root.id, name: 'Before', rapid: true });
    expect(begun.body).toEqual({ taskId: expect.stringMatching(UUID), taskStatus: 'PENDING' });
    const made = await named('snapshots', 'Before');
    expect(made).toEqual({
      id: expect.stringMatching(UUID),
      name: 'Before',
      state: 'Creating',
      intervalType: 'MANUAL',
      volumeId: root.id,
      volume: root.name,
      volumeType: 'os',
    });
    const again = await ask('POST', '/snapshots?operation=create', { volumeId: root.id });
    expect(again.body.errors[0]).toMatchObject({
      code: 2012,
      context: { type: 'volumes', id: root.id, currentState: 'Snapshotting', expectedStates: ['Ready'] },
    });
    const done = await poll(begun.body.taskId);
    expect(done.body.data.result).toEqual({ ...made, state: 'BackingUp' });
    const path = `/snapshots/${made.id}`;
    expect(refusal(await ask('DELETE', path)).slice(0, 2)).toEqual([400, 2012]);
    pass(5000);
    expect((await ask('GET', path)).body.data.state).toBe('BackedUp');
    const deleting = await ask('DELETE', path);
    expect((await ask('GET', path)).body.data.state).toBe('Destroying');
    await poll(deleting.body.taskId);
    expect((await ask('GET', path)).status).toBe(404);
  });

  test('are named after instance, volume and time, and by one name only once', async () => {
    const { ask, named, run } = await startCloudmc(name);
    const { id } = await named('instances', first);
    const [root] = (await ask('GET', `/volumes?instance_id=${id}&type=os`)).body.data;
    const path = `/volumes/${root.id}?operation=createSnapshotFromVolume`;
    await run('POST', path, {});
    const mine = `/snapshots?volume_id=${root.id}`;
    const [made, ...others] = (await ask('GET', mine)).body.data;
    expect(others).toEqual([]);
    expect(made.name).toMatch(new RegExp(`^${first}_${root.name}_20[0-9]{12}$`));
    await run('POST', path, { snapshot: { name: 'PreMigrationState', rapid: true } });
    expect((await ask('GET', mine)).body.data.map((item: Json) => item.name)).toEqual([made.name, 'PreMigrationState']);
    const twice = await ask('POST', '/snapshots', { volumeId: root.id, name: 'PreMigrationState' });
    expect(refusal(twice)).toEqual([400, 400, 'There is a snapshot with the name PreMigrationState already']);
    expect((await ask('POST', '/snapshots', {})).status).toBe(400);
    expect((await ask('POST', '/snapshots', { volumeId: 'x' })).status).toBe(400);
    expect((await ask('POST', '/volumes/x?operation=createSnapshotFromVolume')).status).toBe(404);
    await run('DELETE', `/instances/${id}`, { purgeImmediately: true });
    expect((await ask('GET', mine)).body.data).toHaveLength(2);
  });

  test('that fail are in Error and can be deleted', async () => {
    const { ask, named, run } = await startCloudmc(name, { faults: 'task-failurex1' });
    const spare = await named('volumes', 'spare');
    await run('POST', '/snapshots?operation=create', { volumeId: spare.id });
    const [made] = (await ask('GET', `/snapshots?volume_id=${spare.id}`)).body.data;
    expect(made).toMatchObject({ state: 'Error', volumeType: 'data' });
    expect(made.name).toMatch(/^detached_spare_/);
    expect((await named('volumes', 'spare')).state).toBe('Ready');
    await run('DELETE', `/snapshots/${made.id}`);
    expect((await ask('GET', `/snapshots?volume_id=${spare.id}`)).body.data).toEqual([]);
  });
});
