import { describe, expect, test } from 'vitest';
import { startCivo } from './civoClient';

const SUCCESS = { result: 'success' };
const WRONG_STATE = 'instance_state_must_be_active_or_shutoff';

describe('listing instances', () => {
  test('gives the seeded ones, each in its region', async () => {
    const { ask } = await startCivo();
    const seen: Record<string, string[]> = {};
    for (const region of ['LON1', 'FRA1', 'NYC1', 'PHX1', 'MUM1', 'PRIV1']) {
      const { items } = (await ask('GET', '/instances', undefined, region)).body;
      seen[region] = items.map((item: { hostname: string; status: string }) => `${item.hostname} ${item.status}`);
    }
    expect(seen).toEqual({
      LON1: ['web-1 ACTIVE', 'web-2 ACTIVE'],
      FRA1: ['db-1 SHUTOFF'],
      NYC1: ['cache-1 ACTIVE'],
      PHX1: [],
      MUM1: [],
      PRIV1: [],
    });
  });

  test('goes by pages', async () => {
    const { ask } = await startCivo({ instances: 135 });
    const standard = (await ask('GET', '/instances')).body;
    expect(standard).toMatchObject({ page: 1, per_page: 20, pages: 3 });
    expect(standard.items).toHaveLength(20);
    const last = (await ask('GET', '/instances?page=5&per_page=10')).body;
    expect(last).toMatchObject({ page: 5, per_page: 10, pages: 5 });
    expect(last.items).toHaveLength(5);
    expect((await ask('GET', '/instances?page=9&per_page=10')).body).toMatchObject({ page: 9, pages: 5, items: [] });
    const all = (await ask('GET', '/instances?page=1&per_page=99999999')).body;
    expect(all).toMatchObject({ page: 1, per_page: 99999999, pages: 1 });
    expect(all.items).toHaveLength(45);
    expect(all.items[44].id).toBe(last.items[4].id);
    expect((await ask('GET', '/instances?page=x&per_page=-1')).body).toMatchObject({ page: 1, per_page: 20 });
  });

  test('can be limited to those that have all of some tags', async () => {
    const { ask, idOf } = await startCivo();
    await ask('PUT', `/instances/${await idOf('web-2')}/tags`, { tags: 'web' });
    expect((await ask('GET', '/instances?tags=web')).body.items).toHaveLength(2);
    expect((await ask('GET', '/instances?tags=web+prod')).body.items).toHaveLength(1);
    expect((await ask('GET', '/instances?tags=other')).body).toMatchObject({ pages: 1, items: [] });
  });

  test('keeps the initial password and shows figures that vary from one instance to the next', async () => {
    const { ask, idOf } = await startCivo();
    const [cache] = (await ask('GET', '/instances', undefined, 'NYC1')).body.items;
    expect(cache.initial_password).toMatch(/^.{14}$/);
    const [one, two] = (await ask('GET', '/instances')).body.items;
    expect(one.civostatsd_stats).toMatch(/^[0-9.]+,[0-9.]+,[0-9.]+$/);
    expect(one.civostatsd_stats).not.toBe(two.civostatsd_stats);
    const full = (await ask('GET', `/instances/${await idOf('web-1')}`)).body;
    expect(full.civostatsd_stats_per_minute).toHaveLength(60);
    expect(new Set(full.civostatsd_stats_per_minute).size).toBeGreaterThan(1);
    expect(full.civostatsd_stats_per_hour).toHaveLength(24);
    const [stopped] = (await ask('GET', '/instances', undefined, 'FRA1')).body.items;
    expect(stopped.civostatsd_stats).toBeNull();
  });
});

