import type { Secret } from './secret';

// Each verb's own options as the user gave them; an absent one was not given. Sizes are in the unit of the name.

export interface CreateInput {
  size?: string;
  image?: string;
  network?: string;
  region?: string;
  tag?: readonly string[];
  count?: number;
  sshKey?: string;
  publicKey?: string;
  userData?: Secret;
  firewall?: string;
  publicIp?: 'create' | 'none';
  reverseDns?: string;
  user?: string;
  cpus?: number;
  memoryMiB?: number;
  diskOffering?: string;
  diskSizeGiB?: number;
  diskIops?: number;
  rootSizeGiB?: number;
  attachVolume?: string;
  forwardPort?: readonly string[];
  affinityGroup?: string;
  privateAddress?: string;
  service?: string;
  environment?: string;
  org?: string;
  hub?: string;
  container?: string;
  server?: readonly string[];
  scale?: number;
  kind?: 'container' | 'vm';
  group?: string;
  cloud?: string;
  type?: string;
  layout?: string;
  plan?: string;
  volume?: readonly string[];
  config?: readonly string[];
  label?: readonly string[];
  env?: readonly string[];
  copies?: number;
  description?: string;
}

export interface UpdateInput {
  name?: string;
  hostname?: string;
  description?: string;
  reverseDns?: string;
}
export interface DeleteInput {
  purge?: boolean;
  deleteSnapshots?: boolean;
  releaseIp?: readonly string[];
  deleteVolume?: readonly string[];
  preserveVolumes?: boolean;
  keepBackups?: boolean;
  keepIps?: boolean;
  force?: boolean;
}
export interface StartInput {
  wholeContainer?: boolean;
}
export interface StopInput {
  force?: boolean;
  wholeContainer?: boolean;
}
export interface RebootInput {
  soft?: boolean;
  hard?: boolean;
  wholeContainer?: boolean;
}
export interface ResizeInput {
  size?: string;
  cpus?: number;
  memoryMiB?: number;
  plan?: string;
  volume?: readonly string[];
  addVolume?: readonly string[];
  removeVolume?: readonly string[];
  deleteOriginalVolumes?: boolean;
  wholeContainer?: boolean;
}
export interface CloneInput {
  name?: string;
  shapeOnly?: boolean;
  group?: string;
}
export interface MigrateInput {
  to?: string;
  copyVolumes?: boolean;
  revert?: boolean;
}
export interface DrainInput {
  off?: boolean;
}
export interface TagInput {
  set?: readonly string[];
  add?: readonly string[];
  remove?: readonly string[];
  clear?: boolean;
}
export interface FirewallInput {
  set?: string;
  default?: boolean;
  on?: boolean;
  off?: boolean;
}
export interface SecurityGroupsInput {
  set?: readonly string[];
  clear?: boolean;
}
export interface NetworkInput {
  to?: string;
}
export interface SshKeyInput {
  set?: string;
}
export interface IsoInput {
  attach?: string;
  detach?: boolean;
}
export interface UpgradeInput {
  to?: string;
}
export interface BackupInput {
  name?: string;
  snapshot?: boolean;
}
export interface DeleteBackupInput {
  delete?: string;
}
export interface RestoreInput {
  backup?: string;
  as?: string;
}
export interface ImageInput {
  storage?: string;
}
export interface StatsInput {
  since?: Date;
  until?: Date;
  follow?: boolean;
}
export interface SshInput {
  private?: boolean;
  container?: string;
}
export type NoInput = Record<never, never>;
