import { describe, expect, it } from 'vitest';
import type { CreateInput, Creating } from '../../src/core/driver';
import { Secret } from '../../src/core/secret';
import {
  account,
  answer,
  changes,
  type Fake,
  followed,
  id,
  installations,
  instance,
  last,
  lines,
  refusal,
  target,
} from './cloudmcSession';
import { stock } from './cloudmcStock';

const least: CreateInput = { size: 'small', image: 'CentOS', network: 'Web' };
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqQ4T8K3l8Zx0yK2jPpUq0T2yZ8Hn5oK7G8bq0cZ9aB';

const creating = (fake: Fake) => fake.driver.verbs.create as Creating;
const plans = (fake: Fake, input: CreateInput, names: readonly string[] = ['web-9']) =>
  creating(fake).plan(fake.session, names, { ...least, ...input });
const refused = async (input: CreateInput, names?: readonly string[]) => {
  const fake = account(stock);
  const found = await refusal(plans(fake, input, names));
  expect(changes(fake)).toEqual([]);
  return found;
};
const sent = async (input: CreateInput) => {
  const fake = account({ ...stock, 'POST /instances': { taskId: 'task-1', taskStatus: 'PENDING' } });
  const [one] = await plans(fake, input);
  expect(changes(fake)).toEqual([]);
  await one?.run();
  return changes(fake)[0]?.body;
};

