import { describe, expect, test } from 'vitest';
import { startCivo } from './civoClient';

const WITHOUT_REGION = { code: 'database_region_not_found' };

describe('the key of Civo', () => {
  test.each([undefined, '', 'bearer', 'bearer wrong', 'sandbox-civo-token'])(
    'is refused when it is %o',
    async (given) => {
      const { endpoint } = await startCivo();
      const headers: Record<string, string> = given === undefined ? {} : { authorization: given };
      const answer = await fetch(`${endpoint}/v2/instances?region=LON1`, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toBe('application/json');
      expect(await answer.text()).toBe('{"result":"requires_authentication","status":401}');
    },
  );

  test.each(['bearer', 'Bearer', 'BEARER'])('is taken after %s', async (scheme) => {
    const { send } = await startCivo();
    const answer = await send('GET', '/v2/ping', undefined, { authorization: `${scheme} sandbox-civo-token` });
    expect(answer.status).toBe(200);
  });
});

describe('a path that Civo does not have', () => {
  test.each([
    ['GET', '/v2/nothing'],
    ['GET', '/'],
    ['DELETE', '/v2/instances'],
    ['PUT', '/v2/instances/1/rebuild'],
    ['GET', '//v2/regions'],
  ])('%s %s is answered in plain text', async (method, path) => {
    const { send } = await startCivo();
    const answer = await send(method, path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.text).toBe('404 page not found\n');
  });
});

describe('the region', () => {
  test('comes from the query before the body', async () => {
    const { send, idOf } = await startCivo();
    const id = await idOf('web-1');
    const right = await send('PUT', `/v2/instances/${id}/tags?region=LON1`, { tags: 'a', region: 'FRA1' });
    expect(right.status).toBe(200);
    expect((await send('PUT', `/v2/instances/${id}/tags`, { tags: 'a', region: 'LON1' })).status).toBe(200);
    expect((await send('PUT', `/v2/instances/${id}/tags`, new URLSearchParams({ region: 'LON1' }))).status).toBe(200);
  });

  test('is New York when none is given, so that instances elsewhere are not found', async () => {
    const { send, idOf } = await startCivo();
    const { body } = await send('GET', '/v2/instances');
    expect(body.items.map((item: { hostname: string }) => item.hostname)).toEqual(['cache-1']);
    const answer = await send('GET', `/v2/instances/${await idOf('web-1')}`);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      code: 'database_instance_find',
      reason: 'Failed to find the instance in the internal database',
    });
  });

  test.each(['TEST', 'lon1', 'SVG1'])('%s is unknown, on whatever path', async (region) => {
    const { ask } = await startCivo();
    for (const path of ['/instances', '/regions', '/quota', '/sshkeys']) {
      const answer = await ask('GET', path, undefined, region);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({
        code: 'database_region_not_found',
        reason: 'Failed to find the region within the internal database',
      });
    }
    expect((await ask('POST', '/instances', { hostname: 'x' }, region)).body).toMatchObject(WITHOUT_REGION);
  });

  test('has capacity and machines, or not', async () => {
    const { ask } = await startCivo();
    const { body } = await ask('GET', '/regions');
    const usable = body.filter(
      (region: { out_of_capacity: boolean; features: { iaas: boolean } }) =>
        region.features.iaas && !region.out_of_capacity,
    );
    expect(body.map((region: { code: string }) => region.code)).toEqual([
      'LON1',
      'FRA1',
      'NYC1',
      'PHX1',
      'MUM1',
      'PRIV1',
    ]);
    expect(usable.map((region: { code: string }) => region.code)).toEqual(['LON1', 'FRA1', 'NYC1', 'PRIV1']);
    const full = await ask('POST', '/instances', { hostname: 'x' }, 'PHX1');
    expect([full.status, full.body.code]).toEqual([503, 'out_of_capacity']);
    const closed = await ask('POST', '/instances', { hostname: 'x' }, 'MUM1');
    expect([closed.status, closed.body.code]).toEqual([403, 'region_unavailable']);
  });
});

