import { afterEach, describe, expect, it } from 'vitest';
import { Home, type Run } from '../nube';

// The platform in its two ages, on the sandbox: what is asked of nube, what goes out, and what comes back.

interface Flavour {
  profile: string;
  /** What stands before the entity in each path. */
  base: string;
  title: string;
  /** Two instances that run and one that does not; the first two have a key or static NAT as said. */
  running: string;
  other: string;
  stopped: string;
  zone: string;
}

const flavours: readonly Flavour[] = [
  {
    profile: 'cloudca',
    base: '/v1/services/compute-qc/production',
    title: 'cloud.ca',
    running: 'build-1',
    other: 'build-2',
    stopped: 'mail-1',
    zone: 'QC-1',
  },
  {
    profile: 'coxedge',
    base: '/api/v2/services/compute-on/production',
    title: 'Cox Edge',
    running: 'edge-1',
    other: 'edge-2',
    stopped: 'edge-3',
    zone: 'ON-1',
  },
];

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);

describe.each(flavours)('on $title', ({ profile, base, running, other, stopped, zone }) => {
  const home = new Home();
  afterEach(() => home.sandbox('sandbox reset'));

  const run = (line: string | readonly string[], variables: Record<string, string> = {}): Promise<Run> =>
    home.sandbox([...(typeof line === 'string' ? line.split(' ') : line), '-p', profile, '-o', 'json'], { variables });
  const idOf = async (name: string): Promise<string> => {
    const { json } = await run('list --all-states');
    return (json() as { id: string; name: string }[]).find((one) => one.name === name)?.id ?? '';
  };
  const found = async (kind: string, name: string): Promise<string> => {
    const { json } = await run(`catalog ${kind}`);
    return (json() as { id: string; name: string }[]).find((one) => one.name === name)?.id ?? '';
  };
  /** What changed something, each as method, path below the environment, query and body. */
  const sent = ({ requests }: Run) =>
    requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, query, body }) => [method, path.replace(base, ''), query, body]);
  const operation = (id: string, name: string, body: unknown = null) => [
    ['POST', `/instances/${id}`, { operation: name }, body],
  ];

  it('lists by one request and one for the addresses', async () => {
    const listed = await run('list');
    expect(listed.code).toBe(0);
    expect(listed.requests.map(({ method, path, query }) => [method, path, query])).toEqual([
      ['GET', `${base}/instances`, {}],
      ['GET', `${base}/publicipaddresses`, {}],
    ]);
    const rows = listed.json() as Record<string, unknown>[];
    expect(rows.map(({ name }) => name)).toEqual([running, other, stopped]);
    expect(rows[0]).toMatchObject({
      region: zone,
      group: 'production',
      state: 'running',
      providerState: 'Running',
      publicAddresses: [expect.any(String)],
      privateAddresses: [expect.stringMatching(/^10\.164\./)],
      image: 'Ubuntu 22.04 HVM base (64bit)',
      createdAt: null,
    });
  });

  it('gets one with its volumes, addresses and networks', async () => {
    const { json, requests } = await run(`get ${running}`);
    expect(json()).toMatchObject({
      name: running,
      user: 'cca-user',
      networks: ['Web-prod'],
      publicIps: [expect.any(String)],
      volumes: [{ name: 'ROOT-30001' }, { name: `${running}-data-1` }],
      diskGiB: 20,
    });
    const { id } = json();
    expect(requests.slice(2).map(({ path, query }) => [path, query])).toEqual([
      [`${base}/instances/${id}`, {}],
      [`${base}/volumes`, { instance_id: id }],
    ]);
  });

  it('starts, stops and reboots without a body, and follows each task', async () => {
    const id = await idOf(running);
    const stop = await run(`stop ${running} --yes`);
    expect(stop.json()).toMatchObject([{ status: 'succeeded', state: 'stopped', operation: uuid }]);
    expect(sent(stop)).toEqual(operation(id, 'stop'));
    const task = stop.json()[0].operation;
    const looks = stop.requests.filter(({ path }) => path.endsWith(`/tasks/${task}`));
    expect(looks.length).toBeGreaterThan(0);
    expect(looks[0]?.path).toBe(`${base.replace(/\/services.*/, '')}/tasks/${task}`);
    const start = await run(`start ${running}`);
    expect(start.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
    expect(sent(start)).toEqual(operation(id, 'start'));
    const reboot = await run(`reboot ${running} --yes`);
    expect(reboot.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
    expect(sent(reboot)).toEqual(operation(id, 'reboot'));
    expect([stop.code, start.code, reboot.code]).toEqual([0, 0, 0]);
  });

  it('starts by a reboot what is stopped, and says so before', async () => {
    const asked = await run(`reboot ${stopped}`);
    expect([asked.code, asked.changes]).toEqual([9, []]);
    expect(asked.stderr).toContain('it is stopped now, and will run');
    const reboot = await run(`reboot ${stopped} --yes`);
    expect(reboot.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
  });

  it('returns the id of the task with --no-wait', async () => {
    const { code, json, requests } = await run(`stop ${running} --yes --no-wait`);
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ status: 'accepted', operation: uuid }]);
    expect(requests.filter(({ path }) => path.includes('/tasks/'))).toEqual([]);
  });

  it('renames without a question, and asks before a new hostname reboots', async () => {
    const id = await idOf(running);
    const renamed = await run(`update ${running} --name hal`);
    expect(renamed.json()).toMatchObject([{ name: 'hal', status: 'succeeded' }]);
    expect(sent(renamed)).toEqual([['PUT', `/instances/${id}`, {}, { name: 'hal' }]]);
    const asked = await run('update hal --hostname hal-9000');
    expect([asked.code, asked.changes]).toEqual([9, []]);
    expect(asked.error().code).toBe('confirmation_required');
    expect(asked.stderr).toContain('it reboots, for its hostname changes');
    const done = await run('update hal --hostname hal-9000 --yes');
    expect(sent(done)).toEqual([['PUT', `/instances/${id}`, {}, { hostname: 'hal-9000' }]]);
    expect((await run('get hal')).json()).toMatchObject({ hostname: 'hal-9000', state: 'running' });
  });

  it('deletes so that it can be recovered, recovers, and purges', async () => {
    const id = await idOf(running);
    const gone = await run(`delete ${running} --yes`);
    expect(gone.json()).toMatchObject([{ status: 'succeeded', state: 'deleted' }]);
    expect(sent(gone)).toEqual([['DELETE', `/instances/${id}`, {}, null]]);
    expect((await run('list')).stdout).not.toContain(`"${running}"`);
    expect((await run('list --all-states')).json()).toContainEqual(
      expect.objectContaining({ name: running, state: 'deleted', providerState: 'Destroyed' }),
    );
    expect((await run(`start ${running}`)).code).toBe(5);
    const back = await run(`recover ${running}`);
    expect(back.json()).toMatchObject([{ status: 'succeeded', state: 'stopped' }]);
    expect(sent(back)).toEqual(operation(id, 'recover'));
    await run(`delete ${running} --yes`);
    const purge = await run(`purge ${running} --yes`);
    expect(purge.json()).toMatchObject([{ status: 'succeeded', state: null }]);
    expect(sent(purge)).toEqual(operation(id, 'purge'));
    expect((await run(`get ${id}`)).code).toBe(5);
  });

  it('deletes at once with all that belongs to it, by ids', async () => {
    const volume = await found('volumes', `${running}-data-1`);
    const { publicIps } = (await run(`get ${running}`)).json();
    const address = await found('public-ips', publicIps[0]);
    const id = await idOf(running);
    const options = `--purge --delete-snapshots --delete-volume ${running}-data-1 --release-ip ${publicIps[0]}`;
    const gone = await run(`delete ${running} ${options} --yes`);
    expect(gone.json()).toMatchObject([{ status: 'succeeded', state: null }]);
    expect(sent(gone)).toEqual([
      [
        'DELETE',
        `/instances/${id}`,
        {},
        {
          purgeImmediately: true,
          deleteSnapshots: true,
          publicIpIdsToRelease: [address],
          volumeIdsToDelete: [volume],
        },
      ],
    ]);
    expect(await found('volumes', `${running}-data-1`)).toBe('');
    expect(await found('public-ips', publicIps[0])).toBe('');
  });

  it('resizes, says that it reboots, and does nothing where it is so already', async () => {
    const [id, size] = [await idOf(running), await found('sizes', '8vCPU.16GB')];
    const asked = await run(`resize ${running} --size 8vCPU.16GB`);
    expect([asked.code, asked.changes]).toEqual([9, []]);
    expect(asked.stderr).toContain('it reboots');
    const done = await run(`resize ${running} --size 8vCPU.16GB --yes`);
    expect(sent(done)).toEqual(operation(id, 'changeComputeOffering', { computeOfferingId: size }));
    expect((await run(`get ${running}`)).json()).toMatchObject({ size: '8vCPU.16GB', cpus: 8, memoryMiB: 16384 });
    const same = await run(`resize ${running} --size 8vCPU.16GB --yes`);
    expect([same.code, same.changes]).toEqual([0, []]);
    expect(same.json()).toMatchObject([{ status: 'skipped', result: { reason: 'it is 8vCPU.16GB already' } }]);
  });

  it('resizes to a custom size with numbers of its own, and then by one of them', async () => {
    const [id, size] = [await idOf(running), await found('sizes', 'Custom CPU and memory')];
    const words = ['resize', running, '--size', 'Custom CPU and memory', '--cpus', '2', '--memory', '4GiB', '--yes'];
    const custom = { computeOfferingId: size, cpuCount: 2, memoryInMB: 4096 };
    expect(sent(await run(words))).toEqual(operation(id, 'changeComputeOffering', custom));
    const more = await run(`resize ${running} --cpus 4 --yes`);
    expect(sent(more)).toEqual(operation(id, 'changeComputeOffering', { ...custom, cpuCount: 4 }));
    const wrong = await run(`resize ${running} --cpus 5 --yes`);
    expect([wrong.code, wrong.changes]).toEqual([2, []]);
    expect(wrong.error().message).toBe('The size Custom CPU and memory does not come with 5 CPU');
  });

  it('moves to another network of the zone, and says what is lost', async () => {
    const [id, network] = [await idOf(running), await found('networks', 'DB-prod')];
    const asked = await run(`network ${running} --to DB-prod`);
    expect([asked.code, asked.changes]).toEqual([9, []]);
    for (const lost of ['port forwarding', 'load balancing', 'its private address 10.164.', 'it reboots']) {
      expect(asked.stderr).toContain(lost);
    }
    const moved = await run(`network ${running} --to DB-prod --yes`);
    expect(moved.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
    expect(sent(moved)).toEqual(operation(id, 'changeNetwork', { networkId: network }));
    expect((await run(`get ${running}`)).json().networks).toEqual(['DB-prod']);
    const far = await run(`network ${running} --to Web-dr --yes`);
    expect([far.code, far.changes]).toEqual([8, []]);
    expect(far.error().message).toBe(`${running} can't leave its zone ${zone}: Web-dr is in another`);
  });

  it('replaces the key, asking where that reboots', async () => {
    const id = await idOf(other);
    const asked = await run(`ssh-key ${other} --set laptop`);
    expect([asked.code, asked.changes]).toEqual([9, []]);
    const done = await run(`ssh-key ${other} --set laptop --yes`);
    expect(done.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(sent(done)).toEqual(operation(id, 'associateSSHKey', { sshKeyName: 'laptop' }));
    const unasked = await run(`ssh-key ${stopped} --set laptop`);
    expect(unasked.code).toBe(0);
    const none = await run(`ssh-key ${stopped} --set phone`);
    expect([none.code, none.changes]).toEqual([5, []]);
  });

  it('resets the password and prints it once, and only where it is wanted', async () => {
    const id = await idOf(running);
    const unwanted = await run(`reset-password ${running} --yes`);
    expect([unwanted.code, unwanted.requests]).toEqual([2, []]);
    const reset = await run(`reset-password ${running} --yes --show-secrets`);
    expect(reset.json()).toMatchObject([
      { status: 'succeeded', result: { password: expect.stringMatching(/^\w{6,}$/) } },
    ]);
    expect(sent(reset)).toEqual(operation(id, 'resetPassword'));
    const debug = await run(`reset-password ${running} --yes --show-secrets --debug -q`);
    expect(debug.stderr).not.toContain(debug.json()[0].result.password);
  });

  it('backs up every volume, root first, lists the snapshots and deletes one', async () => {
    const id = await idOf(running);
    const volumes = (await run(`volumes ${running}`)).json() as { id: string; name: string }[];
    expect(volumes.map(({ name }) => name)).toEqual(['ROOT-30001', `${running}-data-1`]);
    const backup = await run(`backup ${running}`);
    expect(backup.code).toBe(0);
    const names = volumes.map(({ name }) => `${running}_${id.slice(0, 8)}_${name}_`);
    expect(sent(backup)).toEqual(
      volumes.map((volume, index) => [
        'POST',
        '/snapshots',
        { operation: 'create' },
        { volumeId: volume.id, name: expect.stringMatching(new RegExp(`^${names[index]}\\d{17}$`)) },
      ]),
    );
    expect(backup.json()).toMatchObject([
      {
        status: 'succeeded',
        operation: uuid,
        result: {
          volumes: [
            { volume: 'ROOT-30001', status: 'succeeded', snapshotId: uuid },
            { volume: `${running}-data-1`, status: 'succeeded', snapshotId: uuid },
          ],
        },
      },
    ]);
    const kept = (await run(`backups ${running}`)).json() as { id: string; name: string }[];
    const own = kept.filter(({ name }) => name.includes(id.slice(0, 8)));
    expect(own).toMatchObject(
      names.map((name) => ({
        name: expect.stringContaining(name),
        instanceId: id,
        kind: 'snapshot',
        state: 'BackedUp',
      })),
    );
    const last = own.at(-1);
    const asked = await run(`backups ${running} --delete ${last?.id}`);
    expect([asked.code, asked.changes]).toEqual([9, []]);
    const deleted = await run(`backups ${running} --delete ${last?.name} --yes`);
    expect(deleted.json()).toMatchObject([{ status: 'succeeded', result: { backup: last?.id } }]);
    expect(sent(deleted)).toEqual([['DELETE', `/snapshots/${last?.id}`, {}, null]]);
    // Once the instance is gone its snapshots are known by its id.
    await run(`delete ${running} --purge --yes`);
    expect((await run(`backups ${id}`)).json()).toMatchObject([{ id: own[0]?.id, instanceId: id }]);
  });

  it('clones the shape, and never claims to clone the data', async () => {
    const refused = await run(`clone ${running} --name copy`);
    expect([refused.code, refused.changes]).toEqual([8, []]);
    const { json } = await run(`get ${running} --raw`);
    const raw = json();
    const copy = await run(`clone ${running} --name copy --shape-only`);
    expect(copy.json()).toMatchObject([
      { name: 'copy', action: 'clone', status: 'succeeded', id: uuid, state: 'running' },
    ]);
    expect(sent(copy)).toMatchObject([
      [
        'POST',
        '/instances',
        {},
        {
          name: 'copy',
          templateId: raw.templateId ?? raw.imageId,
          computeOfferingId: raw.computeOfferingId,
          networkId: raw.networkId,
        },
      ],
    ]);
    const taken = await run(`clone ${running} --name copy --shape-only`);
    expect([taken.code, taken.changes]).toEqual([7, []]);
  });

  it('shows how an instance is reached, and what opens a way', async () => {
    const { publicIps } = (await run(`get ${running}`)).json();
    // What stands behind the instance is OpenSSH's own.
    const ssh = (name: string, options = '') => home.sandbox(`ssh -p ${profile} -o json ${options} ${name} --print`);
    expect((await ssh(running)).stdout).toContain(`-l cca-user -p 22 -- ${publicIps[0]}\n`);
    expect((await ssh(running, '--private')).stdout).toMatch(/-- 10\.164\.212\.\d+\n$/);
    await run(`start ${stopped}`);
    const closed = await ssh(stopped);
    expect(closed.code).toBe(7);
    expect(closed.error()).toMatchObject({
      message: expect.stringMatching(/^.* cannot be reached: no public address leads to its port 22; .* could$/),
      hint: expect.stringMatching(/^nube api POST \/services\/.*\/portforwardingrules --data '\{.*\}' -p /),
    });
  });
});