describe('power', () => {
  test('stop passes through STOPPING, start leaves SHUTOFF', async () => {
    const { ask, idOf, reach } = await startCivo();
    const path = `/instances/${await idOf('web-1')}`;
    expect((await ask('PUT', `${path}/stop`, { region: 'LON1' })).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.status).toBe('STOPPING');
    await reach(await idOf('web-1'), 'SHUTOFF');
    expect((await ask('PUT', `${path}/stop`)).body).toEqual(SUCCESS);
    expect((await ask('PUT', `${path}/start`)).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.status).toBe('SHUTOFF');
    await reach(await idOf('web-1'), 'ACTIVE');
    expect((await ask('PUT', `${path}/start`)).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.status).toBe('ACTIVE');
  });

  test('a stop during a start wins', async () => {
    const { ask, idOf, pass } = await startCivo();
    const path = `/instances/${await idOf('db-1', 'FRA1')}`;
    await ask('PUT', `${path}/start`, undefined, 'FRA1');
    await ask('PUT', `${path}/stop`, undefined, 'FRA1');
    pass(200);
    expect((await ask('GET', path, undefined, 'FRA1')).body.status).toBe('SHUTOFF');
  });

  test.each(['reboots', 'hard_reboots', 'soft_reboots'])('%s pass through REBOOTING', async (word) => {
    const { ask, idOf, reach } = await startCivo();
    const id = await idOf('web-1');
    expect((await ask('POST', `/instances/${id}/${word}`, { region: 'LON1' })).body).toEqual(SUCCESS);
    expect((await ask('GET', `/instances/${id}`)).body.status).toBe('REBOOTING');
    await reach(id, 'ACTIVE');
  });

  test('is refused in any state but ACTIVE and SHUTOFF', async () => {
    const { ask } = await startCivo({ speed: 1 });
    const { id } = (await ask('POST', '/instances', { hostname: 'new' })).body;
    for (const [method, path] of [
      ['PUT', 'stop'],
      ['PUT', 'start'],
      ['POST', 'reboots'],
      ['POST', 'hard_reboots'],
      ['POST', 'soft_reboots'],
      ['PUT', 'resize'],
    ] as const) {
      const answer = await ask(method, `/instances/${id}/${path}`, { size: 'g3.large' });
      expect([answer.status, answer.body.code]).toEqual([409, WRONG_STATE]);
    }
  });

  test.each([
    ['PUT', 'stop'],
    ['POST', 'reboots'],
    ['PUT', 'tags'],
    ['PUT', ''],
    ['DELETE', ''],
    ['GET', 'vnc'],
    ['GET', 'recovery'],
  ])('%s %s of an unknown instance finds nothing', async (method, path) => {
    const { ask } = await startCivo();
    const answer = await ask(method, `/instances/12345${path && `/${path}`}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'database_instance_find']);
  });
});

describe('resizing', () => {
  test('goes upwards through REBOOTING and ends as it began', async () => {
    const { ask, idOf, reach } = await startCivo();
    const id = await idOf('web-1');
    expect((await ask('PUT', `/instances/${id}/resize`, { size: 'g3.large', region: 'LON1' })).body).toEqual(SUCCESS);
    expect((await ask('GET', `/instances/${id}`)).body).toMatchObject({ status: 'REBOOTING', size: 'g3.small' });
    expect(await reach(id, 'ACTIVE')).toMatchObject({ size: 'g3.large', cpu_cores: 4, ram_mb: 8192, disk_gb: 100 });
    const stopped = await idOf('db-1', 'FRA1');
    await ask('PUT', `/instances/${stopped}/resize`, { size: 'g3.xlarge' }, 'FRA1');
    expect(await reach(stopped, 'SHUTOFF', 'FRA1')).toMatchObject({ size: 'g3.xlarge' });
  });

  test.each([
    [{}, 400, 'parameter_size_missing'],
    [{ size: 'g9.none' }, 400, 'database_size_not_found'],
    [{ size: 'g3.xsmall' }, 400, 'parameter_size_invalid'],
    [{ size: 'g3.small' }, 400, 'parameter_size_invalid'],
  ])('to %o is refused', async (body, status, code) => {
    const { ask, idOf } = await startCivo();
    const answer = await ask('PUT', `/instances/${await idOf('web-1')}/resize`, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('changing an instance', () => {
  test('changes what is sent, and clears notes only when told so', async () => {
    const { ask, idOf } = await startCivo();
    const id = await idOf('web-1');
    const path = `/instances/${id}`;
    const before = (await ask('GET', path)).body;
    const changed = { hostname: 'www', reverse_dns: 'www.example.com', notes: '', public_ip: before.public_ip };
    expect((await ask('PUT', path, { ...changed, region: 'LON1', subnets: null })).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body).toMatchObject({
      hostname: 'www',
      reverse_dns: 'www.example.com',
      notes: 'Front of the shop',
      public_ip: before.public_ip,
    });
    await ask('PUT', path, { hostname: 'www', reverse_dns: '', notes: '', notes_delete: 'true' });
    expect((await ask('GET', path)).body).toMatchObject({ notes: '', reverse_dns: '' });
    await ask('PUT', path, { notes: 'Other' });
    expect((await ask('GET', path)).body).toMatchObject({ hostname: 'www', notes: 'Other' });
  });

  test('refuses a name that is in use or none', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}`;
    expect((await ask('PUT', path, { hostname: 'web-2' })).body.code).toBe('database_instance_duplicate_name');
    expect((await ask('PUT', path, { hostname: 'a b' })).body.code).toBe('parameter_name_invalid');
    expect((await ask('PUT', path, { hostname: 'web-1' })).body).toEqual(SUCCESS);
  });

  test('gives up its public address and asks for another, after a moment', async () => {
    const { ask, idOf, until } = await startCivo();
    const id = await idOf('web-1');
    const before = (await ask('GET', `/instances/${id}`)).body.public_ip;
    await ask('PUT', `/instances/${id}`, { public_ip: 'false' });
    await until(`/v2/instances/${id}?region=LON1`, (instance) => instance.public_ip === null);
    await ask('PUT', `/instances/${id}`, { public_ip: 'true' });
    const { body } = await until(`/v2/instances/${id}?region=LON1`, (instance) => instance.public_ip !== null);
    expect(body.public_ip).not.toBe(before);
  });

  test('replaces the tags, and clears them when there are none', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}`;
    expect((await ask('PUT', `${path}/tags`, { tags: 'prod lamp', region: 'LON1' })).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.tags).toEqual(['prod', 'lamp']);
    await ask('PUT', `${path}/tags`, { tags: '', region: 'LON1' });
    expect((await ask('GET', path)).body.tags).toEqual([]);
  });

  test('sets a firewall of its own network', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}`;
    const firewalls = (await ask('GET', '/firewalls')).body;
    const named = (name: string) => firewalls.find((firewall: { name: string }) => firewall.name === name).id;
    expect((await ask('PUT', `${path}/firewall`, { firewall_id: named('web'), region: 'LON1' })).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.firewall_id).toBe(named('web'));
    const mismatch = await ask('PUT', `${path}/firewall`, { firewall_id: named('backend') });
    expect([mismatch.status, mismatch.body.code]).toEqual([400, 'database_firewall_mismatch']);
    const unknown = await ask('PUT', `${path}/firewall`, { firewall_id: '67890' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'database_firewall_not_found']);
    const missing = await ask('PUT', `${path}/firewall`, { name: 'web' });
    expect([missing.status, missing.body.code]).toEqual([400, 'parameter_value_missing']);
  });

  test('sets allowed addresses within the network, and the bandwidth', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}`;
    const addresses = ['192.168.1.10', '192.168.1.11'];
    expect((await ask('PUT', `${path}/allowed_ips`, { allowed_ips: addresses })).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.allowed_ips).toEqual(addresses);
    expect((await ask('PUT', `${path}/allowed_ips`, { allowed_ips: ['8.8.8.8'] })).body.code).toBe(
      'parameter_allowed_ips_invalid',
    );
    await ask('PUT', `${path}/allowed_ips`, { allowed_ips: [] });
    expect((await ask('GET', path)).body.allowed_ips).toEqual([]);
    expect((await ask('PUT', `${path}/allowed_ips`, {})).body.code).toBe('parameter_value_missing');
    const limit = { network_bandwidth_limit: 10 };
    expect((await ask('PUT', `${path}/network_bandwidth_limit`, limit)).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body.network_bandwidth_limit).toBe(10);
    await ask('PUT', `${path}/network_bandwidth_limit`, { network_bandwidth_limit: 0 });
    expect((await ask('GET', path)).body.network_bandwidth_limit).toBe(0);
    expect((await ask('PUT', `${path}/network_bandwidth_limit`, { network_bandwidth_limit: -1 })).status).toBe(400);
  });

  test('keeps recovery mode on and off', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}/recovery`;
    expect((await ask('GET', path)).body).toEqual({ result: 'disabled' });
    expect((await ask('PUT', path, null)).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body).toEqual({ result: 'enabled' });
    expect((await ask('DELETE', path)).body).toEqual(SUCCESS);
    expect((await ask('GET', path)).body).toEqual({ result: 'disabled' });
  });
});

