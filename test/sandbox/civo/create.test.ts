import { describe, expect, test } from 'vitest';
import { startCivo } from './civoClient';

/** What the official Go client sends when only hostname, size, network and image are set. */
function blankOrder(networkId: string, imageId: string) {
  return {
    count: 1,
    hostname: 'demo',
    reverse_dns: '',
    size: 'g3.small',
    region: 'LON1',
    public_ip: 'create',
    reserved_ipv4: '',
    private_ipv4: '',
    network_id: networkId,
    template_id: imageId,
    source_type: '',
    source_id: '',
    snapshot_id: '',
    initial_user: '',
    ssh_key_id: '',
    script: '',
    tags: 'web main',
    firewall_id: '',
    attached_volumes: null,
    placement_rule: {},
  };
}

describe('creating an instance', () => {
  test('answers it while it is being built, and gives it addresses when it runs', async () => {
    const { ask, reach } = await startCivo();
    const [network] = (await ask('GET', '/networks')).body;
    const [firewall] = (await ask('GET', '/firewalls')).body;
    const image = (await ask('GET', '/disk_images')).body.find((found: { name: string }) => found.name === 'debian-12');
    const { status, body } = await ask('POST', '/instances', blankOrder(network.id, image.id));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      hostname: 'demo',
      name: expect.stringMatching(/^demo-[0-9a-f]{8}$/),
      status: 'BUILDING',
      size: 'g3.small',
      cpu_cores: 1,
      ram_mb: 2048,
      disk_gb: 25,
      network_id: network.id,
      firewall_id: firewall.id,
      source_type: 'diskimage',
      source_id: 'debian-12',
      initial_user: 'debian',
      initial_password: expect.stringMatching(/^.{14}$/),
      ssh_key_id: '',
      tags: ['web', 'main'],
      public_ip: null,
      private_ip: null,
      notes: '',
    });
    expect(body).not.toHaveProperty('region');
    expect(body).not.toHaveProperty('script');
    const running = await reach(body.id, 'ACTIVE');
    expect(running.public_ip).toMatch(/^203\.0\.113\./);
    expect(running.private_ip).toMatch(/^192\.168\.1\./);
    expect(running.initial_password).toBe(body.initial_password);
  });

  test('needs a hostname only, and takes blanks and zeros as not given', async () => {
    const { make } = await startCivo();
    const first = await make({ hostname: 'bare' });
    expect(first).toMatchObject({ size: 'g3.small', source_id: 'ubuntu-noble', tags: [], initial_user: 'civo' });
    const second = await make({ hostname: 'blank', count: 0, size: '', template_id: '', tags: '', public_ip: '' });
    expect(second).toMatchObject({ size: 'g3.small', source_id: 'ubuntu-noble', tags: [] });
    expect(second.public_ip).not.toBeNull();
  });

  test('takes a form, whose values are text', async () => {
    const { ask, reach } = await startCivo();
    const form = new URLSearchParams({
      hostname: 'server1.prod.example.com',
      size: 'g3.medium',
      public_ip: 'true',
      count: '1',
      network_bandwidth_limit: '50',
    });
    const { body } = await ask('POST', '/instances', form);
    expect(body).toMatchObject({
      hostname: 'server1.prod.example.com',
      size: 'g3.medium',
      network_bandwidth_limit: 50,
    });
    await reach(body.id, 'ACTIVE');
  });

  test('gives no password where there is a key, and the script in base64', async () => {
    const { ask, make } = await startCivo();
    const [key] = (await ask('GET', '/sshkeys')).body;
    const script = '#!/bin/sh\necho grüße\n';
    const made = await make({ hostname: 'keyed', ssh_key_id: key.id, script, initial_user: 'me', reverse_dns: 'a.b' });
    expect(made).toMatchObject({
      initial_password: '',
      ssh_key_id: key.id,
      ssh_key: key.public_key,
      initial_user: 'me',
      reverse_dns: 'a.b',
    });
    expect(Buffer.from(made.script, 'base64').toString('utf8')).toBe(script);
  });

  test.each(['none', 'false'])('gives no public address for %s, but to the first of a network', async (word) => {
    const { ask, make } = await startCivo();
    const [, backend] = (await ask('GET', '/networks')).body;
    const firewall = (await ask('GET', '/firewalls')).body.find(
      (found: { network_id: string }) => found.network_id === backend.id,
    );
    const place = { network_id: backend.id, firewall_id: firewall.id, public_ip: word };
    expect((await make({ hostname: 'first', ...place })).public_ip).not.toBeNull();
    expect((await make({ hostname: 'second', ...place })).public_ip).toBeNull();
  });

  test('of several numbers their names and answers one of them', async () => {
    const { ask } = await startCivo();
    const { body } = await ask('POST', '/instances', { hostname: 'many', count: 3, tags: 'batch' });
    expect(body.hostname).toBe('many-1');
    const { items } = (await ask('GET', '/instances?tags=batch')).body;
    expect(items.map((item: { hostname: string }) => item.hostname)).toEqual(['many-1', 'many-2', 'many-3']);
  });

  test('takes a reserved address, a private address and volumes', async () => {
    const { ask, make } = await startCivo();
    const [spare] = (await ask('GET', '/ips')).body.items;
    const scratch = (await ask('GET', '/volumes')).body.find((volume: { name: string }) => volume.name === 'scratch');
    const made = await make({
      hostname: 'full',
      reserved_ipv4: 'spare',
      private_ipv4: '192.168.1.77',
      attached_volumes: [{ id: scratch.id }],
      allowed_ips: ['192.168.1.77'],
      volume_type: 'standard',
    });
    expect(made).toMatchObject({
      public_ip: spare.ip,
      reserved_ip: spare.ip,
      reserved_ip_id: spare.id,
      reserved_ip_name: 'spare',
      private_ip: '192.168.1.77',
      attached_volumes: [{ id: scratch.id }],
      allowed_ips: ['192.168.1.77'],
      volume_type: 'standard',
    });
    expect((await ask('GET', `/volumes/${scratch.id}`)).body).toMatchObject({
      status: 'attached',
      instance_id: made.id,
    });
    expect((await ask('GET', `/ips/${spare.id}`)).body.assigned_to).toEqual({
      id: made.id,
      type: 'instance',
      name: 'full',
    });
  });

  test('is refused for a name in use in the region, and only there', async () => {
    const { ask } = await startCivo();
    const answer = await ask('POST', '/instances', { hostname: 'web-1' });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('database_instance_duplicate_name');
    expect((await ask('POST', '/instances', { hostname: 'web-1' }, 'FRA1')).status).toBe(200);
  });

  test('is refused beyond the quota with a line for each limit', async () => {
    const { ask } = await startCivo();
    const answer = await ask('POST', '/instances', { hostname: 'huge', size: 'g3.2xlarge', count: 30 });
    expect(answer.status).toBe(403);
    expect(answer.body.code).toBe('quota_limit_reached');
    expect(answer.body.reason.split('\n')).toEqual([
      'Limit of 32 instances: 4 in use, 30 more requested',
      'Limit of 64 CPU cores: 8 in use, 240 more requested',
      'Limit of 131072 MB of RAM: 16384 in use, 983040 more requested',
      'Limit of 2000 GB of disk: 240 in use, 6000 more requested',
      'Limit of 32 public IP addresses: 5 in use, 30 more requested',
    ]);
    expect((await ask('GET', '/instances')).body.items).toHaveLength(2);
  });

  const UNKNOWN = '11111111-1111-4111-8111-111111111111';
  test.each([
    [{ hostname: '' }, 400, 'parameter_name_invalid'],
    [{ hostname: 'with_underscore' }, 400, 'parameter_name_invalid'],
    [{ hostname: 'ends-' }, 400, 'parameter_name_invalid'],
    [{ hostname: 'x'.repeat(64) }, 400, 'parameter_name_invalid'],
    [{ size: 'g99.huge' }, 400, 'database_size_not_found'],
    [{ size: 'g4s.kube.small' }, 400, 'database_size_not_found'],
    [{ size: 'g2.small' }, 400, 'database_size_not_found'],
    [{ template_id: UNKNOWN }, 400, 'database_disk_image_not_found'],
    [{ template_id: 'ubuntu-noble' }, 400, 'database_disk_image_not_found'],
    [{ network_id: UNKNOWN }, 404, 'database_network_not_found'],
    [{ firewall_id: UNKNOWN }, 404, 'database_firewall_not_found'],
    [{ ssh_key_id: UNKNOWN }, 404, 'database_ssh_key_not_found'],
    [{ volume_type: 'paper' }, 404, 'database_volume_type_not_found'],
    [{ attached_volumes: [{ id: UNKNOWN }] }, 404, 'database_volume_not_found'],
    [{ reserved_ipv4: '1.2.3.4' }, 404, 'database_ip_find'],
    [{ reserved_ipv4: 'spare', count: 2 }, 400, 'database_instance_build_multiple_with_existing_public_ip'],
    [{ private_ipv4: '10.9.9.9' }, 400, 'parameter_private_ipv4_invalid'],
    [{ private_ipv4: '192.168.1.2' }, 400, 'parameter_private_ipv4_invalid'],
    [{ allowed_ips: ['8.8.8.8'] }, 400, 'parameter_allowed_ips_invalid'],
    [{ public_ip: '203.0.113.9' }, 400, 'parameter_public_ip_missing'],
  ])('is refused for %o', async (rest, status, code) => {
    const { ask } = await startCivo();
    const answer = await ask('POST', '/instances', { hostname: 'new', ...rest });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.reason).not.toBe('');
    expect((await ask('GET', '/instances')).body.items).toHaveLength(2);
  });

  test('is refused for what belongs elsewhere: an image of another region, a firewall of another network', async () => {
    const { ask } = await startCivo();
    const [image] = (await ask('GET', '/disk_images', undefined, 'FRA1')).body;
    const foreign = await ask('POST', '/instances', { hostname: 'new', template_id: image.id });
    expect(foreign.body.code).toBe('database_disk_image_not_found');
    const firewalls = (await ask('GET', '/firewalls')).body;
    const backend = firewalls.find((firewall: { name: string }) => firewall.name === 'backend');
    const mismatch = await ask('POST', '/instances', { hostname: 'new', firewall_id: backend.id });
    expect([mismatch.status, mismatch.body.code]).toEqual([400, 'database_firewall_mismatch']);
    const cluster = (await ask('GET', '/disk_images')).body.find((found: { name: string }) => /k3s/.test(found.name));
    const node = await ask('POST', '/instances', { hostname: 'new', template_id: cluster.id });
    expect([node.status, node.body.code]).toEqual([400, 'database_image_id_invalid']);
  });
});
