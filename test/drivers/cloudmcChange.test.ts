import { describe, expect, it } from 'vitest';
import { type Changing, isUnsupported } from '../../src/core/driver';
import { coxedge } from '../../src/drivers/coxedge';
import {
  account,
  answer,
  at,
  change,
  changes,
  type FakeOptions,
  id,
  installations,
  instance,
  lines,
  plan,
  refusal,
  target,
  type Verb,
} from './cloudmcSession';

const path = `${at}/instances/${id}`;
const done = { taskId: 'task-1', taskStatus: 'SUCCESS', data: {} };
const stock = {
  [`/instances/${id}`]: instance(),
  [`PUT /instances/${id}`]: done,
  [`POST /instances/${id}`]: done,
  [`DELETE /instances/${id}`]: done,
  '/computeofferings': [
    { id: 'size-1', name: '1vCPU.512MB', cpuCount: 1, memoryInMB: 512 },
    { id: 'size-2', name: 'large', cpuCount: 4, memoryInMB: 8192 },
    {
      id: 'size-3',
      name: 'custom',
      custom: true,
      availableCpuCountValues: [1, 2, 4],
      availableMemoryInMBValues: [512, 1024],
    },
  ],
  '/networks': [
    { id: 'net-1', name: 'Web', zoneId: 'zone-1' },
    { id: 'net-2', name: 'DB', zoneId: 'zone-1' },
    { id: 'net-3', name: 'DR', zoneId: 'zone-2' },
  ],
  '/portforwardingrules': [
    {
      id: 'r-1',
      instanceId: id,
      ipAddress: '198.51.100.1',
      publicPortStart: '2222',
      privatePortStart: '22',
      protocol: 'TCP',
    },
    {
      id: 'r-2',
      instanceId: 'i-2',
      ipAddress: '198.51.100.1',
      publicPortStart: '80',
      privatePortStart: '80',
      protocol: 'TCP',
    },
  ],
  '/sshkeys': [{ name: 'laptop' }, { name: 'desk' }],
  '/isos': [
    { id: 'iso-1', name: 'tools', bootable: false, ready: true },
    { id: 'iso-2', name: 'installer', bootable: true, ready: true },
    { id: 'iso-3', name: 'upload', bootable: false, ready: false },
  ],
  '/volumes': [
    { id: 'v-1', name: 'ROOT-1', type: 'os', instanceId: id, instanceName: 'web-1' },
    { id: 'v-2', name: 'data', type: 'data', instanceId: id },
    { id: 'v-3', name: 'twin', type: 'data', instanceId: id },
    { id: 'v-4', name: 'twin', type: 'data', instanceId: id },
    { id: 'v-5', name: 'foreign', type: 'data', instanceId: 'i-2' },
    { id: 'v-6', name: 'spare', type: 'data' },
  ],
  '/publicipaddresses': [
    { id: 'ip-1', ipAddress: '198.51.100.1', instances: [{ id, name: 'web-1' }] },
    { id: 'ip-2', ipAddress: '198.51.100.2', instances: [{ id }, { id: 'i-2', name: 'web-2' }] },
  ],
};

/** What one verb sends: method, path, query and body. */
async function sent(verb: Verb, input: object = {}, over: object = {}, options: FakeOptions = {}, state = target()) {
  const fake = account({ ...stock, ...over }, options);
  await change(fake, verb, input, state);
  return changes(fake);
}

const operation = (name: string, body: unknown = null) => [{ method: 'POST', path, query: { operation: name }, body }];
const refused = (verb: Verb, input: object = {}, over: object = {}, options: FakeOptions = {}) =>
  refusal(plan(account({ ...stock, ...over }, options), verb, input));

