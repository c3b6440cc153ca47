import { describe, expect, it } from 'vitest';
import type { ResizeInput } from '../../src/core/driver';
import { appliance, changes, type Fake, lines, plan, run } from './morpheusSession';

const root = {
  id: 7,
  name: 'root',
  size: 20,
  rootVolume: true,
  storageType: 1,
  datastoreId: 59,
  controllerMountPoint: '0:0',
};
const data = { id: 8, name: 'data', size: 5, storageType: 1, datastoreId: 60 };
const instance = {
  id: 42,
  name: 'erp-1',
  status: 'running',
  cloud: { id: 6 },
  group: { id: 3 },
  layout: { id: 105 },
  plan: { id: 1, name: 'Small' },
  volumes: [root, data],
};
const plans = [
  { id: 1, name: 'Small', code: 's', maxCores: 1, maxMemory: 1073741824, customCores: false, customMaxMemory: false },
  { id: 2, name: 'Large', code: 'l', maxCores: 4, maxMemory: 8589934592 },
  { id: 3, name: 'Open', code: 'o', customCores: true, customMaxMemory: true },
];

function resizing(over: object = {}, answers: Readonly<Record<string, unknown>> = {}): Fake {
  return appliance({
    '/api/instances/42': { instance: { ...instance, ...over } },
    '/api/instances/service-plans': { plans },
    '/api/ping': { success: true, buildVersion: '8.0.0' },
    ...answers,
  });
}

const bodyOf = (fake: Fake) => changes(fake)[0]?.body;
const refusal = (input: ResizeInput, fake = resizing()) =>
  plan(fake, 'resize', input).then(
    () => 'no refusal',
    ({ code, message }) => `${code}: ${message}`,
  );