describe('what the two ages have apart', () => {
  const home = new Home();
  afterEach(() => home.sandbox('sandbox reset'));

  it('stops with force at Cox Edge', async () => {
    const { code, requests } = await home.sandbox('stop coxedge/edge-1 --force --yes');
    expect(code).toBe(0);
    const changed = requests.filter(({ method }) => method !== 'GET');
    expect(changed).toMatchObject([{ query: { operation: 'stop' }, body: { forceStop: true } }]);
  });

  it('refuses --force at cloud.ca with the reason', async () => {
    const { code, changes, error } = await home.sandbox('stop cloudca/build-1 --force --yes -o json');
    expect([code, changes]).toEqual([8, []]);
    expect(error()).toMatchObject({
      code: 'not_supported',
      message: "cloud.ca can't stop --force: its API only shuts instances down",
      profile: 'cloudca',
    });
  });

  it('attaches and takes out ISO images at Cox Edge', async () => {
    const offered = await home.sandbox('iso coxedge/edge-1 -o json');
    expect(offered.json()).toContainEqual(
      expect.objectContaining({ name: 'xs-tools.iso', bootable: false, ready: true }),
    );
    const [{ id }] = offered.json();
    const attached = await home.sandbox('iso coxedge/edge-1 --attach xs-tools.iso -o json');
    expect(attached.json()).toMatchObject([{ status: 'succeeded' }]);
    const bodies = ({ requests }: Run) =>
      requests.filter(({ method }) => method !== 'GET').map(({ query, body }) => [query.operation, body]);
    expect(bodies(attached)).toEqual([['attachIso', { isoId: id }]]);
    const second = await home.sandbox('iso coxedge/edge-1 --attach virtio-win-0.1.iso -o json');
    expect([second.code, second.error().code]).toEqual([10, 'provider_refused']);
    expect(bodies(await home.sandbox('iso coxedge/edge-1 --detach'))).toEqual([['detachIso', null]]);
    const bootable = await home.sandbox('iso coxedge/edge-1 --attach ubuntu-22.04-server.iso');
    expect([bootable.code, bootable.changes]).toEqual([8, []]);
  });

  it('has no ISO images at cloud.ca', async () => {
    const { code, changes, error } = await home.sandbox('iso cloudca/build-1 --detach -o json');
    expect([code, changes]).toEqual([8, []]);
    expect(error().message).toBe('cloud.ca has no iso: its API knows no ISO images');
    expect((await home.sandbox('catalog isos -p cloudca')).code).toBe(8);
  });

  it('finds what was destroyed before', async () => {
    const { json } = await home.sandbox('get cloudca/old-1 -o json');
    expect(json()).toMatchObject({ state: 'deleted', providerState: 'Destroyed' });
    expect((await home.sandbox('recover cloudca/old-1 -o json')).json()).toMatchObject([
      { status: 'succeeded', state: 'stopped' },
    ]);
  });

  it('stands in one table with the others', async () => {
    const { code, stdout } = await home.sandbox('list');
    expect(code).toBe(0);
    for (const name of ['web-1', 'build-1', 'edge-1']) expect(stdout).toContain(name);
  });
});
