import type { Action, ActionError, ActionStatus, CreatedInstance } from '../action';
import { type ErrorKind, exitCodes } from '../errors';
import { type Instance, type InstanceDetail, states } from '../instance';
import { count, exact, moment, nullable, oneOf, type Schema, type Shape, size, string, strings } from './schema';

const statuses = [
  'succeeded',
  'failed',
  'accepted',
  'skipped',
  'unknown',
  'created',
  'unchanged',
  'differs',
] as const satisfies readonly ActionStatus[];

const absent = nullable(string);

export const kinds = Object.keys(exitCodes) as ErrorKind[];

/** The error of a row. */
export const rowError: Schema = nullable(
  exact({ code: string, kind: oneOf(kinds), message: string, hint: absent } satisfies Record<
    keyof ActionError,
    Schema
  >),
);

const instance: Record<keyof Instance, Schema> = {
  profile: string,
  provider: string,
  id: string,
  name: string,
  hostname: absent,
  state: oneOf(states),
  providerState: string,
  region: absent,
  group: absent,
  size: absent,
  image: absent,
  cpus: nullable(size),
  memoryMiB: nullable(size),
  diskGiB: nullable(size),
  publicAddresses: strings,
  privateAddresses: strings,
  tags: strings,
  createdAt: nullable(moment),
  updatedAt: nullable(moment),
};

const detail: Record<keyof InstanceDetail, Schema> = {
  ...instance,
  user: absent,
  description: absent,
  networks: strings,
  publicIps: strings,
  volumes: { type: 'array', items: exact({ id: string, name: absent, sizeGiB: nullable(size) }) },
  userData: absent,
  password: absent,
};

const action: Record<keyof Action, Schema> = {
  profile: string,
  provider: string,
  id: string,
  name: string,
  action: string,
  status: oneOf(statuses),
  state: nullable(oneOf(states)),
  operation: absent,
  error: rowError,
  result: nullable({ type: 'object' }),
};

const created: Record<keyof CreatedInstance, Schema> = {
  ...instance,
  id: absent,
  action: oneOf(['create', 'clone']),
  status: oneOf(statuses),
  operation: absent,
  error: rowError,
};

const execution = {
  profile: string,
  provider: string,
  id: string,
  name: string,
  status: oneOf(statuses),
  exitCode: nullable(count),
  stdout: string,
  stderr: string,
  error: rowError,
};

/** Instances, and what was done to them. */
export const instanceShapes = {
  instances: { title: 'Instances in the shared model', prints: 'array', row: exact(instance) },
  instance: { title: 'One instance with everything worth reading', prints: 'object', row: exact(detail) },
  actions: { title: 'What the action came to on each target', prints: 'array', row: exact(action) },
  created: {
    title: 'The new instances, and what came of making each; password only with --show-secrets',
    prints: 'array',
    row: exact(created, { password: absent }),
  },
  executions: { title: 'What the command came to on each instance', prints: 'array', row: exact(execution) },
} as const satisfies Record<string, Shape>;
