export type { Disk, Disks } from './files';
export type { Machine } from './machine';
export { type LoginAttempt, type SshOptions, serveSsh } from './serveSsh';
