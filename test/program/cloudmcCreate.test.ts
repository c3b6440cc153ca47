import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Home, type Run } from '../nube';

const flavours = [
  { profile: 'cloudca', title: 'cloud.ca', base: '/v1/services/compute-qc/production', taken: 'build-1' },
  { profile: 'coxedge', title: 'Cox Edge', base: '/api/v2/services/compute-on/production', taken: 'edge-1' },
];
const image = 'Ubuntu 22.04 HVM base (64bit)';
const small = ['--size', '1vCPU.1GB', '--image', image, '--network', 'Web-prod'];
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqQ4T8K3l8Zx0yK2jPpUq0T2yZ8Hn5oK7G8bq0cZ9aB';

describe.each(flavours)('create on $title', ({ profile, title, base, taken }) => {
  const home = new Home();
  afterEach(() => home.sandbox('sandbox reset'));

  const create = (words: readonly string[], options: { input?: string; variables?: Record<string, string> } = {}) =>
    home.sandbox(['create', ...words, '-p', profile, '-o', 'json'], options);
  const found = async (kind: string, name: string): Promise<string> => {
    const { json } = await home.sandbox(`catalog ${kind} -p ${profile} -o json`);
    return (json() as { id: string; name: string }[]).find((one) => one.name === name)?.id ?? '';
  };
  const bodies = ({ requests }: Run) => requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
  const required = async () => ({
    templateId: await found('images', image),
    computeOfferingId: await found('sizes', '1vCPU.1GB'),
    networkId: await found('networks', 'Web-prod'),
  });

  it('sends what is required by ids, and prints the instance as it is in the end', async () => {
    const body = await required();
    const made = await create(['web-9', ...small, '--show-secrets']);
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.changes).toEqual([`POST ${base}/instances`]);
    expect(bodies(made)).toEqual([{ name: 'web-9', ...body }]);
    expect(made.json()).toMatchObject([
      {
        name: 'web-9',
        action: 'create',
        status: 'succeeded',
        state: 'running',
        size: '1vCPU.1GB',
        image,
        cpus: 1,
        memoryMiB: 1024,
        group: 'production',
        operation: expect.stringMatching(/^[0-9a-f-]{36}$/),
        password: expect.stringMatching(/^\w{6,}$/),
      },
    ]);
  });

  it('takes ids as well as names', async () => {
    const { templateId, computeOfferingId, networkId } = await required();
    const made = await create(['web-9', '--size', computeOfferingId, '--image', templateId, '--network', networkId]);
    expect(bodies(made)).toEqual([{ name: 'web-9', templateId, computeOfferingId, networkId }]);
    expect(made.json()[0]).not.toHaveProperty('password');
  });

  it('sends everything that can be asked for', async () => {
    const file = path.join(home.directory, 'user-data');
    writeFileSync(file, '#!/bin/sh\necho hi\n');
    const made = await create([
      'app-1',
      ...['--size', 'Custom CPU and memory', '--cpus', '2', '--memory', '4GiB'],
      ...['--image', image, '--network', 'Web-prod', '--private-address', '10.164.212.77'],
      ...['--disk-offering', 'Custom size and IOPS', '--disk-size', '30', '--disk-iops', '500', '--root-size', '40GB'],
      ...['--attach-volume', 'spare', '--ssh-key', 'laptop', '--affinity-group', 'apart'],
      ...['--forward-port', '22,8080', '--user-data', file],
    ]);
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(bodies(made)).toEqual([
      {
        name: 'app-1',
        templateId: await found('images', image),
        computeOfferingId: await found('sizes', 'Custom CPU and memory'),
        cpuCount: 2,
        memoryInMB: 4096,
        networkId: await found('networks', 'Web-prod'),
        diskOfferingId: await found('disk-offerings', 'Custom size and IOPS'),
        additionalDiskSizeInGb: 30,
        additionalDiskIops: 500,
        rootVolumeSizeInGb: 40,
        sshKeyName: 'laptop',
        volumeIdToAttach: await found('volumes', 'spare'),
        affinityGroupId: await found('affinity-groups', 'apart'),
        portsToForward: ['22', '8080'],
        ipAddress: '10.164.212.77',
        userData: '#!/bin/sh\necho hi\n',
      },
    ]);
    const got = await home.sandbox(`get app-1 -p ${profile} -o json --show-secrets`);
    expect(got.json()).toMatchObject({
      privateAddresses: ['10.164.212.77'],
      publicAddresses: [expect.any(String)],
      userData: '#!/bin/sh\necho hi\n',
      cpus: 2,
      memoryMiB: 4096,
      diskGiB: 40,
    });
    expect(got.json().volumes.map(({ sizeGiB }: { sizeGiB: number }) => sizeGiB)).toEqual([40, 20, 30]);
    // And a way leads to it, for port 22 was forwarded.
    const ssh = await home.sandbox(`ssh -p ${profile} app-1 --print`);
    expect(ssh.stdout).toContain(`-- ${got.json().publicAddresses[0]}\n`);
  });

  it('takes user data from standard input, and shows it nowhere', async () => {
    const made = await create(['web-9', ...small, '--user-data', '-', '--debug'], {
      input: '#!/bin/sh\necho s3cret-word\n',
    });
    expect(bodies(made)).toMatchObject([{ userData: '#!/bin/sh\necho s3cret-word\n' }]);
    expect(made.stdout + made.stderr).not.toContain('s3cret-word');
    expect((await home.sandbox(`get web-9 -p ${profile} -o json`)).stdout).not.toContain('s3cret-word');
    expect((await home.sandbox(`get web-9 -p ${profile} -o json --raw`)).json()).toMatchObject({
      userData: '********',
    });
  });

  it('sends a public key as three fields', async () => {
    const file = path.join(home.directory, 'key.pub');
    writeFileSync(file, `${key}\n`);
    expect(bodies(await create(['web-9', ...small, '--public-key', `@${file}`]))).toMatchObject([
      { publicKey: `${key} web-9` },
    ]);
  });

  it('makes several, each by its own request', async () => {
    const made = await create(['web', ...small, '--count', '2']);
    expect(bodies(made)).toMatchObject([{ name: 'web-1' }, { name: 'web-2' }]);
    expect(made.json()).toMatchObject([
      { name: 'web-1', status: 'succeeded' },
      { name: 'web-2', status: 'succeeded' },
    ]);
  });

  it('tells what differs from what exists', async () => {
    await create(['web-9', ...small]);
    const same = await create(['web-9', ...small, '--if-not-exists']);
    expect(same.json()).toMatchObject([{ status: 'unchanged' }]);
    const other = ['--size', '2vCPU.4GB', '--image', image, '--network', 'Web-prod'];
    const differs = await create(['web-9', ...other, '--if-not-exists']);
    expect([differs.code, differs.changes]).toEqual([7, []]);
    expect(differs.error().message).toContain('size is 1vCPU.1GB, not 2vCPU.4GB');
    expect((await create([taken, ...small])).error().code).toBe('name_taken');
  });

  it('warns of a name that is no host name', async () => {
    const { code, stderr } = await create(['my_instance', ...small]);
    expect(code).toBe(0);
    expect(JSON.parse(stderr.split('\n')[0] ?? '')).toMatchObject({ warning: { code: 'name_not_host_name' } });
  });

  it('finds the one it made when the answer was lost, and its task forgotten', async () => {
    for (const NUBE_SANDBOX_FAULT of ['drop-after-commit@POSTx1', 'task-vanished']) {
      const made = await create(['web-9', ...small], { variables: { NUBE_SANDBOX_FAULT } });
      expect(made.json()).toMatchObject([{ name: 'web-9', status: 'succeeded', state: 'running' }]);
      expect(made.changes).toHaveLength(1);
      await home.sandbox('sandbox reset');
    }
  });

  it('prints what it would send, without the secrets', async () => {
    const made = await home.sandbox(['create', 'web-9', ...small, '-p', profile, '--user-data', '-', '--dry-run'], {
      input: 's3cret-word',
    });
    expect([made.code, made.changes]).toEqual([0, []]);
    expect(made.stdout).toContain('-H "MC-Api-Key: $NUBE_TOKEN"');
    expect(made.stdout).toContain('"name":"web-9"');
    expect(made.stdout).not.toContain('s3cret-word');
  });

  it('says what is missing', async () => {
    const { code, requests, error } = await create(['web-9', '--size', '1vCPU.1GB']);
    expect([code, requests]).toEqual([2, []]);
    expect(error().message).toBe(`${title} needs --image, --network`);
  });

  it.each([
    [['--size', '1vCPU.9GB', '--image', image, '--network', 'Web-prod'], 5, 'There is no size "1vCPU.9GB"'],
    [['--size', '1vCPU.1GB', '--image', 'BeOS', '--network', 'Web-prod'], 5, 'There is no image "BeOS"'],
    [['--size', '1vCPU.1GB', '--image', image, '--network', 'Web'], 5, 'There is no network "Web"'],
    [
      ['--size', '1vCPU.1GB', '--image', 'Debian 11 HVM base (64bit)', '--network', 'Web-prod'],
      2,
      'The image Debian 11 HVM base (64bit) is not in the zone of the network Web-prod',
    ],
    [[...small, '--cpus', '2'], 2, 'The size 1vCPU.1GB has 1 CPU and 1024 MiB, and no others'],
    [
      ['--size', 'Custom CPU and memory', '--image', image, '--network', 'Web-prod'],
      2,
      'The size Custom CPU and memory is a custom one and needs --cpus and --memory',
    ],
    [
      [
        '--size',
        'Custom CPU and memory',
        '--cpus',
        '1',
        '--memory',
        '16GiB',
        '--image',
        image,
        '--network',
        'Web-prod',
      ],
      2,
      '16384 MiB are too much for 1 CPU: the size Custom CPU and memory allows 8192 MiB for each',
    ],
    [[...small, '--disk-size', '10'], 2, '--disk-size needs --disk-offering'],
    [
      [...small, '--disk-offering', 'Custom size'],
      2,
      'The disk offering Custom size leaves the size open: it needs --disk-size',
    ],
    [
      [...small, '--disk-offering', 'Custom size and IOPS', '--disk-size', '10', '--disk-iops', '1'],
      2,
      'The disk offering Custom size and IOPS does not come with 1 IOPS',
    ],
    [[...small, '--root-size', '1000'], 2, `The root disk of ${image} can't have 1000 GiB`],
    [[...small, '--attach-volume', `${taken}-data-1`], 7, `The volume ${taken}-data-1 is attached to ${taken}`],
    [[...small, '--ssh-key', 'phone'], 5, 'There is no SSH key "phone"'],
    [[...small, '--ssh-key', 'laptop', '--public-key', key], 2, 'An instance takes one key: --ssh-key or --public-key'],
    [[...small, '--public-key', 'laptop'], 2, 'The value of --public-key is no public key of SSH'],
    [[...small, '--forward-port', 'ssh'], 2, '--forward-port takes ports from 1 to 65535, not "ssh"'],
    [[...small, '--affinity-group', 'near'], 5, 'There is no affinity group "near"'],
    [
      [...small, '--private-address', '10.1.1.1'],
      2,
      'The address 10.1.1.1 is not in Web-prod, which is 10.164.212.0/24',
    ],
    [[...small, '--tag', 'prod'], 2, `${title} has no --tag for create`],
    [[...small, '--firewall', 'web'], 2, `${title} has no --firewall for create`],
  ])('refuses %j before anything is sent', async (words, exit, message) => {
    const { code, changes, error } = await create(['web-9', ...words]);
    expect({ code, changes, message: error().message }).toEqual({ code: exit, changes: [], message });
  });
});
