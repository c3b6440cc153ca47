import type { MorpheusSettings } from './settings';

/** Everything that the emulated appliance keeps, by id. Field names are the provider's where it has one. */
export interface MorpheusData {
  settings: MorpheusSettings;
  /** The id that comes next: one count for whatever is made, so that ids of two kinds are never the same. */
  nextId: number;
  instances: Record<string, MorpheusInstance>;
  /** Volumes that outlived their instance. */
  volumes: Record<string, MorpheusVolume>;
  snapshots: Record<string, MorpheusSnapshot>;
  backups: Record<string, MorpheusBackup>;
  processes: Record<string, MorpheusProcess>;
  images: Record<string, MorpheusImage>;
  /** By unique id. */
  executions: Record<string, MorpheusExecution>;
  /** By access token. */
  tokens: Record<string, MorpheusToken>;
  /** How many addresses each network has given out. */
  addresses: Record<string, number>;
}

/** Moments are milliseconds since 1970, sizes of memory are bytes. */
export interface MorpheusInstance {
  id: number;
  uuid: string;
  name: string;
  displayName: string | null;
  description: string | null;
  hostName: string;
  groupId: number;
  cloudId: number;
  layoutId: number;
  planId: number;
  maxCores: number;
  coresPerSocket: number;
  maxMemory: number;
  /** The code of an environment. */
  instanceContext: string | null;
  status: string;
  statusDate: number | null;
  errorMessage: string | null;
  locked: boolean;
  /** Whether it has ever come up: before that it has no address, and its volumes no ids. */
  provisioned: boolean;
  /** A clone takes a while to be seen; its name is taken from the start. */
  hidden: boolean;
  /** What is going on. */
  processId: number | null;
  /** What a person must decide upon. */
  waiting: MorpheusRequest | null;
  labels: string[];
  tags: MorpheusTag[];
  evars: MorpheusVariable[];
  importedEnvs: Record<string, MorpheusVariable | string>;
  volumes: MorpheusVolume[];
  interfaces: MorpheusInterface[];
  /** Its containers, each on a server of its own. */
  nodes: MorpheusNode[];
  securityGroupIds: number[];
  firewallEnabled: boolean;
  config: Record<string, unknown>;
  powerScheduleType: string | null;
  createdBy: number;
  ownerId: number;
  created: number;
  updated: number;
  removalDate: number | null;
  expireDate: number | null;
  shutdownDate: number | null;
}

export interface MorpheusNode {
  id: number;
  uuid: string;
  name: string;
  serverId: number;
  status: string;
  /** on, off or paused. */
  powerState: string;
  ip: string;
  externalIp: string | null;
  created: number;
}

export interface MorpheusVolume {
  id: number;
  uuid: string;
  name: string;
  /** In GB. */
  size: number;
  rootVolume: boolean;
  storageType: number;
  datastoreId: number | null;
}

export interface MorpheusInterface {
  id: number;
  name: string;
  networkId: number;
  networkInterfaceTypeId: number;
  ipAddress: string;
  ipMode: string;
}

export interface MorpheusTag {
  id: number;
  name: string;
  value: string;
}

export interface MorpheusVariable {
  name: string;
  /** Text or a number, as it was sent. */
  value: unknown;
  export: boolean;
  masked: boolean;
}

/** An order, from the moment it is accepted to its end. */
export interface MorpheusOperation {
  /** The kind of process that history knows it as. */
  process: string;
  middle: string;
  /** A second middle state, so many of the provider's milliseconds after the first. */
  later?: { status: string; after: number };
  ending: MorpheusEnding;
  duration: number;
}

/** What becomes of an instance when an operation is done. */
export interface MorpheusEnding {
  status: string;
  change?: Partial<MorpheusInstance>;
  /** The nodes' status and power, if they follow. */
  service?: string;
  power?: string;
  /** The instance goes. */
  remove?: { preserveVolumes: boolean; keepBackups: boolean };
}

export interface MorpheusRequest {
  type: 'provision' | 'reconfigure' | 'delete';
  /** The status to return to. */
  before: string;
  operation: MorpheusOperation;
}

export interface MorpheusProcess {
  id: number;
  instanceId: number;
  /** The node that it is about; null for all. */
  nodeId: number | null;
  code: string;
  status: string;
  startDate: number;
  endDate: number | null;
  error: string | null;
  resultType: string | null;
  resultId: number | null;
  eventId: number;
  createdBy: number;
  /** What a retry does again. */
  operation: MorpheusOperation | null;
}

export interface MorpheusSnapshot {
  id: number;
  instanceId: number;
  nodeId: number;
  name: string;
  description: string | null;
  status: string;
  currentlyActive: boolean;
  memorySnapshot: boolean;
  forExport: boolean;
  parentId: number | null;
  created: number;
}

export interface MorpheusBackup {
  id: number;
  instanceId: number;
  nodeId: number;
  name: string;
  created: number;
  /** Oldest first. */
  results: MorpheusBackupResult[];
}

export interface MorpheusBackupResult {
  id: number;
  status: string;
  startDate: number;
  endDate: number | null;
  sizeInMb: number;
  errorMessage: string | null;
}

export interface MorpheusImage {
  id: number;
  name: string;
  status: string;
  imageType: string;
  osType: string;
  /** In bytes. */
  rawSize: number;
  userUploaded: boolean;
  created: number;
}

export interface MorpheusExecution {
  id: number;
  uniqueId: string;
  instanceId: number;
  nodeId: number;
  script: string;
  created: number;
  /** When it has ended. */
  done: number;
  stdOut: string;
  exitCode: number;
}

export interface MorpheusToken {
  id: number;
  userId: number;
  clientId: string;
  refreshToken: string;
  /** When it was given out, and until when it is good. */
  created: number;
  expires: number;
}
