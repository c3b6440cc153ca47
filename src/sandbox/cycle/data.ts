import type { Disk } from '../ssh';
import type { CycleSettings } from './cycleSettings';

/** Everything that the emulated hub holds, by id where it has one. Moments are milliseconds since 1970; 0 is none. */
export interface CycleData {
  /** What all ids of the hub share, and how many were given out. */
  id_base: string;
  id_count: number;
  /** 64 hexadecimal digits: signs tokens, and the SSH host key is made from it. */
  secret: string;
  hub: { id: string; name: string; identifier: string; created: number };
  account: { id: string; first: string; last: string; email: string };
  api_key: { id: string; name: string };
  integrations: Record<string, CycleIntegration>;
  locations: Record<string, CycleLocation>;
  clusters: Record<string, CycleCluster>;
  servers: Record<string, CycleServer>;
  environments: Record<string, CycleEnvironment>;
  images: Record<string, CycleImage>;
  containers: Record<string, CycleContainer>;
  instances: Record<string, CycleInstance>;
  virtual_machines: Record<string, CycleVirtualMachine>;
  ssh_keys: Record<string, CycleSshKey>;
  ips: Record<string, CycleIp>;
  backups: Record<string, CycleBackup>;
  jobs: Record<string, CycleJob>;
  credentials: Record<string, CycleCredential>;
  /** Newest last. */
  notifications: CycleNotification[];
  settings: CycleSettings;
  /** By the id of the instance, or `volume-` and the id of a deployed volume. */
  disks: Record<string, Disk>;
}

export interface CycleCreator {
  id: string;
  type: 'account' | 'api-key';
}

export interface CycleIntegration {
  id: string;
  name: string;
  vendor: string;
  identifier: string;
  created: number;
}

export interface CycleLocation {
  id: string;
  integration_id: string;
  vendor: string;
  name: string;
  /** The vendor's word for it. */
  code: string;
  city: string;
  state: string;
  country: string;
  region: string;
  latitude: number;
  longitude: number;
}

export interface CycleCluster {
  id: string;
  identifier: string;
  created: number;
}

export interface CycleServer {
  id: string;
  location_id: string;
  integration_id: string;
  /** The cluster's identifier. */
  cluster: string;
  hostname: string;
  nickname: string;
  model: string;
  state: string;
  online: boolean;
  /** Since when its instances are moved away. */
  evacuate: number;
  tags: string[];
  cores: number;
  ram_mb: number;
  created: number;
}

export interface CycleEnvironment {
  id: string;
  identifier: string;
  name: string;
  description: string;
  cluster: string;
  state: string;
  /** How many addresses of its network were given out. */
  hosts: number;
  created: number;
}

export interface CycleImage {
  id: string;
  name: string;
  description: string;
  source_id: string;
  size: number;
  created: number;
}

export type CycleConfig = Record<string, unknown> & {
  network: { public: string; hostname: string; [more: string]: unknown };
  deploy: { instances: number; strategy?: string | null; [more: string]: unknown };
};

export interface CycleContainer {
  id: string;
  name: string;
  identifier: string;
  creator: CycleCreator;
  environment_id: string;
  /** Empty for the container of a virtual machine. */
  image_id: string;
  /** Empty for all others. */
  virtual_machine_id: string;
  /** Empty unless it is one of the platform's own. */
  service: string;
  config: CycleConfig;
  volumes: CycleVolume[];
  annotations: Record<string, unknown> | null;
  stateful: boolean;
  deprecate: boolean;
  lock: boolean;
  state: string;
  desired: string;
  changed: number;
  created: number;
  updated: number;
  deleted: number;
  started: number;
  /** The number of its newest instance. */
  last_number: number;
}

export interface CycleVolume {
  id: string;
  hash: string;
  config: CycleVolumeConfig;
  removed: number;
}

export type CycleVolumeConfig = Record<string, unknown> & {
  local?: { max_size: string; stateless?: boolean | null; storage_pool?: boolean | null } | null;
  remote_access?: { enable: boolean; password: { algorithm: string; data: string } | null; [more: string]: unknown };
};

export interface CycleInstance {
  id: string;
  container_id: string;
  server_id: string;
  creator: CycleCreator;
  hostname: string;
  /** Its place in the environment's network. */
  host: number;
  state: string;
  changed: number;
  /** Empty when there is none. */
  error: string;
  ready_state: string;
  purge_time: number;
  stateful_id: string;
  migration: CycleMigration | null;
  traffic_drain: number;
  created: number;
  updated: number;
  deleted: number;
  /** When it ran, `to` being 0 while it does; the oldest are forgotten. */
  runs: { from: number; to: number }[];
  /** By the id of the container's volume. */
  volumes: Record<string, { id: string; extended_mb: number; used_mb: number }>;
}

export interface CycleMigration {
  key: string;
  copy_volumes: boolean;
  started: number;
  completed: number;
  to: { instance_id: string; server_id: string } | null;
  from: { instance_id: string; server_id: string } | null;
}

export interface CycleVirtualMachine {
  id: string;
  name: string;
  identifier: string;
  creator: CycleCreator;
  environment_id: string;
  container_id: string;
  config: Record<string, unknown> & { network: { public: string; hostname: string; [more: string]: unknown } };
  image: { type: string; details: Record<string, unknown> };
  volumes: CycleVirtualMachineVolume[];
  annotations: Record<string, unknown> | null;
  root_password: string;
  root_password_changed: number;
  ssh_keys: string[];
  state: string;
  changed: number;
  created: number;
  updated: number;
  deleted: number;
  started: number;
  deprecate: boolean;
  lock: boolean;
}

export interface CycleVirtualMachineVolume {
  id: string;
  hash: string;
  config: Record<string, unknown>;
  removed: number;
}

export interface CycleSshKey {
  id: string;
  name: string;
  identifier: string;
  creator: CycleCreator;
  environment_id: string;
  public_key: string;
  created: number;
}

export interface CycleIp {
  id: string;
  kind: 'ipv4' | 'ipv6';
  address: string;
  /** What it is assigned to; all empty when it is free. */
  container_id: string;
  instance_id: string;
  virtual_machine_id: string;
}

export interface CycleBackup {
  id: string;
  container_id: string;
  instance_id: string;
  size: number;
  state: string;
  created: number;
  changed: number;
}

/** The login of an instance, or of a virtual machine's serial console. */
export interface CycleCredential {
  id: string;
  instance_id: string;
  container_id: string;
  /** Empty unless it is for a serial console. */
  virtual_machine_id: string;
  secret: string;
  created: number;
  used: number;
  expires: number;
}

export interface CycleJob {
  id: string;
  queue: string;
  action: string;
  caption: string;
  header: string;
  steps: string[];
  input: Record<string, unknown>;
  creator: CycleCreator;
  state: string;
  changed: number;
  queued: number;
  started: number;
  completed: number;
  schedule: number;
  expires: number;
  /** In the provider's milliseconds, from start to end. */
  duration: number;
  /** How it will end, unless it never does. */
  outcome: string;
  /** Accepted, but nowhere to be found, and never done. */
  vanished: boolean;
  error: string;
  work: CycleWork;
  /** How often it was asked for; counted in memory, and saved only along with other changes. */
  polls: number;
}

/** What a job does, and to whom. */
export interface CycleWork {
  kind: string;
  container_id: string;
  instance_ids?: string[];
  detail?: unknown;
}

export interface CycleNotification {
  number: number;
  topic: string;
  object: { id: string; state?: string; error?: string };
  environment_id: string;
  cluster_id: string;
  container_id: string;
  virtual_machine_id: string;
}
