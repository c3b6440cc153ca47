import { createRandom, randomStart } from '../random';

/** What the provider offers to everybody: it never changes, so it isn't part of the state. */
export interface CivoRegion {
  code: string;
  name: string;
  type: string;
  default: boolean;
  out_of_capacity: boolean;
  country: string;
  country_name: string;
  features: Record<string, boolean>;
}

export interface CivoSize {
  type: string;
  name: string;
  nice_name: string;
  cpu_cores: number;
  gpu_count: number;
  gpu_type: string;
  ram_mb: number;
  disk_gb: number;
  transfer_tb: number;
  description: string;
  selectable: boolean;
}

export interface CivoDiskImage {
  id: string;
  name: string;
  version: string;
  state: string;
  initial_user: string;
  distribution: string;
  os: string;
  description: string | null;
  label: string | null;
  disk_image_url: string;
  disk_image_size_bytes: number;
  logo_url: string;
  created_at: string;
  created_by: string;
  distribution_default: boolean;
}

export const regions: readonly CivoRegion[] = [
  region('LON1', 'London 1', 'gb', 'United Kingdom'),
  region('FRA1', 'Frankfurt 1', 'de', 'Germany'),
  { ...region('NYC1', 'New York 1', 'us', 'United States'), default: true },
  { ...region('PHX1', 'Phoenix 1', 'us', 'United States'), out_of_capacity: true },
  region('MUM1', 'Mumbai 1', 'in', 'India', { iaas: false }),
  { ...region('PRIV1', 'Private 1', 'gb', 'United Kingdom'), type: 'private' },
];

/** Where a request goes that names no region. */
export const defaultRegion = 'NYC1';

/** Only private regions take snapshots of instances. */
export function hasSnapshots(code: string): boolean {
  return regions.some((region) => region.code === code && region.type === 'private');
}

export const sizes: readonly CivoSize[] = [
  size('g3.xsmall', 'Extra Small', 1, 1024, 25, 1),
  size('g3.small', 'Small', 1, 2048, 25, 2),
  size('g3.medium', 'Medium', 2, 4096, 50, 3),
  size('g3.large', 'Large', 4, 8192, 100, 4),
  size('g3.xlarge', 'Extra Large', 6, 16384, 150, 5),
  size('g3.2xlarge', '2X Large', 8, 32768, 200, 6),
  { ...size('g4s.xsmall', 'xSmall - Standard', 1, 1024, 25, 1), type: 'instance' },
  { ...size('g4s.small', 'Small - Standard', 1, 2048, 25, 2), type: 'instance' },
  { ...size('g4s.medium', 'Medium - Standard', 2, 4096, 50, 3), type: 'instance' },
  { ...size('g2.small', 'Small (retired)', 1, 2048, 25, 2), selectable: false },
  { ...size('g3.k3s.small', 'Small - K3s', 1, 2048, 15, 0), type: 'Kubernetes' },
  { ...size('g4s.kube.small', 'Small - Kubernetes', 1, 2048, 30, 0), type: 'Kubernetes' },
  { ...size('g4s.kube.medium', 'Medium - Kubernetes', 2, 4096, 40, 0), type: 'Kubernetes' },
  { ...size('an.g1.l40s.kube.x1', 'L40S x1', 8, 131072, 200, 0), type: 'Kubernetes', gpu_count: 1, gpu_type: 'l40s' },
  { ...size('g3.db.small', 'Small - Database', 2, 4096, 40, 0), type: 'Database' },
  { ...size('g3.kf.small', 'Small - Kubeflow', 4, 16384, 100, 0), type: 'KfCluster' },
];

export const defaultSize = 'g3.small';

/** The size of an instance that has one; retired ones included. */
export function sizeNamed(name: string): CivoSize | undefined {
  return sizes.find((size) => size.name === name);
}

/** Whether instances can be made of it today. */
export function isOffered(size: CivoSize): boolean {
  return size.selectable && size.type.toLowerCase() === 'instance';
}