describe('operations', () => {
  it.each([
    ['start', {}, 'start', null],
    ['stop', {}, 'stop', null],
    ['reboot', {}, 'reboot', null],
    ['recover', {}, 'recover', null],
    ['purge', {}, 'purge', null],
    ['reset-password', {}, 'resetPassword', null],
    ['resize', { size: 'large' }, 'changeComputeOffering', { computeOfferingId: 'size-2' }],
    [
      'resize',
      { size: 'custom', cpus: 2, memoryMiB: 1024 },
      'changeComputeOffering',
      { computeOfferingId: 'size-3', cpuCount: 2, memoryInMB: 1024 },
    ],
    ['network', { to: 'DB' }, 'changeNetwork', { networkId: 'net-2' }],
    ['ssh-key', { set: 'desk' }, 'associateSSHKey', { sshKeyName: 'desk' }],
  ] as const)('%s %j is %s with %j', async (verb, input, name, body) => {
    const data = verb === 'reset-password' ? { [`POST /instances/${id}`]: { ...done, data: { password: 'x' } } } : {};
    expect(await sent(verb, input, data)).toEqual(operation(name, body));
  });

  it.each([
    ['stop', { force: true }, 'stop', { forceStop: true }],
    ['iso', { attach: 'tools' }, 'attachIso', { isoId: 'iso-1' }],
    ['iso', { attach: 'iso-1' }, 'attachIso', { isoId: 'iso-1' }],
    ['iso', { detach: true }, 'detachIso', null],
  ] as const)('at Cox Edge %s %j is %s with %j', async (verb, input, name, body) => {
    expect(await sent(verb, input, {}, { driver: coxedge })).toEqual(operation(name, body));
  });

  it('are allowed from the states of the documentation', () => {
    const from = (verb: Verb) =>
      Object.values(installations).map(({ verbs }) => (verbs[verb] as Changing<object>).from);
    expect(from('start')[0]).toEqual(['stopped']);
    expect(from('stop')).toEqual([['running'], ['running', 'stopping'], ['running', 'stopping']]);
    expect(from('reboot')[0]).toEqual(['running', 'stopped']);
    expect(from('delete')[0]).toEqual(['running', 'stopped', 'error']);
    expect([from('recover')[0], from('purge')[0]]).toEqual([['deleted'], ['deleted']]);
  });

  it('say what they cost', async () => {
    const loses = async (
      verb: Verb,
      input: object,
      state: 'running' | 'stopped' | 'stopping',
      options: FakeOptions = {},
    ) => (await plan(account(stock, options), verb, input, target({ state }))).loses;
    const pulled = ['the power is pulled, and what is not on disk yet is lost'];
    expect(await loses('stop', {}, 'running')).toEqual([]);
    expect(await loses('stop', { force: true }, 'running', { driver: coxedge })).toEqual(pulled);
    expect(await loses('stop', {}, 'stopping', { driver: coxedge })).toEqual(pulled);
    expect(await loses('reboot', {}, 'stopped')).toEqual(['it is stopped now, and will run']);
    expect(await loses('resize', { size: 'large' }, 'running')).toEqual(['it reboots']);
    expect(await loses('resize', { size: 'large' }, 'stopped')).toEqual([]);
  });
});

describe('stop --force', () => {
  it('is known at cloud.ca, to be refused with the reason and before any request', async () => {
    const fake = account(stock);
    expect(await refusal(plan(fake, 'stop', { force: true }))).toEqual({
      code: 'not_supported',
      message: "cloud.ca can't stop --force: its API only shuts instances down",
      hint: 'nube stop without --force, or ask its support by way of https://cloud.ca.',
    });
    expect(fake.sent).toEqual([]);
  });
});

describe('update', () => {
  it('puts only what changes', async () => {
    const put = (body: object) => [{ method: 'PUT', path, query: {}, body }];
    expect(await sent('update', { name: 'hal' })).toEqual(put({ name: 'hal' }));
    expect(await sent('update', { name: 'hal', hostname: 'hal_9000' })).toEqual(
      put({ name: 'hal', hostname: 'hal_9000' }),
    );
    expect(await sent('update', { name: 'web-1', hostname: 'hal' })).toEqual(put({ hostname: 'hal' }));
  });

  it('asks where the hostname of a running instance changes, for that reboots it', async () => {
    const asks = async (input: object, state: 'running' | 'stopped') => {
      const { ask, loses } = await plan(account(stock), 'update', input, target({ state }));
      return [ask, loses];
    };
    expect(await asks({ hostname: 'hal' }, 'running')).toEqual([true, ['it reboots, for its hostname changes']]);
    expect(await asks({ hostname: 'hal' }, 'stopped')).toEqual([undefined, undefined]);
    expect(await asks({ name: 'hal' }, 'running')).toEqual([undefined, undefined]);
    expect(await asks({ hostname: 'web-1' }, 'running')).toEqual([undefined, undefined]);
  });

  it('has nothing to do where all is so already', async () => {
    const same = await plan(account(stock), 'update', { name: 'web-1', hostname: 'web-1' });
    expect(same.skip).toBe('it is called so already');
    expect(await sent('update', { name: 'web-1' })).toEqual([]);
  });

  it('refuses an empty name, and one name for several', async () => {
    expect(await refused('update', { name: '' })).toMatchObject({
      code: 'invalid_value',
      message: 'A name cannot be empty',
    });
    expect(await refused('update', { hostname: '' })).toMatchObject({
      code: 'invalid_value',
      message: 'A hostname cannot be empty',
    });
    const fake = account(stock);
    const work = (fake.driver.verbs.update as Changing<object>).plan(fake.session, [target(), target()], { name: 'x' });
    expect(await refusal(work)).toMatchObject({ code: 'conflicting_options' });
  });
});

