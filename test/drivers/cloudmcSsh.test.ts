import { describe, expect, it } from 'vitest';
import type { Driver, SshClosed, SshEndpoint } from '../../src/core/driver';
import { cloudca } from '../../src/drivers/cloudca';
import { coxedge } from '../../src/drivers/coxedge';
import { account, answer, at, changes, type FakeOptions, id, instance, lines, refusal, target } from './cloudmcSession';

type Way = SshEndpoint | SshClosed;

const rule = (over: object = {}) => ({
  id: 'r-1',
  protocol: 'TCP',
  instanceId: id,
  ipAddress: '198.51.100.1',
  ipAddressId: 'ip-1',
  privatePortStart: '22',
  privatePortEnd: '22',
  publicPortStart: '2222',
  publicPortEnd: '2222',
  ...over,
});

function session(fields: object, rules: readonly object[] = [], over: object = {}, options: FakeOptions = {}) {
  return account(
    { [`/instances/${id}`]: instance(fields), '/portforwardingrules': rules, '/publicipaddresses': [], ...over },
    options,
  );
}

const way = (fake: ReturnType<typeof session>, input: object = {}): Promise<Way> => {
  const { ssh } = fake.driver.verbs;
  if ('unsupported' in ssh) throw new Error('ssh');
  return ssh.read(fake.session, target(), input);
};

describe('ssh', () => {
  it('goes to an address of its own before anything else', async () => {
    const publicIps = [
      { id: 'ip-1', ipAddress: '198.51.100.1', purposes: ['PORT_FORWARDING'], ports: ['2222'] },
      { id: 'ip-2', ipAddress: '198.51.100.2', purposes: ['STATIC_NAT'] },
    ];
    const fake = session({ publicIps }, [rule()]);
    expect(await way(fake)).toEqual({ host: '198.51.100.2', port: 22, user: 'cca-user' });
    expect(lines(fake)).toEqual([`GET /instances/${id}`]);
  });

  it.each([
    ['the port itself', {}, 2222],
    ['a rule without ends', { privatePortEnd: undefined, publicPortEnd: undefined }, 2222],
    ['numbers in place of texts', { privatePortStart: 22, privatePortEnd: 22, publicPortStart: 2222 }, 2222],
    ['a range', { privatePortStart: '20', privatePortEnd: '30', publicPortStart: '2020', publicPortEnd: '2030' }, 2022],
    ['a protocol in lower case', { protocol: 'tcp' }, 2222],
  ])('goes to a forwarded port: %s', async (_how, over, port) => {
    const fake = session({}, [rule({ privatePortStart: '80', privatePortEnd: '80' }), rule(over)]);
    expect(await way(fake)).toEqual({ host: '198.51.100.1', port, user: 'cca-user' });
    expect(lines(fake)).toEqual([`GET /instances/${id}`, `GET /portforwardingrules?instance_id=${id}`]);
  });

  it.each([
    ['another protocol', { protocol: 'UDP' }],
    ['another instance', { instanceId: 'i-2' }],
    ['another port', { privatePortStart: '80', privatePortEnd: '80' }],
    ['no address', { ipAddress: undefined }],
    ['no ports', { privatePortStart: undefined, privatePortEnd: undefined }],
  ])('does not go by a rule for %s', async (_what, over) => {
    expect(await way(session({}, [rule(over)]))).toMatchObject({
      closed: expect.stringContaining('no public address leads to its port 22'),
    });
  });

  it('goes to the private address where asked, and to no other', async () => {
    const fake = session({ publicIps: [{ id: 'ip-2', ipAddress: '198.51.100.2', purposes: ['STATIC_NAT'] }] });
    expect(await way(fake, { private: true })).toEqual({ host: '10.0.0.5', port: 22, user: 'cca-user' });
    expect(await way(session({ ipAddress: undefined }), { private: true })).toEqual({
      closed: 'web-1 has no private address yet',
      hint: null,
      open: null,
    });
  });

  it('takes the user of the instance, else of its image, else of the installation', async () => {
    const user = async (driver: Driver, fields: object, templates: unknown = []) => {
      const fake = session({ username: undefined, ...fields }, [rule()], { '/templates': templates }, { driver });
      const found = await way(fake);
      return 'closed' in found ? found : found.user;
    };
    expect(await user(cloudca, { username: 'core' })).toBe('core');
    expect(await user(cloudca, {}, [{ id: 'image-1', name: 'CoreOS', defaultUsername: 'core' }])).toBe('core');
    expect(
      await user(coxedge, { templateId: undefined, imageId: 'i' }, [
        { id: 'i', name: 'CoreOS', defaultUsername: 'core' },
      ]),
    ).toBe('core');
    expect(await user(cloudca, {})).toBe('cca-user');
    expect(await user(cloudca, {}, answer(null, 403))).toBe('cca-user');
    expect(await user(coxedge, {})).toBeNull();
  });
});