describe('resize', () => {
  it('to another plan says nothing of the volumes', async () => {
    for (const input of [{ plan: 'Large' }, { size: 'l' }, { plan: '2' }]) {
      const fake = resizing();
      const made = await plan(fake, 'resize', input);
      expect(made.loses).toEqual(['its plan becomes Large (4 CPU, 8192 MiB) in place of Small', 'it may restart']);
      await made.run();
      expect(bodyOf(fake)).toEqual({ instance: { id: 42, plan: { id: 2 } } });
      expect(lines(fake)).toContain('GET /api/instances/service-plans?zoneId=6&layoutId=105&siteId=3');
    }
  });

  it('sends every volume back, so that none is lost', async () => {
    const fake = resizing();
    const input = { volume: ['data=+10', '7=25'], addVolume: ['logs=3GB'] };
    const made = await plan(fake, 'resize', input);
    expect(made.loses).toEqual([
      'volume data grows from 5 to 15 GB',
      'volume root grows from 20 to 25 GB',
      'volume logs of 3 GB is added',
      'it may restart',
    ]);
    await made.run();
    const like = { sizeId: null, storageType: 1 };
    expect(bodyOf(fake)).toEqual({
      instance: { id: 42 },
      volumes: [
        { ...like, id: 7, rootVolume: true, name: 'root', size: 25, datastoreId: 59, controllerMountPoint: '0:0' },
        { ...like, id: 8, rootVolume: false, name: 'data', size: 15, datastoreId: 60 },
        { ...like, id: -1, rootVolume: false, name: 'logs', size: 3, datastoreId: 59 },
      ],
    });
  });

  it('leaves out a volume only when that was asked for, and says so', async () => {
    const fake = resizing();
    const made = await plan(fake, 'resize', { removeVolume: ['data'] });
    expect(made.loses?.[0]).toBe('volume data (5 GB) goes, with everything on it');
    await made.run();
    expect(bodyOf(fake)).toMatchObject({ volumes: [{ id: 7, size: 20 }] });
  });

  it('deletes original volumes only on request', async () => {
    const fake = resizing();
    const made = await plan(fake, 'resize', { plan: 'Large', deleteOriginalVolumes: true });
    expect(made.loses).toContain('the volumes that others replace are deleted');
    await made.run();
    expect(bodyOf(fake)).toEqual({ instance: { id: 42, plan: { id: 2 } }, deleteOriginalVolumes: true });
  });

  it('gives processors and memory where the plan leaves them open', async () => {
    const fake = resizing();
    const made = await plan(fake, 'resize', { plan: 'Open', cpus: 3, memoryMiB: 4096 });
    expect(made.loses).toContain('it gets 3 CPU and 4096 MiB of memory');
    await made.run();
    expect(bodyOf(fake)).toEqual({
      instance: { id: 42, plan: { id: 3 } },
      servicePlanOptions: { maxCores: 3, maxMemory: 4294967296 },
    });
    expect(await refusal({ cpus: 2, memoryMiB: 2048 })).toBe(
      'not_supported: The plan Small leaves no choice of --cpus and --memory',
    );
  });

  it('is skipped where it changes nothing', async () => {
    for (const input of [{ plan: 'Small' }, { volume: ['data=5'] }, { volume: ['root=20', 'data=5'], plan: 's' }]) {
      expect(await plan(resizing(), 'resize', input)).toMatchObject({ skip: 'it is so already' });
    }
  });

  it.each<[string, ResizeInput, string]>([
    ['a volume that would shrink', { volume: ['root=10'] }, 'not_supported: Volume root has 20 GB and can only grow'],
    [
      'a volume that there is not',
      { volume: ['tmp=10'] },
      'resource_not_found: There is no volume "tmp" of this instance',
    ],
    [
      'the root volume to go',
      { removeVolume: ['root'] },
      'not_supported: root is the root volume, and an instance keeps that',
    ],
    ['a broken size', { volume: ['root'] }, 'invalid_value: --volume takes NAME=GB, not "root"'],
    [
      'part of a GB',
      { volume: ['root=20.5'] },
      'invalid_value: Volumes have whole GB at Morpheus, not 20.5 (--volume root=20.5)',
    ],
    ['a volume twice', { volume: ['root=30', '7=40'] }, 'conflicting_options: root is given two sizes'],
    [
      'to grow what goes',
      { volume: ['data=30'], removeVolume: ['8'] },
      'conflicting_options: data cannot both grow and be removed',
    ],
    ['an unknown plan', { plan: 'Lagre' }, 'resource_not_found: There is no plan "Lagre"'],
    [
      'two plans',
      { plan: 'Large', size: 'Small' },
      'conflicting_options: At Morpheus the size is the plan: give only --plan',
    ],
  ])('refuses %s', async (_what, input, message) => {
    expect(await refusal(input)).toBe(message);
  });

  it('refuses volumes that share a name, that are not there yet, or that are not told', async () => {
    const twins = resizing({ volumes: [root, data, { ...data, id: 9 }] });
    expect(await refusal({ volume: ['data=9'] }, twins)).toBe(
      'ambiguous_resource: Several volumes of this instance are called "data": 8, 9',
    );
    const fresh = resizing({ volumes: [{ ...root, id: -1 }] });
    expect(await refusal({ volume: ['root=30'] }, fresh)).toBe(
      'provider_conflict: The volume root is still being made',
    );
    const silent = resizing({ volumes: [] });
    expect(await refusal({ volume: ['root=30'] }, silent)).toContain(
      'not_supported: This appliance does not tell the volumes',
    );
    const sizeless = resizing({ volumes: [root, { id: 8, name: 'data' }] });
    expect(await refusal({ volume: ['root=30'] }, sizeless)).toContain(
      'not_supported: This appliance does not tell the size',
    );
  });

  it('sends the interfaces before 7.0.8, of exactly one server', async () => {
    const server = {
      interfaces: [
        { id: 11, network: { id: 110 }, type: { id: 4 }, ipMode: 'dhcp' },
        { id: 12, network: { id: 'network-9', subnet: { id: 5 } } },
      ],
    };
    const answers = { '/api/ping': { buildVersion: '7.0.7' }, '/api/servers/30': { server } };
    const old = resizing({ servers: [30] }, answers);
    await run(old, 'resize', { plan: 'Large' });
    expect(bodyOf(old)).toEqual({
      instance: { id: 42, plan: { id: 2 } },
      networkInterfaces: [
        { id: 11, network: { id: 'network-110' }, networkInterfaceTypeId: 4, ipMode: 'dhcp' },
        { id: 12, network: { id: 'subnet-5' } },
      ],
    });
    for (const [over, ping] of [
      [{ servers: [30, 31] }, '7.0.7'],
      [{ servers: [30] }, '7.0.8'],
      [{ servers: [30] }, ''],
      [{}, '6.0.0'],
    ] as const) {
      const fake = resizing(over, { ...answers, '/api/ping': { buildVersion: ping } });
      await run(fake, 'resize', { plan: 'Large' });
      expect(bodyOf(fake)).toEqual({ instance: { id: 42, plan: { id: 2 } } });
    }
  });
});