describe('resize', () => {
  const custom = { [`/instances/${id}`]: instance({ computeOfferingId: 'size-3' }) };

  it('keeps what was not said of a custom size', async () => {
    expect(await sent('resize', { cpus: 4 }, custom)).toEqual(
      operation('changeComputeOffering', { computeOfferingId: 'size-3', cpuCount: 4, memoryInMB: 512 }),
    );
    expect(await sent('resize', { memoryMiB: 1024 }, custom)).toEqual(
      operation('changeComputeOffering', { computeOfferingId: 'size-3', cpuCount: 1, memoryInMB: 1024 }),
    );
  });

  it('has nothing to do where it is so already', async () => {
    expect((await plan(account(stock), 'resize', { size: '1vCPU.512MB' })).skip).toBe('it is 1vCPU.512MB already');
    const same = await plan(account({ ...stock, ...custom }), 'resize', { cpus: 1, memoryMiB: 512 });
    expect(same.skip).toBe('it is custom already');
  });

  it.each([
    ['an unknown size', { size: 'larg' }, {}, 'resource_not_found', 'There is no size "larg"'],
    [
      'a custom size without numbers',
      { size: 'custom' },
      {},
      'missing_argument',
      'The size custom is a custom one and needs --cpus and --memory',
    ],
    [
      'numbers for a fixed size',
      { cpus: 2 },
      {},
      'conflicting_options',
      'The size 1vCPU.512MB has 1 CPU and 512 MiB, and no others',
    ],
    ['numbers there are not', { cpus: 3 }, custom, 'invalid_value', 'The size custom does not come with 3 CPU'],
    [
      'a size that is no longer offered',
      { cpus: 2 },
      { [`/instances/${id}`]: instance({ computeOfferingId: 'old' }) },
      'missing_argument',
      'The size of web-1 is no longer offered',
    ],
    [
      'a size that is not said',
      { cpus: 2 },
      { [`/instances/${id}`]: instance({ computeOfferingId: undefined }) },
      'missing_argument',
      'web-1 does not say its size: it needs --size',
    ],
  ])('refuses before anything is sent: %s', async (_what, input, over, code, message) => {
    expect(await refused('resize', input, over)).toMatchObject({ code, message });
  });
});

describe('network', () => {
  it('says what is lost', async () => {
    expect((await plan(account(stock), 'network', { to: 'DB' })).loses).toEqual([
      'its port forwarding (198.51.100.1:2222 to 22)',
      'its place in all load balancing rules',
      'its private address 10.0.0.5',
      'it reboots',
    ]);
    const unknown = await plan(account({ ...stock, '/portforwardingrules': answer(null, 500) }), 'network', {
      to: 'DB',
    });
    expect(unknown.loses?.[0]).toBe('all port forwarding rules to it');
  });

  it('stays within the zone, and where it is', async () => {
    expect(await refused('network', { to: 'DR' })).toEqual({
      code: 'not_supported',
      message: "web-1 can't leave its zone QC-1: DR is in another",
      hint: 'nube catalog networks shows the zone of each.',
    });
    expect((await plan(account(stock), 'network', { to: 'Web' })).skip).toBe('it is in Web already');
    expect(await refused('network', { to: 'Wob' })).toMatchObject({ code: 'resource_not_found' });
  });
});

