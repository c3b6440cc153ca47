import { describe, expect, it } from 'vitest';
import type { BackupRow, VerbTable } from '../../src/core/driver';
import {
  account,
  answer,
  at,
  change,
  changes,
  followed,
  id,
  last,
  lines,
  lost,
  plan,
  read,
  refusal,
  target,
} from './cloudmcSession';

const volumes = [
  { id: 'v-2', name: 'data', type: 'data', instanceId: id, state: 'Ready' },
  { id: 'v-1', name: 'ROOT-1', type: 'os', instanceId: id, state: 'Ready' },
];
const root = 'web-1_9db8ff2f_ROOT-1_20260131120000000';
const data = 'web-1_9db8ff2f_data_20260131120000000';
const pending = (task: string) => ({ taskId: task, taskStatus: 'PENDING' });
const task = (status: string, more: object = {}) => answer({ data: { id: 't', status, ...more } });
const snapshot = (snapshotId: string, name: string, state = 'BackedUp', volumeId: string | null = null) => ({
  id: snapshotId,
  name,
  state,
  volumeId,
});

/** Answers each time with the next of the list, and with the last for ever. */
function turns(...answers: unknown[]): () => unknown {
  const rest = [...answers];
  return () => (rest.length > 1 ? rest.shift() : rest[0]);
}

