import { describe, expect, it } from 'vitest';
import type { Changing, CloneInput, CreateInput, Creating } from '../../src/core/driver';
import type { Secret } from '../../src/core/secret';
import { civo } from '../../src/drivers/civo';
import { chooseImage } from '../../src/drivers/civo/create';
import { freeName } from '../../src/drivers/civo/freeName';
import { rejected } from '../core/thrown';
import { account, images } from './civoAccount';
import { changes, type FakeOptions, lines, target } from './civoSession';

const create = civo.verbs.create as Creating;
const clone = civo.verbs.clone as Changing<CloneInput>;
const least: CreateInput = { region: 'LON1', size: 'g3.small', image: 'ubuntu-jammy' };
const body = {
  ...{ count: 1, hostname: 'web-1', size: 'g3.small', template_id: 'img-1', network_id: 'net-1' },
  ...{ public_ip: 'create', region: 'LON1' },
};

/** What a create of one instance sends. */
async function sentBy(input: CreateInput, over: Readonly<Record<string, unknown>> = {}): Promise<unknown[]> {
  const fake = account({}, over);
  const [plan] = await create.plan(fake.session, ['web-1'], { ...least, ...input });
  await plan?.run();
  return changes(fake).map((sent) => sent.body);
}
const refused = (input: CreateInput, over: Readonly<Record<string, unknown>> = {}, options: FakeOptions = {}) =>
  rejected(create.plan(account(options, over).session, ['web-1'], input));

describe('a create', () => {
  it('takes an answer left empty for none', async () => {
    const input = { network: '', firewall: '', sshKey: '', publicKey: '', user: '', reverseDns: '' };
    expect(await sentBy(input)).toEqual([body]);
  });

  it('needs a region, a size and an image', async () => {
    for (const option of ['region', 'size', 'image'] as const) {
      const missing = {
        code: 'missing_argument',
        message: `A new instance needs --${option}`,
        hint: `nube catalog ${option}s`,
      };
      expect(await refused({ ...least, [option]: undefined })).toEqual(missing);
      expect(await refused({ ...least, [option]: '' })).toEqual(missing);
    }
    const fake = account({ region: 'fra1' });
    await create.plan(fake.session, ['web-1'], { size: 'g3.small', image: 'ubuntu-jammy' });
    expect(lines(fake)).toContain('GET /v2/sizes?region=FRA1');
  });

  it('looks at the names and tags before anything is asked', async () => {
    const fake = account();
    const plans = [
      create.plan(fake.session, ['web-1', 'a b'], least),
      create.plan(fake.session, ['web-1'], { ...least, tag: ['a', 'b c'] }),
    ];
    for (const plan of plans) expect(await rejected(plan)).toMatchObject({ code: 'invalid_value' });
    expect(fake.sent).toEqual([]);
    expect(() => create.checkName?.('a b')).toThrow('"a b" cannot be the name of an instance at Civo');
  });

  it('says which network and firewall it needs', async () => {
    const networks = [{ id: 'net-2', label: 'dev' }];
    expect(await refused(least, { '/v2/networks': networks })).toEqual({
      code: 'missing_argument',
      message: 'Region LON1 has no default network: it takes --network',
      hint: 'nube catalog networks --region LON1',
    });
    const firewalls = [{ id: 'fw-9', name: 'more', network_id: 'net-2' }];
    const web = { id: 'fw-3', name: 'web', network_id: 'net-2' };
    const needed = (hint: string) => ({
      code: 'missing_argument',
      message: 'Network dev is not the default one: it takes --firewall',
      hint,
    });
    const dev = { ...least, network: 'dev' };
    expect(await refused(dev, { '/v2/firewalls': [...firewalls, web] })).toEqual(needed('It has more, web.'));
    expect(await refused(dev, { '/v2/firewalls': [] })).toEqual(needed('nube catalog firewalls --region LON1'));
    expect(await sentBy({ firewall: 'web' })).toEqual([{ ...body, firewall_id: 'fw-2' }]);
  });

  it('warns of the first address only where none is wanted and no instance is there', async () => {
    const warned = async (publicIp: 'create' | 'none', items: object[]) => {
      const fake = account({}, { '/v2/instances': { pages: 1, items } });
      await create.plan(fake.session, ['web-1'], { ...least, publicIp });
      return [fake.warnings, lines(fake).filter((line) => line.includes('/instances'))];
    };
    const asked = ['GET /v2/instances?region=LON1&page=1&per_page=100'];
    expect(await warned('create', [])).toEqual([[], []]);
    expect(await warned('none', [])).toEqual([['public_address'], asked]);
    expect(await warned('none', [{ id: 'x', network_id: 'net-2' }])).toEqual([['public_address'], asked]);
    expect(await warned('none', [{ id: 'x', network_id: 'net-1' }])).toEqual([[], asked]);
  });

  it('warns in words', async () => {
    const fake = account();
    const told: string[] = [];
    fake.session.warn = (code, message) => told.push(code, message);
    await create.plan(fake.session, ['web-1'], { ...least, publicIp: 'none' });
    expect(told).toEqual([
      'public_address',
      'The first instance of network Default gets a public address from Civo, even with --public-ip none.',
    ]);
  });

  it('reads the answer, with a password or none', async () => {
    const answered = async (answer: unknown) => {
      const fake = account();
      const [plan] = await create.plan(fake.session, ['web-1'], least);
      fake.session.http.send = async (_mutation, read) => read({ status: 200, headers: {}, body: answer });
      return plan?.run();
    };
    const operation = await answered({ id: 'i-9', hostname: 'web-1', status: 'BUILDING', initial_password: 'p' });
    expect(operation).toMatchObject({
      id: null,
      wait: {
        ...{ kind: 'state', instance: 'i-9', region: 'LON1', until: ['ACTIVE'], size: null, believeFrom: null },
        ...{ before: null, since: null, rests: null },
      },
      instances: [{ instance: { id: 'i-9', name: 'web-1', state: 'pending' }, at: { region: 'LON1' } }],
    });
    expect((operation?.result?.password as Secret | undefined)?.label).toBe('password');
    for (const initial_password of ['', null]) {
      expect(await answered({ id: 'i-9', initial_password })).not.toHaveProperty('result');
    }
    const request = "Civo's answer to POST /v2/instances";
    for (const id of [undefined, null, '', 7]) {
      expect((await rejected(answered({ id }))).message).toBe(`${request} has no id`);
    }
    expect((await rejected(answered([]))).message).toBe(`${request} is not an object`);
  });

  it('waits in a dry run for nothing', async () => {
    const fake = account({ dryRun: true });
    const [plan] = await create.plan(fake.session, ['web-1'], least);
    expect(await plan?.run()).toEqual({ id: null, wait: null });
  });
});