describe('create', () => {
  it('sends what is required, by ids, and reads nothing that was not asked for', async () => {
    const fake = account({ ...stock, 'POST /instances': { taskId: 'task-1', taskStatus: 'PENDING' } });
    const [one] = await plans(fake, {});
    expect(one).toMatchObject({
      name: 'web-9',
      count: 1,
      wanted: { size: 'small', image: 'CentOS', group: 'prod', cpus: 1, memoryMiB: 512 },
    });
    const operation = await one?.run();
    expect(lines(fake)).toEqual(['GET /computeofferings', 'GET /templates', 'GET /networks', 'POST /instances']);
    expect(changes(fake)).toEqual([
      {
        method: 'POST',
        path: '/services/compute-qc/prod/instances',
        query: {},
        body: { name: 'web-9', templateId: 't-1', computeOfferingId: 's-1', networkId: 'n-1' },
      },
    ]);
    expect(operation).toEqual({
      id: 'task-1',
      wait: { kind: 'create', task: 'task-1', service: 'compute-qc', environment: 'prod', name: 'web-9' },
    });
  });

  it('sends everything that can be asked for', async () => {
    const body = await sent({
      size: 'custom',
      image: 't-2',
      network: 'n-1',
      cpus: 2,
      memoryMiB: 4096,
      diskOffering: 'any',
      diskSizeGiB: 20,
      diskIops: 1000,
      rootSizeGiB: 60,
      sshKey: 'laptop',
      attachVolume: 'spare',
      affinityGroup: 'apart',
      forwardPort: ['80', '9999', '80'],
      privateAddress: '10.0.0.77',
      userData: new Secret("#!/bin/bash\necho 'hello world'", 'user-data'),
    });
    expect(body).toEqual({
      name: 'web-9',
      templateId: 't-2',
      computeOfferingId: 's-2',
      cpuCount: 2,
      memoryInMB: 4096,
      networkId: 'n-1',
      diskOfferingId: 'd-3',
      additionalDiskSizeInGb: 20,
      additionalDiskIops: 1000,
      rootVolumeSizeInGb: 60,
      sshKeyName: 'laptop',
      volumeIdToAttach: 'v-1',
      affinityGroupId: 'a-1',
      portsToForward: ['80', '9999'],
      ipAddress: '10.0.0.77',
      userData: "#!/bin/bash\necho 'hello world'",
    });
  });

  it('makes one request for each name', async () => {
    const fake = account(stock);
    const several = await plans(fake, {}, ['web-1', 'web-2']);
    expect(several.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
    for (const one of several) await one.run();
    expect(changes(fake).map(({ body }) => (body as { name: string }).name)).toEqual(['web-1', 'web-2']);
  });

  it('sends a public key as three fields, the instance’s name for a missing comment', async () => {
    expect(await sent({ publicKey: ` ${key}\n` })).toMatchObject({ publicKey: `${key} web-9` });
    expect(await sent({ publicKey: `${key} me@laptop` })).toMatchObject({ publicKey: `${key} me@laptop` });
    expect(await sent({ publicKey: `${key} my old laptop` })).toMatchObject({ publicKey: `${key} my_old_laptop` });
  });

  it('takes the fixed size of a disk offering for what it is', async () => {
    const body = await sent({ diskOffering: '50GB', diskSizeGiB: 50 });
    expect(body).toMatchObject({ diskOfferingId: 'd-1' });
    expect(body).not.toHaveProperty('additionalDiskSizeInGb');
  });

  it('takes any numbers where a custom size does not say which it has', async () => {
    expect(await sent({ size: 'open', cpus: 3, memoryMiB: 999 })).toMatchObject({ cpuCount: 3, memoryInMB: 999 });
  });

  it('warns of a name that is no host name, and sends it', async () => {
    const fake = account(stock);
    await plans(fake, {}, ['my_instance', '9lives', 'x'.repeat(63), 'fine-1']);
    expect(fake.warnings).toEqual(['name_not_host_name', 'name_not_host_name', 'name_not_host_name']);
  });

  it.each([
    ['no such size', { size: 'smal' }, 'resource_not_found', 'There is no size "smal"', 'Did you mean small?'],
    [
      'bare metal',
      { size: 'metal' },
      'not_supported',
      'metal is for bare metal, which nube does not manage',
      'nube catalog sizes shows those for instances.',
    ],
    [
      'no such image',
      { image: 'BeOS' },
      'resource_not_found',
      'There is no image "BeOS"',
      'nube catalog images shows what there is.',
    ],
    [
      'two images of a name',
      { image: 'Twin' },
      'ambiguous_resource',
      'Several images are called "Twin": t-4, t-5',
      'Use the id, for example t-4.',
    ],
    ['no such network', { network: 'Wob' }, 'resource_not_found', 'There is no network "Wob"', 'Did you mean Web?'],
    [
      'no such key',
      { sshKey: 'desk' },
      'resource_not_found',
      'There is no SSH key "desk"',
      'nube catalog ssh-keys shows what there is.',
    ],
    [
      'no such group',
      { affinityGroup: 'x' },
      'resource_not_found',
      'There is no affinity group "x"',
      'nube catalog affinity-groups shows what there is.',
    ],
    [
      'an image of another zone',
      { image: 'Debian' },
      'conflicting_options',
      'The image Debian is not in the zone of the network Web',
      'Choose another of either: nube catalog images, nube catalog networks.',
    ],
    [
      'numbers for a fixed size',
      { cpus: 2 },
      'conflicting_options',
      'The size small has 1 CPU and 512 MiB, and no others',
      'Leave out --cpus and --memory, or choose a custom size: nube catalog sizes.',
    ],
    [
      'no numbers for a custom size',
      { size: 'custom' },
      'missing_argument',
      'The size custom is a custom one and needs --cpus and --memory',
      'It has CPU 1, 2, 4; memory 1024, 2048, 4096 MiB; at most 2048 MiB for each CPU.',
    ],
    [
      'one number for a custom size',
      { size: 'custom', cpus: 2 },
      'missing_argument',
      'The size custom is a custom one and needs --memory',
      undefined,
    ],
    [
      'none known of an open size',
      { size: 'open', cpus: 2 },
      'missing_argument',
      'The size open is a custom one and needs --memory',
      'nube catalog sizes shows what there is.',
    ],
    [
      'processors there are not',
      { size: 'custom', cpus: 3, memoryMiB: 1024 },
      'invalid_value',
      'The size custom does not come with 3 CPU',
      undefined,
    ],
    [
      'memory there is not',
      { size: 'custom', cpus: 2, memoryMiB: 1000 },
      'invalid_value',
      'The size custom does not come with 1000 MiB of memory',
      undefined,
    ],
    [
      'too much memory for the processors',
      { size: 'custom', cpus: 1, memoryMiB: 4096 },
      'invalid_value',
      '4096 MiB are too much for 1 CPU: the size custom allows 2048 MiB for each',
      'Ask for more CPU, or for less memory.',
    ],
    [
      'a disk without an offering',
      { diskSizeGiB: 20 },
      'missing_argument',
      '--disk-size needs --disk-offering',
      undefined,
    ],
    [
      'a speed without an offering',
      { diskIops: 20 },
      'missing_argument',
      '--disk-iops needs --disk-offering',
      undefined,
    ],
    [
      'an open disk without a size',
      { diskOffering: 'any size' },
      'missing_argument',
      'The disk offering any size leaves the size open: it needs --disk-size',
      undefined,
    ],
    [
      'a size for a fixed disk',
      { diskOffering: '50GB', diskSizeGiB: 20 },
      'conflicting_options',
      'The disk offering 50GB has 50 GiB',
      undefined,
    ],
    [
      'a speed for a disk that has its own',
      { diskOffering: 'any size', diskSizeGiB: 20, diskIops: 100 },
      'conflicting_options',
      'The disk offering any size does not leave its speed open',
      undefined,
    ],
    [
      'a speed out of range',
      { diskOffering: 'any', diskSizeGiB: 20, diskIops: 99 },
      'invalid_value',
      'The disk offering any does not come with 99 IOPS',
      'It takes from 100 to 1000.',
    ],
    [
      'a broken size',
      { diskOffering: 'any', diskSizeGiB: 1.5 },
      'invalid_value',
      '--disk-size takes whole GiB, not 1.5',
      undefined,
    ],
    [
      'a root disk that can’t grow',
      { rootSizeGiB: 30 },
      'conflicting_options',
      "The root disk of CentOS can't have another size",
      undefined,
    ],
    [
      'a root disk too small',
      { image: 'Ubuntu', rootSizeGiB: 10 },
      'invalid_value',
      "The root disk of Ubuntu can't have 10 GiB",
      'It takes from 20 to 100 GiB.',
    ],
    [
      'a root disk too large',
      { image: 'Ubuntu', rootSizeGiB: 110 },
      'invalid_value',
      "The root disk of Ubuntu can't have 110 GiB",
      'It takes from 20 to 100 GiB.',
    ],
    [
      'a root disk between steps',
      { image: 'Ubuntu', rootSizeGiB: 25 },
      'invalid_value',
      "The root disk of Ubuntu can't have 25 GiB",
      'It grows from 20 GiB in steps of 10.',
    ],
    [
      'a volume that is attached',
      { attachVolume: 'used' },
      'provider_conflict',
      'The volume used is attached to web-1',
      undefined,
    ],
    [
      'a root volume',
      { attachVolume: 'ROOT-1' },
      'invalid_value',
      'ROOT-1 is a root volume, not one for data',
      undefined,
    ],
    [
      'a volume of another zone',
      { attachVolume: 'far' },
      'conflicting_options',
      'The volume far is in QC-2, not in the zone of Web',
      undefined,
    ],
    [
      'no such volume',
      { attachVolume: 'spart' },
      'resource_not_found',
      'There is no volume "spart"',
      'Did you mean spare?',
    ],
    [
      'two keys',
      { sshKey: 'laptop', publicKey: key },
      'conflicting_options',
      'An instance takes one key: --ssh-key or --public-key',
      undefined,
    ],
    [
      'what is no port',
      { forwardPort: ['80', '70000'] },
      'invalid_value',
      '--forward-port takes ports from 1 to 65535, not "70000"',
      undefined,
    ],
    [
      'a range of ports',
      { forwardPort: ['80-90'] },
      'invalid_value',
      '--forward-port takes ports from 1 to 65535, not "80-90"',
      undefined,
    ],
    [
      'an address of another network',
      { privateAddress: '10.1.0.7' },
      'invalid_value',
      'The address 10.1.0.7 is not in Web, which is 10.0.0.0/24',
      undefined,
    ],
    [
      'what is no address',
      { privateAddress: '10.0.0.256' },
      'invalid_value',
      '--private-address takes an IPv4 address, not "10.0.0.256"',
      undefined,
    ],
    ['a region', { region: 'QC-1' }, 'option_not_available', 'cloud.ca has no --region for create', undefined],
    ['an empty size', { size: '' }, 'missing_argument', 'A new instance needs --size', 'nube catalog sizes'],
  ])('refuses before anything is sent: %s', async (_what, input, code, message, hint) => {
    const found = await refused(input);
    expect(found).toMatchObject({ code, message, ...(hint === undefined ? {} : { hint }) });
  });

  it('refuses what is no public key', async () => {
    for (const publicKey of [
      'laptop',
      'ssh-ed25519',
      'ssh-ed25519 nonsense! me',
      '-----BEGIN OPENSSH PRIVATE KEY-----',
    ]) {
      const fake = account(stock);
      expect(await refusal(plans(fake, { publicKey }))).toMatchObject({
        code: 'invalid_value',
        message: 'The value of --public-key is no public key of SSH',
      });
      expect(changes(fake)).toEqual([]);
    }
  });

  it('refuses for several instances what only one can have', async () => {
    for (const [input, option] of [
      [{ publicKey: key }, '--public-key'],
      [{ attachVolume: 'spare' }, '--attach-volume'],
      [{ privateAddress: '10.0.0.7' }, '--private-address'],
    ] as const) {
      expect(await refused(input, ['web-1', 'web-2'])).toMatchObject({
        code: 'conflicting_options',
        message: `${option} is for one instance, not for 2`,
      });
    }
  });

  it('checks addresses against the network where it says which it has', async () => {
    const networks = [{ id: 'n-1', name: 'Web' }];
    const [one] = await plans(account({ ...stock, '/networks': networks }), { privateAddress: '192.168.0.1' });
    expect(one?.name).toBe('web-9');
  });

  it('honours the same options everywhere', () => {
    const lists = Object.values(installations).map(({ verbs }) => (verbs.create as Creating).options);
    expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(1);
    expect(lists[0]).not.toContain('region');
  });
});

describe('a create that was accepted', () => {
  const result = instance({ id: 'new', name: 'web-9', type: 'CloudStack', projectId: 'p', password: 's3cret' });
  const operation = {
    id: 'task-1',
    wait: { kind: 'create', task: 'task-1', service: 'compute-qc', environment: 'prod', name: 'web-9' },
  };
  const task = (status: string, more: object = {}) => answer({ data: { id: 'task-1', status, ...more } });

  it('ends with the instance, read again, and with the one-time password as a secret', async () => {
    const fake = account({
      '/tasks/task-1': task('SUCCESS', { result }),
      '/instances/new': instance({ id: 'new', name: 'web-9', publicIps: [{ id: 'ip', ipAddress: '198.51.100.9' }] }),
    });
    const end = last(await followed(fake, operation));
    expect(end).toMatchObject({
      status: 'succeeded',
      instances: [{ instance: { id: 'new', state: 'running', publicAddresses: ['198.51.100.9'] } }],
    });
    const password = end.status === 'succeeded' ? end.result?.password : null;
    expect(password instanceof Secret && password.reveal()).toBe('s3cret');
    expect(JSON.stringify(end)).not.toContain('s3cret');
  });

  it('ends with what the task says when the instance can’t be read', async () => {
    const fake = account({
      '/tasks/task-1': task('SUCCESS', { result: { id: 'new', name: 'web-9', state: 'Running' } }),
    });
    expect(last(await followed(fake, operation))).toMatchObject({
      status: 'succeeded',
      instances: [{ instance: { name: 'web-9', state: 'running' } }],
    });
  });

  it('goes on, and fails', async () => {
    expect(last(await followed(account({ '/tasks/task-1': task('PENDING') }), operation)).status).toBe('running');
    const failed = account({ '/tasks/task-1': task('FAILED', { result: 'No room' }) });
    expect(last(await followed(failed, operation))).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'cloud.ca could not do it: No room' },
    });
  });

  it.each([
    ['it runs', [{ state: 'Running' }], { status: 'succeeded', instances: [{ instance: { name: 'web-9' } }] }],
    ['it starts', [{ state: 'Starting' }], { status: 'running', text: 'web-9 is Starting' }],
    [
      'it went wrong',
      [{ state: 'Error' }],
      { status: 'unknown', text: 'cloud.ca has forgotten the task; web-9 is Error' },
    ],
    ['there is none', [], { status: 'unknown', text: 'cloud.ca has forgotten the task, and there is no web-9' }],
    [
      'only a destroyed one',
      [{ state: 'Destroyed' }],
      { status: 'unknown', text: 'cloud.ca has forgotten the task, and there is no web-9' },
    ],
    [
      'there are two',
      [{}, {}],
      { status: 'unknown', text: 'cloud.ca has forgotten the task, and several are called web-9' },
    ],
  ])('is looked for by its name when its task is forgotten: %s', async (_what, found, end) => {
    const instances = [
      instance(),
      ...found.map((over, index) => instance({ ...over, id: `new-${index}`, name: 'web-9' })),
    ];
    expect(last(await followed(account({ '/instances': instances }), operation))).toMatchObject(end);
  });

  it('may be done with the first answer', async () => {
    const fake = account({
      ...stock,
      'POST /instances': { taskId: 'task-1', taskStatus: 'SUCCESS', data: { id: 'new', password: 's3cret' } },
      '/instances/new': instance({ id: 'new', name: 'web-9' }),
    });
    const [one] = await plans(fake, {});
    const done = await one?.run();
    expect(done).toMatchObject({ id: 'task-1', wait: null, instances: [{ instance: { id: 'new', name: 'web-9' } }] });
    const password = done?.result?.password;
    expect(password instanceof Secret && password.reveal()).toBe('s3cret');
  });

  it('whose answer was lost is waited for by its state', async () => {
    const fake = account({ [`/instances/${id}`]: instance({ state: 'Starting' }) });
    const adopted = creating(fake).adopt(target());
    expect(await fake.driver.follow(fake.session, adopted)).toEqual({ status: 'running', text: 'web-1 is Starting' });
    const states = async (state: string | null) =>
      last(await followed(account(state === null ? {} : { [`/instances/${id}`]: instance({ state }) }), adopted));
    expect(await states('Running')).toMatchObject({ status: 'succeeded', instances: [{ instance: { id } }] });
    expect(await states('Error')).toEqual({
      status: 'failed',
      failure: { code: 'operation_failed', message: 'web-1 went to Error' },
    });
    expect(await states(null)).toEqual({
      status: 'failed',
      failure: { code: 'instance_not_found', message: 'web-1 is gone' },
    });
  });
});