describe('deleting', () => {
  test('passes through DELETING until nothing is found, frees the name, and leaves the volumes', async () => {
    const { ask, idOf, until } = await startCivo();
    const id = await idOf('web-1');
    const path = `/instances/${id}`;
    const answer = await ask('DELETE', path);
    expect([answer.status, answer.body]).toEqual([200, SUCCESS]);
    expect((await ask('GET', path)).body.status).toBe('DELETING');
    expect((await ask('PUT', `${path}/stop`)).body.code).toBe(WRONG_STATE);
    expect((await ask('PUT', `${path}/tags`, { tags: '' })).body.code).toBe(WRONG_STATE);
    expect((await ask('POST', '/instances', { hostname: 'web-1' })).status).toBe(409);
    expect((await ask('DELETE', path)).body).toEqual(SUCCESS);
    const gone = await until(`/v2${path}?region=LON1`, (body) => body.code === 'database_instance_find');
    expect(gone.status).toBe(404);
    expect((await ask('GET', '/volumes')).body[0]).toMatchObject({
      name: 'web-1-data',
      status: 'available',
      instance_id: '',
    });
    expect((await ask('POST', '/instances', { hostname: 'web-1' })).status).toBe(200);
  });

  test('works while it is being built', async () => {
    const { ask, until } = await startCivo();
    const { id } = (await ask('POST', '/instances', { hostname: 'short' })).body;
    await ask('DELETE', `/instances/${id}`);
    await until(`/v2/instances/${id}?region=LON1`, (body) => body.code === 'database_instance_find');
  });
});

