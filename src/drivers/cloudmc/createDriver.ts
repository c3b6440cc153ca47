import type { Driver, Unsupported } from '../../core/driver';
import { environmentChoices, serviceChoices, verify } from './account';
import { backup } from './backup';
import { backups, deleteBackup } from './backups';
import { catalog } from './catalog';
import { clone } from './clone';
import { create } from './create';
import { createWire } from './createWire';
import { follow } from './follow';
import { get } from './get';
import type { Installation } from './installation';
import { iso } from './iso';
import { list } from './list';
import { lookMany } from './lookMany';
import { network } from './network';
import { purge, reboot, recover, start, stop } from './power';
import { remove } from './remove';
import { resetPassword } from './resetPassword';
import { resize } from './resize';
import { ssh } from './ssh';
import { sshKey } from './sshKey';
import { update } from './update';
import { volumes } from './volumes';

/**
 * The driver for one installation of CloudMC. Instances live in an environment of a service; every change is a task,
 * which is followed to its end.
 */
export function createDriver(installation: Installation): Driver {
  const { provider, title, summary, endpoint, tokenHelp, variables } = installation;
  return {
    provider,
    title,
    summary,
    endpoint,
    tokenHelp,
    variables,
    settings: {
      environment: {
        required: true,
        summary: 'The environment to look at and to create in, by name.',
        choices: (session) => environmentChoices(session, installation),
      },
      service: {
        required: true,
        summary: 'The code of the service that the environment belongs to.',
        choices: (session) => serviceChoices(session, installation),
      },
      org: { summary: 'The id of another organization than the key’s own.' },
      endpoint: {
        ...(endpoint === null ? { required: true } : {}),
        summary: 'The base URL of the API, with its /v1 or /api/v2.',
      },
    },
    scopes: ['service', 'environment', 'org'],
    wire: createWire(installation),
    pollEveryMs: 1_000,
    verify,
    listOptions: [],
    list: list(installation),
    get: get(installation),
    lookMany: lookMany(installation),
    follow: follow(installation),
    catalog: catalog(installation),
    verbs: {
      create: create(installation),
      update,
      delete: remove(installation),
      start,
      stop: stop(installation),
      reboot,
      recover,
      purge,
      resize,
      clone: clone(installation),
      network,
      'ssh-key': sshKey,
      'reset-password': resetPassword,
      iso: installation.isos ? iso : noIsos,
      backup: backup(installation),
      backups,
      'delete-backup': deleteBackup(installation),
      volumes,
      ssh: ssh(installation),
      ...unsupported(installation),
    },
  };
}

const noIsos: Unsupported = {
  unsupported: 'its API knows no ISO images',
  hint: 'nube catalog images shows what instances are made from.',
};

function unsupported({ portal }: Installation) {
  return {
    restore: {
      unsupported: 'a snapshot can’t be put back in place, neither by its API nor in its portal',
      hint: `Make a template of the snapshot at ${portal}, then nube create --image TEMPLATE; or nube clone --shape-only.`,
    },
    suspend: {
      unsupported: 'its instances only run or are stopped',
      hint: 'nube stop keeps the disks.',
    },
    migrate: { unsupported: 'it chooses the servers of instances itself' },
    drain: {
      unsupported: 'its API takes no single instance out of the traffic',
      hint: `Load balancing rules are changed at ${portal}`,
    },
    tag: {
      unsupported: 'its instances have no tags',
      hint: 'nube update REF --name can put what matters into the name.',
    },
    firewall: {
      unsupported: 'an instance has no firewall of its own: its network has rules',
      hint: `They are changed at ${portal}`,
    },
    'security-groups': {
      unsupported: 'an instance has no security groups: its network has rules',
      hint: `They are changed at ${portal}`,
    },
    upgrade: { unsupported: 'it upgrades nothing inside an instance', hint: 'nube resize gives it another size.' },
    image: {
      unsupported: 'its API makes no image of an instance',
      hint: `nube backup takes snapshots; at ${portal} a template can be made of one.`,
    },
    stats: {
      unsupported: 'its API has no figures of what instances use',
      hint: `They are shown at ${portal}`,
    },
    console: { unsupported: 'its API has no console', hint: `There is one at ${portal}` },
    containers: { unsupported: 'its instances are virtual machines without containers of their own' },
    env: {
      unsupported: 'it keeps no environment variables for an instance',
      hint: 'nube create --user-data runs a script on a new one.',
    },
  } as const satisfies Record<string, Unsupported>;
}
