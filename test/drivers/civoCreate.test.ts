import { describe, expect, it } from 'vitest';
import type { CreateInput, Creating, Question } from '../../src/core/driver';
import { Secret } from '../../src/core/secret';
import { civo } from '../../src/drivers/civo';
import { account, bodies, images, networks } from './civoAccount';
import { changes, type Fake, fakeSession, lines, target } from './civoSession';

const create = civo.verbs.create as Creating;
const least: CreateInput = { region: 'LON1', size: 'g3.small', image: 'ubuntu-jammy' };
const refusal = (input: CreateInput, over: Readonly<Record<string, unknown>> = {}, names = ['web-1']) =>
  create.plan(account({}, over).session, names, { ...least, ...input });

describe('create', () => {
  it('sends one instance with what was said, the region as Civo spells it, the image by its id there', async () => {
    const fake = account();
    const [plan] = await create.plan(fake.session, ['web-1'], { ...least, region: 'lon1' });
    expect(plan).toMatchObject({
      name: 'web-1',
      count: 1,
      wanted: { size: 'g3.small', image: 'ubuntu-jammy', region: 'LON1' },
    });
    expect(changes(fake)).toEqual([]);
    const operation = await plan?.run();
    expect(changes(fake)).toEqual([
      {
        method: 'POST',
        path: '/v2/instances',
        query: { region: 'LON1' },
        body: {
          count: 1,
          hostname: 'web-1',
          size: 'g3.small',
          template_id: 'img-1',
          network_id: 'net-1',
          public_ip: 'create',
          region: 'LON1',
        },
      },
    ]);
    expect(lines(fake).slice(0, -1).sort()).toEqual([
      'GET /v2/disk_images?region=LON1',
      'GET /v2/networks?region=LON1',
      'GET /v2/regions',
      'GET /v2/sizes?region=LON1',
    ]);
    expect(operation).toMatchObject({
      id: null,
      wait: { kind: 'state', instance: 'new-web-1', region: 'LON1', until: ['ACTIVE'] },
      instances: [{ instance: { id: 'new-web-1', state: 'pending', region: 'LON1' }, at: { region: 'LON1' } }],
    });
    const password = operation?.result?.password as Secret;
    expect(password).toBeInstanceOf(Secret);
    expect(password.reveal()).toBe('s3cret');
    expect(JSON.stringify(operation)).not.toContain('s3cret');
  });

  it('sends everything that was asked for', async () => {
    const fake = account({ region: 'LON1' });
    const [plan] = await create.plan(fake.session, ['db.example.com'], {
      size: 'g3.medium',
      image: 'img-2',
      network: 'cust-dev-2',
      firewall: 'web',
      sshKey: 'laptop',
      tag: ['db', 'prod'],
      userData: new Secret('#!/bin/sh\n', 'user-data'),
      publicIp: 'create',
      reverseDns: 'db.example.com',
      user: 'admin',
    });
    await plan?.run();
    expect(changes(fake).map(({ body }) => body)).toEqual([
      {
        count: 1,
        hostname: 'db.example.com',
        size: 'g3.medium',
        template_id: 'img-2',
        network_id: 'net-2',
        public_ip: 'create',
        region: 'LON1',
        firewall_id: 'fw-3',
        ssh_key_id: 'key-1',
        initial_user: 'admin',
        reverse_dns: 'db.example.com',
        tags: 'db prod',
        script: '#!/bin/sh\n',
      },
    ]);
  });

  it('sends nothing in a dry run, and uses the variable for a key that is not registered yet', async () => {
    const fake = account({ dryRun: true });
    const input = { ...least, publicKey: 'ssh-rsa AAAAnew== me@new' };
    const plans = await create.plan(fake.session, ['web-1', 'web-2'], input);
    for (const plan of plans) expect(await plan.run()).toEqual({ id: null, wait: null });
    const [key, one, two, ...more] = changes(fake);
    expect(key).toEqual({
      method: 'POST',
      path: '/v2/sshkeys',
      query: { region: 'LON1' },
      body: { name: 'me@new', public_key: 'ssh-rsa AAAAnew== me@new' },
    });
    expect([one, two].map((sent) => sent?.body)).toMatchObject([
      { hostname: 'web-1', ssh_key_id: '$ID_1' },
      { hostname: 'web-2', ssh_key_id: '$ID_1' },
    ]);
    expect(more).toEqual([]);
  });

  it('registers a public key once, or not at all where the account has it', async () => {
    const fake = account();
    const plans = await create.plan(fake.session, ['a', 'b'], { ...least, publicKey: 'ssh-ed25519 AAAAother' });
    for (const plan of plans) await plan.run();
    expect(lines(fake).filter((line) => line.startsWith('POST'))).toEqual([
      'POST /v2/sshkeys?region=LON1',
      'POST /v2/instances?region=LON1',
      'POST /v2/instances?region=LON1',
    ]);
    expect(changes(fake)[0]?.body).toEqual({ name: 'nube-a', public_key: 'ssh-ed25519 AAAAother' });
    const known = account();
    const [plan] = await create.plan(known.session, ['a'], { ...least, publicKey: 'ssh-ed25519  AAAAkeytwo else' });
    await plan?.run();
    expect(changes(known).map(({ body }) => body)).toMatchObject([{ ssh_key_id: 'key-2' }]);
  });

  it('finds an image of the account where Civo has none of that name', async () => {
    const fake = account();
    const [plan] = await create.plan(fake.session, ['web-1'], { ...least, image: 'golden' });
    await plan?.run();
    expect(changes(fake)[0]?.body).toMatchObject({ template_id: 'img-9' });
  });

  it('refuses before anything is sent what does not exist, naming what is near', async () => {
    const cases: [CreateInput, string, string, string][] = [
      [{ region: 'LON2' }, 'resource_not_found', 'Civo has no region "LON2" for instances', 'Did you mean LON1?'],
      [
        { region: 'KUBE' },
        'resource_not_found',
        'Civo has no region "KUBE" for instances',
        'There are LON1, FRA1, NYC1.',
      ],
      [{ size: 'g3.smal' }, 'resource_not_found', 'There is no size "g3.smal" in LON1', 'Did you mean g3.small?'],
      [{ size: 'g2.small' }, 'resource_not_found', 'There is no size "g2.small" in LON1', 'Did you mean g3.small?'],
      [
        { size: 'enormous' },
        'resource_not_found',
        'There is no size "enormous" in LON1',
        'nube catalog sizes --region LON1',
      ],
      [
        { image: 'ubuntu-old' },
        'resource_not_found',
        'There is no image "ubuntu-old" in LON1',
        'nube catalog images --region LON1',
      ],
      [
        { network: 'old' },
        'resource_not_found',
        'There is no network "old" in LON1',
        'nube catalog networks --region LON1',
      ],
      [
        { sshKey: 'twin' },
        'ambiguous_resource',
        'Several SSH keys in LON1 are called "twin": key-2, key-3',
        'Use the id, for example key-2.',
      ],
      [
        { network: 'dev', firewall: 'default' },
        'resource_not_found',
        'Firewall "default" belongs to another network than dev',
        'That one has web.',
      ],
      [
        { network: 'dev' },
        'missing_argument',
        'Network dev is not the default one: it takes --firewall',
        'It has web.',
      ],
      [
        { sshKey: 'laptop', publicKey: 'ssh-rsa AAAA' },
        'conflicting_options',
        'Civo takes one key: --ssh-key or --public-key',
        '',
      ],
      [{ publicKey: '-----BEGIN' }, 'invalid_value', 'The value of --public-key is no public key of SSH', ''],
      [{ tag: ['two words'] }, 'invalid_value', '"two words" cannot be a tag at Civo', ''],
    ];
    for (const [input, code, message, hint] of cases) {
      const details = hint === '' ? {} : { details: expect.objectContaining({ hint }) };
      await expect(refusal(input), message).rejects.toMatchObject({ code, message, ...details });
    }
  });

  it('refuses names that cannot be hostnames', async () => {
    for (const name of ['two words', '-web', 'web-', 'web_1', '', 'x'.repeat(64)]) {
      await expect(refusal({}, {}, [name]), name).rejects.toMatchObject({ code: 'invalid_value' });
    }
    for (const name of ['a', 'web-1', 'Web.Example.com', 'x'.repeat(63)]) {
      expect(await refusal({}, {}, [name])).toHaveLength(1);
    }
  });

  it('prefers an id to a name, and a label to the internal name', async () => {
    const over = {
      '/v2/networks': [
        { id: 'a', label: 'b', name: 'c', default: true },
        { id: 'b', label: 'a', name: 'x', default: true },
        { id: 'd', label: 'c', name: 'y', default: true },
      ],
    };
    const chosen: unknown[] = [];
    for (const network of ['a', 'b', 'c', 'x']) {
      const fake = account({}, over);
      const [plan] = await create.plan(fake.session, ['web-1'], { ...least, network });
      await plan?.run();
      chosen.push(changes(fake)[0]?.body);
    }
    expect(chosen).toMatchObject(['a', 'b', 'd', 'b'].map((id) => ({ network_id: id })));
  });

  it('says so where the region has no default network', async () => {
    await expect(refusal({}, { '/v2/networks': [networks[1]] })).rejects.toMatchObject({
      code: 'missing_argument',
      message: 'Region LON1 has no default network: it takes --network',
    });
  });

  it('warns that the first instance of a network gets a public address in any case', async () => {
    const first = account();
    const [plan] = await create.plan(first.session, ['web-1'], { ...least, publicIp: 'none' });
    await plan?.run();
    expect(first.warnings).toEqual(['public_address']);
    expect(changes(first)[0]?.body).toMatchObject({ public_ip: 'none' });
    const items = [{ id: 'x', network_id: 'net-1' }];
    const second = account({}, { '/v2/instances': { pages: 1, items } });
    await create.plan(second.session, ['web-1'], { ...least, publicIp: 'none' });
    expect(second.warnings).toEqual([]);
  });

  it('says what to do where the answer names no instance', async () => {
    const fake = fakeSession((sent) =>
      sent.method === 'POST' ? { body: { result: 'success' } } : { body: bodies[sent.path] ?? images },
    );
    const [plan] = await create.plan(fake.session, ['web-1'], least);
    await expect(plan?.run()).rejects.toMatchObject({ code: 'unexpected_answer' });
  });

  it('waits for an instance that is there already as for one that it made', () => {
    expect(create.adopt(target({ id: 'i-7' }))).toMatchObject({
      wait: { kind: 'state', instance: 'i-7', region: 'LON1', until: ['ACTIVE'] },
    });
  });
});

