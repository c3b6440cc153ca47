import type { BackupRow, StatsRow } from '../driver';
import {
  boolean,
  exact,
  flat,
  moment,
  nullable,
  oneOf,
  type Schema,
  type Shape,
  size,
  string,
  strings,
} from './schema';

const absent = nullable(string);
const figure = nullable(size);

const own = { profile: string, provider: string, id: string, name: absent };
const ofInstance = { ...own, instanceId: string };

/** Fields that mean the same in every listing that has them. */
const shared = {
  region: absent,
  state: absent,
  cpus: figure,
  memoryMiB: figure,
  diskGiB: figure,
  sizeGiB: figure,
  createdAt: nullable(moment),
};

const backup: Record<keyof BackupRow | 'profile' | 'provider', Schema> = {
  profile: string,
  provider: string,
  instanceId: string,
  id: string,
  name: absent,
  kind: oneOf(['backup', 'snapshot']),
  state: absent,
  sizeGiB: figure,
  createdAt: nullable(moment),
};

const stats: Record<keyof StatsRow | 'profile' | 'provider' | 'id' | 'name' | 'instanceId', Schema> = {
  ...ofInstance,
  name: string,
  time: nullable(moment),
  cpuPercent: figure,
  memoryUsedMiB: figure,
  memoryMaxMiB: figure,
  memoryPercent: figure,
  diskUsedGiB: figure,
  diskMaxGiB: figure,
  diskPercent: figure,
  networkReceiveBytesPerSecond: figure,
  networkTransmitBytesPerSecond: figure,
};

const groups = {
  profile: string,
  provider: string,
  instanceId: string,
  firewallEnabled: nullable(boolean),
  groups: { type: 'array', items: exact({ id: string, name: absent }) },
};

const hosts = {
  type: 'object',
  properties: {
    _meta: exact({ hostvars: { type: 'object', additionalProperties: { type: 'object' } } }),
    all: exact({ hosts: strings, children: strings }),
  },
  required: ['_meta', 'all'],
  additionalProperties: exact({ hosts: strings }),
};

/** What belongs to instances, and what a create can choose from. */
export const listingShapes = {
  volumes: { title: 'The volumes of the instances', prints: 'array', row: flat(ofInstance, shared) },
  containers: { title: 'The containers of the instances', prints: 'array', row: flat(ofInstance, shared) },
  variables: {
    title: 'The environment variables of the instances; a masked value is asterisks without --show-secrets',
    prints: 'array',
    row: flat({ ...ofInstance, value: absent, masked: boolean }),
  },
  backups: { title: 'The backups of the instances', prints: 'array', row: exact(backup) },
  stats: { title: 'Figures of the instances', prints: 'array', row: exact(stats) },
  securityGroups: { title: 'The security groups of each instance', prints: 'array', row: exact(groups) },
  offers: { title: 'What is offered for the instances', prints: 'array', row: flat(ofInstance, shared) },
  catalog: { title: 'What a create can choose from', prints: 'array', row: flat(own, shared) },
  inventory: { title: 'A dynamic inventory of Ansible', prints: 'object', row: hosts },
  hostVariables: { title: 'With --host: the variables of one host', prints: 'object', row: { type: 'object' } },
  link: { title: 'The link to the console', prints: 'object', row: exact({ url: string }) },
} as const satisfies Record<string, Shape>;
