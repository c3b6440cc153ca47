import { describe, expect, test } from 'vitest';
import { startMorpheus } from './morpheusClient';

interface Identified {
  id: number;
}

describe('snapshots', () => {
  test('are taken of each server, by processes that end with their ids', async () => {
    const { ask, idOf, until } = await startMorpheus({ speed: 10 });
    const id = await idOf('erp-1');
    const body = { snapshot: { name: 'before', description: 'the update', memorySnapshot: true } };
    const answer = await ask('PUT', `/instances/${id}/snapshot`, body);
    expect([answer.status, answer.body]).toEqual([
      200,
      { success: true, processIds: [expect.any(Number), expect.any(Number)] },
    ]);
    const creating = (await ask('GET', `/instances/${id}/snapshots`)).body;
    expect(Object.keys(creating)).toEqual(['snapshots']);
    expect(creating.snapshots.map(({ status }: { status: string }) => status)).toEqual(['creating', 'creating']);
    const ids = [];
    for (const processId of answer.body.processIds) {
      const { process } = await until(`/processes/${processId}`, (found) => found.process.status !== 'running');
      expect(process).toMatchObject({ status: 'complete', resultType: 'snapshot', processType: { code: 'snapshot' } });
      ids.push(process.resultId);
    }
    const { snapshots } = (await ask('GET', `/instances/${id}/snapshots`)).body;
    expect(snapshots.map((snapshot: Identified) => snapshot.id)).toEqual(ids);
    expect((await ask('GET', `/snapshots/${ids[0]}`)).body.snapshot).toEqual({
      id: ids[0],
      name: 'before',
      description: 'the update',
      externalId: expect.any(String),
      status: 'complete',
      state: null,
      snapshotType: 'vm',
      snapshotCreated: expect.any(String),
      zone: { id: 6, name: 'vCenter East' },
      datastore: null,
      parentSnapshot: null,
      currentlyActive: true,
      memorySnapshot: true,
      forExport: false,
      dateCreated: expect.any(String),
    });
  });

  test('have the name of the server and the time unless one is sent, and a parent', async () => {
    const { ask, idOf, until } = await startMorpheus();
    const id = await idOf('erp-2');
    for (const count of [1, 2]) {
      await ask('PUT', `/instances/${id}/snapshot`);
      await until(
        `/instances/${id}/snapshots`,
        ({ snapshots }) => snapshots.length === count && snapshots[count - 1].status === 'complete',
      );
    }
    const { snapshots } = (await ask('GET', `/instances/${id}/snapshots`)).body;
    expect(snapshots[0].name).toMatch(/^erp-2\.[0-9]{14}$/);
    expect(snapshots[1].parentSnapshot.id).toBe(snapshots[0].id);
    expect(snapshots.map((snapshot: { currentlyActive: boolean }) => snapshot.currentlyActive)).toEqual([false, true]);
  });

  test('have no process ids before 8.0.6', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-2');
    await set({ buildVersion: '8.0.5' });
    expect((await ask('PUT', `/instances/${id}/snapshot`)).body).toEqual({ success: true });
    await set({ buildVersion: '8.0.6' });
    expect((await ask('PUT', `/instances/${id}/snapshot`)).body.processIds).toHaveLength(1);
  });

  test('can be gone back to, and deleted', async () => {
    const { ask, idOf, until, watch } = await startMorpheus();
    const id = await idOf('erp-1');
    await ask('PUT', `/instances/${id}/snapshot`, { snapshot: { name: 'one' } });
    const { snapshots } = await until(`/instances/${id}/snapshots`, (body) =>
      body.snapshots.every(({ status }: { status: string }) => status === 'complete'),
    );
    const revert = await ask('PUT', `/instances/${id}/revert-snapshot/${snapshots[0].id}`, {});
    expect([revert.status, revert.body]).toEqual([200, { success: true }]);
    expect(await watch(id, 'running')).toEqual(['restoring', 'running']);
    expect((await ask('PUT', `/instances/${id}/revert-snapshot/99`)).status).toBe(404);

    const linked = await ask('PUT', `/instances/${id}/linked-clone/${snapshots[0].id}`, { name: 'linked' });
    expect([linked.status, linked.body]).toEqual([200, { success: true }]);
    await until('/instances?name=linked', ({ instances }) => instances.length > 0);
    await watch(id, 'running');
    expect((await ask('PUT', `/instances/${id}/linked-clone/99`, { name: 'other' })).status).toBe(404);

    expect((await ask('DELETE', `/snapshots/${snapshots[0].id}`)).body).toEqual({ success: true });
    await until(`/instances/${id}/snapshots`, (body) => body.snapshots.length === 1);
    expect((await ask('GET', `/snapshots/${snapshots[0].id}`)).status).toBe(404);
    const { containers } = (await ask('GET', `/instances/${id}`)).body.instance;
    const path = `/instances/${id}/delete-container-snapshots`;
    expect((await ask('DELETE', `${path}/${containers[1]}`)).body).toEqual({ success: true });
    await until(`/instances/${id}/snapshots`, (body) => body.snapshots.length === 0);
    expect((await ask('DELETE', `${path}/1`)).status).toBe(404);
    await ask('PUT', `/instances/${id}/snapshot`);
    expect((await ask('DELETE', `/instances/${id}/delete-all-snapshots`)).body).toEqual({ success: true });
    await until(`/instances/${id}/snapshots`, (body) => body.snapshots.length === 0);
  });

  test('are not to be had in every cloud', async () => {
    const { ask, idOf } = await startMorpheus();
    const answer = await ask('PUT', `/instances/${await idOf('report-1')}/snapshot`);
    expect([answer.status, answer.body]).toEqual([
      400,
      { success: false, msg: 'Snapshots are not supported for this instance' },
    ]);
  });

  test('can fail and can vanish', async () => {
    const { ask, idOf, until } = await startMorpheus({ faults: 'task-failurex1,task-vanished' });
    const id = await idOf('erp-2');
    const [failed] = (await ask('PUT', `/instances/${id}/snapshot`)).body.processIds;
    const { process } = await until(`/processes/${failed}`, (body) => body.process.status !== 'running');
    expect(process).toMatchObject({ status: 'failed', error: 'Snapshot of erp-2 failed: the datastore is full' });
    expect((await ask('GET', `/instances/${id}/snapshots`)).body.snapshots).toMatchObject([{ status: 'failed' }]);
    await ask('PUT', `/instances/${id}/snapshot`);
    await until(`/instances/${id}/snapshots`, ({ snapshots }) => snapshots.length === 1);
  });
});