describe('ssh-key', () => {
  it('asks where the instance runs, for it reboots', async () => {
    expect(await plan(account(stock), 'ssh-key', { set: 'desk' })).toMatchObject({ ask: true });
    expect((await plan(account(stock), 'ssh-key', { set: 'desk' }, target({ state: 'stopped' }))).ask).toBeUndefined();
  });

  it('knows what it has already, and an image that takes none', async () => {
    const has = { [`/instances/${id}`]: instance({ sshKeyName: 'desk' }) };
    expect((await plan(account({ ...stock, ...has }), 'ssh-key', { set: 'desk' })).skip).toBe(
      'it has the key desk already',
    );
    expect(
      await refused('ssh-key', { set: 'desk' }, { [`/instances/${id}`]: instance({ isSshKeyEnabled: false }) }),
    ).toEqual({
      code: 'not_supported',
      message: 'The image of web-1 takes no SSH keys',
      hint: 'nube reset-password sets a password.',
    });
    expect(await refused('ssh-key', { set: 'phone' })).toMatchObject({ code: 'resource_not_found' });
  });
});

describe('reset-password', () => {
  it('is refused for an image that takes no passwords', async () => {
    expect(
      await refused('reset-password', {}, { [`/instances/${id}`]: instance({ isPasswordEnabled: false }) }),
    ).toEqual({
      code: 'not_supported',
      message: 'The image of web-1 takes no passwords',
      hint: 'nube ssh-key REF --set NAME gives it another key.',
    });
  });
});

describe('iso', () => {
  it.each([
    ['installer', 'not_supported', "installer is bootable, and can't be attached"],
    ['upload', 'provider_conflict', 'upload is not ready yet'],
    ['nothing', 'resource_not_found', 'There is no ISO image "nothing"'],
  ])('refuses %s before anything is sent', async (attach, code, message) => {
    expect(await refused('iso', { attach }, {}, { driver: coxedge })).toMatchObject({ code, message });
  });
});

