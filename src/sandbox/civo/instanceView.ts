import type { World } from '../emulator';
import { randomStart } from '../random';
import { sizeNamed } from './catalog';
import type { CivoData, CivoInstance } from './data';

/** An instance as list, get and create answer it. The region is left out, as the provider does; `full` adds history. */
export function instanceView(world: World<CivoData>, instance: CivoInstance, full: boolean): Record<string, unknown> {
  const { data } = world;
  const size = sizeNamed(instance.size);
  const running = instance.status === 'ACTIVE';
  const key = instance.ssh_key_id && data.sshkeys[instance.ssh_key_id];
  const reserved = instance.reserved_ip_id ? data.ips[instance.reserved_ip_id] : undefined;
  const attached = attachments(world).get(instance.id) ?? [];
  const minute = Math.floor(world.now() / 60_000);
  return {
    id: instance.id,
    name: instance.name,
    hostname: instance.hostname,
    account_id: data.account_id,
    size: instance.size,
    firewall_id: instance.firewall_id,
    source_type: 'diskimage',
    source_id: instance.source_id,
    network_id: instance.network_id,
    initial_user: instance.initial_user,
    initial_password: instance.initial_password,
    ssh_key: key ? key.public_key : '',
    ssh_key_id: instance.ssh_key_id,
    tags: instance.tags,
    ...(instance.script === '' ? {} : { script: instance.script }),
    status: instance.status,
    civostatsd_token: instance.civostatsd_token,
    civostatsd_stats: running ? figures(instance.id, Math.floor(world.now() / 5000)) : null,
    civostatsd_stats_per_minute: full && running ? history(instance.id, minute, 60) : [],
    civostatsd_stats_per_hour: full && running ? history(instance.id, Math.floor(minute / 60), 24) : [],
    public_ip: instance.public_ip,
    private_ip: instance.private_ip,
    ipv6: null,
    namespace_id: null,
    notes: instance.notes,
    reverse_dns: instance.reverse_dns,
    cpu_cores: size?.cpu_cores ?? 1,
    ram_mb: size?.ram_mb ?? 1024,
    disk_gb: size?.disk_gb ?? 25,
    gpu_count: size?.gpu_count ?? 0,
    gpu_type: size?.gpu_type ?? '',
    volume_type: instance.volume_type,
    ...(reserved ? { reserved_ip_id: reserved.id, reserved_ip_name: reserved.name, reserved_ip: reserved.ip } : {}),
    attached_volumes: attached.map((id) => ({ id })),
    allowed_ips: instance.allowed_ips,
    network_bandwidth_limit: instance.network_bandwidth_limit,
    created_at: instance.created_at,
  };
}

function attachments(world: World<CivoData>): Map<string, string[]> {
  return world.memo('attachments', () => {
    const volumes = new Map<string, string[]>();
    for (const volume of Object.values(world.data.volumes)) {
      if (volume.instance_id === '') continue;
      volumes.set(volume.instance_id, [...(volumes.get(volume.instance_id) ?? []), volume.id]);
    }
    return volumes;
  });
}

/** CPU, memory and disk in percent: made up, but each instance has its own level, around which it moves. */
function figures(id: string, moment: number): string {
  const level = randomStart(7, id);
  const wobble = randomStart(moment, id);
  const cpu = 2 + (level % 40) + (wobble % 200) / 10;
  const memory = 20 + ((level >>> 8) % 50) + ((wobble >>> 8) % 50) / 10;
  const disk = 10 + ((level >>> 16) % 60);
  return `${cpu.toFixed(1)},${memory.toFixed(1)},${disk.toFixed(1)}`;
}

function history(id: string, last: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => figures(id, last - count + 1 + index));
}
