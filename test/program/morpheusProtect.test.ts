import { describe, expect, it } from 'vitest';
import { changesOf, MorpheusHome } from './morpheusHome';

const home = new MorpheusHome();

describe('backup on Morpheus', () => {
  it('waits for a new result', async () => {
    const run = await home.nube('backup erp-1 -o json');
    expect(run.json()).toMatchObject([
      { status: 'succeeded', result: { backup: expect.stringMatching(/^\d+$/), name: 'erp-1' } },
    ]);
    expect(changesOf(run)).toMatchObject([{ method: 'PUT', path: expect.stringMatching(/backup$/), body: {} }]);
    const rows = (await home.nube('backups erp-1 -o json')).json();
    expect(rows[0]).toMatchObject({ id: run.json()[0].result.backup, kind: 'backup', state: 'succeeded' });
    expect(rows).toHaveLength(2);
  });

  it('goes by the history of an old appliance', async () => {
    await home.set({ age: 'legacy' });
    const run = await home.nube('backup erp-1 -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    const failed = await home.nube('backup erp-1 -o json', { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect({ code: failed.code, message: failed.error().message }).toEqual({
      code: 10,
      message: expect.stringContaining('Backup of erp-1 failed: the storage provider did not answer'),
    });
  });

  it.each(['current', 'legacy'])('says that there is no job, on a %s appliance', async (age) => {
    await home.set({ age });
    const run = await home.nube('backup erp-2 -o json');
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: 'Morpheus refused the request: No backups are configured for this instance',
    });
  });

  it('tells why it failed, and takes no name', async () => {
    const failed = await home.nube('backup erp-1 -o json', { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect({ code: failed.code, message: failed.error().message }).toEqual({
      code: 10,
      message: 'The backup ended as FAILED: Backup of erp-1 failed: the storage provider did not answer',
    });
    expect((await home.nube('backup erp-1 --name x')).code).toBe(2);
  });
});

describe('snapshots on Morpheus', () => {
  it.each([
    ['9.0.0', 'goes by the processes'],
    ['8.0.5', 'goes by the name'],
    ['3.1.5', 'goes by the name'],
  ])('of %s: waiting %s, and back to it', async (buildVersion) => {
    await home.set(buildVersion === '3.1.5' ? { age: 'legacy' } : { buildVersion });
    const run = await home.nube('backup erp-2 --snapshot --name before -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded', result: { name: 'before', backup: expect.any(String) } }]);
    expect(run.json()[0].operation === null).toBe(buildVersion !== '9.0.0');
    expect(changesOf(run)).toMatchObject([
      { path: expect.stringMatching(/snapshot$/), body: { snapshot: { name: 'before' } } },
    ]);
    expect((await home.nube('backups erp-2 -o json')).json()).toMatchObject([
      { name: 'before', kind: 'snapshot', state: 'complete' },
    ]);
    expect((await home.nube('restore erp-2 before')).code).toBe(9);
    const restore = await home.nube('restore erp-2 before --yes -o json');
    expect(restore.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
    expect(restore.changes).toEqual([expect.stringMatching(/^PUT \/api\/instances\/\d+\/revert-snapshot\/\d+$/)]);
    const gone = await home.nube('backups erp-2 --delete before --yes -o json');
    expect(gone.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(gone.changes).toEqual([expect.stringMatching(/^DELETE \/api\/snapshots\/\d+$/)]);
    expect((await home.nube('backups erp-2 -o json')).json()).toEqual([]);
  });

  it('are one for each server, which a name cannot tell apart', async () => {
    const run = await home.nube('backup erp-1 --snapshot --name both -o json');
    expect(run.json()).toMatchObject([{ result: { name: 'both', backups: [expect.any(String), expect.any(String)] } }]);
    const restore = await home.nube('restore erp-1 both --yes -o json');
    expect({ code: restore.code, changes: restore.changes }).toEqual({ code: 6, changes: [] });
    const [id] = run.json()[0].result.backups;
    expect((await home.nube(`restore erp-1 ${id} --yes`)).code).toBe(0);
  });

  it('are not to be had in every cloud', async () => {
    const run = await home.nube('backup report-1 --snapshot -o json');
    expect({ code: run.code, message: run.error().message, changes: run.changes }).toEqual({
      code: 8,
      message: 'report-1 cannot have snapshots: Amazon EC2 has none',
      changes: [],
    });
  });

  it('fail with their reason', async () => {
    const run = await home.nube('backup erp-2 --snapshot --name x -o json', { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: 'Snapshot x failed: Snapshot of erp-2 failed: the datastore is full',
    });
  });
});

describe('restore and backups --delete on Morpheus', () => {
  it('refuse a backup, which is no snapshot', async () => {
    const [{ id }] = (await home.nube('backups erp-1 -o json')).json();
    for (const line of [`restore erp-1 ${id}`, `backups erp-1 --delete ${id}`]) {
      const run = await home.nube(`${line} --yes -o json`);
      expect({ code: run.code, changes: run.changes }).toEqual({ code: 8, changes: [] });
      expect(run.error().message).toContain(`${id} is a backup, and Morpheus lets only snapshots be`);
    }
    expect((await home.nube('restore erp-1 nothing --yes')).code).toBe(5);
    const none = await home.nube('restore erp-1 -o json');
    expect({ code: none.code, changes: none.changes }).toEqual({ code: 2, changes: [] });
    expect(none.error()).toMatchObject({ message: 'Which snapshot?', hint: 'nube backups morpheus/1201' });
  });
});

describe('image on Morpheus', () => {
  it.each(['current', 'legacy'])('is made and told, on a %s appliance', async (age) => {
    await home.set({ age });
    const run = await home.nube('image erp-2 --storage 17 -o json');
    expect(run.json()).toMatchObject([
      { status: 'succeeded', result: { image: expect.any(String), name: 'erp-2-image' } },
    ]);
    expect(changesOf(run)).toMatchObject([
      { path: expect.stringMatching(/import-snapshot$/), body: { storageProviderId: 17 } },
    ]);
    expect((await home.nube('catalog images -o json --query [].name')).json()).toContain('erp-2-image');
  });

  it('needs no storage, and names the flag of a wrong one', async () => {
    expect(changesOf(await home.nube('image erp-2'))).toMatchObject([{ body: {} }]);
    const run = await home.nube('image erp-2 --storage 1 -o json');
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: 'Morpheus refused the request: --storage: Storage provider not found',
    });
  });

  it('tells why it failed', async () => {
    const run = await home.nube('image erp-2 -o json', { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect(run.code).toBe(10);
    expect(run.error().message).toMatch(/failed: .*erp-2/);
  });
});
