import type { Command } from '../core/command';
import { api } from './api';
import { backup, clone, drain, firewall, image, migrate, network, resize, sshKey, tag } from './change';
import { catalog, providers } from './choose';
import { console } from './console';
import { create } from './create';
import { demo } from './demo';
import { get } from './get';
import { purge, reboot, recover, remove, start, stop, suspend, update } from './life';
import { list } from './list';
import { profileAdd } from './profile/add';
import { profileRemove, profileRename, profileSet, profileUnguard, profileUse } from './profile/change';
import { profileGet, profileList, profileTest } from './profile/look';
import { cp } from './reach/cp';
import { exec } from './reach/exec';
import { inventory } from './reach/inventory';
import { ssh } from './reach/ssh';
import { sshConfig } from './reach/sshConfig';
import { containers, env, stats, volumes } from './reading';
import { sandboxReset, sandboxServe, sandboxStatus } from './sandbox';
import { backups, iso, resetPassword, restore, securityGroups, upgrade } from './twofold';
import { explain } from './understand';
import { wait } from './wait';

/** Every command, in the order of help. */
export const commands = [
  list,
  get,
  stats,
  volumes,
  containers,
  env,
  securityGroups,
  backups,
  create,
  update,
  remove,
  start,
  stop,
  reboot,
  suspend,
  recover,
  purge,
  wait,
  resize,
  clone,
  migrate,
  drain,
  tag,
  firewall,
  network,
  sshKey,
  resetPassword,
  iso,
  upgrade,
  backup,
  restore,
  image,
  ssh,
  exec,
  cp,
  console,
  sshConfig,
  inventory,
  catalog,
  profileAdd,
  profileList,
  profileGet,
  profileUse,
  profileSet,
  profileUnguard,
  profileRename,
  profileRemove,
  profileTest,
  providers,
  sandboxServe,
  sandboxReset,
  sandboxStatus,
  demo,
  api,
  explain,
] as unknown as readonly Command[];
