/** Everything that the emulated account owns, by id where it has one. Field names are the provider's. */
export interface CivoData {
  account_id: string;
  instances: Record<string, CivoInstance>;
  networks: Record<string, CivoNetwork>;
  firewalls: Record<string, CivoFirewall>;
  volumes: Record<string, CivoVolume>;
  ips: Record<string, CivoIp>;
  sshkeys: Record<string, CivoSshKey>;
  snapshots: Record<string, CivoSnapshot>;
  /** By the id of the instance. */
  consoles: Record<string, CivoConsole>;
  limits: CivoLimits;
  /** Oldest first. */
  actions: CivoAction[];
  /** How many public addresses were ever given out. */
  public_addresses: number;
}

export interface CivoInstance {
  id: string;
  /** Never shown: answers leave the region out. */
  region: string;
  hostname: string;
  name: string;
  status: string;
  size: string;
  network_id: string;
  firewall_id: string;
  private_ip: string | null;
  public_ip: string | null;
  reserved_ip_id: string;
  /** The name of the disk image. */
  source_id: string;
  volume_type: string;
  initial_user: string;
  initial_password: string;
  ssh_key_id: string;
  /** In base64; empty when there is none. */
  script: string;
  tags: string[];
  notes: string;
  reverse_dns: string;
  civostatsd_token: string;
  /** RFC 3339. */
  created_at: string;
  allowed_ips: string[];
  network_bandwidth_limit: number;
  recovery: boolean;
}

export interface CivoNetwork {
  id: string;
  region: string;
  name: string;
  label: string;
  default: boolean;
  cidr: string;
  status: string;
  /** Never shown: which address the next instance gets. */
  next_address: number;
}

export interface CivoFirewall {
  id: string;
  region: string;
  name: string;
  label: string;
  network_id: string;
  default: boolean;
  rules: CivoFirewallRule[];
}

export interface CivoFirewallRule {
  id: string;
  protocol: string;
  start_port: string;
  end_port: string;
  ports: string;
  cidr: string[];
  direction: string;
  action: string;
  label: string;
}

export interface CivoVolume {
  id: string;
  region: string;
  name: string;
  /** Empty when attached to none. */
  instance_id: string;
  cluster_id: string;
  network_id: string;
  mountpoint: string;
  status: string;
  volume_type: string;
  size_gb: number;
  bootable: boolean;
  created_at: string;
}

export interface CivoIp {
  id: string;
  region: string;
  name: string;
  /** Empty for the first moments. */
  ip: string;
  /** Empty when it is assigned to none. */
  instance_id: string;
}

export interface CivoSshKey {
  id: string;
  name: string;
  fingerprint: string;
  public_key: string;
  created_at: string;
}

export interface CivoSnapshot {
  id: string;
  region: string;
  instance_id: string;
  name: string;
  description: string;
  included_volumes: string[];
  state: string;
  created_at: string;
  /** What a restore builds from. */
  source: CivoInstance;
}

export interface CivoConsole {
  session: string;
  duration: string;
  /** Milliseconds since 1970. */
  ready: number;
  expires: number;
}

export interface CivoLimits {
  instance_count: number;
  cpu_core: number;
  ram_mb: number;
  disk_gb: number;
  disk_volume_count: number;
  public_ip_address: number;
}

export interface CivoAction {
  id: number;
  type: string;
  details: string;
  related_id: string;
  related_type: string;
  created_at: string;
}