describe('backups', () => {
  test('are asked for and become results that move on', async () => {
    const { ask, idOf, until } = await startMorpheus({ speed: 4 });
    const id = await idOf('erp-1');
    const before = (await ask('GET', `/instances/${id}/backups`)).body;
    expect(before).toMatchObject({
      instance: { id },
      backups: [
        {
          name: 'erp-1',
          backupType: { code: 'vmwareSnapshot' },
          storageProvider: { id: 18 },
          backupJob: { name: 'Nightly' },
          cronExpression: '0 2 * * *',
          backupResults: [{ status: 'SUCCEEDED', durationMillis: 312000, sizeInMb: 4210, error: false }],
        },
      ],
    });
    const answer = await ask('PUT', `/instances/${id}/backup`, {});
    expect([answer.status, answer.body]).toEqual([
      200,
      { success: true, results: { [id]: { success: true, msg: 'Backup requested' } } },
    ]);
    const seen: string[] = [];
    const after = await until(`/instances/${id}/backups`, ({ backups }) => {
      const [{ status }] = backups[0].backupResults;
      if (seen.at(-1) !== status) seen.push(status);
      return status === 'SUCCEEDED';
    });
    expect(seen).toEqual(['START_REQUESTED', 'IN_PROGRESS', 'SUCCEEDED']);
    const [newest, older] = after.backups[0].backupResults;
    expect(newest.id).toBeGreaterThan(older.id);
    expect(newest).toMatchObject({ endDate: expect.any(String), sizeInBytes: newest.sizeInMb * 1024 ** 2 });
    expect((await ask('GET', `/backups/${after.backups[0].id}`)).body.backup.instance).toEqual({ id, name: 'erp-1' });
  });

  test('need a job', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-2');
    expect((await ask('GET', `/instances/${id}/backups`)).body).toEqual({ instance: { id }, backups: [] });
    const msg = 'No backups are configured for this instance';
    const answer = await ask('PUT', `/instances/${id}/backup`, {});
    expect([answer.status, answer.body]).toEqual([200, { success: true, results: { [id]: { success: false, msg } } }]);
    await set({ age: 'legacy' });
    const old = await ask('PUT', `/instances/${id}/backup`);
    expect([old.status, old.body]).toEqual([200, { success: false, msg }]);
  });

  test('can fail', async () => {
    const { ask, idOf, until } = await startMorpheus({ faults: 'task-failure' });
    const id = await idOf('erp-1');
    await ask('PUT', `/instances/${id}/backup`);
    const { backups } = await until(
      `/instances/${id}/backups`,
      (body) => body.backups[0].backupResults[0].status === 'FAILED',
    );
    expect(backups[0].backupResults[0]).toMatchObject({
      error: true,
      errorMessage: 'Backup of erp-1 failed: the storage provider did not answer',
    });
    const { processes } = (await ask('GET', `/instances/${id}/history`)).body;
    expect(processes[0]).toMatchObject({ processType: { code: 'backup' }, status: 'failed' });
  });

  test('were said less of in the old age', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ age: 'legacy' });
    expect((await ask('GET', `/instances/${id}/backups`)).body).toEqual({
      instance: { id },
      backups: [
        {
          backup: {
            id: expect.any(Number),
            name: 'erp-1',
            dateCreated: expect.stringMatching(/\+0000$/),
          },
        },
      ],
    });
    const answer = await ask('PUT', `/instances/${id}/backup`);
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
  });
});

