import { json, type Reply } from '../reply';
import {
  type CivoDiskImage,
  type CivoSize,
  customDiskImages,
  defaultImage,
  defaultSize,
  diskImages,
  isForInstances,
  regions,
  volumeTypes,
} from './catalog';
import type { Call } from './civoRoute';
import type { CivoFirewall, CivoInstance, CivoIp, CivoNetwork, CivoVolume } from './data';
import { failure } from './failure';
import { isRecord } from './fields';
import { instanceView } from './instanceView';
import { BUILD_TIME, beginOperation, type Ending, nextPublicAddress, recordAction, timestamp } from './operation';
import { ownedBy, ownedIn } from './owned';
import { requireQuota } from './quota';
import {
  requireAllowedIps,
  requireFirewall,
  requireHostname,
  requireSize,
  requireUnusedHostname,
} from './requirements';
import { createSubnet } from './subnet';

/** What an accepted request amounts to, with every name and id looked up. */
interface Order {
  hostnames: string[];
  size: CivoSize;
  image: CivoDiskImage;
  network: CivoNetwork;
  firewall: CivoFirewall | undefined;
  volumes: CivoVolume[];
  reserved: CivoIp | undefined;
  publicIp: boolean;
  privateIp: string | undefined;
}

/** POST /v2/instances: answers the (first) instance, still BUILDING and without addresses. */
export function createInstance(call: Call): Reply {
  const order = readOrder(call);
  const built = order.hostnames.map((hostname, index) => build(call, order, hostname, index));
  return json(200, instanceView(call.world, built[0] as CivoInstance, true));
}

function readOrder(call: Call): Order {
  const { data, fields, region } = call;
  requireOpenRegion(region);
  const hostname = requireHostname(fields.text('hostname'));
  const count = Math.max(1, Math.trunc(fields.number('count') ?? 1));
  const hostnames = count === 1 ? [hostname] : Array.from({ length: count }, (_, index) => `${hostname}-${index + 1}`);
  const size = requireSize(fields.text('size') ?? defaultSize);
  const image = findImage(call);
  const network = findNetwork(call);
  const firewall = findFirewall(call, network);
  const keyId = fields.text('ssh_key_id');
  if (keyId !== undefined && !Object.hasOwn(data.sshkeys, keyId)) throw failure('database_ssh_key_not_found');
  const volumeType = fields.text('volume_type');
  if (volumeType !== undefined && !volumeTypes.some((type) => type.name === volumeType && type.enabled)) {
    throw failure('database_volume_type_not_found');
  }
  const reserved = findReserved(call);
  if (reserved && count > 1) {
    throw failure(
      'database_instance_build_multiple_with_existing_public_ip',
      'Several instances can not share one public IP',
    );
  }
  const subnet = createSubnet(network.cidr);
  const privateIp = fields.text('private_ipv4');
  if (privateIp !== undefined && !subnet.includes(privateIp)) {
    throw failure('parameter_private_ipv4_invalid', `The address ${privateIp} is not in the network ${network.cidr}`);
  }
  if (privateIp !== undefined && (count > 1 || isTaken(call, network, privateIp))) {
    throw failure('parameter_private_ipv4_invalid', `The address ${privateIp} is already in use`);
  }
  requireAllowedIps(fields.words('allowed_ips'), network);
  const volumes = findVolumes(call, network);
  const publicIp = wantsPublicIp(call, network);
  requireUnusedHostname(call, hostnames);
  requireQuota(data, {
    instance_count: count,
    cpu_core: count * size.cpu_cores,
    ram_mb: count * size.ram_mb,
    disk_gb: count * size.disk_gb,
    public_ip_address: publicIp && !reserved ? count : 0,
  });
  return { hostnames, size, image, network, firewall, volumes, reserved, publicIp, privateIp };
}

