import { describe, expect, it } from 'vitest';
import type { CliError } from '../../src/core/errors';
import { parseFilter } from '../../src/core/filter';
import { civo } from '../../src/drivers/civo';
import { type Fake, fakeSession, lines, query, type Reply, type Sent } from './civoSession';

const regions: Reply = {
  body: [
    { code: 'LON1', features: { iaas: true } },
    { code: 'KUBE', features: { iaas: false, kubernetes: true } },
    { code: 'FRA1' },
  ],
};

const page = (ids: readonly string[], pages: number): Reply => ({
  body: { page: 1, per_page: null, pages, items: ids.map((id) => ({ id, hostname: `host-${id}`, status: 'ACTIVE' })) },
});

async function idsOf(fake: Fake, over: Partial<typeof query> = {}): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const found of civo.list(fake.session, { ...query, ...over })) {
    pages.push(found.map(({ instance, at }) => `${at.region}/${instance.region}/${instance.id}`));
  }
  return pages;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('listing', () => {
  it('asks every region that has instances and stamps each instance with the region it was asked of', async () => {
    const fake = fakeSession(({ path, query }) => (path === '/v2/regions' ? regions : page([`${query.region}-1`], 1)));
    expect(await idsOf(fake)).toEqual([['LON1/LON1/LON1-1'], ['FRA1/FRA1/FRA1-1']]);
    expect(lines(fake)).toEqual([
      'GET /v2/regions',
      'GET /v2/instances?region=LON1&page=1&per_page=100',
      'GET /v2/instances?region=FRA1&page=1&per_page=100',
    ]);
  });

  it('takes one request where the profile names a region, which is sent as it stands', async () => {
    const fake = fakeSession(() => page(['a'], 1), { region: 'lon1' });
    expect(await idsOf(fake, { pageSize: 5 })).toEqual([['lon1/lon1/a']]);
    expect(lines(fake)).toEqual(['GET /v2/instances?region=lon1&page=1&per_page=5']);
  });

  it('reads the pages side by side, never more at once than allowed, and gives them in order', async () => {
    let underWay = 0;
    let most = 0;
    const reply = async ({ path, query }: Sent): Promise<Reply> => {
      if (path === '/v2/regions') return regions;
      underWay += 1;
      most = Math.max(most, underWay);
      await pause(query.page === '2' ? 20 : 2);
      underWay -= 1;
      return page([`${query.page}`], query.region === 'LON1' ? 7 : 2);
    };
    const fake = fakeSession(reply, { concurrency: 3 });
    expect(await idsOf(fake)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7].map((number) => [`LON1/LON1/${number}`]),
      ...[1, 2].map((number) => [`FRA1/FRA1/${number}`]),
    ]);
    expect(most).toBe(3);
    expect(fake.sent).toHaveLength(10);
  });

  it('asks for the next page once one has come, before that one is read', async () => {
    let thirdAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      thirdAsked = resolve;
    });
    const reply = ({ query }: Sent): Reply => {
      if (query.page === '3') thirdAsked();
      return page([`${query.page}`], 3);
    };
    const read = ({ page }: Readonly<Record<string, string>>) => (page === '2' ? asked : Promise.resolve());
    const fake = fakeSession(reply, { region: 'LON1', concurrency: 1, read });
    expect(await idsOf(fake)).toEqual([['LON1/LON1/1'], ['LON1/LON1/2'], ['LON1/LON1/3']]);
  });

  it('reads no further ahead than twice the pages that may be under way while nobody takes them', async () => {
    const fake = fakeSession(({ query }) => page([`${query.page}`], 100), { region: 'LON1', concurrency: 2 });
    const pages = civo.list(fake.session, query)[Symbol.asyncIterator]();
    await pages.next();
    await pause(10);
    expect(fake.sent.length).toBeLessThanOrEqual(5);
    await pages.return?.();
    const before = fake.sent.length;
    await pause(10);
    expect(fake.sent).toHaveLength(before);
  });

  it('ends a region at an empty page, and leaves out what a page repeats of the one before', async () => {
    const answers: Record<string, Reply> = {
      1: page(['a', 'b'], 5),
      2: page(['b', 'c'], 5),
      3: page([], 5),
      4: page(['z'], 5),
    };
    const fake = fakeSession(({ query }) => answers[query.page ?? ''] ?? page([], 5), { region: 'LON1' });
    expect(await idsOf(fake)).toEqual([['LON1/LON1/a', 'LON1/LON1/b'], ['LON1/LON1/c']]);
  });

  it('follows pages that were added while it read', async () => {
    const fake = fakeSession(({ query }) => page([`${query.page}`], query.page === '1' ? 2 : 3), { region: 'LON1' });
    expect(await idsOf(fake)).toEqual([['LON1/LON1/1'], ['LON1/LON1/2'], ['LON1/LON1/3']]);
  });

  it('names a region that did not answer and shows the rest', async () => {
    const fake = fakeSession(({ path, query }) => {
      if (path === '/v2/regions') return regions;
      return query.region === 'LON1' ? { status: 503, body: { status: 503 } } : page(['b'], 1);
    });
    const failures: CliError[] = [];
    expect(await idsOf(fake, { partFailed: (error) => failures.push(error) })).toEqual([['FRA1/FRA1/b']]);
    expect(failures.map(({ code, message }) => [code, message])).toEqual([
      ['provider_unavailable', 'Region LON1: Civo refused the request: It answered with status 503'],
    ]);
  });

  it('fails where no region answers, and where the only one fails in the midst', async () => {
    const dead = fakeSession(({ path }) => (path === '/v2/regions' ? regions : { status: 500, body: { status: 500 } }));
    const failures: CliError[] = [];
    await expect(idsOf(dead, { partFailed: (error) => failures.push(error) })).rejects.toMatchObject({
      code: 'provider_unavailable',
      message: '2 of 2 regions failed',
    });
    expect(failures).toEqual([]);
    const half = fakeSession(
      ({ query }) => (query.page === '1' ? page(['a'], 2) : { status: 429, body: { status: 429 } }),
      { region: 'LON1' },
    );
    await expect(idsOf(half)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('lets Civo look for one tag only, since what it makes of several is not known', async () => {
    const fake = fakeSession(() => page([], 1), { region: 'LON1' });
    await idsOf(fake, { filters: [parseFilter('name~web'), parseFilter('tag=prod'), parseFilter('tag=web')] });
    await idsOf(fake, { filters: [parseFilter('tag!=prod'), parseFilter('tag~web'), parseFilter('tag=a b')] });
    expect(fake.sent.map(({ query }) => query.tags)).toEqual(['prod', undefined]);
  });

  it('refuses what is not a page of instances', async () => {
    for (const body of [
      null,
      [],
      { pages: 1 },
      { items: {} },
      { items: [1] },
      { items: [{ hostname: 'x' }] },
      { items: [], pages: 1e12 },
    ]) {
      const fake = fakeSession(() => ({ body }), { region: 'LON1' });
      await expect(idsOf(fake), JSON.stringify(body)).rejects.toMatchObject({ code: 'unexpected_answer' });
    }
    const none = fakeSession(() => ({ body: [] }));
    await expect(idsOf(none)).rejects.toMatchObject({ message: "Civo's answer to GET /v2/regions names no region" });
  });
});

describe('one instance', () => {
  const full = {
    id: 'i-1',
    hostname: 'web-1',
    name: 'web-1-b775c2ea',
    status: 'ACTIVE',
    size: 'g3.small',
    cpu_cores: 1,
    ram_mb: 2048,
    disk_gb: 25,
    source_type: 'diskimage',
    source_id: 'ubuntu-jammy',
    network_id: 'n-1',
    public_ip: '31.28.66.181',
    private_ip: '192.168.1.2',
    ipv6: '2a10::1',
    initial_user: 'civo',
    initial_password: 'foobar',
    tags: ['web', 'prod'],
    script: Buffer.from('#!/bin/sh\necho hi\n').toString('base64'),
    notes: 'front end',
    created_at: '2025-04-01T09:11:14.5Z',
    attached_volumes: [{ id: 'v-2' }, { id: 'v-9' }],
  };
  const reply = ({ path }: Sent): Reply => {
    if (path === '/v2/instances/i-1') return { body: full };
    if (path === '/v2/networks')
      return { body: [{ id: 'n-1', label: 'Default', name: 'cust-default', default: true }] };
    const volumes = [
      { id: 'v-1', name: 'data', instance_id: 'i-1', size_gb: 10 },
      { id: 'v-2', name: 'logs', instance_id: 'null', size_gb: 5 },
      { id: 'v-3', name: 'other', instance_id: 'i-2', size_gb: 5 },
    ];
    return { body: volumes };
  };
  const there = (session: Fake['session']) =>
    civo.get(session, { instance: { id: 'i-1' }, at: { region: 'LON1' } } as never);

  it('is told in full', async () => {
    const { detail, located, raw } = await there(fakeSession(reply).session);
    expect(detail).toEqual({
      profile: 'work',
      provider: 'civo',
      id: 'i-1',
      name: 'web-1',
      hostname: 'web-1',
      state: 'running',
      providerState: 'ACTIVE',
      region: 'LON1',
      group: null,
      size: 'g3.small',
      image: 'ubuntu-jammy',
      cpus: 1,
      memoryMiB: 2048,
      diskGiB: 25,
      publicAddresses: ['31.28.66.181', '2a10::1'],
      privateAddresses: ['192.168.1.2'],
      tags: ['web', 'prod'],
      createdAt: '2025-04-01T09:11:14Z',
      updatedAt: null,
      user: 'civo',
      description: 'front end',
      networks: ['Default'],
      publicIps: ['31.28.66.181'],
      volumes: [
        { id: 'v-1', name: 'data', sizeGiB: 10 },
        { id: 'v-2', name: 'logs', sizeGiB: 5 },
        { id: 'v-9', name: null, sizeGiB: null },
      ],
      userData: '#!/bin/sh\necho hi\n',
      password: 'foobar',
    });
    expect(located.at).toEqual({ region: 'LON1' });
    expect(raw).toBe(full);
  });

  it('is shown without the names of networks and volumes where those do not answer', async () => {
    const fake = fakeSession((sent) => (sent.path === '/v2/instances/i-1' ? reply(sent) : { status: 500, body: {} }));
    const { detail } = await there(fake.session);
    expect(detail.networks).toEqual(['n-1']);
    expect(fake.warnings).toEqual(['details_missing', 'details_missing']);
  });

  it('is gone by code, but not by a bare 404 or that of a region', async () => {
    const answers: [Reply, string][] = [
      [{ status: 404, body: { code: 'database_instance_find', reason: 'x' } }, 'instance_not_found'],
      [{ status: 404, body: null }, 'resource_not_found'],
      [{ status: 404, body: { code: 'database_region_not_found', reason: 'x' } }, 'resource_not_found'],
    ];
    for (const [answer, code] of answers) {
      await expect(there(fakeSession(() => answer).session)).rejects.toMatchObject({ code });
    }
  });

  it('shows an unlisted word as it is, with the state unknown', async () => {
    const words: [string | null, string, string][] = [
      ['BUILD_PENDING', 'pending', 'BUILD_PENDING'],
      ['MIGRATING', 'migrating', 'MIGRATING'],
      ['BUILD_FAILED', 'error', 'BUILD_FAILED'],
      ['ERROR', 'error', 'ERROR'],
      ['SCALING', 'unknown', 'SCALING'],
      [null, 'unknown', ''],
    ];
    for (const [status, state, providerState] of words) {
      const fake = fakeSession(() => ({ body: { items: [{ id: 'x', status }], pages: 1 } }), { region: 'LON1' });
      for await (const [found] of civo.list(fake.session, query)) {
        expect(found?.instance).toMatchObject({ state, providerState, name: 'x', hostname: null, tags: [] });
      }
    }
  });

  it('keeps a script as it is where it is no base64 of a text', async () => {
    for (const script of ['#!/bin/bash\necho 1', 'echo', 'AAECAw==']) {
      const fake = fakeSession(({ path }) => (path.endsWith('i-1') ? { body: { id: 'i-1', script } } : { body: [] }));
      expect((await there(fake.session)).detail.userData).toBe(script);
    }
    const other = fakeSession(({ path }) =>
      path.endsWith('i-1') ? { body: { id: 'i-1', user_script: 'SGVsbG8gd29ybGQh' } } : { body: [] },
    );
    expect((await there(other.session)).detail.userData).toBe('Hello world!');
  });
});