export const volumeTypes = [
  { name: 'standard', description: 'Standard network storage', enabled: true, labels: ['default'] },
  { name: 'encrypted-standard', description: 'Encrypted network storage', enabled: true, labels: ['encrypted'] },
  { name: 'ms-xfs-2-replicas', description: 'Two replicas, XFS', enabled: false, labels: [] },
];

const images: readonly CivoDiskImage[] = [
  image('ubuntu-noble', '24.04', 'ubuntu', { distribution_default: true, description: 'Ubuntu 24.04 LTS' }),
  image('ubuntu-jammy', '22.04', 'ubuntu', { description: 'Ubuntu 22.04 LTS' }),
  image('ubuntu-focal', '20.04', 'ubuntu', { description: 'Ubuntu 20.04 LTS' }),
  image('debian-12', '12', 'debian', { initial_user: 'debian', distribution_default: true, label: 'bookworm' }),
  image('debian-11', '11', 'debian', { initial_user: 'debian', label: 'bullseye' }),
  image('debian-13', '13', 'debian', { initial_user: 'debian', label: 'trixie', state: 'pending' }),
  image('rocky-9-1', '9.1', 'rocky', { initial_user: 'rocky', distribution_default: true }),
  image('almalinux-9', '9', 'almalinux', { initial_user: 'almalinux', distribution_default: true }),
  image('1.30.5-k3s1', '1.30.5-k3s1', 'alpine'),
  image('talos-v1.9.2', 'v1.9.2', 'talos'),
];

const customImages: readonly CivoDiskImage[] = [
  image('golden-web', '2026.1', 'ubuntu', { description: 'Web servers, ready made', created_by: 'sandbox' }),
];

export const defaultImage = 'ubuntu-noble';

/** The disk images of a region. Names are the same everywhere, ids are each region's own. */
export function diskImages(code: string): CivoDiskImage[] {
  return images.map((found) => inRegion(found, code));
}

/** Those that the account made itself; there is one, in one region. */
export function customDiskImages(code: string): CivoDiskImage[] {
  return code === 'LON1' ? customImages.map((found) => inRegion(found, code)) : [];
}

/** Whether an instance can be built from it: images for cluster nodes can't. */
export function isForInstances(found: CivoDiskImage): boolean {
  return found.state === 'available' && !/k3s|talos/.test(found.name);
}

function inRegion(found: CivoDiskImage, code: string): CivoDiskImage {
  return { ...found, id: createRandom(randomStart(1, `${code} ${found.name}`)).uuid() };
}

function region(
  code: string,
  name: string,
  country: string,
  countryName: string,
  features: Record<string, boolean> = {},
): CivoRegion {
  return {
    code,
    name,
    type: 'civostack',
    default: false,
    out_of_capacity: false,
    country,
    country_name: countryName,
    features: {
      iaas: true,
      kubernetes: true,
      object_store: true,
      loadbalancer: true,
      gpu: false,
      dbaas: true,
      volume: true,
      paas: false,
      public_ip_node_pools: true,
      ...features,
    },
  };
}

function size(name: string, niceName: string, cores: number, memory: number, disk: number, transfer: number): CivoSize {
  return {
    type: 'Instance',
    name,
    nice_name: niceName,
    cpu_cores: cores,
    gpu_count: 0,
    gpu_type: '',
    ram_mb: memory,
    disk_gb: disk,
    transfer_tb: transfer,
    description: niceName,
    selectable: true,
  };
}

function image(name: string, version: string, distribution: string, rest: Partial<CivoDiskImage> = {}): CivoDiskImage {
  return {
    id: '',
    name,
    version,
    state: 'available',
    initial_user: 'civo',
    distribution,
    os: 'linux',
    description: null,
    label: null,
    disk_image_url: '',
    disk_image_size_bytes: 2_361_393_152,
    logo_url: '',
    created_at: '2025-05-02T09:30:00Z',
    created_by: 'system',
    distribution_default: false,
    ...rest,
  };
}