describe('backup', () => {
  it('takes a snapshot of each volume, the root volume first, under names that say whose they are', async () => {
    const fake = account({ '/volumes': volumes, 'POST /snapshots': turns(pending('t-1'), pending('t-2')) });
    const operation = await change(fake, 'backup');
    expect(changes(fake)).toEqual([
      {
        method: 'POST',
        path: `${at}/snapshots`,
        query: { operation: 'create' },
        body: { volumeId: 'v-1', name: root },
      },
      {
        method: 'POST',
        path: `${at}/snapshots`,
        query: { operation: 'create' },
        body: { volumeId: 'v-2', name: data },
      },
    ]);
    expect(lines(fake)[0]).toBe(`GET /volumes?instance_id=${id}`);
    expect(operation).toMatchObject({
      id: 't-1',
      wait: { kind: 'backup', instance: id, tasks: ['t-1', 't-2'], ends: ['pending', 'pending'] },
    });
    expect(JSON.parse(JSON.stringify(operation))).toEqual(operation);
  });

  it('puts a name of your own at the end of theirs, once', async () => {
    const fake = account({ '/volumes': volumes, '/snapshots': [snapshot('s-0', 'web-1_9db8ff2f_data_old')] });
    await change(fake, 'backup', { name: 'nightly' });
    expect(changes(fake).map(({ body }) => (body as { name: string }).name)).toEqual([
      'web-1_9db8ff2f_ROOT-1_nightly',
      'web-1_9db8ff2f_data_nightly',
    ]);
    expect(await refusal(plan(fake, 'backup', { name: 'old' }))).toMatchObject({
      code: 'provider_conflict',
      message: 'There is a snapshot called web-1_9db8ff2f_data_old already',
    });
    expect(await refusal(plan(fake, 'backup', { name: 'two words' }))).toMatchObject({ code: 'invalid_value' });
  });

  it('follows one snapshot after another: its task, then until it is backed up', async () => {
    const fake = account({
      '/volumes': volumes,
      'POST /snapshots': turns(pending('t-1'), pending('t-2')),
      '/tasks/t-1': turns(task('PENDING'), task('SUCCESS')),
      '/tasks/t-2': task('SUCCESS'),
      '/snapshots': turns(
        [snapshot('s-1', root, 'BackingUp')],
        [snapshot('s-1', root)],
        [snapshot('s-1', root), snapshot('s-2', data)],
      ),
    });
    const operation = await change(fake, 'backup');
    const before = fake.sent.length;
    const seen = await followed(fake, operation);
    expect(seen.map((one) => (one.status === 'running' ? `${one.text} ${one.done}/${one.total}` : one.status))).toEqual(
      ['snapshot of ROOT-1 0/2', 'snapshot of ROOT-1 0/2', 'succeeded'],
    );
    expect(lines(fake).slice(before)).toEqual([
      'GET /tasks/t-1',
      'GET /tasks/t-1',
      'GET /snapshots?volume_id=v-1',
      'GET /snapshots?volume_id=v-1',
      'GET /tasks/t-2',
      'GET /snapshots?volume_id=v-2',
    ]);
    expect(last(seen)).toEqual({
      status: 'succeeded',
      result: {
        volumes: [
          {
            volumeId: 'v-1',
            volume: 'ROOT-1',
            status: 'succeeded',
            snapshotId: 's-1',
            snapshot: root,
            operation: 't-1',
            error: null,
          },
          {
            volumeId: 'v-2',
            volume: 'data',
            status: 'succeeded',
            snapshotId: 's-2',
            snapshot: data,
            operation: 't-2',
            error: null,
          },
        ],
      },
    });
  });

  it('takes the other snapshots when one is refused or fails, and says which', async () => {
    const fake = account({
      '/volumes': volumes,
      'POST /snapshots': turns(answer({ errors: [{ message: 'No' }] }, 400), pending('t-2')),
      '/tasks/t-2': task('SUCCESS'),
      '/snapshots': [snapshot('s-2', data)],
    });
    const end = last(await followed(fake, await change(fake, 'backup')));
    expect(end).toMatchObject({
      status: 'succeeded',
      failures: {
        [id]: {
          code: 'half_done',
          message: '1 of 2 volumes of web-1 were backed up; ROOT-1: cloud.ca refused the request: No',
        },
      },
      result: {
        volumes: [
          { status: 'failed', snapshotId: null, error: 'cloud.ca refused the request: No' },
          { status: 'succeeded' },
        ],
      },
    });
  });

  it('fails when every task fails', async () => {
    const fake = account({
      '/volumes': volumes.slice(1),
      'POST /snapshots': pending('t-1'),
      '/tasks/t-1': task('FAILED', { result: 'No room' }),
    });
    expect(last(await followed(fake, await change(fake, 'backup')))).toMatchObject({
      failures: {
        [id]: {
          code: 'operation_failed',
          message: '0 of 1 volumes of web-1 were backed up; ROOT-1: cloud.ca could not do it: No room',
        },
      },
    });
  });

  it('fails when the snapshot goes wrong, or never appears', async () => {
    const ended = async (snapshots: unknown) => {
      const fake = account({
        '/volumes': volumes.slice(1),
        'POST /snapshots': { ...pending('t-1'), taskStatus: 'SUCCESS' },
        '/snapshots': snapshots,
      });
      const seen = await followed(fake, await change(fake, 'backup'));
      return [seen.length, JSON.stringify(last(seen))];
    };
    expect(await ended([snapshot('s-1', root, 'Error')])).toEqual([
      1,
      expect.stringContaining('the snapshot went to Error'),
    ]);
    expect(await ended([])).toEqual([5, expect.stringContaining(`there is no snapshot ${root}`)]);
  });

  it('looks for the snapshot when the task is forgotten', async () => {
    const ended = async (...snapshots: unknown[]) => {
      const fake = account({
        '/volumes': volumes.slice(1),
        'POST /snapshots': pending('t-1'),
        '/snapshots': turns(...snapshots),
      });
      return last(await followed(fake, await change(fake, 'backup')));
    };
    expect(await ended([], [snapshot('s-1', root, 'Creating')], [snapshot('s-1', root)])).toMatchObject({
      status: 'succeeded',
      result: { volumes: [{ status: 'succeeded', snapshotId: 's-1' }] },
    });
    expect(await ended([])).toEqual({
      status: 'unknown',
      text: `0 of 1 volumes of web-1 were backed up; ROOT-1: cloud.ca says no more of it, and there is no snapshot ${root}`,
    });
  });

  it('looks for the snapshot when the answer was lost, and sends it once', async () => {
    const sent = async (snapshots: unknown) => {
      const fake = account({ '/volumes': volumes.slice(1), 'POST /snapshots': lost(), '/snapshots': snapshots });
      const operation = await change(fake, 'backup').catch((error) => error.code);
      expect(changes(fake)).toHaveLength(1);
      return operation;
    };
    expect(await sent([snapshot('s-1', root)])).toMatchObject({ id: null, wait: { ends: ['taken'] } });
    expect(await sent([])).toBe('answer_lost');
  });

  it.each([404, 405])('says so where the installation can’t, by %i', async (status) => {
    const fake = account({
      '/volumes': volumes,
      'POST /snapshots': answer({ errors: [{ message: 'Unknown' }] }, status),
    });
    expect(await refusal(change(fake, 'backup'))).toMatchObject({
      code: 'not_supported',
      hint: 'The portal can: https://cloud.ca',
    });
  });

  it('refuses a volume that is not ready, and an instance without any', async () => {
    const busy = account({ '/volumes': [{ ...volumes[0], state: 'Snapshotting' }] });
    expect(await refusal(plan(busy, 'backup'))).toMatchObject({
      code: 'wrong_state',
      message: 'The volume data is Snapshotting; it must be Ready',
    });
    const none = account({ '/volumes': [{ id: 'v-9', name: 'stray', type: 'data' }] });
    expect(await refusal(plan(none, 'backup'))).toMatchObject({
      code: 'not_supported',
      message: 'web-1 has no volumes to back up',
    });
  });
});