describe('an image', () => {
  it('of Civo is taken before one of the account, and the account’s are asked for only then', async () => {
    for (const wanted of ['img-1', 'ubuntu-jammy']) {
      const fake = account();
      expect((await chooseImage(fake.session, 'LON1', wanted)).id).toBe('img-1');
      expect(lines(fake)).toEqual(['GET /v2/disk_images?region=LON1']);
    }
    for (const wanted of ['img-9', 'golden']) {
      expect((await chooseImage(account().session, 'LON1', wanted)).id).toBe('img-9');
    }
  });

  it('that is none is named with what is near, of the account too', async () => {
    expect(await rejected(chooseImage(account().session, 'LON1', 'goldem'))).toEqual({
      code: 'resource_not_found',
      message: 'There is no image "goldem" in LON1',
      hint: 'Did you mean golden?',
      missing: 'goldem',
    });
    expect(await rejected(chooseImage(account().session, 'LON1', 'debian-13'))).toMatchObject({
      hint: 'Did you mean debian-12?',
    });
    // What is in both lists is one image, and no two of a name.
    const both = account({}, { '/v2/disk_images': [...images, { id: 'x', name: 'y' }] });
    expect(await rejected(chooseImage(both.session, 'LON1', 'nothing'))).toMatchObject({
      hint: 'nube catalog images --region LON1',
    });
    const twins = account(
      {},
      {
        '/v2/disk_images': [
          { id: 'a', name: 'twin' },
          { id: 'b', name: 'twin' },
        ],
      },
    );
    expect((await rejected(chooseImage(twins.session, 'LON1', 'twin'))).message).toBe(
      'Several images in LON1 are called "twin": a, b',
    );
  });
});

describe('a free name', () => {
  const items = [
    { id: 'a', hostname: 'web-1' },
    { id: 'b', hostname: 'web-2' },
  ];

  it('is a good one that no instance of the region has', async () => {
    const fake = account({ region: 'LON1' }, { '/v2/instances': { pages: 1, items } });
    expect(await freeName(fake.session, 'FRA1', 'web-1')).toEqual(new Set(['a']));
    expect(await freeName(fake.session, 'LON1', 'web-3')).toEqual(new Set());
    expect(await rejected(freeName(fake.session, 'LON1', 'web-1'))).toEqual({
      code: 'name_taken',
      message: 'LON1 has an instance called web-1 already',
      hint: 'Choose another name.',
    });
    // Read once, and not at all for a bad name.
    expect(fake.sent).toHaveLength(1);
    const bad = account();
    expect(await rejected(freeName(bad.session, 'LON1', 'a b'))).toMatchObject({ code: 'invalid_value' });
    expect(bad.sent).toEqual([]);
  });

  it('is not known where a region does not answer', async () => {
    const fake = account({}, { '/v2/regions': [{ code: 'LON1' }, { code: 'FRA1' }] });
    const { get } = fake.session.http;
    fake.session.http.get = async (path, query, arrived) =>
      get(query?.region === 'FRA1' ? '/nowhere' : path, query, arrived);
    expect((await rejected(freeName(fake.session, 'LON1', 'web-1'))).message).toMatch(/^Region FRA1: /);
  });
});

