import type { Route } from '../emulator';
import type { MorpheusData, MorpheusInstance, MorpheusOperation } from './data';
import { parseFlag } from './fields';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginOperation, STEP_TIME } from './operation';
import { reasonAgainst } from './owned';
import { answerFor, answerForAll, done, type Result, refused } from './results';

const VERBS = ['start', 'stop', 'restart', 'suspend', 'eject'] as const;

type Verb = (typeof VERBS)[number];

/** Starting, stopping, suspending, one instance or several, and taking out media. */
export const power: readonly Route<MorpheusData>[] = [
  ...(['suspend', 'eject'] as const).map((verb) =>
    morpheusRoute('PUT', `/api/instances/${verb}`, (call) =>
      answerForAll(call, (instance) => order(call, instance, verb)),
    ),
  ),
  ...VERBS.map((verb) =>
    morpheusRoute('PUT', `/api/instances/:id/${verb}`, (call) =>
      answerFor(call, (instance) => order(call, instance, verb)),
    ),
  ),
];

/** An instance that is already what it shall become stays as it is, and that is a success. */
function order(call: Call, instance: MorpheusInstance, verb: Verb): Result {
  const reason = reasonAgainst(instance);
  if (reason !== undefined) return refused(reason);
  const operation = operationOf(call, instance, verb);
  if ('success' in operation) return operation;
  beginOperation(call.world, instance, operation);
  return done(`Instance ${operation.middle}`);
}

function operationOf(call: Call, instance: MorpheusInstance, verb: Verb): MorpheusOperation | Result {
  const server = parseFlag(call.query.get('server'));
  // Without `server=true` only the service stops or starts again; of old there was no telling them apart.
  const wholly = call.legacy || server === true;
  const { status } = instance;
  const duration = STEP_TIME;
  const isOff = instance.nodes.every(({ powerState }) => powerState === 'off');
  switch (verb) {
    case 'start': {
      if (status === 'running' || status === 'warning') return done('Instance is running');
      if (server === false && isOff) return refused('Server is powered off');
      const ending = { status: 'running', service: 'running', power: 'on' };
      return { process: 'startup', middle: 'starting', ending, duration };
    }
    case 'stop': {
      if (status === 'stopped' && (isOff || !wholly)) return done('Instance is stopped');
      const ending = { status: 'stopped', service: 'stopped', ...(wholly ? { power: 'off' } : {}) };
      return { process: 'shutdown', middle: 'stopping', ending, duration };
    }
    case 'restart': {
      if (server === false && isOff) return refused('Server is powered off');
      const ending = { status: 'running', service: 'running', power: 'on' };
      return { process: 'restart', middle: 'restarting', ending, duration };
    }
    case 'suspend': {
      if (status === 'suspended') return done('Instance is suspended');
      if (status !== 'running' && status !== 'warning') return refused(`Instance is ${status}, not running`);
      const ending = { status: 'suspended', service: 'suspended', power: 'paused' };
      return { process: 'suspend', middle: 'suspending', ending, duration };
    }
    case 'eject':
      return done('No media left');
  }
}