function build(call: Call, order: Order, hostname: string, index: number): CivoInstance {
  const { data, fields, region, world } = call;
  const { random } = world;
  const keyId = fields.text('ssh_key_id') ?? '';
  const script = fields.text('script');
  const instance: CivoInstance = {
    id: random.uuid(),
    region,
    hostname,
    name: `${hostname.split('.')[0]}-${random.hex(8)}`,
    status: 'BUILDING',
    size: order.size.name,
    network_id: order.network.id,
    firewall_id: order.firewall?.id ?? '',
    private_ip: null,
    public_ip: null,
    reserved_ip_id: order.reserved?.id ?? '',
    source_id: order.image.name,
    volume_type: fields.text('volume_type') ?? '',
    initial_user: fields.text('initial_user') ?? order.image.initial_user,
    initial_password: keyId === '' ? random.word(14) : '',
    ssh_key_id: keyId,
    script: script === undefined ? '' : Buffer.from(script).toString('base64'),
    tags: fields.words('tags'),
    notes: '',
    reverse_dns: fields.text('reverse_dns') ?? '',
    civostatsd_token: random.uuid(),
    created_at: timestamp(world.now()),
    allowed_ips: fields.words('allowed_ips'),
    network_bandwidth_limit: fields.number('network_bandwidth_limit') ?? 0,
    recovery: false,
  };
  const ending: Ending = {
    status: 'ACTIVE',
    privateIp: order.privateIp ?? freePrivateAddress(call, order.network),
    publicIp: order.reserved?.ip ?? (order.publicIp ? nextPublicAddress(data) : null),
  };
  data.instances[instance.id] = instance;
  if (order.reserved) order.reserved.instance_id = instance.id;
  if (index === 0) {
    for (const volume of order.volumes) {
      Object.assign(volume, { instance_id: instance.id, status: 'attaching', mountpoint: '/dev/vdb' });
    }
  }
  beginOperation(world, instance, 'BUILDING', ending, BUILD_TIME);
  recordAction(world, 'instance-create', instance.id);
  return instance;
}

function requireOpenRegion(code: string): void {
  const region = regions.find((known) => known.code === code);
  if (!region?.features.iaas) throw failure('region_unavailable');
  if (region.out_of_capacity) throw failure('out_of_capacity');
}

function findImage(call: Call): CivoDiskImage {
  const { fields, region } = call;
  const offered = [...diskImages(region), ...customDiskImages(region)];
  const source = fields.text('source_type') === 'diskimage' ? fields.text('source_id') : undefined;
  const id = fields.text('template_id') ?? source;
  const image =
    id === undefined
      ? offered.find((known) => known.name === defaultImage)
      : offered.find((known) => known.id === id || (id === source && known.name === id));
  if (!image) throw failure('database_disk_image_not_found');
  if (!isForInstances(image)) throw failure('database_image_id_invalid');
  return image;
}

function findNetwork(call: Call): CivoNetwork {
  const { data, fields, region } = call;
  const id = fields.text('network_id');
  const network =
    id === undefined
      ? ownedIn(data.networks, region).find((known) => known.default)
      : ownedBy(data.networks, id, region);
  if (network?.status !== 'Active') throw failure('database_network_not_found');
  return network;
}

/** Without one given, only the default network has a firewall to fall back on. */
function findFirewall(call: Call, network: CivoNetwork): CivoFirewall | undefined {
  const { data, fields, region } = call;
  const id = fields.text('firewall_id');
  if (id === undefined) {
    return ownedIn(data.firewalls, region).find((known) => known.default && known.network_id === network.id);
  }
  return requireFirewall(call, id, network.id);
}

function findReserved(call: Call): CivoIp | undefined {
  const wanted = call.fields.text('reserved_ipv4');
  if (wanted === undefined) return undefined;
  const ip = ownedIn(call.data.ips, call.region).find((known) => [known.id, known.name, known.ip].includes(wanted));
  if (!ip) throw failure('database_ip_find');
  if (ip.instance_id !== '' || ip.ip === '') {
    throw failure('database_cannot_move_ip', 'The reserved IP is not free to be used');
  }
  return ip;
}

function findVolumes(call: Call, network: CivoNetwork): CivoVolume[] {
  const listed = call.fields.raw('attached_volumes');
  const ids = Array.isArray(listed) ? listed.filter(isRecord).map((item) => String(item.id)) : [];
  return ids.map((id) => {
    const volume = ownedBy(call.data.volumes, id, call.region);
    if (!volume || volume.network_id !== network.id) throw failure('database_volume_not_found');
    if (volume.status !== 'available') {
      throw failure('database_volume_cannot_multiple_attach', 'The volume is not free to be attached');
    }
    return volume;
  });
}

/** `true` and `false` are other words for `create` and `none`. The first instance of a network has one in any case. */
function wantsPublicIp(call: Call, network: CivoNetwork): boolean {
  const wanted = call.fields.text('public_ip') ?? 'create';
  if (!['create', 'true', 'none', 'false'].includes(wanted)) {
    throw failure('parameter_public_ip_missing', 'The public_ip must be create or none');
  }
  if (wanted === 'create' || wanted === 'true') return true;
  return !Object.values(call.data.instances).some((instance) => instance.network_id === network.id);
}

/** The next address of the network that nobody has. */
function freePrivateAddress(call: Call, network: CivoNetwork): string {
  const subnet = createSubnet(network.cidr);
  let address: string;
  do {
    address = subnet.at(network.next_address % (subnet.size - 1));
    network.next_address += 1;
  } while (isTaken(call, network, address));
  return address;
}

function isTaken(call: Call, network: CivoNetwork, address: string): boolean {
  return Object.values(call.data.instances).some(
    (instance) => instance.network_id === network.id && instance.private_ip === address,
  );
}