describe('delete', () => {
  const own = {
    [`/instances/${id}`]: instance({
      publicIps: [
        { id: 'ip-1', ipAddress: '198.51.100.1', purposes: ['PORT_FORWARDING'] },
        { id: 'ip-2', ipAddress: '198.51.100.2', purposes: ['PORT_FORWARDING'] },
        { id: 'ip-3', ipAddress: '198.51.100.3', purposes: ['SOURCE_NAT'] },
      ],
    }),
  };
  const body = async (input: object) => (await sent('delete', input, own))[0]?.body;

  it('sends no body where nothing more is asked', async () => {
    expect(await sent('delete', {}, own)).toEqual([{ method: 'DELETE', path, query: {}, body: null }]);
  });

  it('sends the ids of what goes with it', async () => {
    expect(
      await body({ purge: true, deleteSnapshots: true, releaseIp: ['198.51.100.1'], deleteVolume: ['data', 'v-4'] }),
    ).toEqual({
      purgeImmediately: true,
      deleteSnapshots: true,
      publicIpIdsToRelease: ['ip-1'],
      volumeIdsToDelete: ['v-2', 'v-4'],
    });
    expect(await body({ releaseIp: ['ip-1'] })).toEqual({ publicIpIdsToRelease: ['ip-1'] });
  });

  it('means by all the data volumes of this instance and the addresses that nothing else uses', async () => {
    const fake = account({ ...stock, ...own });
    await change(fake, 'delete', { releaseIp: ['all'], deleteVolume: ['all'] });
    expect(changes(fake)[0]?.body).toEqual({
      publicIpIdsToRelease: ['ip-1'],
      volumeIdsToDelete: ['v-2', 'v-3', 'v-4'],
    });
    expect(fake.warnings).toEqual(['address_kept', 'address_kept']);
  });

  it('says what is lost and what stays', async () => {
    const loses = async (input: object) => (await plan(account({ ...stock, ...own }), 'delete', input)).loses;
    expect(await loses({})).toEqual([
      'it can be recovered until it is purged',
      'what stays is still paid for: data, twin, twin, 198.51.100.1, 198.51.100.2, 198.51.100.3',
    ]);
    expect(await loses({ purge: true, deleteSnapshots: true, deleteVolume: ['all'], releaseIp: ['all'] })).toEqual([
      'the snapshots of its volumes',
      'the data volume data, twin, twin with everything on it',
      'the public address 198.51.100.1, which may not be had again',
      'what stays is still paid for: 198.51.100.2, 198.51.100.3',
    ]);
  });

  it.each([
    ['the root volume', { deleteVolume: ['ROOT-1'] }, 'invalid_value', 'ROOT-1 is the root volume of web-1'],
    [
      'a volume of another',
      { deleteVolume: ['foreign'] },
      'resource_not_found',
      'No instance that is meant has the data volume "foreign"',
    ],
    [
      'a volume of none',
      { deleteVolume: ['v-6'] },
      'resource_not_found',
      'No instance that is meant has the data volume "v-6"',
    ],
    [
      'two volumes of a name',
      { deleteVolume: ['twin'] },
      'ambiguous_resource',
      'Several volumes are called "twin": v-3, v-4',
    ],
    [
      'an address of another',
      { releaseIp: ['198.51.100.9'] },
      'resource_not_found',
      'No instance that is meant has the public address "198.51.100.9"',
    ],
    [
      'an address that is shared',
      { releaseIp: ['198.51.100.2'] },
      'provider_conflict',
      "198.51.100.2 can't be given back: web-2 uses it, too",
    ],
    [
      'the way out of the network',
      { releaseIp: ['ip-3'] },
      'provider_conflict',
      "198.51.100.3 can't be given back: it is the way out of its whole network",
    ],
  ])('refuses before anything is sent: %s', async (_what, input, code, message) => {
    expect(await refused('delete', input, own)).toMatchObject({ code, message });
  });

  it('takes of several instances a volume that one of them has', async () => {
    const fake = account({ ...stock, '/instances/i-2': instance({ id: 'i-2', name: 'web-2' }) });
    const both = [target(), target({ id: 'i-2', name: 'web-2' })];
    const plans = await (fake.driver.verbs.delete as Changing<object>).plan(fake.session, both, {
      deleteVolume: ['data'],
    });
    for (const one of plans) await one.run();
    expect(changes(fake).map(({ body }) => body)).toEqual([{ volumeIdsToDelete: ['v-2'] }, null]);
  });

  it('does not fail for want of what only the question needs', async () => {
    const over = { ...own, '/volumes': answer(null, 500), '/publicipaddresses': answer(null, 403) };
    expect(await sent('delete', {}, over)).toHaveLength(1);
    expect(await refused('delete', { deleteVolume: ['all'] }, over)).toMatchObject({ code: 'provider_unavailable' });
    expect(await refused('delete', { releaseIp: ['all'] }, over)).toMatchObject({ code: 'not_allowed' });
  });
});

describe('a dry run', () => {
  it('sends nothing and ends at once', async () => {
    const fake = account(stock, { dryRun: true });
    expect(await change(fake, 'stop')).toEqual({ id: null, wait: null });
    expect(lines(fake)).toEqual([`POST /instances/${id}?operation=stop`]);
  });
});

describe('what an installation can do', () => {
  it('differs only in forced stops and ISO images', () => {
    const unsupported = Object.values(installations).map(({ verbs }) =>
      (Object.keys(verbs) as Verb[]).filter((verb) => isUnsupported(verbs[verb])).sort(),
    );
    const common = [
      'console',
      'containers',
      'drain',
      'env',
      'firewall',
      'image',
      'migrate',
      'restore',
      'security-groups',
      'stats',
      'suspend',
      'tag',
      'upgrade',
    ];
    expect(unsupported).toEqual([[...common, 'iso'].sort(), common, common]);
  });

  it('says for the rest why not, and mostly what to do instead', () => {
    for (const { verbs } of Object.values(installations)) {
      expect(verbs.restore).toMatchObject({ hint: expect.stringContaining('nube create --image') });
      expect(verbs.console).toMatchObject({
        unsupported: 'its API has no console',
        hint: expect.stringContaining('There is one at'),
      });
    }
    expect(coxedge.verbs.console).toMatchObject({ hint: 'There is one at https://portal.coxedge.com' });
  });
});
