import { describe, expect, it } from 'vitest';
import type { Driver } from '../../src/core/driver';
import { civo } from '../../src/drivers/civo';
import { account, changes, fakeSession, lines, plan, type Reply, read } from './civoSession';

describe('backups', () => {
  const snapshots = [
    {
      id: 's-1',
      name: 'nightly',
      description: '',
      included_volumes: ['v-1'],
      status: { state: 'Complete', volumes: [{ id: 'v-1', state: 'Complete' }] },
      created_at: '2025-04-01T09:11:14Z',
    },
    { id: 's-2', name: 'twin', status: { state: 'in_progress' }, created_at: '2025-04-02T09:11:14Z' },
    { id: 's-3', name: 'twin', status: {}, created_at: '0001-01-01T00:00:00Z' },
  ];
  const base = '/v2/instances/i-1/snapshots';
  const there = (over: object = {}) => account({ [base]: snapshots, ...over }, { region: 'LON1' });

  it('are the instance’s snapshots', async () => {
    const row = { instanceId: 'i-1', kind: 'snapshot', sizeGiB: null };
    expect(await read(there(), 'backups')).toEqual([
      { ...row, id: 's-1', name: 'nightly', state: 'Complete', createdAt: '2025-04-01T09:11:14Z' },
      { ...row, id: 's-2', name: 'twin', state: 'in_progress', createdAt: '2025-04-02T09:11:14Z' },
      { ...row, id: 's-3', name: 'twin', state: null, createdAt: null },
    ]);
  });

  it('are refused before anything is sent where the region has none', async () => {
    const refusals: Reply[] = [
      { status: 404, body: null },
      { status: 403, body: { code: 'feature_not_available', reason: 'no' } },
      { status: 400, body: { code: 'disabled_service', reason: 'no' } },
    ];
    for (const refusal of refusals) {
      const fake = fakeSession(() => refusal);
      const message = 'Region LON1 offers no instance snapshots: Civo has them in private regions only';
      await expect(plan(fake, 'backup')).rejects.toMatchObject({ code: 'not_supported', message });
      await expect(read(fake, 'backups')).rejects.toMatchObject({ code: 'not_supported', message });
      await expect(plan(fake, 'restore', { backup: 'x' })).rejects.toMatchObject({ code: 'not_supported', message });
      expect(changes(fake)).toEqual([]);
    }
    for (const [status, code] of [
      [404, 'database_instance_find'],
      [403, 'authentication_access_denied'],
    ] as const) {
      const fake = fakeSession(() => ({ status, body: { code, reason: 'no' } }));
      await expect(read(fake, 'backups')).rejects.not.toMatchObject({ code: 'not_supported' });
    }
  });

  it('are made under a name of their own and waited for', async () => {
    const fake = there({
      [`POST ${base}`]: { id: 's-9', name: 'web-1-20260131-120000', status: { state: 'Pending' } },
    });
    const operation = await (await plan(fake, 'backup')).run();
    expect(changes(fake)).toEqual([
      { method: 'POST', path: base, query: { region: 'LON1' }, body: { name: 'web-1-20260131-120000' } },
    ]);
    const states = ['Pending', 'Complete', 'Failed'];
    const looks = fakeSession(() => ({ body: { id: 's-9', name: 'n', status: { state: states.shift() } } }));
    expect(await civo.follow(looks.session, operation)).toEqual({ status: 'running', text: 'snapshot n is Pending' });
    expect(await civo.follow(looks.session, operation)).toEqual({
      status: 'succeeded',
      result: { backup: 's-9', name: 'n' },
    });
    expect((await civo.follow(looks.session, operation)).status).toBe('failed');
    const strange = fakeSession(() => ({ body: { id: 's-9', name: 'n', status: { state: 7 } } }));
    await expect(civo.follow(strange.session, operation)).rejects.toMatchObject({ code: 'unexpected_answer' });
    expect(lines(looks)[0]).toBe(`GET ${base}/s-9?region=LON1`);
  });

  it('take no name that is taken or that Civo would refuse', async () => {
    await expect(plan(there(), 'backup', { name: 'nightly' })).rejects.toMatchObject({ code: 'provider_conflict' });
    await expect(plan(there(), 'backup', { name: 'Nightly' })).rejects.toMatchObject({ code: 'invalid_value' });
  });

  it('are deleted by name or id, never by a name that fits two', async () => {
    const fake = there();
    const operation = await (await plan(fake, 'delete-backup', { delete: 'nightly' })).run();
    expect(changes(fake)).toEqual([{ method: 'DELETE', path: `${base}/s-1`, query: { region: 'LON1' }, body: null }]);
    expect(operation).toEqual({ id: null, wait: null, result: { backup: 's-1', name: 'nightly' } });
    await expect(plan(there(), 'delete-backup', { delete: 'twin' })).rejects.toMatchObject({
      code: 'ambiguous_resource',
      message: 'Several backups of this instance are called "twin": s-2, s-3',
    });
    await expect(plan(there(), 'delete-backup', { delete: 'no' })).rejects.toMatchObject({
      code: 'resource_not_found',
      details: { hint: 'It has nightly, twin, twin.' },
    });
  });

  it('are restored in place', async () => {
    const answer = { id: 'r-1', status: { state: 'in_progress' } };
    const fake = there({ [`POST ${base}/s-1/restore`]: answer, '/v2/instances/i-1': { id: 'i-1', status: 'ACTIVE' } });
    const operation = await (await plan(fake, 'restore', { backup: 'nightly' })).run();
    expect(changes(fake).map(({ body }) => body)).toEqual([{ overwrite_existing: true }]);
    expect(operation.id).toBe('r-1');
    expect((await civo.follow(fake.session, operation)).status).toBe('running');
    fake.clock.now += 10_000;
    expect((await civo.follow(fake.session, operation)).status).toBe('succeeded');
  });

  it('are restored to a new instance, which is found by its name', async () => {
    const items: object[] = [];
    const fake = there({ '/v2/instances': { pages: 1, items } });
    const made = await plan(fake, 'restore', { backup: 's-1', as: 'web-2' });
    expect(made.makes?.name).toBe('web-2');
    const operation = await made.run();
    expect(changes(fake).map(({ body }) => body)).toEqual([{ hostname: 'web-2', overwrite_existing: false }]);
    expect(await civo.follow(fake.session, operation)).toEqual({ status: 'running', text: 'web-2 is not there yet' });
    items.push({ id: 'i-9', hostname: 'web-2', status: 'BUILDING' });
    expect(await civo.follow(fake.session, operation)).toEqual({ status: 'running', text: 'web-2 is BUILDING' });
    Object.assign(items[0] ?? {}, { status: 'ACTIVE' });
    expect(await civo.follow(fake.session, operation)).toMatchObject({
      status: 'succeeded',
      instances: [{ instance: { id: 'i-9' } }],
      result: { id: 'i-9', name: 'web-2' },
    });
    const again = there({ '/v2/instances': { pages: 1, items } });
    await expect(plan(again, 'restore', { backup: 's-1', as: 'web-2' })).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('of an instance that is gone are those of the account that name it', async () => {
    const rows = [
      {
        id: 's-1',
        name: 'last',
        resource_type: 'instance',
        created_at: '2023-01-01T12:00:00Z',
        instance: { id: 'i-1', status: { state: 'Complete' } },
      },
      { id: 's-2', name: 'else', resource_type: 'instance', instance: { id: 'i-2' } },
      { id: 's-3', name: 'none', resource_type: 'database' },
    ];
    const backups = civo.verbs.backups as Extract<Driver['verbs']['backups'], { read: unknown }>;
    const fake = account({ '/v2/resourcesnapshots': rows }, { region: 'LON1' });
    expect(await backups.ofId?.(fake.session, 'i-1')).toEqual([
      {
        instanceId: 'i-1',
        id: 's-1',
        name: 'last',
        kind: 'snapshot',
        state: 'Complete',
        sizeGiB: null,
        createdAt: '2023-01-01T12:00:00Z',
      },
    ]);
    const none = fakeSession(() => ({ status: 404, body: null }), { region: 'LON1' });
    expect(await backups.ofId?.(none.session, 'i-1')).toEqual([]);
    const dead = fakeSession(() => ({ status: 500, body: { status: 500 } }), { region: 'LON1' });
    await expect(backups.ofId?.(dead.session, 'i-1')).rejects.toMatchObject({ code: 'provider_unavailable' });
  });
});
