import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret';
import { civo } from '../../src/drivers/civo';
import { account, changes, fakeSession, read } from './civoSession';

describe('reaching an instance', () => {
  const instance = {
    id: 'i-1',
    hostname: 'web-1',
    public_ip: '31.28.66.181',
    private_ip: '10.0.0.4',
    initial_user: 'civo',
  };

  it('goes by the public address and the user it was made with, or by the private one', async () => {
    const fake = account({ '/v2/instances/i-1': instance });
    expect(await read(fake, 'ssh')).toEqual({ host: '31.28.66.181', port: 22, user: 'civo' });
    expect(await read(fake, 'ssh', { private: true })).toEqual({ host: '10.0.0.4', port: 22, user: 'civo' });
  });

  it('is closed where there is no address', async () => {
    const fake = account({ '/v2/instances/i-1': { id: 'i-1', hostname: 'web-1', public_ip: '', private_ip: null } });
    expect(await read(fake, 'ssh')).toMatchObject({ closed: 'web-1 has no public address', open: null });
    expect(await read(fake, 'ssh', { private: true })).toMatchObject({ closed: 'web-1 has no private address yet' });
  });

  it('by console hands out a link with a short-lived token apart from the address without one', async () => {
    const fake = account({
      'PUT /v2/instances/i-1/vnc': { uri: 'https://vnc.example.com/?path=i-1', duration: '1h' },
      'POST /v2/auth/exchange': { access_token: 'jwt+1', token_type: 'Bearer', expires_in: 600 },
    });
    const { url, link } = await read<{ url: string; link: Secret }>(fake, 'console');
    expect(url).toBe('https://vnc.example.com/?path=i-1');
    expect(link).toBeInstanceOf(Secret);
    expect(link.reveal()).toBe('https://vnc.example.com/?path=i-1&token=jwt%2B1');
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/v2/instances/i-1/vnc', query: { region: 'LON1' }, body: { region: 'LON1' } },
      { method: 'POST', path: '/v2/auth/exchange', query: {}, body: { scope: '' } },
    ]);
    const mute = account({ 'PUT /v2/instances/i-1/vnc': { duration: '1h' } });
    await expect(read(mute, 'console')).rejects.toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('figures and volumes', () => {
  it('reads the three percentages whatever stands between them', async () => {
    for (const civostatsd_stats of ['12.5,50,10', '12.5% 50% 10%', 'CPU: 12.5 | MEM: 50 | DISK: 10']) {
      const fake = account({ '/v2/instances/i-1': { id: 'i-1', civostatsd_stats, ram_mb: 2048, disk_gb: 25 } });
      expect(await read(fake, 'stats')).toEqual([
        {
          time: null,
          cpuPercent: 12.5,
          memoryUsedMiB: 1024,
          memoryMaxMiB: 2048,
          memoryPercent: 50,
          diskUsedGiB: 2.5,
          diskMaxGiB: 25,
          diskPercent: 10,
          networkReceiveBytesPerSecond: null,
          networkTransmitBytesPerSecond: null,
        },
      ]);
    }
    expect(await read(account({ '/v2/instances/i-1': { id: 'i-1', civostatsd_stats: null } }), 'stats')).toEqual([]);
  });

  it('lists the volumes attached to the instance', async () => {
    const volumes = [
      { id: 'v-1', name: 'data', instance_id: 'i-1', size_gb: 10, status: 'attached', mountpoint: '/dev/vdb' },
      { id: 'v-2', name: 'free', instance_id: 'null', size_gb: 10, status: 'available', mountpoint: 'null' },
    ];
    const fake = account({ '/v2/instances/i-1': { id: 'i-1' }, '/v2/volumes': volumes });
    expect(await read(fake, 'volumes')).toEqual([
      {
        id: 'v-1',
        name: 'data',
        instanceId: 'i-1',
        sizeGiB: 10,
        state: 'attached',
        type: null,
        mountpoint: '/dev/vdb',
        bootable: false,
        region: 'LON1',
        createdAt: null,
      },
    ]);
  });
});

describe('the catalog', () => {
  const twoRegions = [{ code: 'LON1' }, { code: 'FRA1' }];

  it('asks every region where the profile names none, and each row names its own', async () => {
    const fake = fakeSession(({ path, query }) =>
      path === '/v2/regions'
        ? { body: twoRegions }
        : { body: [{ id: `n-${query.region}`, label: 'Default', default: true, cidr: '10.0.0.0/8' }] },
    );
    const row = { name: 'Default', cidr: '10.0.0.0/8', default: true };
    expect(await civo.catalog.networks?.(fake.session, () => {})).toEqual([
      { ...row, id: 'n-LON1', region: 'LON1' },
      { ...row, id: 'n-FRA1', region: 'FRA1' },
    ]);
  });

  it('goes on without a region that does not answer, and fails where none does', async () => {
    const half = fakeSession(({ path, query }) => {
      if (path === '/v2/regions') return { body: twoRegions };
      return query.region === 'LON1' ? { status: 500, body: { status: 500 } } : { body: [] };
    });
    const failed: string[] = [];
    expect(await civo.catalog.volumes?.(half.session, ({ message }) => failed.push(message))).toEqual([]);
    expect(failed).toEqual([expect.stringContaining('Region LON1: ')]);
    const dead = fakeSession(({ path }) =>
      path === '/v2/regions' ? { body: twoRegions } : { status: 500, body: { status: 500 } },
    );
    await expect(civo.catalog.volumes?.(dead.session, () => {})).rejects.toMatchObject({
      code: 'provider_unavailable',
    });
  });

  it('adds the account’s own images, and reads the addresses page by page', async () => {
    const fake = fakeSession(
      ({ path, query }) => {
        if (path === '/v2/ips') {
          const items = [
            {
              id: `ip-${query.page}`,
              name: 'a',
              ip: '1.2.3.4',
              assigned_to: { id: 'i', type: 'instance', name: 'web-1' },
            },
          ];
          return { body: { page: 1, per_page: 1, pages: 2, items } };
        }
        const own = { id: 'img-9', name: 'golden', state: 'available' };
        return { body: query.type === 'custom' ? [own] : [{ id: 'img-1', name: 'ubuntu-jammy' }, own] };
      },
      { region: 'LON1' },
    );
    expect((await civo.catalog.images?.(fake.session, () => {}))?.map(({ id }) => id)).toEqual(['img-1', 'img-9']);
    expect(await civo.catalog['public-ips']?.(fake.session, () => {})).toMatchObject([
      { id: 'ip-1', name: 'a', address: '1.2.3.4', region: 'LON1', assignedTo: 'web-1', assignedId: 'i' },
      { id: 'ip-2' },
    ]);
  });

  it('pairs the limits of the quota with their use', async () => {
    const fake = account({ '/v2/quota': { id: 'q', ram_mb_limit: 5120, ram_mb_usage: 1536, cpu_core_limit: 10 } });
    expect(await civo.catalog.quota?.(fake.session, () => {})).toEqual([
      { id: 'ram_mb', name: 'ram mb', limit: 5120, usage: 1536 },
      { id: 'cpu_core', name: 'cpu core', limit: 10, usage: null },
    ]);
  });
});