describe('the questions before a create', () => {
  const question = (option: string): Question => {
    const found = create.questions.find((one) => one.option === option);
    if (found === undefined) throw new Error(`no question for ${option}`);
    return found;
  };
  const values = async (option: string, input: CreateInput) =>
    (await question(option).choices?.(account().session, input))?.map(({ value }) => value);

  it('come in the order in which a person decides', () => {
    expect(create.questions.map(({ option }) => option)).toEqual([
      'region',
      'size',
      'image',
      'network',
      'firewall',
      'sshKey',
    ]);
  });

  it('offer only what can be chosen, by name where that is enough', async () => {
    expect(await values('region', {})).toEqual(['FRA1', 'LON1']);
    expect(await values('size', least)).toEqual(['g3.small', 'g3.medium']);
    expect(await values('image', least)).toEqual(['ubuntu-jammy', 'debian-12']);
    expect(await values('network', least)).toEqual(['Default', 'dev']);
    expect(await values('firewall', least)).toEqual(['', 'default', 'web']);
    expect(await values('firewall', { ...least, network: 'dev' })).toEqual(['web']);
    expect(await values('sshKey', least)).toEqual(['laptop', 'key-2', 'key-3', '']);
  });

  it('are left out where there is nothing to choose', async () => {
    const when = (option: string, fake: Fake, input: CreateInput = least) =>
      question(option).when?.(fake.session, input);
    expect(await when('region', account({ region: 'LON1' }))).toBe(false);
    expect(await when('network', account({}, { '/v2/networks': [networks[0]] }))).toBe(false);
    expect(await when('firewall', account({}, { '/v2/firewalls': [] }))).toBe(false);
    expect(await when('firewall', account(), { ...least, network: 'dev' })).toBe(true);
    expect(await when('sshKey', account({}, { '/v2/sshkeys': [] }))).toBe(false);
    expect(await when('sshKey', account(), { ...least, publicKey: 'ssh-rsa AAAA' })).toBe(false);
  });

  it('let a profile name any region that has instances', async () => {
    const choices = await civo.settings.region?.choices?.(account().session);
    expect(choices?.map(({ name }) => name)).toEqual([
      'FRA1 (Frankfurt 1, Germany)',
      'LON1 (London 1, United Kingdom)',
      'NYC1 (New York 1)',
    ]);
  });
});
