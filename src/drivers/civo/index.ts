import type { Driver } from '../../core/driver';
import { backup, backups, deleteBackup, restore } from './backup';
import { catalog, verify } from './catalog';
import { clone } from './clone';
import { console } from './console';
import { create } from './create';
import { firewall } from './firewall';
import { follow, followMany } from './follow';
import { get, look } from './get';
import { list } from './list';
import { lookMany } from './lookMany';
import { reboot, remove, start, stop } from './power';
import { regionChoices } from './questions';
import { resize } from './resize';
import { ssh } from './ssh';
import { stats } from './stats';
import { tag } from './tag';
import { update } from './update';
import { volumes } from './volumes';
import { wire } from './wire';

/** Civo: instances in regions; no tasks, so that an operation is followed by the instance's state. */
export const civo: Driver = {
  provider: 'civo',
  title: 'Civo',
  summary: 'Instances on Civo, over all regions of the account or one.',
  endpoint: 'https://api.civo.com',
  tokenHelp: 'The API key is on https://dashboard.civo.com/security.',
  variables: { token: ['CIVO_TOKEN', 'CIVO_API_KEY'], endpoint: ['CIVO_API_URL'], region: ['CIVO_REGION'] },
  settings: {
    region: {
      summary: 'The region to look at and to create in; all of them unless said.',
      choices: (session) => regionChoices(session),
    },
    endpoint: { summary: 'The base URL of the API, without /v2.' },
  },
  scopes: ['region'],
  wire,
  pollEveryMs: 3_000,
  verify,
  listOptions: [],
  list,
  get,
  look,
  lookMany,
  follow,
  followMany,
  catalog,
  verbs: {
    create,
    update,
    delete: remove,
    start,
    stop,
    reboot,
    resize,
    clone,
    tag,
    firewall,
    backup,
    backups,
    'delete-backup': deleteBackup,
    restore,
    volumes,
    stats,
    ssh,
    console,
    suspend: {
      unsupported: 'its instances only run or are stopped',
      hint: 'nube stop keeps the disk, which is still paid for.',
    },
    recover: { unsupported: 'a deleted instance is gone at once', hint: 'nube create makes a new one.' },
    purge: { unsupported: 'a deleted instance is gone at once, and nothing is left of it' },
    migrate: { unsupported: 'it chooses the servers of instances itself' },
    drain: {
      unsupported: 'it directs no traffic to single instances',
      hint: 'nube firewall REF --set NAME can close one off.',
    },
    network: {
      unsupported: 'an instance stays in the network it was made in',
      hint: 'nube create --network makes one in another.',
    },
    'ssh-key': {
      unsupported: 'it takes an SSH key only when an instance is made',
      hint: 'Add the key to ~/.ssh/authorized_keys over nube ssh.',
    },
    'reset-password': {
      unsupported: 'it keeps the initial password and sets no other',
      hint: 'nube get REF --show-secrets shows it.',
    },
    iso: { unsupported: 'it has no ISO images', hint: 'nube catalog images shows what instances are made from.' },
    upgrade: { unsupported: 'it upgrades nothing inside an instance', hint: 'nube resize makes one larger.' },
    image: {
      unsupported: 'it makes no image from an instance',
      hint: 'nube backup takes a snapshot, in regions that have them.',
    },
    'security-groups': {
      unsupported: 'it has a firewall for each instance in their place',
      hint: 'nube firewall REF --set NAME',
    },
    containers: { unsupported: 'its instances are virtual machines without containers of their own' },
    env: {
      unsupported: 'it keeps no environment variables for an instance',
      hint: 'nube create --user-data runs a script on a new one.',
    },
  },
};
