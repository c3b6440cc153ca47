import { describe, expect, test } from 'vitest';
import { startCivo } from './civoClient';

const SUCCESS = { result: 'success' };

describe('volumes', () => {
  test('are made, attached, detached, resized and deleted', async () => {
    const { ask, idOf, until } = await startCivo();
    const [network] = (await ask('GET', '/networks')).body;
    const order = { name: 'data', size_gb: 25, network_id: network.id, bootable: false, namespace: '', cluster_id: '' };
    const made = (await ask('POST', '/volumes', order)).body;
    expect(made).toEqual({ result: 'success', id: expect.any(String), name: 'data' });
    const path = `/volumes/${made.id}`;
    const state = (status: string) => until(`/v2${path}?region=LON1`, (volume) => volume.status === status);
    expect((await ask('GET', path)).body).toMatchObject({ status: 'creating', size_gb: 25, network_id: network.id });
    await state('available');
    const attach = { instance_id: await idOf('web-1'), attach_at_boot: false, region: '' };
    expect((await ask('PUT', `${path}/attach`, attach)).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.status).toBe('attaching');
    expect((await state('attached')).body).toMatchObject({ instance_id: attach.instance_id });
    const instance = (await ask('GET', `/instances/${attach.instance_id}`)).body;
    expect(instance.attached_volumes).toContainEqual({ id: made.id });
    expect((await ask('PUT', `${path}/attach`, attach)).body.code).toBe('database_volume_cannot_multiple_attach');
    expect((await ask('PUT', `${path}/resize`, { size_gb: 50 })).body.code).toBe(
      'database_volume_still_attached_cannot_resize',
    );
    expect((await ask('DELETE', path)).status).toBe(409);
    expect((await ask('PUT', `${path}/detach`, { region: 'LON1' })).body).toEqual(SUCCESS);
    expect((await state('available')).body.instance_id).toBe('');
    expect((await ask('PUT', `${path}/detach`)).body.code).toBe('database_volume_not_attached');
    expect((await ask('PUT', `${path}/resize`, { size_gb: 10 })).body.code).toBe('volume_invalid_size');
    expect((await ask('PUT', `${path}/resize`, { size_gb: 50 })).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.size_gb).toBe(50);
    expect((await ask('DELETE', path)).body).toEqual(SUCCESS);
    await until(`/v2${path}?region=LON1`, (body) => body.code === 'database_volume_not_found');
  });

  test('that are to be attached at boot wait for a reboot', async () => {
    const { ask, idOf, reach, pass } = await startCivo();
    const id = await idOf('web-1');
    const [, scratch] = (await ask('GET', '/volumes')).body;
    await ask('PUT', `/volumes/${scratch.id}/attach`, { instance_id: id, attach_at_boot: true });
    pass(200);
    expect((await ask('GET', `/volumes/${scratch.id}`)).body.status).toBe('attaching');
    await ask('POST', `/instances/${id}/hard_reboots`);
    await reach(id, 'ACTIVE');
    expect((await ask('GET', `/volumes/${scratch.id}`)).body.status).toBe('attached');
  });

  test('stay being made until their network has an instance', async () => {
    const { ask, make, pass } = await startCivo();
    const [, backend] = (await ask('GET', '/networks')).body;
    const { id } = (await ask('POST', '/volumes', { name: 'early', size_gb: 5, network_id: backend.id })).body;
    pass(200);
    expect((await ask('GET', `/volumes/${id}`)).body.status).toBe('creating');
    await make({ hostname: 'first', network_id: backend.id });
    expect((await ask('GET', `/volumes/${id}`)).body.status).toBe('available');
    const stranger = await ask('PUT', `/volumes/${id}/attach`, {
      instance_id: (await ask('GET', '/instances')).body.items[0].id,
    });
    expect([stranger.status, stranger.body.code]).toEqual([400, 'database_volume_network_mismatch']);
  });

  test.each([
    [{ size_gb: 5 }, 400, 'parameter_name_invalid'],
    [{ name: 'x' }, 400, 'volume_invalid_size'],
    [{ name: 'x', size_gb: 5, network_id: '1' }, 404, 'database_network_not_found'],
    [{ name: 'x', size_gb: 5, volume_type: 'ms-xfs-2-replicas' }, 404, 'database_volume_type_not_found'],
    [{ name: 'x', size_gb: 5000 }, 403, 'quota_limit_reached'],
  ])('of %o are refused', async (body, status, code) => {
    const { ask } = await startCivo();
    const answer = await ask('POST', '/volumes', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('reserved addresses', () => {
  test('get their address later and take their number as a name', async () => {
    const { ask, until } = await startCivo();
    const made = (await ask('POST', '/ips', { name: '', region: '' })).body;
    expect(made).toMatchObject({ ip: '', assigned_to: { id: '', type: '', name: '' } });
    const { body } = await until(`/v2/ips/${made.id}?region=LON1`, (ip) => ip.ip !== '');
    expect(body.name).toBe(body.ip);
    expect((await ask('PUT', `/ips/${made.id}`, { name: 'front', region: '' })).body).toMatchObject({ name: 'front' });
    expect((await ask('GET', '/ips')).body).toMatchObject({ page: 1, per_page: 20, pages: 1 });
    expect((await ask('GET', '/vpc/ips')).body.items).toHaveLength(2);
    expect((await ask('DELETE', `/ips/${made.id}`)).body).toEqual(SUCCESS);
    expect((await ask('GET', `/ips/${made.id}`)).body.code).toBe('database_ip_find');
  });

  test('move to an instance at once, and must be given up to be deleted', async () => {
    const { ask, idOf, until } = await startCivo();
    const [one, two] = [await idOf('web-1'), await idOf('web-2')];
    const [spare] = (await ask('GET', '/ips')).body.items;
    const assign = (id: string) => ({ action: 'assign', assign_to_id: id, assign_to_type: 'instance', region: 'LON1' });
    const has = (id: string, address: string | null) =>
      until(`/v2/instances/${id}?region=LON1`, (instance) => instance.public_ip === address);
    expect((await ask('POST', `/ips/${spare.id}/actions`, assign(one))).body).toEqual(SUCCESS);
    expect((await has(one, spare.ip)).body).toMatchObject({ reserved_ip_id: spare.id, reserved_ip: spare.ip });
    expect((await ask('POST', `/ips/${spare.id}/actions`, assign(two))).body).toEqual(SUCCESS);
    await has(two, spare.ip);
    await has(one, null);
    const kept = await ask('DELETE', `/ips/${spare.id}`);
    expect([kept.status, kept.body.code]).toEqual([409, 'database_ip_still_assigned']);
    const unassign = { action: 'unassign', assign_to_id: '', assign_to_type: '', region: 'LON1' };
    expect((await ask('POST', `/ips/${spare.id}/actions`, unassign)).body).toEqual(SUCCESS);
    expect((await ask('POST', `/ips/${spare.id}/actions`, unassign)).body).toEqual(SUCCESS);
    await has(two, null);
    expect((await ask('POST', `/ips/${spare.id}/actions`, { action: 'burn' })).status).toBe(400);
  });

  test('and those of other instances move by the older path, too', async () => {
    const { ask, idOf, until } = await startCivo();
    const [one, two] = [await idOf('web-1'), await idOf('web-2')];
    const address = (await ask('GET', `/instances/${two}`)).body.public_ip;
    expect((await ask('PUT', `/instances/${one}/ip/${address}`, '')).body).toEqual(SUCCESS);
    await until(`/v2/instances/${one}?region=LON1`, (instance) => instance.public_ip === address);
    expect((await ask('GET', `/instances/${two}`)).body.public_ip).toBeNull();
    const [spare] = (await ask('GET', '/ips')).body.items;
    expect((await ask('PUT', `/instances/${two}/ip/${spare.ip}`, '')).body).toEqual(SUCCESS);
    await until(`/v2/instances/${two}?region=LON1`, (instance) => instance.reserved_ip === spare.ip);
    expect((await ask('PUT', `/instances/${one}/ip/1.2.3.4`, '')).body.code).toBe('database_ip_find');
  });
});

describe('snapshots', () => {
  test('are not to be had in public regions', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}/snapshots`;
    for (const answer of [await ask('GET', path), await ask('POST', path, { name: 'x' })]) {
      expect([answer.status, answer.body.code]).toEqual([403, 'disabled_service']);
    }
  });

  test('are made, listed, changed, restored and deleted in a private region', async () => {
    const { send, make, reach, ask, until } = await startCivo();
    const instance = await make({ hostname: 'vault', size: 'g3.medium', tags: 'keep' }, 'PRIV1');
    const path = `/instances/${instance.id}/snapshots`;
    const priv = (method: string, rest: string, body?: unknown) => ask(method, path + rest, body, 'PRIV1');
    const made = await priv('POST', '', { name: 'before', description: 'Before the change' });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      name: 'before',
      description: 'Before the change',
      included_volumes: [],
      status: { state: 'InProgress', volumes: [] },
      created_at: expect.any(String),
    });
    await until(`/v2${path}/before?region=PRIV1`, (snapshot) => snapshot.status.state === 'Complete');
    expect((await priv('GET', '')).body).toHaveLength(1);
    expect((await priv('POST', '', { name: 'before' })).status).toBe(409);
    expect((await priv('POST', '', { name: 'Not Good' })).body.code).toBe('parameter_name_invalid');
    expect((await priv('PUT', `/${made.body.id}`, { description: 'Other' })).body.description).toBe('Other');
    const restored = (await priv('POST', '/before/restore', { hostname: 'vault-2' })).body;
    expect(restored).toMatchObject({
      hostname: 'vault-2',
      from_snapshot: made.body.id,
      overwrite_existing: false,
      status: { state: 'in_progress' },
      completed_at: null,
    });
    const { items } = (await send('GET', '/v2/instances?region=PRIV1')).body;
    const copy = items.find((item: { hostname: string }) => item.hostname === 'vault-2');
    expect(await reach(copy.id, 'ACTIVE', 'PRIV1')).toMatchObject({ size: 'g3.medium', tags: ['keep'] });
    await priv('POST', '/before/restore', { overwrite_existing: true });
    expect((await send('GET', `/v2/instances/${instance.id}?region=PRIV1`)).body.status).toBe('BUILDING');
    await reach(instance.id, 'ACTIVE', 'PRIV1');
    const account = (await send('GET', '/v2/resourcesnapshots?region=PRIV1')).body;
    expect(account).toMatchObject([{ id: made.body.id, resource_type: 'instance', instance: { name: 'before' } }]);
    const again = await send('POST', `/v2/resourcesnapshots/${made.body.id}/restore?region=PRIV1`, {
      instance: { hostname: 'vault-3' },
    });
    expect(again.body).toMatchObject({ resource_type: 'instance', instance: { hostname: 'vault-3' } });
    expect((await priv('DELETE', '/before')).body).toEqual(SUCCESS);
    const gone = await priv('GET', '/before');
    expect([gone.status, gone.body.code]).toEqual([404, 'database_snapshot_not_found']);
  });
});