describe('a clone', () => {
  const original = {
    ...{ id: 'i-1', hostname: 'web-1', size: 'g3.small', source_id: 'ubuntu-jammy', network_id: 'net-1' },
    ...{ firewall_id: 'fw-1', public_ip: '1.2.3.4' },
  };
  const there = (over: object = {}, options: FakeOptions = {}) =>
    account({ region: 'LON1', ...options }, { '/v2/instances/i-1': { ...original, ...over } });
  const shaped = { shapeOnly: true, name: 'copy' };
  const copy = { ...body, hostname: 'copy', firewall_id: 'fw-1' };
  const cloned = async (over: object) => {
    const fake = there(over);
    const [plan] = await clone.plan(fake.session, [target()], shaped);
    await plan?.run();
    return changes(fake).map((sent) => sent.body);
  };

  it('has an address where the original has one', async () => {
    expect(await cloned({})).toEqual([copy]);
    for (const public_ip of ['', null]) expect(await cloned({ public_ip })).toEqual([{ ...copy, public_ip: 'none' }]);
  });

  it('has what else the original has', async () => {
    const more = { tags: 'a b', initial_user: 'me', ssh_key_id: 'key-1', script: '#!/bin/sh', reverse_dns: 'r' };
    expect(await cloned(more)).toEqual([
      { ...copy, tags: 'a b', initial_user: 'me', ssh_key_id: 'key-1', script: '#!/bin/sh' },
    ]);
    for (const firewall_id of ['default', '', null]) {
      const { firewall_id: _own, ...rest } = copy;
      expect(await cloned({ firewall_id })).toEqual([rest]);
    }
  });

  it('hides the script, and knows what there was before', async () => {
    const fake = there({ script: '#!/bin/sh' });
    const located = target();
    const [plan] = await clone.plan(fake.session, [located], shaped);
    expect(plan).toMatchObject({ targets: [located], makes: { name: 'copy', before: new Set() } });
    let script: unknown;
    fake.session.http.send = async ({ body }) => {
      script = (body as { script: Secret }).script;
      return { id: null, wait: null } as never;
    };
    await plan?.run();
    expect((script as Secret).label).toBe('user-data');
    expect(plan?.makes?.adopt(target({ id: 'i-7' }))).toMatchObject({ wait: { instance: 'i-7' } });
  });

  it('cannot be made of what Civo does not tell', async () => {
    for (const nothing of [{ size: null }, { source_id: null }, { network_id: 'null' }]) {
      expect(await rejected(clone.plan(there(nothing).session, [target()], shaped))).toEqual({
        code: 'not_supported',
        message: 'Civo does not say what web-1 is made of',
        hint: 'nube create makes a new one.',
      });
    }
  });

  it('is of the shape only, and of one name each', async () => {
    const fake = there();
    const both = [target(), target({ id: 'i-2', name: 'web-1' })];
    for (const input of [{}, { shapeOnly: false }]) {
      expect(await rejected(clone.plan(fake.session, both, input))).toEqual({
        code: 'not_supported',
        message: 'Civo cannot copy an instance with its data',
        hint: 'nube clone REF --shape-only makes an empty one of the same shape.',
      });
    }
    expect(await rejected(clone.plan(fake.session, both, shaped))).toEqual({
      code: 'conflicting_options',
      message: 'One --name cannot serve several clones',
      hint: 'Without --name each is called after its original, with -clone at the end.',
    });
    expect(fake.sent).toEqual([]);
    const twins = account({ region: 'LON1' }, { '/v2/instances/i-1': original, '/v2/instances/i-2': original });
    expect(await rejected(clone.plan(twins.session, both, { shapeOnly: true }))).toEqual({
      code: 'name_taken',
      message: 'Two clones would be called web-1-clone',
      hint: 'Clone them one by one, with --name.',
    });
  });

  it('that fails does not keep the next from being made', async () => {
    const fake = account({ region: 'LON1' }, { '/v2/instances/i-1': original, '/v2/instances/i-2': original });
    const both = [target(), target({ id: 'i-2', name: 'web-2' })];
    const plans = await clone.plan(fake.session, both, { shapeOnly: true });
    const { send } = fake.session.http;
    let sent = 0;
    fake.session.http.send = async (mutation, read, planned) => {
      sent += 1;
      if (sent === 1) throw new Error('no');
      return send(mutation, read, planned);
    };
    const ended = await Promise.allSettled(plans.map((plan) => plan.run()));
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(changes(fake)).toMatchObject([{ body: { hostname: 'web-2-clone' } }]);
  });
});