describe('virtual images', () => {
  test('are made of an instance, and are ready after a while', async () => {
    const { ask, idOf, until } = await startMorpheus();
    const id = await idOf('erp-2');
    expect((await ask('GET', '/virtual-images')).body.meta.total).toBe(3);
    const answer = await ask('PUT', `/instances/${id}/import-snapshot`, { storageProviderId: 17 });
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    const saving = (await ask('GET', '/virtual-images?filterType=User')).body.virtualImages;
    expect(saving).toMatchObject([{ name: 'erp-2-image', status: 'Saving', imageType: 'vmware', userUploaded: true }]);
    const path = `/virtual-images/${saving[0].id}`;
    await until(path, ({ virtualImage }) => virtualImage.status === 'Active');
    expect((await ask('PUT', `/instances/${id}/import-snapshot`, null)).body).toEqual({ success: true });
    expect((await ask('PUT', `/instances/${id}/import-snapshot`, { storageProviderId: 1 })).body).toEqual({
      success: false,
      errors: { storageProviderId: 'Storage provider not found' },
    });
    expect((await ask('GET', '/virtual-images/1')).status).toBe(404);
  });

  test('can be cloned to, with a folder where the cloud has folders', async () => {
    const { ask, idOf } = await startMorpheus();
    const [erp, report] = [await idOf('erp-2'), await idOf('report-1')];
    expect((await ask('PUT', `/instances/${erp}/clone-image`, {})).body.errors).toEqual({
      templateName: 'is required',
    });
    const template = { templateName: 'golden' };
    expect((await ask('PUT', `/instances/${erp}/clone-image`, template)).body.errors).toEqual({
      zoneFolder: 'is required',
    });
    const full = { ...template, zoneFolder: 'group-v3' };
    expect((await ask('PUT', `/instances/${erp}/clone-image`, full)).body).toEqual({ success: true });
    expect((await ask('PUT', `/instances/${report}/clone-image`, template)).body).toEqual({ success: true });
    expect((await ask('GET', '/virtual-images?name=golden')).body.meta.total).toBe(2);
  });

  test('do not come about when it fails', async () => {
    const { ask, idOf, until } = await startMorpheus({ faults: 'task-failure' });
    const id = await idOf('erp-2');
    await ask('PUT', `/instances/${id}/import-snapshot`);
    await until('/virtual-images', ({ meta }) => meta.total === 3);
    const { processes } = (await ask('GET', `/instances/${id}/history`)).body;
    expect(processes[0]).toMatchObject({ status: 'failed', processType: { code: 'import' } });
  });
});
