import type { EntryStatus } from '../journal';
import type { OperationRow } from '../operationRow';
import { scopeNames } from '../profile';
import { instanceShapes, rowError } from './instances';
import {
  boolean,
  count,
  exact,
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

const statuses = [
  ...['prepared', 'sent', 'accepted', 'unknown'],
  ...['succeeded', 'failed', 'not_sent', 'lost'],
] as readonly EntryStatus[];

const row: Record<keyof OperationRow, Schema> = {
  profile: string,
  provider: string,
  id: string,
  name: string,
  instanceId: absent,
  action: string,
  status: oneOf(statuses),
  attended: boolean,
  operation: absent,
  startedAt: moment,
  updatedAt: moment,
  error: absent,
  command: string,
};

const instances: Schema = { type: 'array', items: exact({ id: string, name: string, state: string }) };

/** What nube has sent, and how far it is. */
export const operationShapes = {
  operations: { title: 'What is written down of the changes, the newest first', prints: 'array', row: exact(row) },
  operation: {
    title: 'Everything that is written down of one change',
    prints: 'object',
    row: exact({
      ...row,
      error: rowError,
      requests: strings,
      targets: instances,
      instances,
      result: nullable({ type: 'object' }),
      scopes: exact({}, Object.fromEntries(scopeNames.map((name) => [name, string]))),
      timeoutSeconds: size,
      process: count,
      host: string,
    }),
  },
  resumed: {
    title: 'What the verbs of the changes would have printed',
    prints: 'array',
    row: { anyOf: [instanceShapes.actions.row, instanceShapes.created.row] },
  },
} as const satisfies Record<string, Shape>;
