import { describe, expect, it } from 'vitest';
import { isUnsupported } from '../../src/core/driver';
import { civo } from '../../src/drivers/civo';
import { account, changes, type Fake, fakeSession, plan, target, type Verb } from './civoSession';

describe('the driver', () => {
  it('sends the key as Civo wants it and no region of its own', () => {
    expect(civo.wire.headers({}, 'abc')).toEqual({ authorization: 'bearer abc' });
    expect(civo.wire.query).toBeUndefined();
  });

  it('says of every verb that it can, or why not, in words that follow "Civo can’t"', () => {
    for (const [verb, capability] of Object.entries(civo.verbs)) {
      if (isUnsupported(capability)) expect(capability.unsupported, verb).toMatch(/^(it|its|a|an) .*[a-z]$/);
      else expect(capability, verb).toSatisfy((one: object) => 'plan' in one || 'read' in one);
    }
    const cannot = Object.entries(civo.verbs).filter(([, capability]) => isUnsupported(capability));
    expect(cannot.map(([verb]) => verb).sort()).toEqual([
      'containers',
      'drain',
      'env',
      'image',
      'iso',
      'migrate',
      'network',
      'purge',
      'recover',
      'reset-password',
      'security-groups',
      'ssh-key',
      'suspend',
      'upgrade',
    ]);
  });

  it('proves a key by the quota, which names the account', async () => {
    const fake = account({ '/v2/quota': { default_user_email_address: 'me@example.com' } });
    expect(await civo.verify(fake.session)).toBe('me@example.com');
    const refused = fakeSession(() => ({ status: 401, body: { result: 'requires_authentication', status: 401 } }));
    await expect(civo.verify(refused.session)).rejects.toMatchObject({ code: 'credential_refused' });
    const strange = account({ '/v2/quota': { default_user_email_address: 14 } });
    await expect(civo.verify(strange.session)).rejects.toMatchObject({ code: 'unexpected_answer' });
  });

  it('sends nothing in a dry run', async () => {
    const instance = { id: 'i-1', hostname: 'web-1', status: 'ACTIVE', tags: [], network_id: 'n-1' };
    const answers = { '/v2/instances/i-1': instance, '/v2/networks': [], '/v2/firewalls': [{ id: 'f', name: 'f' }] };
    const inputs: [Verb, object][] = [
      ['start', {}],
      ['stop', {}],
      ['reboot', {}],
      ['delete', {}],
      ['tag', { add: ['x'] }],
      ['update', { hostname: 'x' }],
      ['firewall', { set: 'f' }],
    ];
    for (const [verb, input] of inputs) {
      const fake = account({ ...answers, '/v2/volumes': [] }, { dryRun: true });
      const operation = await (await plan(fake, verb, input)).run();
      expect(operation, verb).toEqual({ id: null, wait: null });
      expect(changes(fake), verb).toHaveLength(1);
    }
  });
});

