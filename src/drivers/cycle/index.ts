import type { Driver } from '../../core/driver';
import { backups, deleteBackup, restore } from './backups';
import { catalog } from './catalog';
import { clone } from './clone';
import { console } from './console';
import { readContainers } from './containers';
import { create } from './create';
import { drain } from './drain';
import { follow, followMany } from './follow';
import { get, look } from './get';
import { list } from './list';
import { lookMany } from './lookMany';
import { identifyHub, readHubs, verify } from './lookups';
import { migrate } from './migrate';
import { reboot, start, stop } from './power';
import { remove } from './remove';
import { resize } from './resize';
import { ssh } from './ssh';
import { stats } from './stats';
import { update } from './update';
import { volumes } from './volumes';
import { wire } from './wire';

/** Cycle: instances are copies of containers; starting, stopping and resizing belong to the container. */
export const cycle: Driver = {
  provider: 'cycle',
  title: 'Cycle',
  summary: 'Instances of containers and virtual machines in a hub on Cycle.io.',
  endpoint: 'https://api.cycle.io',
  tokenHelp: 'API keys are made in the portal, under the settings of the hub: https://portal.cycle.io.',
  variables: { token: ['CYCLE_API_KEY'], endpoint: ['CYCLE_BASE_URL'], hub: ['CYCLE_HUB_ID'] },
  settings: {
    hub: {
      required: true,
      summary: 'The hub, by id, identifier or name.',
      identify: identifyHub,
      choices: async (session) =>
        (await readHubs(session)).map(({ id, name, identifier }) => ({
          value: id,
          name: identifier === null || identifier === name ? name : `${name} (${identifier})`,
        })),
    },
    container: {
      summary: 'The container to look at, by id, identifier or name; all of them unless said.',
      choices: async (session) =>
        (await readContainers(session))
          .filter(({ machine }) => machine === null)
          .map(({ id, label, environmentName }) => ({
            value: id,
            name: environmentName === null ? label : `${label} (${environmentName})`,
          })),
    },
    endpoint: { summary: 'The base URL of the API, without /v1; for a core of your own.' },
  },
  scopes: ['hub', 'container'],
  wire,
  pollEveryMs: 2_000,
  verify,
  listOptions: ['server', 'kind', 'search', 'include'],
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
    migrate,
    drain,
    backups,
    'delete-backup': deleteBackup,
    restore,
    volumes,
    stats,
    ssh,
    console,
    suspend: {
      unsupported: 'its instances only run or are stopped',
      hint: 'nube stop stops every instance of the container.',
    },
    recover: { unsupported: 'a deleted instance is gone', hint: 'nube create makes new instances of its container.' },
    purge: { unsupported: 'a deleted instance is gone by itself, and nothing is left of it' },
    tag: {
      unsupported: 'its instances have no tags',
      hint: 'Servers have them: nube api GET /v1/infrastructure/servers',
    },
    firewall: {
      unsupported: 'its containers have ports and the network of their environment, not firewalls',
      hint: 'nube api GET /v1/containers/ID shows config.network.',
    },
    network: { unsupported: 'an instance stays in the environment of its container' },
    'ssh-key': {
      unsupported: 'its instances are reached with short-lived passwords',
      hint: 'nube ssh REF makes one when it is needed.',
    },
    'reset-password': {
      unsupported: 'its instances have no password; each login gets its own',
      hint: 'nube ssh REF',
    },
    iso: { unsupported: 'it attaches no ISO images to instances' },
    upgrade: { unsupported: 'it upgrades servers itself, and instances with a new image of their container' },
    backup: {
      unsupported: 'it makes backups by the schedule of the container, and none on request',
      hint: 'nube backups REF shows those that there are.',
    },
    image: { unsupported: 'it makes no image from an instance; containers have the image they are made from' },
    'security-groups': { unsupported: 'its containers share the network of their environment instead' },
    containers: {
      unsupported: 'an instance there is one copy of one container',
      hint: 'nube catalog containers lists the containers of the hub.',
    },
    env: {
      unsupported: 'environment variables belong to the container there',
      hint: 'nube api GET /v1/containers/ID shows config.runtime.',
    },
  },
};
