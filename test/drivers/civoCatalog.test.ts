import { describe, expect, it } from 'vitest';
import type { CatalogKind } from '../../src/core/driver';
import type { CliError } from '../../src/core/errors';
import { civo } from '../../src/drivers/civo';
import { rejected } from '../core/thrown';
import { account as whole } from './civoAccount';
import { account, type Fake, fakeSession, lines, type Reply } from './civoSession';

/** The rows of a catalogue, and what failed of it. */
async function catalog(kind: CatalogKind, { session }: Fake) {
  const failed: CliError[] = [];
  const rows = await civo.catalog[kind]?.(session, (error) => failed.push(error));
  return { rows, failed: failed.map(({ code, message, details }) => ({ code, message, status: details.httpStatus })) };
}

const both: Reply = { body: [{ code: 'LON1' }, { code: 'KUBE', features: { iaas: false } }, { code: 'FRA1' }] };
const broken: Reply = { status: 500, body: { status: 500 } };

describe('a catalogue', () => {
  it('of regions tells which can have instances', async () => {
    const { rows } = await catalog('regions', whole());
    const told = (id: string, name: string | null, country: string | null, more: object = {}) => ({
      ...{ id, name, country, instances: true, outOfCapacity: false, default: false },
      ...more,
    });
    expect(rows).toEqual([
      told('LON1', 'London 1', 'United Kingdom'),
      told('FRA1', 'Frankfurt 1', 'Germany', { default: true }),
      told('NYC1', 'New York 1', null, { outOfCapacity: true }),
      told('KUBE', null, null, { instances: false }),
    ]);
  });

  it('of sizes has those that can be chosen', async () => {
    const { rows } = await catalog('sizes', whole({ region: 'LON1' }));
    const more = { region: 'LON1', title: null, gpus: null, gpu: null, transferGiB: null };
    expect(rows).toEqual([
      { id: 'g3.small', name: 'g3.small', cpus: 1, memoryMiB: 2048, diskGiB: 25, ...more },
      { id: 'g3.medium', name: 'g3.medium', cpus: 2, memoryMiB: 4096, diskGiB: 50, ...more },
    ]);
  });

  it('of images has the account’s own after Civo’s, none twice', async () => {
    const row = { id: 'a', name: 'ubuntu', version: '1', created_at: '2025-04-01T09:11:14Z' };
    const fake = fakeSession(
      ({ query }) => ({ body: query.type === 'custom' ? [{ id: 'b', name: 'own' }, row] : [row, { id: 'c' }] }),
      { region: 'LON1' },
    );
    const nothing = { version: null, distribution: null, user: null, description: null, createdAt: null };
    expect((await catalog('images', fake)).rows).toEqual([
      { ...nothing, id: 'a', name: 'ubuntu', version: '1', createdAt: '2025-04-01T09:11:14Z', region: 'LON1' },
      { ...nothing, id: 'c', name: 'c', region: 'LON1' },
      { ...nothing, id: 'b', name: 'own', region: 'LON1' },
    ]);
  });

  it('of networks and firewalls has each under the names that Civo shows', async () => {
    const answers = {
      '/v2/networks': [{ id: 'n-1', label: 'Default', name: 'cust-1', cidr: '10.0.0.0/24', default: true }],
      '/v2/firewalls': [
        { id: 'f-1', name: 'web', network_id: 'n-1', rules_count: 2, instance_count: 1, default: 'true' },
        { id: 'f-2', name: 'lost', network_id: 'n-9' },
        { id: 'f-3', name: 'free' },
      ],
    };
    expect((await catalog('networks', account(answers, { region: 'LON1' }))).rows).toEqual([
      { id: 'n-1', name: 'Default', region: 'LON1', cidr: '10.0.0.0/24', default: true },
    ]);
    const nothing = { region: 'LON1', rules: null, instances: null, default: false };
    expect((await catalog('firewalls', account(answers, { region: 'LON1' }))).rows).toEqual([
      { id: 'f-1', name: 'web', region: 'LON1', network: 'Default', rules: 2, instances: 1, default: true },
      { ...nothing, id: 'f-2', name: 'lost', network: 'n-9' },
      { ...nothing, id: 'f-3', name: 'free', network: null },
    ]);
  });

  it('of SSH keys is the account’s, and shows no key', async () => {
    const row = {
      id: 'k',
      name: 'laptop',
      fingerprint: 'f',
      public_key: 'ssh-rsa A',
      created_at: '2025-04-01T09:11:14Z',
    };
    const fake = account({ '/v2/sshkeys': [row] }, { region: 'LON1' });
    expect((await catalog('ssh-keys', fake)).rows).toEqual([
      { id: 'k', name: 'laptop', fingerprint: 'f', createdAt: '2025-04-01T09:11:14Z' },
    ]);
    expect(lines(fake)).toEqual(['GET /v2/sshkeys?region=LON1']);
  });

  it('of volumes says to which instance each belongs', async () => {
    const fake = account(
      { '/v2/volumes': [{ id: 'v', name: 'data', instance_id: 'i', size_gb: 10 }] },
      { region: 'LON1' },
    );
    expect((await catalog('volumes', fake)).rows).toEqual([
      {
        ...{ id: 'v', name: 'data', instanceId: 'i', sizeGiB: 10, state: null, type: null, mountpoint: null },
        ...{ bootable: false, region: 'LON1', createdAt: null },
      },
    ]);
  });

  it('of addresses has those that are free and those that are not, page by page', async () => {
    const assigned = { id: 'i', type: 'instance', name: 'web-1' };
    const pages: Record<string, unknown> = {
      1: [{ id: 'a', name: 'one', ip: '1.2.3.4', assigned_to: assigned }],
      2: [{ id: 'b', assigned_to: null }],
    };
    const fake = fakeSession(({ query }) => ({ body: { pages: 2, items: pages[query.page ?? ''] } }), {
      region: 'LON1',
    });
    const nobody = { assignedTo: null, assignedId: null, assignedType: null };
    expect((await catalog('public-ips', fake)).rows).toEqual([
      {
        ...{ id: 'a', name: 'one', address: '1.2.3.4', region: 'LON1' },
        ...{ assignedTo: 'web-1', assignedId: 'i', assignedType: 'instance' },
      },
      { id: 'b', name: null, address: null, region: 'LON1', ...nobody },
    ]);
    expect(lines(fake)).toEqual([
      'GET /v2/ips?region=LON1&page=1&per_page=100',
      'GET /v2/ips?region=LON1&page=2&per_page=100',
    ]);
    const message = (flaw: string) => ({ message: `Civo's answer to GET /v2/ips ${flaw}` });
    const answering = (body: unknown) => catalog('public-ips', account({ '/v2/ips': body }, { region: 'LON1' }));
    expect(await rejected(answering([]))).toMatchObject(message('is not an object'));
    expect(await rejected(answering({ items: [{ ip: '1.2.3.4' }] }))).toMatchObject(
      message('has an entry without an id'),
    );
  });

  it('of the quota pairs each limit with what is used of it', async () => {
    const quota = {
      id: 'q',
      ram_mb_limit: 5120,
      ram_mb_usage: 1536,
      cpu_core_limit: 10,
      cpu_core_usage: '1',
      word_limit: 'many',
      limit_reached: 7,
      a_limit_b: 8,
    };
    const fake = account({ '/v2/quota': quota });
    expect((await catalog('quota', fake)).rows).toEqual([
      { id: 'ram_mb', name: 'ram mb', limit: 5120, usage: 1536 },
      { id: 'cpu_core', name: 'cpu core', limit: 10, usage: null },
    ]);
    expect(lines(fake)).toEqual(['GET /v2/quota']);
    expect(await rejected(catalog('quota', account({ '/v2/quota': [] })))).toMatchObject({
      message: "Civo's answer to GET /v2/quota is not an object",
    });
  });
});

