import { describe, expect, it } from 'vitest';
import type { TagInput } from '../../src/core/driver';
import { morpheus } from '../../src/drivers/morpheus';
import {
  appliance,
  changes,
  type Fake,
  fakeSession,
  lines,
  notFound,
  plan,
  run,
  type Sent,
  target,
} from './morpheusSession';

const instance = { id: 42, name: 'erp-1', status: 'running', layout: { id: 105 } };
const bodyOf = (fake: Fake) => changes(fake)[0]?.body;

describe('tag', () => {
  const modern = {
    ...instance,
    labels: ['prod', 'web'],
    tags: [
      { name: 'owner', value: 'me' },
      { name: 'platform', value: 'x' },
    ],
  };
  const old = { ...instance, tags: ['prod', 'web'], metadata: [{ name: 'owner', value: 'me' }] };
  const tagged = async (fields: object, input: TagInput) => {
    const fake = appliance({ '/api/instances/42': { instance: fields } });
    const made = await plan(fake, 'tag', input);
    if (made.skip === undefined) await made.run();
    return (bodyOf(fake) as { instance: object } | undefined)?.instance ?? made.skip;
  };

  it.each<[string, TagInput, object | string]>([
    [
      'adds labels and pairs',
      { add: ['new', 'tier=1'] },
      { labels: ['prod', 'web', 'new'], addTags: [{ name: 'tier', value: '1' }] },
    ],
    ['gives a pair another value', { add: ['owner=you'] }, { addTags: [{ name: 'owner', value: 'you' }] }],
    ['removes a label', { remove: ['web'] }, { labels: ['prod'] }],
    ['removes a pair by its name', { remove: ['owner'] }, { removeTags: [{ name: 'owner', value: 'me' }] }],
    ['removes a pair by its value', { remove: ['owner=me'] }, { removeTags: [{ name: 'owner', value: 'me' }] }],
    ['keeps a pair of another value', { remove: ['owner=you'] }, 'it has these tags already'],
    ['replaces all', { set: ['a', 'b=c=d'] }, { labels: ['a'], tags: [{ name: 'b', value: 'c=d' }] }],
    ['clears', { clear: true }, { labels: [], tags: [] }],
    ['skips what is so', { set: ['web', 'prod', 'owner=me', 'platform=x'] }, 'it has these tags already'],
  ])('%s', async (_what, input, expected) => {
    expect(await tagged(modern, input)).toEqual(expected);
  });

  it('sends whole lists under the old names to an old appliance', async () => {
    expect(await tagged(old, { add: ['new', 'tier=1'], remove: ['web'] })).toEqual({
      tags: ['prod', 'new'],
      metadata: [
        { name: 'owner', value: 'me' },
        { name: 'tier', value: '1' },
      ],
    });
    expect(await tagged(old, { clear: true })).toEqual({ tags: [], metadata: [] });
    expect(await tagged(old, { add: ['prod'] })).toBe('it has these tags already');
  });

  it('refuses words that were run together', async () => {
    await expect(tagged(modern, { add: ['a,b=c'] })).rejects.toMatchObject({ code: 'invalid_value' });
    await expect(tagged(modern, { set: ['=c'] })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});

describe('security groups', () => {
  const now = { success: true, firewallEnabled: true, securityGroups: [{ id: 19, name: 'Web' }] };
  const answers = {
    '/api/instances/42/security-groups': now,
    '/api/security-groups': {
      securityGroups: [
        { id: 19, name: 'Web' },
        { id: 2, name: 'Office' },
      ],
      meta: { total: 2 },
    },
  };

  it('are set as a whole by POST, by id or name', async () => {
    const fake = appliance(answers);
    await run(fake, 'security-groups', { set: ['Office', '43', '2'] });
    expect(changes(fake)).toEqual([
      { method: 'POST', path: '/api/instances/42/security-groups', query: {}, body: { securityGroupIds: [2, 43] } },
    ]);
  });

  it('are cleared by an empty list, and left alone where they are so', async () => {
    const fake = appliance(answers);
    await run(fake, 'security-groups', { clear: true });
    expect(bodyOf(fake)).toEqual({ securityGroupIds: [] });
    expect((await plan(appliance(answers), 'security-groups', { set: ['Web'] })).skip).toContain('already');
    await expect(plan(appliance(answers), 'security-groups', { set: ['Wbe'] })).rejects.toMatchObject({
      code: 'resource_not_found',
    });
  });
});

describe('firewall', () => {
  const groups = { '/api/instances/42/security-groups': { firewallEnabled: true, securityGroups: [] } };

  it('is switched on an appliance of its time', async () => {
    for (const version of ['3.1.5', '4.1.2']) {
      const fake = appliance({ ...groups, '/api/ping': { buildVersion: version } });
      await run(fake, 'firewall', { off: true });
      expect(lines(fake).at(-1)).toBe('PUT /api/instances/42/security-groups/disable');
    }
    const same = appliance({ ...groups, '/api/ping': { buildVersion: '3.1.5' } });
    expect((await plan(same, 'firewall', { on: true })).skip).toBe('its firewall is on already');
  });

  it('is refused by the version, before anything is sent', async () => {
    const fake = appliance({ ...groups, '/api/ping': { buildVersion: '9.0.0' } });
    await expect(plan(fake, 'firewall', { off: true })).rejects.toMatchObject({
      code: 'not_supported',
      message: 'Morpheus 9.0.0 cannot switch the firewall of an instance on and off any more',
    });
  });

  it.each([404, 405])('is refused by the answer %d where the version is not told', async (status) => {
    const fake = fakeSession(({ method, path }: Sent) => {
      if (method !== 'GET') return { status, body: { success: false, msg: 'Not found' } };
      return path.endsWith('security-groups') ? { body: groups['/api/instances/42/security-groups'] } : notFound;
    });
    await expect(run(fake, 'firewall', { off: true })).rejects.toMatchObject({
      code: 'not_supported',
      message: 'This appliance cannot switch the firewall of an instance on and off any more',
    });
  });
});

describe('delete', () => {
  const removing = (over: object = {}, version = '9.0.0') =>
    appliance({ '/api/instances/42': { instance: { ...instance, ...over } }, '/api/ping': { buildVersion: version } });

  it.each([
    ['nothing more', {}, '9.0.0', { removeVolumes: 'on' }],
    ['to keep volumes', { preserveVolumes: true }, '9.0.0', { preserveVolumes: 'on' }],
    ['to keep backups', { keepBackups: true }, '9.0.0', { removeVolumes: 'on', keepBackups: 'on' }],
    ['to keep addresses', { keepIps: true }, '6.0.0', { removeVolumes: 'on', releaseFloatingIps: 'off' }],
    ['to keep addresses, before 6.0', { keepIps: true }, '5.5.3', { removeVolumes: 'on', releaseEIPs: 'off' }],
    [
      'to keep addresses, of an unknown version',
      { keepIps: true },
      '',
      { removeVolumes: 'on', releaseFloatingIps: 'off', releaseEIPs: 'off' },
    ],
    ['force', { force: true }, '9.0.0', { removeVolumes: 'on', force: 'on' }],
  ])('asked for %s sends that', async (_what, input, version, query) => {
    const fake = removing({}, version);
    await run(fake, 'delete', input);
    expect(changes(fake)).toEqual([{ method: 'DELETE', path: '/api/instances/42', query, body: null }]);
  });

  it('refuses a locked instance, and sends nothing to one that is going', async () => {
    await expect(plan(removing({ locked: true }), 'delete')).rejects.toMatchObject({ code: 'provider_conflict' });
    const going = removing({ status: 'removing' });
    const operation = await run(going, 'delete', {}, target('deleting', { providerState: 'removing' }));
    expect(changes(going)).toEqual([]);
    expect(operation.wait).toMatchObject({ kind: 'gone' });
    const forced = removing({ status: 'pendingRemoval' });
    await run(forced, 'delete', { force: true }, target('deleting'));
    expect(changes(forced)).toHaveLength(1);
  });

  it('says what goes and what is kept', async () => {
    expect((await plan(removing(), 'delete')).loses).toEqual(['its backups go with it']);
    const kept = { preserveVolumes: true, keepBackups: true, keepIps: true };
    expect((await plan(removing(), 'delete', kept)).loses).toEqual([
      'its volumes are kept',
      'its backups are kept',
      'its floating addresses are kept',
    ]);
  });
});

describe('update', () => {
  const answers = {
    '/api/instances/42': { instance: { ...instance, description: 'old' } },
    '/api/instances': { instances: [] },
  };

  it('sends what changes', async () => {
    const fake = appliance(answers);
    await run(fake, 'update', { name: 'erp-9', description: '' });
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42', query: {}, body: { instance: { name: 'erp-9', description: '' } } },
    ]);
    expect(lines(fake)).toContain('GET /api/instances?showDeleted=true&name=erp-9&max=100&offset=0');
    expect((await plan(appliance(answers), 'update', { name: 'erp-1', description: 'old' })).skip).toBe(
      'it is so already',
    );
  });

  it('refuses a name that is taken, also by one whose removal waits, and one name for several', async () => {
    const taken = { id: 50, name: 'erp-9', status: 'pendingRemoval', group: { name: 'Lab' } };
    const fake = appliance({ ...answers, '/api/instances': { instances: [taken] } });
    await expect(plan(fake, 'update', { name: 'erp-9' })).rejects.toMatchObject({
      code: 'name_taken',
      message: 'An instance called erp-9 exists already in the group Lab, whose removal waits',
    });
    const { update } = morpheus.verbs;
    if ('unsupported' in update) throw new Error('no update');
    await expect(update.plan(fake.session, [target(), target()], { name: 'x' })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
  });
});

describe('upgrade', () => {
  const actions = { '/api/instances/42/actions': { actions: [{ code: 'add', name: 'Add Node' }] } };

  it('runs an action by code or name, and names those there are', async () => {
    for (const to of ['add', 'Add Node']) {
      const fake = appliance(actions);
      await run(fake, 'upgrade', { to });
      expect(lines(fake).at(-1)).toBe('PUT /api/instances/42/action?code=add');
    }
    await expect(plan(appliance(actions), 'upgrade', { to: 'fly' })).rejects.toMatchObject({
      code: 'resource_not_found',
      details: { hint: 'erp-1 is offered add.' },
    });
  });

  it('runs the upgrade of old where there are no actions', async () => {
    const fake = appliance({});
    await run(fake, 'upgrade', { to: '1' });
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/api/instances/42/upgrade', query: {}, body: { upgrade: { id: 1 } } },
    ]);
    await expect(plan(appliance({}), 'upgrade', { to: 'add' })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});

describe('backup, restore and deleting of backups', () => {
  const snapshots = [
    { id: 1, name: 'one', status: 'complete' },
    { id: 2, name: 'two', status: 'complete' },
    { id: 3, name: 'two', status: 'complete' },
  ];
  const answers = {
    '/api/instances/42': { instance: { ...instance, layout: { id: 105, provisionTypeCode: 'amazon' } } },
    '/api/instances/42/snapshots': { snapshots },
    '/api/instances/42/backups': { backups: [{ id: 9, name: 'nightly', backupResults: [{ id: 90 }] }] },
    '/api/provision-types': { provisionTypes: [{ code: 'amazon', name: 'EC2', hasSnapshots: false }] },
  };

  it('goes back to a snapshot by id or name', async () => {
    for (const backup of ['1', 'one']) {
      const fake = appliance(answers);
      await run(fake, 'restore', { backup });
      expect(changes(fake)).toEqual([
        { method: 'PUT', path: '/api/instances/42/revert-snapshot/1', query: {}, body: {} },
      ]);
    }
  });

  it.each([
    ['two', 'ambiguous_resource', 'Several snapshots of this instance are called "two": 2, 3'],
    ['90', 'not_supported', '90 is a backup, and Morpheus lets only snapshots be restored from here'],
    ['nightly', 'not_supported', 'nightly is a backup, and Morpheus lets only snapshots be restored from here'],
    ['none', 'resource_not_found', 'There is no snapshot "none" of this instance'],
  ])('refuses %s', async (backup, code, message) => {
    await expect(plan(appliance(answers), 'restore', { backup })).rejects.toMatchObject({ code, message });
  });

  it('refuses to delete a backup, and a snapshot where the cloud has none', async () => {
    await expect(plan(appliance(answers), 'delete-backup', { delete: '90' })).rejects.toMatchObject({
      message: '90 is a backup, and Morpheus lets only snapshots be deleted from here',
    });
    await expect(plan(appliance(answers), 'backup', { snapshot: true })).rejects.toMatchObject({
      code: 'not_supported',
      message: 'erp-1 cannot have snapshots: EC2 has none',
    });
    await expect(async () => plan(appliance(answers), 'backup', { name: 'x' })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
  });
});

describe('iso and clone', () => {
  it('ejects, and attaches nothing', async () => {
    const fake = appliance({});
    await run(fake, 'iso', { detach: true });
    expect(lines(fake)).toEqual(['PUT /api/instances/42/eject?server=true']);
    await expect(plan(appliance({}), 'iso', { attach: 'x' })).rejects.toMatchObject({ code: 'not_supported' });
  });

  it('clones into a group by name', async () => {
    const fake = appliance({
      '/api/instances': { instances: [] },
      '/api/groups': { groups: [{ id: 5, name: 'Lab' }] },
    });
    const made = await plan(fake, 'clone', { name: 'copy', group: 'Lab' });
    expect(made.makes).toMatchObject({ name: 'copy' });
    await made.run();
    expect(bodyOf(fake)).toEqual({ name: 'copy', group: { id: 5 } });
  });

  it('refuses a name that is taken, and one for several', async () => {
    const fake = appliance({ '/api/instances': { instances: [{ id: 7, name: 'erp-1-clone' }] } });
    await expect(plan(fake, 'clone')).rejects.toMatchObject({ code: 'name_taken' });
    const { clone } = morpheus.verbs;
    if ('unsupported' in clone) throw new Error('no clone');
    await expect(clone.plan(fake.session, [target(), target()], { name: 'x' })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
  });
});
