import type { Session } from '../../core/driver';
import { type Fields, listOf, positive, text } from '../../core/fields';
import type { Query } from '../../core/http';
import { toMoment } from '../../core/units';
import { idOf, isTrue, readArray, reference } from './fields';

export interface Size {
  /** The name, which is what Civo knows a size by. */
  id: string;
  name: string;
  title: string | null;
  cpus: number | null;
  memoryMiB: number | null;
  diskGiB: number | null;
  gpus: number | null;
  gpu: string | null;
  transferGiB: number | null;
  /** An instance can be made with it today. */
  offered: boolean;
}

export interface Image {
  id: string;
  name: string;
  version: string | null;
  distribution: string | null;
  user: string | null;
  description: string | null;
  createdAt: string | null;
}

export interface Network {
  id: string;
  /** What Civo calls the label; its own `name` is an internal one, and here the alias. */
  name: string;
  alias: string | null;
  cidr: string | null;
  isDefault: boolean;
}

export interface Firewall {
  id: string;
  name: string;
  network: string | null;
  rules: number | null;
  instances: number | null;
  isDefault: boolean;
}

export interface SshKey {
  id: string;
  name: string;
  fingerprint: string | null;
  publicKey: string | null;
  createdAt: string | null;
}

export interface Volume {
  id: string;
  name: string;
  instance: string | null;
  network: string | null;
  sizeGiB: number | null;
  state: string | null;
  type: string | null;
  mountpoint: string | null;
  bootable: boolean;
  createdAt: string | null;
}

/** The sizes of instances in a region, in Civo's order, with those that can no longer be chosen. */
export function readSizes(session: Session, region: string): Promise<readonly Size[]> {
  return read(session, '/v2/sizes', region, (row) => {
    const name = text(row.name);
    const type = text(row.type);
    const transfer = positive(row.transfer_tb);
    // The list mixes the sizes of all products (terraform-provider-civo, civo/cli).
    const isInstance = type === null || type.toLowerCase() === 'instance';
    if (name === null || !isInstance || /\.(kube|k3s|db|kf)\./.test(name)) return null;
    return {
      id: name,
      name,
      title: text(row.nice_name) ?? text(row.description),
      cpus: positive(row.cpu_cores),
      memoryMiB: positive(row.ram_mb),
      diskGiB: positive(row.disk_gb),
      gpus: positive(row.gpu_count),
      gpu: text(row.gpu_type),
      transferGiB: transfer === null ? null : transfer * 1024,
      offered: isTrue(row.selectable),
    };
  });
}

/** The images from which instances are made in a region, or, with `custom`, the account's own. Ids differ by region. */
export function readImages(session: Session, region: string, custom = false): Promise<readonly Image[]> {
  return read(
    session,
    '/v2/disk_images',
    region,
    (row) => {
      const id = idOf(row, 'GET /v2/disk_images');
      const name = text(row.name) ?? id;
      const state = text(row.state);
      if ((state !== null && state.toLowerCase() !== 'available') || /k3s|talos/.test(name)) return null;
      return {
        id,
        name,
        version: text(row.version),
        distribution: text(row.distribution),
        user: text(row.initial_user),
        description: text(row.description) ?? text(row.label),
        createdAt: toMoment(row.created_at),
      };
    },
    custom ? { type: 'custom' } : {},
  );
}

/** The networks of a region, without those that are being deleted. */
export function readNetworks(session: Session, region: string): Promise<readonly Network[]> {
  return read(session, '/v2/networks', region, (row) => {
    const id = idOf(row, 'GET /v2/networks');
    const label = text(row.label);
    const name = text(row.name);
    if (text(row.status)?.toLowerCase() === 'deleting') return null;
    return {
      id,
      name: label ?? name ?? id,
      alias: label === null ? null : name,
      cidr: text(row.cidr),
      isDefault: isTrue(row.default),
    };
  });
}

export function readFirewalls(session: Session, region: string): Promise<readonly Firewall[]> {
  return read(session, '/v2/firewalls', region, (row) => {
    const id = idOf(row, 'GET /v2/firewalls');
    return {
      id,
      name: text(row.name) ?? id,
      network: reference(row.network_id),
      rules: count(row.rules_count),
      instances: count(row.instance_count),
      isDefault: isTrue(row.default),
    };
  });
}

/** The account's SSH keys; they are the same in every region. */
export function readSshKeys(session: Session, region: string | undefined): Promise<readonly SshKey[]> {
  return read(session, '/v2/sshkeys', region, (row) => {
    const id = idOf(row, 'GET /v2/sshkeys');
    return {
      id,
      name: text(row.name) ?? id,
      fingerprint: text(row.fingerprint),
      publicKey: text(row.public_key),
      createdAt: toMoment(row.created_at),
    };
  });
}

export function readVolumes(session: Session, region: string): Promise<readonly Volume[]> {
  return read(session, '/v2/volumes', region, (row) => {
    const id = idOf(row, 'GET /v2/volumes');
    return {
      id,
      name: text(row.name) ?? id,
      instance: reference(row.instance_id),
      network: reference(row.network_id),
      sizeGiB: positive(row.size_gb),
      state: text(row.status),
      type: text(row.volume_type),
      mountpoint: reference(row.mountpoint),
      bootable: isTrue(row.bootable),
      createdAt: toMoment(row.created_at),
    };
  });
}

/** The volumes of one instance: those that name it, and those that it names. */
export function attachedTo(
  instance: Fields,
  volumes: readonly Volume[],
): { id: string; name: string | null; sizeGiB: number | null }[] {
  const id = reference(instance.id);
  const named = listOf(instance.attached_volumes).flatMap((volume) => reference(volume.id) ?? []);
  const attached = volumes.filter((volume) => volume.instance === id || named.includes(volume.id));
  const unknown = named.filter((volume) => !attached.some((known) => known.id === volume));
  return [
    ...attached.map(({ id, name, sizeGiB }) => ({ id, name, sizeGiB })),
    ...unknown.map((volume) => ({ id: volume, name: null, sizeGiB: null })),
  ];
}

function read<T>(
  session: Session,
  path: string,
  region: string | undefined,
  toValue: (row: Fields) => T | null,
  query: Query = {},
): Promise<readonly T[]> {
  return session.once(`civo ${path} ${region} ${JSON.stringify(query)}`, async () => {
    const rows = readArray(await session.http.get(path, { region, ...query }), `GET ${path}`);
    return rows.map(toValue).filter((value) => value !== null);
  });
}

function count(value: unknown): number | null {
  const whole = Number.isInteger(value) ? Number(value) : -1;
  return whole >= 0 ? whole : null;
}