describe('a catalogue of several regions', () => {
  const kinds: CatalogKind[] = ['sizes', 'images', 'networks', 'firewalls', 'volumes', 'public-ips'];

  it.each(kinds)('of %s names a region that does not answer, and shows the rest', async (kind) => {
    const good = { id: 'x', name: 'x', selectable: true };
    const body = kind === 'public-ips' ? { items: [good], pages: 1 } : [good];
    const fake = fakeSession(({ path, query }) => {
      if (path === '/v2/regions') return both;
      return query.region === 'LON1' ? broken : { body };
    });
    const { rows, failed } = await catalog(kind, fake);
    expect(rows).toMatchObject([{ id: 'x', region: 'FRA1' }]);
    const message = 'Region LON1: Civo refused the request: It answered with status 500';
    expect(failed).toEqual([{ code: 'provider_unavailable', message, status: 500 }]);
  });

  it.each(kinds)('of %s fails where none answers', async (kind) => {
    const fake = fakeSession(({ path }) => (path === '/v2/regions' ? both : broken));
    expect(await rejected(catalog(kind, fake))).toMatchObject({
      code: 'provider_unavailable',
      message: '2 of 2 regions failed',
    });
  });

  it('fails as the only region does', async () => {
    const fake = fakeSession(() => broken, { region: 'LON1' });
    expect(await rejected(catalog('volumes', fake))).toMatchObject({
      message: 'Civo refused the request: It answered with status 500',
    });
  });

  it('is empty where no region has instances', async () => {
    const fake = account({ '/v2/regions': [{ code: 'KUBE', features: { iaas: false } }] });
    for (const kind of kinds) expect(await catalog(kind, fake)).toEqual({ rows: [], failed: [] });
  });
});

describe('the name of an account', () => {
  const named = (quota: unknown) => civo.verify(account({ '/v2/quota': quota }).session);

  it('stands in its quota, or nowhere', async () => {
    expect(await named({ default_user_email_address: 'me@example.com' })).toBe('me@example.com');
    for (const quota of [{}, { default_user_email_address: null }, { default_user_email_address: '' }]) {
      expect(await named(quota)).toBeNull();
    }
    expect(await rejected(named({ default_user_email_address: 14 }))).toMatchObject({
      code: 'unexpected_answer',
      message: "Civo's answer to GET /v2/quota names no account",
    });
    expect(await rejected(named(null))).toMatchObject({ message: "Civo's answer to GET /v2/quota is not an object" });
  });
});