describe('what a create needs', () => {
  test('sizes are of several products, retired ones among them', async () => {
    const { ask } = await startCivo();
    const { body } = await ask('GET', '/sizes');
    const usable = body.filter(
      (size: { name: string; type: string; selectable: boolean }) =>
        size.selectable && size.type.toLowerCase() === 'instance' && !/\.(kube|k3s|db|kf)\./.test(size.name),
    );
    expect(body.length).toBeGreaterThan(usable.length);
    expect(body.some((size: { selectable: boolean }) => !size.selectable)).toBe(true);
    expect(usable[0]).toEqual({
      type: 'Instance',
      name: 'g3.xsmall',
      nice_name: 'Extra Small',
      cpu_cores: 1,
      gpu_count: 0,
      gpu_type: '',
      ram_mb: 1024,
      disk_gb: 25,
      transfer_tb: 1,
      description: 'Extra Small',
      selectable: true,
    });
  });

  test('disk images have the same names and other ids in each region', async () => {
    const { ask } = await startCivo();
    const london = (await ask('GET', '/disk_images')).body;
    const frankfurt = (await ask('GET', '/disk_images', undefined, 'FRA1')).body;
    expect(frankfurt.map((image: { name: string }) => image.name)).toEqual(
      london.map((image: { name: string }) => image.name),
    );
    expect(frankfurt[0].id).not.toBe(london[0].id);
    expect((await ask('GET', `/disk_images/${london[0].id}`)).body).toEqual(london[0]);
    const stranger = await ask('GET', `/disk_images/${frankfurt[0].id}`);
    expect([stranger.status, stranger.body.code]).toEqual([400, 'database_disk_image_not_found']);
    const custom = (await ask('GET', '/disk_images?type=custom')).body;
    expect(custom.map((image: { name: string }) => image.name)).toEqual(['golden-web']);
  });

  test('networks and firewalls belong to a region, and a firewall to a network', async () => {
    const { ask } = await startCivo();
    const networks = (await ask('GET', '/networks')).body;
    expect(networks.map((network: { label: string }) => network.label)).toEqual(['Default', 'backend']);
    expect(networks[0]).toMatchObject({ default: true, status: 'Active', cidr: '192.168.1.0/24', free_ip_count: 251 });
    expect((await ask('GET', `/networks/${networks[1].id}`)).body).toEqual(networks[1]);
    expect((await ask('GET', `/networks/${networks[1].id}`, undefined, 'FRA1')).body.code).toBe(
      'database_network_not_found',
    );
    const firewalls = (await ask('GET', '/firewalls')).body;
    expect(firewalls[0]).toMatchObject({
      name: 'default-default',
      network_id: networks[0].id,
      default: 'true',
      instance_count: 2,
      rules_count: 1,
    });
    expect((await ask('GET', `/firewalls/${firewalls[0].id}`)).body).toEqual(firewalls[0]);
    expect((await ask('GET', '/vpc/firewalls')).body).toEqual(firewalls);
  });

  test('SSH keys are the same in every region', async () => {
    const { ask } = await startCivo();
    const made = await ask('POST', '/sshkeys', { name: 'ci', public_key: 'ssh-ed25519 AAAA ci' });
    expect(made.body).toEqual({ result: 'success', id: expect.any(String) });
    const keys = (await ask('GET', '/sshkeys', undefined, 'FRA1')).body;
    expect(keys.map((key: { name: string }) => key.name)).toEqual(['laptop', 'ci']);
    expect(keys[1].fingerprint).toMatch(/^SHA256:/);
    expect((await ask('POST', '/sshkeys', { name: 'ci', public_key: 'ssh-ed25519 AAAA' })).status).toBe(409);
    expect((await ask('DELETE', `/sshkeys/${made.body.id}`)).body).toEqual({ result: 'success' });
    expect((await ask('DELETE', `/sshkeys/${made.body.id}`)).body.code).toBe('database_ssh_key_not_found');
  });

  test('the quota counts every region', async () => {
    const { ask, make } = await startCivo();
    expect((await ask('GET', '/quota')).body).toMatchObject({
      instance_count_limit: 32,
      instance_count_usage: 4,
      cpu_core_usage: 8,
      ram_mb_usage: 16384,
      disk_volume_count_usage: 2,
      public_ip_address_usage: 5,
    });
    await make({ hostname: 'more', size: 'g3.large' }, 'FRA1');
    expect((await ask('GET', '/quota')).body).toMatchObject({ instance_count_usage: 5, cpu_core_usage: 12 });
  });

  test('actions are listed in pages, the newest first', async () => {
    const { ask, idOf } = await startCivo();
    const id = await idOf('web-1');
    await ask('PUT', `/instances/${id}/stop`);
    await ask('DELETE', `/instances/${id}`);
    const { body } = await ask('GET', '/actions');
    expect(body).toMatchObject({ page: 1, per_page: 20, pages: 1 });
    expect(body.items.map((action: { type: string }) => action.type)).toEqual(['instance-delete', 'instance-stop']);
  });

  test('volume types and placements have their lists', async () => {
    const { ask } = await startCivo();
    expect((await ask('GET', '/volumetypes')).body[0]).toMatchObject({ name: 'standard', enabled: true });
    expect((await ask('GET', '/workload/placements')).body).toEqual({});
    expect((await ask('GET', '/workload/placements', undefined, 'PRIV1')).body).not.toEqual({});
  });
});