describe('the console', () => {
  test('is one session with an end, and opens with a token from the exchange', async () => {
    const { ask, idOf, pass, send } = await startCivo();
    const path = `/instances/${await idOf('web-1')}/vnc`;
    const none = await ask('GET', path);
    expect([none.status, none.body.code]).toEqual([404, 'database_vnc_session_not_found']);
    const { uri, duration } = (await ask('PUT', `${path}?duration=2h`, { region: 'LON1' })).body;
    expect(duration).toBe('2h');
    expect((await ask('PUT', `${path}?duration=1h`)).body).toEqual({ uri, duration: '2h' });
    const state = (await ask('GET', path)).body;
    expect(state).toEqual({ uri, expiration: expect.stringMatching(/^[0-9T:-]+Z$/) });
    const page = new URL(uri);
    expect((await send('GET', page.pathname + page.search)).status).toBe(401);
    const token = (await send('POST', '/v2/auth/exchange', { scope: '' })).body;
    expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 600, account_id: expect.any(String) });
    const open = () => fetch(`${uri}&token=${token.access_token}`);
    expect((await open()).status).toBe(503);
    pass(1000);
    expect(await (await open()).text()).toContain('web-1');
    expect((await ask('DELETE', path)).body).toEqual({ result: 'ok' });
    expect((await ask('DELETE', path)).status).toBe(404);
    expect((await open()).status).toBe(404);
  });

  test('lasts an hour unless said, between five minutes and a day', async () => {
    const { ask, idOf } = await startCivo();
    const path = `/instances/${await idOf('web-1')}/vnc`;
    for (const duration of ['4m', '25h', 'long', '10']) {
      expect((await ask('PUT', `${path}?duration=${duration}`)).body.code).toBe('parameter_duration_invalid');
    }
    expect((await ask('PUT', path)).body.duration).toBe('1h');
    const stopped = await idOf('db-1', 'FRA1');
    const refused = await ask('PUT', `/instances/${stopped}/vnc`, {}, 'FRA1');
    expect([refused.status, refused.body.code]).toEqual([409, 'cannot_get_console']);
  });

  test('ends by itself', async () => {
    const { ask, idOf, pass } = await startCivo({ speed: 10_000 });
    const path = `/instances/${await idOf('web-1')}/vnc`;
    await ask('PUT', `${path}?duration=5m`);
    expect((await ask('GET', path)).status).toBe(200);
    pass(30);
    expect((await ask('GET', path)).status).toBe(404);
  });
});
