import { createHash } from 'node:crypto';
import type { Route } from '../emulator';
import { json } from '../reply';
import { customDiskImages, diskImages, hasSnapshots, regions, sizes } from './catalog';
import { type Call, civoRoute } from './civoRoute';
import type { CivoData, CivoFirewall, CivoNetwork } from './data';
import { failure } from './failure';
import { timestamp } from './operation';
import { instancesIn, ownedBy, ownedIn } from './owned';
import { page } from './page';
import { quotaView } from './quota';
import { createSubnet } from './subnet';
import { success } from './success';

/** What an instance is made from and lives among. */
export const account: readonly Route<CivoData>[] = [
  civoRoute('GET', '/v2/ping', () => json(200, { result: 'success' })),
  civoRoute('GET', '/v2/regions', () => json(200, regions)),
  civoRoute('GET', '/v2/sizes', () => json(200, sizes)),
  civoRoute('GET', '/v2/quota', ({ data, world }) =>
    json(
      200,
      world.memo('quota', () => quotaView(data)),
    ),
  ),
  civoRoute('GET', '/v2/disk_images', ({ region, request }) =>
    json(200, request.query.get('type') === 'custom' ? customDiskImages(region) : diskImages(region)),
  ),
  civoRoute('GET', '/v2/disk_images/:id', (call) => {
    const { region } = call;
    const image = [...diskImages(region), ...customDiskImages(region)].find((known) => known.id === call.param('id'));
    if (!image) throw failure('database_disk_image_not_found');
    return json(200, image);
  }),
  civoRoute('GET', '/v2/networks', (call) => {
    return json(
      200,
      ownedIn(call.data.networks, call.region).map((network) => networkView(call, network)),
    );
  }),
  civoRoute('GET', '/v2/networks/:id', (call) => {
    const network = ownedBy(call.data.networks, call.param('id'), call.region);
    if (!network) throw failure('database_network_not_found');
    return json(200, networkView(call, network));
  }),
  civoRoute('GET', '/v2/firewalls', (call) => {
    return json(
      200,
      ownedIn(call.data.firewalls, call.region).map((firewall) => firewallView(call, firewall)),
    );
  }),
  civoRoute('GET', '/v2/firewalls/:id', (call) => {
    const firewall = ownedBy(call.data.firewalls, call.param('id'), call.region);
    if (!firewall) throw failure('database_firewall_not_found');
    return json(200, firewallView(call, firewall));
  }),
  civoRoute('GET', '/v2/sshkeys', ({ data }) => json(200, Object.values(data.sshkeys))),
  civoRoute('GET', '/v2/sshkeys/:id', (call) => {
    const key = Object.hasOwn(call.data.sshkeys, call.param('id')) && call.data.sshkeys[call.param('id')];
    if (!key) throw failure('database_ssh_key_not_found');
    return json(200, key);
  }),
  civoRoute('POST', '/v2/sshkeys', ({ data, fields, world }) => {
    const name = fields.text('name');
    const publicKey = fields.text('public_key')?.trim();
    if (name === undefined) throw failure('parameter_name_invalid', 'The name supplied was empty');
    if (publicKey === undefined) throw failure('parameter_value_missing', 'The public_key supplied was empty');
    if (Object.values(data.sshkeys).some((key) => key.name === name)) {
      throw failure('instance_duplicate', 'An SSH key with this name already exists');
    }
    const id = world.random.uuid();
    const created = timestamp(world.now());
    data.sshkeys[id] = { id, name, fingerprint: fingerprint(publicKey), public_key: publicKey, created_at: created };
    return success({ id });
  }),
  civoRoute('DELETE', '/v2/sshkeys/:id', (call) => {
    const id = call.param('id');
    if (!Object.hasOwn(call.data.sshkeys, id)) throw failure('database_ssh_key_not_found');
    delete call.data.sshkeys[id];
    return success();
  }),
  civoRoute('GET', '/v2/actions', (call) => {
    const { account_id, actions } = call.data;
    return page(call, [...actions].reverse(), (action) => ({
      ...action,
      updated_at: action.created_at,
      account_id,
      user_id: account_id,
      debug: false,
    }));
  }),
  civoRoute('GET', '/v2/workload/placements', ({ region }) =>
    json(200, hasSnapshots(region) ? { 'kubernetes.io/hostname': ['node-1', 'node-2'] } : {}),
  ),
];

/** SHA256 as OpenSSH writes it, over the key without its type and comment. */
export function fingerprint(publicKey: string): string {
  const key = publicKey.split(/\s+/)[1] ?? publicKey;
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

function networkView(call: Call, network: CivoNetwork) {
  const { next_address: _, region, ...shown } = network;
  const used = instancesIn(call).filter((instance) => instance.network_id === network.id).length;
  return {
    ...shown,
    region,
    ipv4_enabled: true,
    ipv6_enabled: false,
    free_ip_count: Math.max(0, createSubnet(network.cidr).size - 3 - used),
    nameservers_v4: ['8.8.8.8', '1.1.1.1'],
  };
}

function firewallView(call: Call, firewall: CivoFirewall) {
  const { region: _, default: isDefault, ...shown } = firewall;
  return {
    ...shown,
    account_id: call.data.account_id,
    rules_count: firewall.rules.length,
    instance_count: instancesIn(call).filter((instance) => instance.firewall_id === firewall.id).length,
    cluster_count: 0,
    loadbalancer_count: 0,
    default: String(isDefault),
  };
}
