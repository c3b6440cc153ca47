import { describe, expect, test } from 'vitest';
import { creation, startMorpheus } from './morpheusClient';

const pairs = (tags: { name: string; value: string }[]) => tags.map(({ name, value }) => `${name}=${value}`);

describe('updating an instance', () => {
  test('changes what is sent and answers all of it', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('erp-2');
    const body = {
      instance: {
        name: 'erp-two',
        displayName: 'ERP 2',
        description: 'Second',
        instanceContext: 'staging',
        labels: ['one', 'two'],
        site: { id: 5 },
        ownerId: 9,
      },
      config: { customOptions: { colour: 'red' } },
    };
    const answer = await ask('PUT', `/instances/${id}`, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      success: true,
      instance: {
        name: 'erp-two',
        displayName: 'ERP 2',
        description: 'Second',
        hostName: 'erp-2',
        instanceContext: 'staging',
        labels: ['one', 'two'],
        group: { id: 5, name: 'Lab' },
        owner: { id: 9 },
        customOptions: { colour: 'red' },
        tags: [{ name: 'owner', value: 'finance' }],
      },
    });
    const cleared = (await ask('PUT', `/instances/${id}`, { instance: { description: null, labels: [] } })).body;
    expect(cleared.instance).toMatchObject({ name: 'erp-two', description: null, labels: [] });
  });

  test('replaces, adds and removes tags', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('erp-1');
    const change = async (instance: Record<string, unknown>) =>
      pairs((await ask('PUT', `/instances/${id}`, { instance })).body.instance.tags);
    const add = [
      { name: 'tier', value: 'web' },
      { name: 'cost', value: 12 },
    ];
    expect(await change({ addTags: add })).toEqual(['owner=finance', 'tier=web', 'cost=12']);
    expect(await change({ removeTags: [{ name: 'tier', value: 'db' }, { name: 'cost' }] })).toEqual([
      'owner=finance',
      'tier=web',
    ]);
    expect(await change({ tags: [{ name: 'only', value: 'one' }] })).toEqual(['only=one']);
    expect(await change({ metadata: [{ name: 'old', value: 'way' }] })).toEqual(['old=way']);
    expect(await change({ tags: [] })).toEqual([]);
  });

  test('refuses what does not fit', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-1');
    const body = { instance: { name: 'erp-2', site: { id: 77 }, instanceContext: 'moon', ownerId: 5 } };
    const answer = await ask('PUT', `/instances/${id}`, body);
    const errors = {
      name: 'must be unique',
      site: 'Group not found',
      instanceContext: 'Environment not found',
      ownerId: 'User not found',
    };
    expect([answer.status, answer.body]).toEqual([400, { success: false, errors }]);
    await set({ errorsIn200: true });
    const soft = await ask('PUT', `/instances/${id}`, body);
    expect([soft.status, soft.body]).toEqual([200, { success: false, errors }]);
  });

  test('takes keywords as tags and pairs as metadata in the old age, and answers like a look at it', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ age: 'legacy' });
    const body = { instance: { description: 'x', tags: ['one'], metadata: [{ name: 'a', value: 'b' }] } };
    const answer = (await ask('PUT', `/instances/${id}`, body)).body;
    expect(Object.keys(answer)).toEqual(['success', 'instance', 'stats']);
    expect(answer.instance).toMatchObject({
      description: 'x',
      tags: ['one'],
      metadata: [{ name: 'a', value: 'b' }],
    });
  });
});