describe('backups', () => {
  const snapshots = [
    snapshot('s-1', 'anything', 'BackedUp', 'v-1'),
    snapshot('s-2', 'renamed_9db8ff2f_ROOT-9_20260131120000000', 'BackingUp', 'v-gone'),
    snapshot('s-3', 'web-1_ROOT-9_20161116211009', 'BackedUp', 'v-gone'),
    snapshot('s-4', 'web-1_label', 'BackedUp', 'v-gone'),
    snapshot('s-5', 'web-1_ROOT-3_20161116211009', 'BackedUp', 'v-other'),
    snapshot('s-6', 'web-1_11112222_ROOT-1_20260131120000000', 'BackedUp', 'v-gone'),
    snapshot('s-7', 'web-10_ROOT-1_20161116211009', 'BackedUp', 'v-gone'),
  ];
  const answers = {
    '/volumes': [...volumes, { id: 'v-other', name: 'x', type: 'os', instanceId: 'i-2' }],
    '/snapshots': snapshots,
  };

  it('are those of its volumes, those that name its id, and older ones that name it', async () => {
    const rows = await read<readonly BackupRow[]>(account(answers), 'backups');
    expect(rows.map((row) => row.id)).toEqual(['s-1', 's-2', 's-3']);
    expect(rows[1]).toEqual({
      instanceId: id,
      id: 's-2',
      name: 'renamed_9db8ff2f_ROOT-9_20260131120000000',
      kind: 'snapshot',
      state: 'BackingUp',
      sizeGiB: null,
      createdAt: '2026-01-31T12:00:00Z',
    });
    expect(rows.map(({ createdAt }) => createdAt)).toEqual([null, '2026-01-31T12:00:00Z', '2016-11-16T21:10:09Z']);
  });

  it('are found by the id of an instance that is gone', async () => {
    const fake = account(answers);
    const { ofId } = fake.driver.verbs.backups as VerbTable['backups'];
    expect((await ofId?.(fake.session, id))?.map((row) => [row.id, row.instanceId])).toEqual([['s-2', id]]);
    expect(await ofId?.(fake.session, 'web-1')).toEqual([]);
  });

  it('are deleted by id or name', async () => {
    for (const wanted of ['s-3', 'web-1_ROOT-9_20161116211009']) {
      const fake = account({
        ...answers,
        'DELETE /snapshots/s-3': pending('t-1'),
        '/tasks/t-1': task('SUCCESS'),
        [`/instances/${id}`]: { id },
      });
      const operation = await change(fake, 'delete-backup', { delete: wanted });
      expect(changes(fake)).toEqual([{ method: 'DELETE', path: `${at}/snapshots/s-3`, query: {}, body: null }]);
      expect(operation).toMatchObject({ id: 't-1', result: { backup: 's-3', name: 'web-1_ROOT-9_20161116211009' } });
      expect(last(await followed(fake, operation)).status).toBe('succeeded');
    }
  });

  it('are not deleted where they are not its own, or called the same', async () => {
    const fake = account({ ...answers, '/snapshots': [...snapshots, snapshot('s-8', 'anything', 'BackedUp', 'v-1')] });
    expect(await refusal(plan(fake, 'delete-backup', { delete: 's-5' }))).toMatchObject({ code: 'resource_not_found' });
    expect(await refusal(plan(fake, 'delete-backup', { delete: 'anything' }))).toMatchObject({
      code: 'ambiguous_resource',
    });
    const many = fake.driver.verbs['delete-backup'];
    if ('unsupported' in many) throw new Error('delete-backup');
    expect(await refusal(many.plan(fake.session, [target(), target()], { delete: 's-1' }))).toMatchObject({
      code: 'conflicting_options',
    });
  });

  it('are not deleted where the installation can’t, and says so', async () => {
    const fake = account({ ...answers, 'DELETE /snapshots/s-1': answer({ errors: [{ message: 'No' }] }, 405) });
    expect(await refusal(change(fake, 'delete-backup', { delete: 's-1' }))).toMatchObject({
      code: 'not_supported',
      message: "cloud.ca answers that its API can't delete snapshots",
    });
  });
});