describe('a way that is closed', () => {
  const free = { id: 'ip-5', ipAddress: '198.51.100.5', purposes: [], vpcId: 'vpc-1' };
  const forwarding = {
    ipAddressId: 'ip-5',
    instanceId: id,
    protocol: 'TCP',
    privatePortStart: '22',
    privatePortEnd: '22',
    publicPortStart: '22',
    publicPortEnd: '22',
  };
  const closed = async (fake: ReturnType<typeof session>) => {
    const found = await way(fake);
    if (!('closed' in found)) throw new Error('open');
    return found;
  };

  it('is opened by an address that its network has to spare', async () => {
    const others = [
      { id: 'ip-1', ipAddress: '198.51.100.1', purposes: ['SOURCE_NAT'], vpcId: 'vpc-1' },
      { id: 'ip-2', ipAddress: '198.51.100.2', purposes: ['vpn'], vpcId: 'vpc-1' },
      { id: 'ip-3', ipAddress: '198.51.100.3', purposes: ['LOAD_BALANCING'], vpcId: 'vpc-1' },
      { id: 'ip-4', ipAddress: '198.51.100.4', purposes: ['STATIC_NAT'], vpcId: 'vpc-1' },
      { id: 'ip-6', ipAddress: '198.51.100.6', purposes: ['PORT_FORWARDING'], vpcId: 'vpc-1' },
      { id: 'ip-7', ipAddress: '198.51.100.7', purposes: [], vpcId: 'vpc-2' },
    ];
    const taken = rule({ instanceId: 'i-2', ipAddressId: 'ip-6', publicPortStart: '20', publicPortEnd: '30' });
    const fake = session({}, [taken], {
      '/publicipaddresses': [...others, free],
      'POST /portforwardingrules': { taskId: 't-1', taskStatus: 'PENDING' },
    });
    const found = await closed(fake);
    expect(found.closed).toBe('no public address leads to its port 22; 198.51.100.5 could');
    expect(found.hint).toBe(`nube api POST ${at}/portforwardingrules --data '${JSON.stringify(forwarding)}' -p work`);
    expect(changes(fake)).toEqual([]);
    expect(await found.open?.()).toMatchObject({ id: 't-1', wait: { kind: 'task', task: 't-1', instance: id } });
    expect(changes(fake)).toEqual([{ method: 'POST', path: `${at}/portforwardingrules`, query: {}, body: forwarding }]);
    expect(lines(fake)).toContain('GET /publicipaddresses?vpc_id=vpc-1');
    // Whoever looks again in the same command sees what is new.
    const before = fake.sent.length;
    await closed(fake);
    expect(lines(fake).slice(before)).toContain(`GET /portforwardingrules?instance_id=${id}`);
  });

  it('is opened by a new address where there is none', async () => {
    const fake = session({}, [], {
      'POST /publicipaddresses': { taskId: 't-1', taskStatus: 'PENDING' },
      '/tasks/t-1': answer({
        data: { id: 't-1', status: 'SUCCESS', result: { id: 'ip-9', ipAddress: '198.51.100.9' } },
      }),
      'POST /portforwardingrules': { taskId: 't-2', taskStatus: 'PENDING' },
    });
    const found = await closed(fake);
    expect(found.closed).toBe('no public address leads to its port 22; a new address would be acquired');
    expect(found.hint).toContain(
      `nube api POST ${at}/publicipaddresses --data '{"vpcId":"vpc-1"}' -p work && nube api POST`,
    );
    expect(await found.open?.()).toMatchObject({ id: 't-2' });
    expect(changes(fake).map(({ path, body }) => [path.replace(at, ''), body])).toEqual([
      ['/publicipaddresses', { vpcId: 'vpc-1' }],
      ['/portforwardingrules', { ...forwarding, ipAddressId: 'ip-9' }],
    ]);
  });

  it('shows in a dry run what it would send, the new id as a variable', async () => {
    const found = await closed(session({}, [], {}, { dryRun: true }));
    const fake = session({}, [], {}, { dryRun: true });
    const dry = await closed(fake);
    await dry.open?.();
    expect(changes(fake).map(({ body }) => body)).toEqual([
      { vpcId: 'vpc-1' },
      { ...forwarding, ipAddressId: '$ID_1' },
    ]);
    expect(found.open).not.toBeNull();
  });

  it('says when the address was acquired and leads nowhere', async () => {
    const fake = session({}, [], {
      'POST /publicipaddresses': { taskId: 't-1', taskStatus: 'SUCCESS', data: { id: 'ip-9' } },
      'POST /portforwardingrules': answer({ errors: [{ message: 'No' }] }, 400),
    });
    expect(await refusal((await closed(fake)).open?.() ?? Promise.resolve())).toEqual({
      code: 'half_done',
      message: 'A public address was acquired, but it leads nowhere: cloud.ca refused the request: No',
      hint: 'nube catalog public-ips shows it.',
    });
  });

  it('says when no address was acquired', async () => {
    const fake = session({}, [], {
      'POST /publicipaddresses': { taskId: 't-1', taskStatus: 'PENDING' },
      '/tasks/t-1': answer({ data: { id: 't-1', status: 'FAILED', result: 'None left' } }),
    });
    expect(await refusal((await closed(fake)).open?.() ?? Promise.resolve())).toMatchObject({
      code: 'operation_failed',
      message: 'No public address was acquired: cloud.ca could not do it: None left',
    });
  });

  it('of an isolated network is opened by an address of that network only', async () => {
    const own = { id: 'ip-8', ipAddress: '198.51.100.8', networkId: 'net-1' };
    expect((await closed(session({ vpcId: undefined }, [], { '/publicipaddresses': [free, own] }))).closed).toContain(
      '198.51.100.8 could',
    );
    expect(await closed(session({ vpcId: undefined }, [], { '/publicipaddresses': [free] }))).toEqual({
      closed: 'no public address leads to its port 22, and its network has none to spare',
      hint: `nube ssh --private ${id}, from a network that leads there or with --jump.`,
      open: null,
    });
  });
});
