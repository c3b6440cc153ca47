import { describe, expect, it } from 'vitest';
import {
  attachedTo,
  readFirewalls,
  readImages,
  readNetworks,
  readSizes,
  readSshKeys,
  readVolumes,
  type Volume,
} from '../../src/drivers/civo/lookups';
import { rejected } from '../core/thrown';
import { account, fakeSession, lines } from './civoSession';

/** What Civo lists at a path, read by the driver. */
const at = (path: string, ...rows: unknown[]) => account({ [path]: rows }).session;
const nameless = (path: string) => ({
  code: 'unexpected_answer',
  message: `Civo's answer to GET ${path} has an entry without an id`,
  hint: 'Run it again with --debug to see the answer.',
});

describe('the sizes of a region', () => {
  const size = { type: 'Instance', name: 'g3.small', selectable: true };
  const sizes = (...rows: unknown[]) => readSizes(at('/v2/sizes', ...rows), 'LON1');
  const nothing = { title: null, cpus: null, memoryMiB: null, diskGiB: null, gpus: null, gpu: null, transferGiB: null };

  it('are told with all that Civo says of them', async () => {
    const full = {
      ...size,
      nice_name: 'Small',
      description: 'Small - 1 CPU',
      cpu_cores: 1,
      ram_mb: 2048,
      disk_gb: 25,
      gpu_count: 2,
      gpu_type: 'A100',
      transfer_tb: 3,
    };
    expect(await sizes(full, { ...full, nice_name: '', name: 'b' })).toEqual([
      {
        id: 'g3.small',
        name: 'g3.small',
        title: 'Small',
        cpus: 1,
        memoryMiB: 2048,
        diskGiB: 25,
        gpus: 2,
        gpu: 'A100',
        transferGiB: 3072,
        offered: true,
      },
      expect.objectContaining({ id: 'b', title: 'Small - 1 CPU' }),
    ]);
  });

  it('need not say anything but the name', async () => {
    expect(await sizes({ name: 'x' })).toEqual([{ id: 'x', name: 'x', ...nothing, offered: false }]);
  });

  it('are those of instances only', async () => {
    const rows = [
      { ...size, type: 'INSTANCE', name: 'a' },
      { ...size, type: 'Kubernetes', name: 'b' },
      { ...size, name: null },
      ...['g4s.kube.small', 'g4s.k3s.small', 'g3.db.small', 'g4s.kf.small'].map((name) => ({ ...size, name })),
      ...['g3.kubed', 'kube.small', 'g3.db'].map((name) => ({ ...size, name })),
    ];
    expect((await sizes(...rows)).map(({ id }) => id)).toEqual(['a', 'g3.kubed', 'kube.small', 'g3.db']);
  });
});

