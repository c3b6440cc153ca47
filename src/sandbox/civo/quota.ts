import { sizeNamed } from './catalog';
import type { CivoData, CivoLimits } from './data';
import { failure } from './failure';

const NAMES: Readonly<Record<keyof CivoLimits, string>> = {
  instance_count: 'instances',
  cpu_core: 'CPU cores',
  ram_mb: 'MB of RAM',
  disk_gb: 'GB of disk',
  disk_volume_count: 'volumes',
  public_ip_address: 'public IP addresses',
};

/** What the account uses now, over all regions; stopped instances and those being deleted count. */
export function usage(data: CivoData): CivoLimits {
  const used = { instance_count: 0, cpu_core: 0, ram_mb: 0, disk_gb: 0, disk_volume_count: 0, public_ip_address: 0 };
  for (const instance of Object.values(data.instances)) {
    const size = sizeNamed(instance.size);
    used.instance_count += 1;
    used.cpu_core += size?.cpu_cores ?? 0;
    used.ram_mb += size?.ram_mb ?? 0;
    used.disk_gb += size?.disk_gb ?? 0;
    if (instance.public_ip && instance.reserved_ip_id === '') used.public_ip_address += 1;
  }
  for (const volume of Object.values(data.volumes)) {
    used.disk_volume_count += 1;
    used.disk_gb += volume.size_gb;
  }
  used.public_ip_address += Object.keys(data.ips).length;
  return used;
}

/** Throws `quota_limit_reached`, with a line for each limit that `more` would exceed. */
export function requireQuota(data: CivoData, more: Partial<CivoLimits>): void {
  const used = usage(data);
  const exceeded = (Object.keys(NAMES) as (keyof CivoLimits)[]).filter(
    (thing) => (more[thing] ?? 0) > 0 && used[thing] + (more[thing] ?? 0) > data.limits[thing],
  );
  if (exceeded.length === 0) return;
  const lines = exceeded.map(
    (thing) => `Limit of ${data.limits[thing]} ${NAMES[thing]}: ${used[thing]} in use, ${more[thing]} more requested`,
  );
  throw failure('quota_limit_reached', lines.join('\n'));
}

/** The answer of the quota endpoint: pairs of a limit and what is used. */
export function quotaView(data: CivoData): Record<string, unknown> {
  const used = usage(data);
  const view: Record<string, unknown> = {
    id: data.account_id,
    default_user_id: data.account_id,
    default_user_email_address: 'sandbox@example.com',
  };
  for (const thing of Object.keys(NAMES) as (keyof CivoLimits)[]) {
    view[`${thing}_limit`] = data.limits[thing];
    view[`${thing}_usage`] = used[thing];
  }
  const others: Record<string, [number, number]> = {
    disk_snapshot_count: [30, Object.keys(data.snapshots).length],
    subnet_count: [10, 0],
    network_count: [20, Object.keys(data.networks).length],
    security_group: [32, Object.keys(data.firewalls).length],
    security_group_rule: [320, Object.values(data.firewalls).reduce((sum, found) => sum + found.rules.length, 0)],
    port_count: [64, used.instance_count],
    loadbalancer_count: [16, 0],
    objectstore_gb: [1000, 0],
    database_count: [4, 0],
  };
  for (const [thing, [limit, inUse]] of Object.entries(others)) {
    view[`${thing}_limit`] = limit;
    view[`${thing}_usage`] = inUse;
  }
  return view;
}