describe('deleting an instance', () => {
  test('takes a while, during which its name is taken', async () => {
    const { ask, gone, idOf } = await startMorpheus({ speed: 5 });
    const id = await idOf('erp-2');
    const answer = await ask('DELETE', `/instances/${id}?force=off&preserveVolumes=off&releaseEIPs=on`);
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    expect((await ask('GET', `/instances/${id}`)).body.instance.status).toBe('removing');
    expect((await ask('POST', '/instances', creation('erp-2'))).body.errors).toEqual({ name: 'must be unique' });
    expect((await ask('DELETE', `/instances/${id}`, {})).body).toEqual({ success: true });
    await gone(id);
    expect((await ask('DELETE', `/instances/${id}`)).status).toBe(404);
    expect((await ask('POST', '/instances', creation('erp-2'))).status).toBe(200);
  });

  test('takes volumes and backups along unless told not to, in either spelling', async () => {
    const { ask, gone, idOf } = await startMorpheus();
    const [one, two] = [await idOf('erp-1'), await idOf('erp-2')];
    const volumesOf = async (name: string | null) =>
      (await ask('GET', '/storage-volumes?max=-1')).body.storageVolumes.filter(
        ({ instance }: { instance: { name: string } | null }) => (instance?.name ?? null) === name,
      );
    expect(await volumesOf('erp-1')).toHaveLength(2);
    await ask('DELETE', `/instances/${one}?preserveVolumes=true&keepBackups=on&releaseFloatingIps=false`);
    await ask('DELETE', `/instances/${two}?preserveVolumes=off`);
    await gone(one);
    await gone(two);
    expect(await volumesOf(null)).toHaveLength(2);
    expect((await ask('GET', '/backups')).body.backups).toHaveLength(1);
  });

  test('takes backups along', async () => {
    const { ask, gone, idOf } = await startMorpheus();
    const id = await idOf('erp-1');
    await ask('DELETE', `/instances/${id}?removeVolumes=on`);
    await gone(id);
    expect((await ask('GET', '/backups')).body.backups).toEqual([]);
    expect((await ask('GET', '/storage-volumes')).body.storageVolumes).toHaveLength(3);
  });

  test('is refused while it is locked', async () => {
    const { ask, find, gone, idOf } = await startMorpheus();
    const id = await idOf('erp-1');
    expect((await ask('PUT', `/instances/${id}/lock`, {})).body).toEqual({ success: true });
    expect((await find('erp-1')).locked).toBe(true);
    const answer = await ask('DELETE', `/instances/${id}?force=on`);
    expect([answer.status, answer.body]).toEqual([
      400,
      { success: false, msg: 'Instance is locked and can not be removed' },
    ]);
    expect((await ask('DELETE', '/instances/remove-from-control', { ids: [id] })).status).toBe(400);
    expect((await ask('PUT', `/instances/${id}/unlock`, {})).body).toEqual({ success: true });
    expect((await ask('DELETE', `/instances/${id}`)).status).toBe(200);
    await gone(id);
  });

  test('can be put off by policy, hidden meanwhile, and called off', async () => {
    const { ask, find, gone, idOf, set } = await startMorpheus();
    const id = await idOf('erp-2');
    await set({ deletePolicy: 'delayed' });
    expect((await ask('DELETE', `/instances/${id}`)).body).toEqual({ success: true });
    expect((await ask('GET', '/instances')).body.meta.total).toBe(3);
    expect((await ask('GET', '/instances?deleted=true')).body.meta.total).toBe(1);
    expect((await ask('GET', '/instances?showDeleted=true')).body.meta.total).toBe(4);
    const waiting = await find('erp-2');
    expect(waiting).toMatchObject({ status: 'pendingRemoval', removalDate: expect.any(String) });
    expect((await ask('PUT', `/instances/${id}/start?server=true`)).body.results[id].success).toBe(false);
    const back = await ask('PUT', `/instances/${id}/cancel-removal`);
    expect(back.body).toMatchObject({ success: true, instance: { status: 'stopped', removalDate: null } });
    expect((await ask('PUT', `/instances/${id}/cancel-removal`)).status).toBe(400);
    await ask('DELETE', `/instances/${id}`);
    await ask('DELETE', `/instances/${id}?force=true`);
    await gone(id);
  });

  test('goes of itself once its date has come', async () => {
    const { ask, gone, idOf, set } = await startMorpheus({ speed: 1_000_000 });
    const id = await idOf('erp-2');
    await set({ deletePolicy: 'delayed' });
    await ask('DELETE', `/instances/${id}`);
    await gone(id);
  });

  test('can need approval, given or denied', async () => {
    const { ask, gone, idOf, reach, set } = await startMorpheus();
    const [one, two] = [await idOf('erp-1'), await idOf('erp-2')];
    await set({ deletePolicy: 'approval' });
    await ask('DELETE', `/instances/${one}`);
    expect(await reach(one, 'pendingDeleteApproval')).toMatchObject({ pendingRequests: [{ type: 'delete' }] });
    expect((await ask('DELETE', `/instances/${one}`)).body).toEqual({ success: true });
    await set({ deletePolicy: 'now' });
    await gone(one);
    await set({ deletePolicy: 'approval', approval: 'denied' });
    await ask('DELETE', `/instances/${two}`);
    await reach(two, 'pendingDeleteApproval');
    await reach(two, 'running');
  });

  test('can fail, unless it is forced', async () => {
    const { ask, gone, idOf, reach, set } = await startMorpheus();
    const id = await idOf('erp-2');
    await set({ failure: true });
    await ask('DELETE', `/instances/${id}`);
    expect((await reach(id, 'failed')).errorMessage).toContain('Teardown of erp-2 failed');
    await ask('DELETE', `/instances/${id}?force=on`);
    await gone(id);
  });

  test('can come to nothing', async () => {
    const { ask, idOf, watch } = await startMorpheus({ faults: 'task-vanished' });
    const id = await idOf('erp-2');
    await ask('DELETE', `/instances/${id}`);
    expect(await watch(id, 'running')).toEqual(['removing', 'running']);
  });

  test('can be to forget it only', async () => {
    const { ask, idOf } = await startMorpheus();
    const [one, two] = [await idOf('erp-1'), await idOf('erp-2')];
    const answer = await ask('DELETE', '/instances/remove-from-control', { ids: [one] });
    expect([answer.status, answer.body]).toEqual([200, { success: true, msg: '1 removed from control' }]);
    expect((await ask('POST', '/instances/remove-from-control', { ids: [String(two)] })).status).toBe(200);
    expect((await ask('GET', '/instances')).body.meta.total).toBe(2);
    expect((await ask('DELETE', '/instances/remove-from-control', {})).status).toBe(400);
  });
});

describe('dates of expiration and shutdown', () => {
  test('can be put off and called off', async () => {
    const { ask } = await startMorpheus();
    const body = creation('web-9', {}, { expireDays: 1, shutdownDays: 2 });
    const { id, expireDate } = (await ask('POST', '/instances', body)).body.instance;
    expect((await ask('PUT', `/instances/${id}/extend-expiration`)).body).toEqual({ success: true });
    const later = (await ask('GET', `/instances/${id}`)).body.instance.expireDate;
    expect(Date.parse(later) - Date.parse(expireDate)).toBe(7 * 86_400_000);
    for (const word of ['extend-shutdown', 'cancel-shutdown', 'cancel-expiration']) {
      expect((await ask('PUT', `/instances/${id}/${word}`)).body).toEqual({ success: true });
    }
    expect((await ask('GET', `/instances/${id}`)).body.instance).toMatchObject({
      expireDate: null,
      shutdownDate: null,
    });
    expect((await ask('PUT', `/instances/${id}/cancel-expiration`)).status).toBe(400);
  });
});