describe('the images of a region', () => {
  const images = (...rows: unknown[]) => readImages(at('/v2/disk_images', ...rows), 'LON1');
  const image = { id: 'i', name: 'ubuntu', state: 'available' };

  it('are told with all that Civo says of them', async () => {
    const full = {
      ...image,
      version: '22.04',
      distribution: 'ubuntu',
      initial_user: 'civo',
      description: 'Ubuntu',
      label: 'jammy',
      created_at: '2025-04-01T09:11:14.5Z',
    };
    const told = {
      id: 'i',
      name: 'ubuntu',
      version: '22.04',
      distribution: 'ubuntu',
      user: 'civo',
      description: 'Ubuntu',
      createdAt: '2025-04-01T09:11:14Z',
    };
    expect(await images(full, { ...full, description: null }, { id: 'j' })).toEqual([
      told,
      { ...told, description: 'jammy' },
      { id: 'j', name: 'j', version: null, distribution: null, user: null, description: null, createdAt: null },
    ]);
  });

  it('are those that an instance can be made from', async () => {
    const rows = [
      { ...image, id: 'a', state: 'Available' },
      { ...image, id: 'b', state: null },
      { ...image, id: 'c', state: 'deprecated' },
      { ...image, id: 'd', name: 'ubuntu-k3s-1' },
      { ...image, id: 'e', name: 'talos-v1' },
    ];
    expect((await images(...rows)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(await rejected(images({ name: 'ubuntu' }))).toEqual(nameless('/v2/disk_images'));
  });

  it('or the account’s own are asked for once each, in each region', async () => {
    const fake = account({ '/v2/disk_images': [image] });
    for (let time = 0; time < 2; time += 1) {
      await readImages(fake.session, 'LON1');
      await readImages(fake.session, 'LON1', true);
      await readImages(fake.session, 'FRA1');
    }
    expect(lines(fake)).toEqual([
      'GET /v2/disk_images?region=LON1',
      'GET /v2/disk_images?region=LON1&type=custom',
      'GET /v2/disk_images?region=FRA1',
    ]);
  });
});

it('networks go by their label, and internally by their name', async () => {
  const networks = (...rows: unknown[]) => readNetworks(at('/v2/networks', ...rows), 'LON1');
  expect(
    await networks(
      { id: 'a', label: 'Default', name: 'cust-a', cidr: '10.0.0.0/24', default: true, status: 'Active' },
      { id: 'b', label: '', name: 'cust-b', default: 'true' },
      { id: 'c', label: 'c', status: 7 },
      { id: 'd' },
      { id: 'e', label: 'old', status: 'Deleting' },
    ),
  ).toEqual([
    { id: 'a', name: 'Default', alias: 'cust-a', cidr: '10.0.0.0/24', isDefault: true },
    { id: 'b', name: 'cust-b', alias: null, cidr: null, isDefault: true },
    { id: 'c', name: 'c', alias: null, cidr: null, isDefault: false },
    { id: 'd', name: 'd', alias: null, cidr: null, isDefault: false },
  ]);
  expect(await rejected(networks({ label: 'x' }))).toEqual(nameless('/v2/networks'));
});

it('firewalls say to which network they belong, and count', async () => {
  const firewalls = (...rows: unknown[]) => readFirewalls(at('/v2/firewalls', ...rows), 'LON1');
  const counts = (rules: unknown, instances: unknown) => ({ rules_count: rules, instance_count: instances });
  expect(
    await firewalls(
      { id: 'a', name: 'web', network_id: 'n', default: 'true', ...counts(3, 0) },
      { id: 'b', network_id: 'null', default: 'false', ...counts(-1, 1.5) },
      { id: 'c', ...counts('3', null) },
    ),
  ).toEqual([
    { id: 'a', name: 'web', network: 'n', rules: 3, instances: 0, isDefault: true },
    { id: 'b', name: 'b', network: null, rules: null, instances: null, isDefault: false },
    { id: 'c', name: 'c', network: null, rules: null, instances: null, isDefault: false },
  ]);
  expect(await rejected(firewalls({ name: 'x' }))).toEqual(nameless('/v2/firewalls'));
});

it('SSH keys are the account’s, asked for with the region that there is', async () => {
  const row = {
    id: 'k',
    name: 'laptop',
    fingerprint: 'f',
    public_key: 'ssh-rsa A',
    created_at: '2025-04-01T09:11:14Z',
  };
  const fake = account({ '/v2/sshkeys': [row, { id: 'l' }] });
  expect(await readSshKeys(fake.session, undefined)).toEqual([
    { id: 'k', name: 'laptop', fingerprint: 'f', publicKey: 'ssh-rsa A', createdAt: '2025-04-01T09:11:14Z' },
    { id: 'l', name: 'l', fingerprint: null, publicKey: null, createdAt: null },
  ]);
  await readSshKeys(fake.session, 'LON1');
  expect(lines(fake)).toEqual(['GET /v2/sshkeys', 'GET /v2/sshkeys?region=LON1']);
  expect(await rejected(readSshKeys(at('/v2/sshkeys', {}), 'LON1'))).toEqual(nameless('/v2/sshkeys'));
});

it('volumes say what they are attached to, where the word null is nothing', async () => {
  const volumes = (...rows: unknown[]) => readVolumes(at('/v2/volumes', ...rows), 'LON1');
  expect(
    await volumes(
      {
        id: 'v',
        name: 'data',
        instance_id: 'i',
        network_id: 'n',
        size_gb: 10,
        status: 'attached',
        volume_type: 'ssd',
        mountpoint: '/dev/vdb',
        bootable: true,
        created_at: '2025-04-01T09:11:14Z',
      },
      { id: 'w', instance_id: 'null', network_id: '', size_gb: 0, mountpoint: 'null' },
    ),
  ).toEqual([
    {
      id: 'v',
      name: 'data',
      instance: 'i',
      network: 'n',
      sizeGiB: 10,
      state: 'attached',
      type: 'ssd',
      mountpoint: '/dev/vdb',
      bootable: true,
      createdAt: '2025-04-01T09:11:14Z',
    },
    {
      ...{ id: 'w', name: 'w', instance: null, network: null, sizeGiB: null, state: null, type: null },
      ...{ mountpoint: null, bootable: false, createdAt: null },
    },
  ]);
  expect(await rejected(volumes({ name: 'x' }))).toEqual(nameless('/v2/volumes'));
});

it('a list that is none is refused by its name', async () => {
  const { session } = fakeSession(() => ({ body: { volumes: [] } }));
  expect(await rejected(readVolumes(session, 'LON1'))).toMatchObject({
    message: "Civo's answer to GET /v2/volumes is not a list",
  });
});

describe('the volumes of an instance', () => {
  const volume = (id: string, instance: string | null) => ({ id, name: `name-${id}`, instance, sizeGiB: 5 }) as Volume;
  const all = [volume('a', 'i-1'), volume('b', null), volume('c', 'i-2'), volume('d', 'i-1')];
  const told = (id: string) => ({ id, name: `name-${id}`, sizeGiB: 5 });

  it('are those that name it, those that it names, and of those it names also the unknown', () => {
    expect(attachedTo({ id: 'i-1' }, all)).toEqual([told('a'), told('d')]);
    expect(attachedTo({ id: 'i-1', attached_volumes: [{ id: 'b' }, { id: 'a' }, { id: 'z' }, 7, {}] }, all)).toEqual([
      ...['a', 'b', 'd'].map(told),
      { id: 'z', name: null, sizeGiB: null },
    ]);
    expect(attachedTo({ id: 'i-9', attached_volumes: 'a' }, all)).toEqual([]);
  });
});
