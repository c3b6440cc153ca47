import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/core/driver';
import {
  account,
  answer,
  at,
  fakeSession,
  id,
  installations,
  instance,
  lines,
  listed,
  read,
  refusal,
  target,
} from './cloudmcSession';

describe('list', () => {
  it('reads the shared model from one plain request, and addresses from another', async () => {
    const fake = account({
      '/instances': [instance(), instance({ id: 'i-2', name: 'web-2', state: 'Stopped' })],
      '/publicipaddresses': [
        { id: 'ip-1', ipAddress: '198.51.100.1', instances: [{ id, name: 'web-1' }] },
        { id: 'ip-2', ipAddress: '198.51.100.2', instances: [{ id }, { id: 'i-2' }] },
        { id: 'ip-3', ipAddress: '198.51.100.3' },
      ],
    });
    const found = await listed(fake);
    expect(lines(fake)).toEqual(['GET /instances', 'GET /publicipaddresses']);
    expect(found[0]).toEqual({
      instance: {
        profile: 'work',
        provider: 'cloudca',
        id,
        name: 'web-1',
        hostname: 'web-1',
        state: 'running',
        providerState: 'Running',
        region: 'QC-1',
        group: 'prod',
        size: '1vCPU.512MB',
        image: 'CentOS',
        cpus: 1,
        memoryMiB: 512,
        diskGiB: null,
        publicAddresses: ['198.51.100.1', '198.51.100.2'],
        privateAddresses: ['10.0.0.5'],
        tags: [],
        createdAt: null,
        updatedAt: null,
      },
      at: { service: 'compute-qc', environment: 'prod' },
    });
    expect(found[1]?.instance).toMatchObject({ state: 'stopped', publicAddresses: ['198.51.100.2'] });
  });

  it.each([
    ['Starting', 'pending'],
    ['running', 'running'],
    ['Rebooting', 'updating'],
    ['Stopping', 'stopping'],
    ['Stopped', 'stopped'],
    ['Shutdowned', 'stopped'],
    ['Migrating', 'migrating'],
    ['Error', 'error'],
    ['Expunging', 'deleting'],
    ['Destroyed', 'deleted'],
    ['Unknown', 'unknown'],
    ['Meditating', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
  ])('knows the word %s as %s and keeps it', async (word, state) => {
    const [found] = await listed(account({ '/instances': [instance({ state: word })], '/publicipaddresses': [] }), {
      allStates: true,
    });
    expect(found?.instance).toMatchObject({ state, providerState: word });
    expect(found?.recoverable).toBe(state === 'deleted' ? true : undefined);
  });

  it('hides destroyed instances unless all states are asked for', async () => {
    const answers = { '/instances': [instance({ state: 'Destroyed' })], '/publicipaddresses': [] };
    expect(await listed(account(answers))).toEqual([]);
    expect(await listed(account(answers), { allStates: true })).toHaveLength(1);
  });

  it('does with an object that has nothing but an id, and keeps the raw one where asked', async () => {
    const [found] = await listed(account({ '/instances': [{ id: 'foo' }], '/publicipaddresses': [] }), { raw: true });
    expect(found).toMatchObject({
      instance: { id: 'foo', name: 'foo', state: 'unknown', providerState: '', size: null, cpus: null, region: null },
      raw: { id: 'foo' },
    });
  });

  it('lists instances without their addresses when those can’t be read, and says so', async () => {
    const fake = account({
      '/instances': [instance()],
      '/publicipaddresses': answer({ errors: [{ message: 'No' }] }, 403),
    });
    expect((await listed(fake))[0]?.instance.publicAddresses).toEqual([]);
    expect(fake.warnings).toEqual(['details_missing']);
  });

  it('says nothing of addresses when the instances can’t be read either', async () => {
    const fake = account({ '/instances': answer(null, 403), '/publicipaddresses': answer(null, 403) });
    expect(await refusal(listed(fake))).toMatchObject({ code: 'not_allowed' });
    expect(fake.warnings).toEqual([]);
  });

  it('names an environment that is not there', async () => {
    const fake = account({
      '/instances': answer({ errors: [{ message: 'Not found' }] }, 404),
      '/publicipaddresses': [],
    });
    expect(await refusal(listed(fake))).toEqual({
      code: 'resource_not_found',
      message: 'cloud.ca has no environment prod in a service compute-qc',
      hint: 'nube catalog environments shows those there are.',
    });
  });

  it('needs a service and an environment', async () => {
    const fake = fakeSession(() => ({ body: null }), { settings: { service: 'compute-qc' } });
    expect(await refusal(listed(fake))).toMatchObject({ code: 'incomplete_profile' });
    expect(fake.sent).toEqual([]);
  });

  it('addresses them by encoded segments', async () => {
    const settings = { service: 'a/b', environment: 'ü ?' };
    const fake = fakeSession(() => ({ body: { data: [] } }), { settings });
    await listed(fake);
    expect(fake.sent[0]?.path).toBe('/services/a%2Fb/%C3%BC%20%3F/instances');
  });

  it.each([
    ['a text', 'text'],
    ['no data', {}],
    ['an object', { data: { id: 'i-1' } }],
    ['a list of anything', { data: [1] }],
  ])('refuses %s for a list', async (_what, body) => {
    expect(await refusal(listed(fakeSession(() => ({ body }))))).toMatchObject({ code: 'unexpected_answer' });
  });

  it('refuses an entry without an id', async () => {
    const fake = account({ '/instances': [{ name: 'web-1' }], '/publicipaddresses': [] });
    expect(await refusal(listed(fake))).toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('a list of several pages', () => {
  const all = ['i-1', 'i-2', 'i-3', 'i-4', 'i-5'].map((one) => instance({ id: one, name: one }));
  const server = (size: number, total = all.length) =>
    fakeSession(({ path, query }) => {
      if (!path.endsWith('/instances')) return { body: { data: [] } };
      const [page, perPage] = [Number(query.page_number ?? 1), Number(query.page_size ?? size)];
      const data = all.slice((page - 1) * perPage, page * perPage);
      return { body: { data, metadata: { recordCount: total, pageSize: perPage, pageCurrent: page } } };
    });

  it('is read to its end by the parameters of 2016 when the count is larger than the page', async () => {
    const fake = server(2);
    expect((await listed(fake)).map(({ instance: { id } }) => id)).toEqual(['i-1', 'i-2', 'i-3', 'i-4', 'i-5']);
    const asked = fake.sent.filter(({ path }) => path.endsWith('/instances')).map(({ query }) => query);
    expect(asked).toEqual([{}, { page_number: '2', page_size: '2' }, { page_number: '3', page_size: '2' }]);
  });

  it('is asked for by the page where a size was given', async () => {
    const fake = server(100);
    await listed(fake, { pageSize: 3 });
    const asked = fake.sent.filter(({ path }) => path.endsWith('/instances')).map(({ query }) => query);
    expect(asked).toEqual([
      { page_number: '1', page_size: '3' },
      { page_number: '2', page_size: '3' },
    ]);
  });

  it('is refused when it does not hold what it counts, rather than cut short', async () => {
    expect(await refusal(listed(server(2, 9)))).toMatchObject({
      code: 'unexpected_answer',
      message: `The answer to GET ${at}/instances counts 9 entries and gives 5`,
    });
    const empty = fakeSession(() => ({ body: { data: [], metadata: { recordCount: 3 } } }));
    expect(await refusal(listed(empty))).toMatchObject({ code: 'unexpected_answer' });
    // A server that knows no paging gives the same again.
    const same = fakeSession(() => ({ body: { data: all.slice(0, 2), metadata: { recordCount: 5 } } }));
    expect(await refusal(listed(same))).toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('get', () => {
  const volumes = [
    { id: 'v-2', name: 'data', type: 'data', instanceId: id, sizeInGb: '50' },
    { id: 'v-1', name: 'ROOT-1', type: 'OS', instanceId: id, sizeInGb: 20 },
    { id: 'v-3', name: 'stray', type: 'data', sizeInGb: 10 },
    { id: 'v-4', name: 'other', type: 'data', instanceId: 'i-2', sizeInGb: 10 },
  ];

  it('adds addresses, networks, volumes and user data', async () => {
    const fields = instance({
      userData: '#!/bin/sh',
      publicIps: [{ id: 'ip-1', ipAddress: '198.51.100.1', purposes: ['PORT_FORWARDING'], ports: ['22'] }],
      nics: [{ id: 'nic-1', isDefault: true, networkId: 'net-1' }],
    });
    const fake = account({ [`/instances/${id}`]: fields, '/volumes': volumes });
    const { located, detail, raw } = await fake.driver.get(fake.session, target());
    expect(lines(fake)).toEqual([`GET /instances/${id}`, `GET /volumes?instance_id=${id}`]);
    expect(raw).toEqual(fields);
    expect(located.instance.publicAddresses).toEqual(['198.51.100.1']);
    expect(detail).toMatchObject({
      diskGiB: 20,
      publicAddresses: ['198.51.100.1'],
      user: 'cca-user',
      description: null,
      networks: ['Web'],
      publicIps: ['198.51.100.1'],
      volumes: [
        { id: 'v-1', name: 'ROOT-1', sizeGiB: 20 },
        { id: 'v-2', name: 'data', sizeGiB: 50 },
      ],
      userData: '#!/bin/sh',
      password: null,
    });
  });

  it('does with the empty NIC of the documentation, `publicIPs` and no user data', async () => {
    const fields = instance({ nics: [{}], publicIPs: [{ id: 'ip-1', ipAddress: '198.51.100.1' }], userData: '' });
    const fake = account({ [`/instances/${id}`]: fields, '/volumes': [] });
    expect((await fake.driver.get(fake.session, target())).detail).toMatchObject({
      networks: ['Web'],
      publicIps: ['198.51.100.1'],
      userData: null,
      diskGiB: null,
    });
  });

  it('names every network and private address of an instance that has several', async () => {
    const nics = [
      { id: 'n-1', networkId: 'net-1', isDefault: true },
      { id: 'n-2', networkId: 'net-2' },
      { id: 'n-3', networkId: 'net-9' },
    ];
    const fake = account({
      [`/instances/${id}`]: instance({ nics }),
      '/volumes': [],
      '/networks': [
        { id: 'net-1', name: 'Web' },
        { id: 'net-2', name: 'DB' },
      ],
      '/nics': [
        { id: 'n-1', ipAddress: '10.0.0.5', secondaryIps: [{ id: 's', ipAddress: '10.0.0.6' }] },
        { id: 'n-2', ipAddress: '10.0.1.5' },
      ],
    });
    const { detail } = await fake.driver.get(fake.session, target());
    expect(detail.networks).toEqual(['Web', 'DB', 'net-9']);
    expect(detail.privateAddresses).toEqual(['10.0.0.5', '10.0.0.6', '10.0.1.5']);
    expect(lines(fake)).toContain(`GET /nics?instance_id=${id}`);
  });

  it('shows the instance when its volumes can’t be read, and says so', async () => {
    const fake = account({ [`/instances/${id}`]: instance(), '/volumes': answer(null, 500) });
    expect((await fake.driver.get(fake.session, target())).detail.volumes).toEqual([]);
    expect(fake.warnings).toEqual(['details_missing']);
  });

  it('says when it is gone', async () => {
    const fake = account({ '/volumes': [] });
    expect(await refusal(fake.driver.get(fake.session, target()))).toMatchObject({ code: 'instance_not_found' });
  });

  it.each([
    ['cloudca', 'old'],
    ['coxedge', 'new'],
    ['cloudmc', 'new'],
  ])('reads the image of %s under either name, the %s one first', async (provider, first) => {
    const driver = installations[provider];
    const image = async (fields: object) => {
      const bare = instance({ templateId: undefined, templateName: undefined, ...fields });
      const fake = account({ [`/instances/${id}`]: bare, '/volumes': [] }, driver === undefined ? {} : { driver });
      return (await fake.driver.get(fake.session, target())).detail.image;
    };
    expect(await image({ templateId: 't', templateName: 'old' })).toBe('old');
    expect(await image({ imageId: 'i', imageName: 'new' })).toBe('new');
    expect(await image({ templateName: 'old', imageName: 'new' })).toBe(first);
    expect(await image({ imageId: 'i' })).toBe('i');
    expect(await image({})).toBeNull();
  });
});

describe('volumes', () => {
  it('are those of the instance, the root volume first, times in UTC', async () => {
    const fake = account({
      '/volumes': [
        {
          id: 'v-2',
          name: 'data',
          type: 'data',
          instanceId: id,
          instanceName: 'web-1',
          sizeInGb: 50,
          state: 'Ready',
          diskOfferingName: '50GB',
          iops: 100,
          zoneName: 'QC-1',
          creationDate: '2016-10-19T14:25:41-0400',
        },
        {
          id: 'v-1',
          name: 'ROOT-1',
          type: 'os',
          instanceId: id,
          sizeInGb: 0,
          creationDate: '2016-10-24 2:40:29 PM EDT',
        },
        { id: 'v-3', name: 'stray', type: 'data' },
      ],
    });
    expect(await read<readonly Row[]>(fake, 'volumes')).toEqual([
      {
        id: 'v-1',
        name: 'ROOT-1',
        instanceId: id,
        instance: null,
        sizeGiB: null,
        state: null,
        type: 'os',
        diskOffering: null,
        iops: null,
        region: null,
        createdAt: '2016-10-24T18:40:29Z',
      },
      {
        id: 'v-2',
        name: 'data',
        instanceId: id,
        instance: 'web-1',
        sizeGiB: 50,
        state: 'Ready',
        type: 'data',
        diskOffering: '50GB',
        iops: 100,
        region: 'QC-1',
        createdAt: '2016-10-19T18:25:41Z',
      },
    ]);
    expect(lines(fake)).toEqual([`GET /volumes?instance_id=${id}`]);
  });
});
