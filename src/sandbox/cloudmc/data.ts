/** Everything the emulated organisations own, by id. Collections are named as in paths, fields as in answers. */
export interface CloudmcData {
  organizations: Record<string, CloudmcOrganization>;
  connections: Record<string, CloudmcConnection>;
  environments: Record<string, CloudmcEnvironment>;
  vpcs: Record<string, CloudmcVpc>;
  networks: Record<string, CloudmcNetwork>;
  instances: Record<string, CloudmcInstance>;
  volumes: Record<string, CloudmcVolume>;
  snapshots: Record<string, CloudmcSnapshot>;
  publicipaddresses: Record<string, CloudmcPublicIp>;
  portforwardingrules: Record<string, CloudmcRule>;
  sshkeys: Record<string, CloudmcSshKey>;
  affinitygroups: Record<string, CloudmcAffinityGroup>;
  /** Imported ones; those for everybody are in the catalogue. */
  templates: Record<string, CloudmcTemplate>;
  tasks: Record<string, CloudmcTask>;
  /** For one environment. */
  limits: { instances: number; volumes: number; snapshots: number; publicIps: number };
  /** How many were ever given out. */
  publicAddresses: number;
  rootVolumes: number;
  settings: CloudmcSettings;
}

/** The collections whose items tasks make, change and remove. */
export type Collection =
  | 'instances'
  | 'volumes'
  | 'snapshots'
  | 'publicipaddresses'
  | 'portforwardingrules'
  | 'sshkeys'
  | 'affinitygroups'
  | 'templates';

/** How it behaves where the real one was seen, or is thought, to do now this and now that. */
export interface CloudmcSettings {
  /** Whether a task is still to be done when its id is answered, or done at once. */
  answers: 'pending' | 'inline';
  /** Whether a bad request is refused, or accepted as a task that fails. */
  refusals: 'request' | 'task';
  failedStatus: 'FAILED' | 'FAILURE' | 'ERROR';
  /**
   * Where the reason of a failed task stands: in `errors`, in `data.result` or not at all; `400` is the HTTP status
   * (else 200), `empty` an error without anything in it.
   */
  failureStyle: 'errors' | 'errors-400' | 'result' | 'result-400' | 'nowhere' | 'empty';
  /** What the number of an error is called; as `errorCode` it is a string. */
  errorField: 'code' | 'errorCode';
  /** How long a task can be asked for, in the provider's minutes. */
  taskMinutes: number;
  /** How many a list without `page_size` holds at most; 0 is all. */
  listLimit: number;
}

export interface CloudmcOrganization {
  id: string;
  name: string;
  entryPoint: string;
  /** Absent for the one that the key belongs to. */
  parentId?: string;
}

export interface CloudmcConnection {
  id: string;
  serviceCode: string;
  name: string;
  type: string;
}

export interface CloudmcEnvironment {
  id: string;
  name: string;
  description: string;
  organizationId: string;
  connectionId: string;
  projectId: string;
  /** Milliseconds since 1970. */
  created: number;
}

/** Whatever belongs to one environment. */
export interface Owned {
  id: string;
  /** The environment's id; never shown. */
  environment: string;
}

export interface CloudmcVpc extends Owned {
  name: string;
  cidr: string;
  zoneId: string;
  sourceNatIp: string;
}

export interface CloudmcNetwork extends Owned {
  name: string;
  description: string;
  /** Absent for an isolated network. */
  vpcId?: string;
  zoneId: string;
  cidr: string;
}

export interface CloudmcInstance extends Owned {
  name: string;
  hostname: string;
  state: string;
  /** The task that the state waits for. */
  task?: string;
  templateId: string;
  computeOfferingId: string;
  cpuCount: number;
  memoryInMB: number;
  bareMetal?: true;
  sshKeyName?: string;
  userData?: string;
  affinityGroupIds: string[];
  dedicatedGroupId?: string;
  isoId?: string;
  /** The default one first. */
  nics: CloudmcNic[];
}

export interface CloudmcNic {
  id: string;
  networkId: string;
  ipAddress: string;
  ipAddressId: string;
  macAddress: string;
  secondaryIps?: { id: string; ipAddress: string }[];
}

export interface CloudmcVolume extends Owned {
  name: string;
  type: 'os' | 'data';
  state: string;
  /** Milliseconds since 1970. */
  created: number;
  instanceId?: string;
  zoneId: string;
  sizeInGb: number;
  diskOfferingId?: string;
  iops?: number;
}

export interface CloudmcSnapshot extends Owned {
  name: string;
  state: string;
  volumeId: string;
  /** The volume's name and type, kept since it may go. */
  volume: string;
  volumeType: string;
}

export interface CloudmcPublicIp extends Owned {
  ipAddress: string;
  state: string;
  zoneId: string;
  vpcId?: string;
  /** For an isolated network. */
  networkId?: string;
  sourceNat?: true;
  staticNat?: { instanceId: string; privateIpId: string };
}

/** Port forwarding; ports are strings. */
export interface CloudmcRule extends Owned {
  ipAddressId: string;
  instanceId: string;
  privateIpId: string;
  protocol: string;
  privatePortStart: string;
  privatePortEnd: string;
  publicPortStart: string;
  publicPortEnd: string;
  state: string;
}

export interface CloudmcSshKey extends Owned {
  name: string;
  publicKey: string;
  fingerprint: string;
}

/** Its members know that they are. */
export interface CloudmcAffinityGroup extends Owned {
  name: string;
  description: string;
  type: string;
}

export interface CloudmcTemplate {
  id: string;
  /** Absent for those that everybody has. */
  environment?: string;
  name: string;
  description: string;
  ready: boolean;
  sizeInGb: number;
  sshKeyEnabled: boolean;
  passwordEnabled: boolean;
  dynamicallyScalable: boolean;
  extractable: boolean;
  /** Whether the root volume can be made larger, and in which steps up to where. */
  resizable: boolean;
  maxSizeInGb?: number;
  stepSizeInGb?: number;
  defaultUsername: string;
  osTypeId: string;
  osTypeName: string;
  hypervisor: string;
  format: string;
  /** Ids of zones. */
  availableInZones: string[];
  /** Milliseconds since 1970. */
  created: number;
}

export interface CloudmcTask {
  id: string;
  status: 'PENDING' | 'SUCCESS' | 'FAILED';
  /** Milliseconds since 1970. */
  created: number;
  result?: unknown;
  errors?: CloudmcError[];
}

export interface CloudmcError {
  code: number;
  message: string;
  context?: Record<string, unknown>;
}
