import type { Driver } from '../../core/driver';
import { backup, backups, deleteBackup, restore } from './backup';
import { catalog } from './catalog';
import { clone } from './clone';
import { console } from './console';
import { containers } from './containers';
import { create } from './create';
import { env } from './env';
import { firewall } from './firewall';
import { follow, followMany, lookMany } from './follow';
import { get } from './get';
import { image } from './image';
import { find, list } from './list';
import { iso, reboot, start, stop, suspend } from './power';
import { cloudChoices, groupChoices } from './questions';
import { remove } from './remove';
import { resize } from './resize';
import { securityGroups } from './securityGroups';
import { ssh } from './ssh';
import { stats } from './stats';
import { tag } from './tag';
import { update } from './update';
import { upgrade } from './upgrade';
import { verify } from './verify';
import { volumes } from './volumes';
import { wire } from './wire';

/** Morpheus: instances in groups and clouds, on an appliance of the customer's own. */
export const morpheus: Driver = {
  provider: 'morpheus',
  title: 'Morpheus',
  summary: 'Instances on an HPE Morpheus appliance, over all its clouds.',
  endpoint: null,
  tokenHelp: 'An access token is made in the web interface, at User Settings, API Access; or give --username.',
  variables: {
    endpoint: ['MORPHEUS_API_URL'],
    token: ['MORPHEUS_API_TOKEN'],
    username: ['MORPHEUS_API_USERNAME'],
    password: ['MORPHEUS_API_PASSWORD'],
  },
  settings: {
    endpoint: { required: true, summary: 'The root of the appliance, as in https://morpheus.example.com.' },
    username: { summary: 'Who signs in with a password, in a tenant as subdomain\\user.' },
    'client-id': {
      summary:
        'The OAuth client of the sign-in, morph-api unless said; before 9.0 tools that share one end each other’s tokens.',
    },
    group: {
      summary: 'The group to look at and to create in; all of them unless said.',
      choices: (session) => groupChoices(session),
    },
    cloud: {
      summary: 'The cloud to look at and to create in; all of them unless said.',
      choices: (session) => cloudChoices(session),
    },
  },
  scopes: ['group', 'cloud', 'region'],
  passwordSignIn: true,
  wire,
  // What HPE's own Terraform provider allows itself.
  pollEveryMs: 5_000,
  verify,
  listOptions: ['updatedSince'],
  list,
  find,
  get,
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
    suspend,
    resize,
    clone,
    tag,
    firewall,
    iso,
    upgrade,
    backup,
    backups,
    'delete-backup': deleteBackup,
    restore,
    image,
    'security-groups': securityGroups,
    volumes,
    containers,
    env,
    stats,
    ssh,
    console,
    recover: {
      unsupported: 'only a removal that a policy delays can be undone, and that as long as it waits',
      hint: 'nube api PUT /api/instances/ID/cancel-removal undoes it.',
    },
    purge: {
      unsupported: 'a deleted instance is gone, unless a policy delays that',
      hint: 'nube api DELETE /api/instances/ID?force=on does not wait for the date.',
    },
    migrate: { unsupported: 'its interface moves no instance from one host to another' },
    drain: { unsupported: 'it directs no traffic to single instances' },
    network: {
      unsupported: 'an instance stays in the network it was made in',
      hint: 'nube create --network makes one in another.',
    },
    'ssh-key': {
      unsupported: 'it takes an SSH key only when an instance is made',
      hint: 'Add the key to ~/.ssh/authorized_keys over nube ssh.',
    },
    'reset-password': { unsupported: 'it sets no password inside an instance' },
  },
};