describe('update', () => {
  const instance = {
    id: 'i-1',
    hostname: 'web-1',
    notes: 'front end',
    reverse_dns: 'web-1.example.com',
    public_ip: '31.28.66.181',
  };
  const sentBy = async (now: object, input: object) => {
    const fake = account({ '/v2/instances/i-1': now });
    await (await plan(fake, 'update', input)).run();
    return changes(fake);
  };

  it('sends everything as it is but for what was asked', async () => {
    expect(await sentBy(instance, { hostname: 'web-9' })).toEqual([
      {
        method: 'PUT',
        path: '/v2/instances/i-1',
        query: { region: 'LON1' },
        body: {
          hostname: 'web-9',
          reverse_dns: 'web-1.example.com',
          notes: 'front end',
          public_ip: '31.28.66.181',
          region: 'LON1',
        },
      },
    ]);
    expect((await sentBy(instance, { description: 'new', reverseDns: 'x.example.com' }))[0]?.body).toEqual({
      hostname: 'web-1',
      reverse_dns: 'x.example.com',
      notes: 'new',
      public_ip: '31.28.66.181',
      region: 'LON1',
    });
  });

  it('deletes the notes only where they are to go', async () => {
    expect((await sentBy(instance, { description: '' }))[0]?.body).toEqual({
      hostname: 'web-1',
      reverse_dns: 'web-1.example.com',
      notes: '',
      notes_delete: 'true',
      public_ip: '31.28.66.181',
      region: 'LON1',
    });
    const bare = { id: 'i-1', hostname: 'web-1', notes: null, reverse_dns: null, public_ip: null };
    expect((await sentBy(bare, { name: 'web-9' }))[0]?.body).toEqual({
      hostname: 'web-9',
      reverse_dns: '',
      notes: '',
      public_ip: '',
      region: 'LON1',
    });
  });

  it('is skipped where nothing differs, and refuses two names and bad ones', async () => {
    const fake = account({ '/v2/instances/i-1': instance });
    expect((await plan(fake, 'update', { name: 'web-1', description: 'front end' })).skip).toBe('it is so already');
    await expect(plan(fake, 'update', { name: 'a', hostname: 'b' })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
    await expect(plan(fake, 'update', { hostname: 'a b' })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});

describe('tag', () => {
  const tagged = (tags: unknown) => account({ '/v2/instances/i-1': { id: 'i-1', tags } });
  const tagsAfter = async (tags: unknown, input: object) => {
    const fake = tagged(tags);
    const { skip, run } = await plan(fake, 'tag', input);
    if (skip !== undefined) return skip;
    await run();
    return changes(fake).map(({ method, path, query, body }) => [method, path, query, body]);
  };
  const put = (tags: string) => [['PUT', '/v2/instances/i-1/tags', { region: 'LON1' }, { tags, region: 'LON1' }]];

  it('replaces, adds, takes away and clears, from what the instance has now', async () => {
    expect(await tagsAfter(['a', 'b'], { set: ['x', 'y'] })).toEqual(put('x y'));
    expect(await tagsAfter(['a', 'b'], { add: ['c', 'a'], remove: ['b'] })).toEqual(put('a c'));
    expect(await tagsAfter(['a'], { clear: true })).toEqual(put(''));
    expect(await tagsAfter(null, { add: ['a'] })).toEqual(put('a'));
  });

  it('is skipped where the tags are so already', async () => {
    const skip = 'it has these tags already';
    expect(await tagsAfter(['a', 'b'], { set: ['b', 'a'] })).toBe(skip);
    expect(await tagsAfter(['a'], { add: ['a'] })).toBe(skip);
    expect(await tagsAfter([], { clear: true })).toBe(skip);
  });

  it('refuses a tag with a space, which would become two', async () => {
    await expect(plan(tagged([]), 'tag', { set: ['a b'] })).rejects.toMatchObject({ code: 'invalid_value' });
  });
});

describe('resize', () => {
  const sizes = [
    { type: 'Instance', name: 'g3.small', cpu_cores: 1, ram_mb: 2048, disk_gb: 25, selectable: true },
    { type: 'Instance', name: 'g3.cpu', cpu_cores: 4, ram_mb: 1024, disk_gb: 20, selectable: true },
    { type: 'Instance', name: 'g3.xsmall', cpu_cores: 1, ram_mb: 1024, disk_gb: 25, selectable: true },
    { type: 'Instance', name: 'g3.medium', cpu_cores: 2, ram_mb: 4096, disk_gb: 50, selectable: true },
    { type: 'Instance', name: 'g2.huge', cpu_cores: 16, ram_mb: 65536, disk_gb: 500, selectable: false },
  ];
  const fake = () => account({ '/v2/sizes': sizes });

  it('refuses what shrinks in any way, naming it, and sends nothing', async () => {
    const cases: [string, string][] = [
      ['g3.xsmall', 'memory'],
      ['g3.cpu', 'memory, disk'],
    ];
    for (const [size, less] of cases) {
      const one = fake();
      await expect(plan(one, 'resize', { size })).rejects.toMatchObject({
        code: 'not_supported',
        message: `web-1 cannot go from g3.small to ${size}, which has less ${less}: Civo resizes only upwards`,
      });
      expect(changes(one)).toEqual([]);
    }
  });

  it('goes by the size’s entry where the instance does not say what it has', async () => {
    const located = target();
    Object.assign(located.instance, { cpus: null, memoryMiB: null, diskGiB: null });
    await expect(plan(fake(), 'resize', { size: 'g3.xsmall' }, located)).rejects.toMatchObject({
      code: 'not_supported',
    });
  });

  it('refuses a size that is not there or no longer to be had, and skips the one it has', async () => {
    await expect(plan(fake(), 'resize', { size: 'g3.mediun' })).rejects.toMatchObject({
      code: 'resource_not_found',
      details: { hint: 'Did you mean g3.medium?' },
    });
    await expect(plan(fake(), 'resize', { size: 'g2.huge' })).rejects.toMatchObject({ code: 'resource_not_found' });
    expect((await plan(fake(), 'resize', { size: 'g3.small' })).skip).toBe('it is g3.small already');
  });
});

describe('firewall', () => {
  const networks = [
    { id: 'n-1', label: 'Default', default: true },
    { id: 'n-2', label: 'dev', default: false },
  ];
  const firewalls = [
    { id: 'f-1', name: 'web', network_id: 'n-1', default: 'false' },
    { id: 'f-2', name: 'web', network_id: 'n-2' },
    { id: 'f-3', name: 'dev-default', network_id: 'n-2', default: 'true' },
  ];
  const within = (network_id: string, firewall_id = 'f-0', all: unknown = firewalls) =>
    account({
      '/v2/instances/i-1': { id: 'i-1', network_id, firewall_id },
      '/v2/networks': networks,
      '/v2/firewalls': all,
    });
  const set = async (fake: Fake, input: object) => {
    await (await plan(fake, 'firewall', input)).run();
    return changes(fake).map(({ method, path, query, body }) => [method, path, query, body]);
  };
  const put = (id: string) => [
    ['PUT', '/v2/instances/i-1/firewall', { region: 'LON1' }, { firewall_id: id, region: 'LON1' }],
  ];

  it('is the one of that name in the instance’s network', async () => {
    expect(await set(within('n-1'), { set: 'web' })).toEqual(put('f-1'));
    expect(await set(within('n-2'), { set: 'web' })).toEqual(put('f-2'));
    expect(await set(within('n-2'), { set: 'f-3' })).toEqual(put('f-3'));
  });

  it('is refused where it belongs to another network, and skipped where it is set', async () => {
    await expect(plan(within('n-1'), 'firewall', { set: 'dev-default' })).rejects.toMatchObject({
      code: 'resource_not_found',
      message: 'Firewall "dev-default" belongs to another network than Default',
      details: { hint: 'That one has web.' },
    });
    expect((await plan(within('n-1', 'f-1'), 'firewall', { set: 'web' })).skip).toBe('it has this firewall already');
  });

  it('is the network’s default one, or the blank that means it in the default network', async () => {
    expect(await set(within('n-2'), { default: true })).toEqual(put('f-3'));
    expect(await set(within('n-1'), { default: true })).toEqual(put(''));
    await expect(
      plan(within('n-2', 'f-0', firewalls.slice(0, 2)), 'firewall', { default: true }),
    ).rejects.toMatchObject({ code: 'resource_not_found', message: 'Network dev has no default firewall' });
  });
});
