import { createRandom, type Random } from './random';

/** What the frame does by itself, and what only an emulator can. Also the list that an unknown kind is answered with. */
export const FAULT_KINDS = [
  '401',
  '403',
  '404',
  '409',
  '429',
  '429-after',
  '429-date',
  '500',
  'html',
  '503',
  '503-after',
  'reset',
  'reset-body',
  'truncated',
  'wrong-types',
  'error-in-200',
  'slow',
  'drop-after-commit',
  'task-failure',
  'task-vanished',
  'stuck',
  'down',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

const LEFT_TO_EMULATORS: readonly FaultKind[] = ['task-failure', 'task-vanished', 'stuck'];

interface Fault {
  kind: FaultKind;
  rate: number;
  /** A method, MUTATING, READING, FOLLOWING, or undefined for any. */
  method: string | undefined;
  path: RegExp | undefined;
  /** So many fitting requests are still let through. */
  spared: number;
  left: number;
}

/** What a fault goes by. */
export interface Stricken {
  method: string;
  /** Without the query. */
  path: string;
}

/** Decides which requests go wrong. It counts, so ask once per request and kind. */
export interface Faults {
  /** The fault that the frame shall bring about for a request, if any. */
  strike(request: Stricken, mutates: boolean): FaultKind | undefined;
  /** Whether the emulator shall bring about this one. */
  decide(kind: FaultKind, request: Stricken, mutates: boolean): boolean;
}

/**
 * Reads `KIND[:RATE][@[METHOD][/PATH]][#FIRST][xN]`, several separated by commas: RATE is a probability from 0 to 1
 * (1 unless said); METHOD an HTTP method, MUTATING, READING, or FOLLOWING for what is read after something was
 * changed; PATH with `*` for any characters; FIRST the number of the first fitting request that is struck; N how often
 * at most. Throws on anything else, naming the kinds there are.
 */
export function createFaults(grammar: string | undefined, randomState: number): Faults {
  const faults = (grammar ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map(parseFault);
  const own = faults.filter((fault) => !LEFT_TO_EMULATORS.includes(fault.kind));
  const random = createRandom(randomState);
  let changed = false;

  return {
    strike(request, mutates) {
      const moment = { ...request, mutates, changed };
      changed ||= mutates;
      return own.find((fault) => strikes(fault, moment, random))?.kind;
    },
    decide: (kind, request, mutates) =>
      faults.some((fault) => fault.kind === kind && strikes(fault, { ...request, mutates, changed }, random)),
  };
}

interface Moment extends Stricken {
  mutates: boolean;
  /** Something was changed before it. */
  changed: boolean;
}

function strikes(fault: Fault, moment: Moment, random: Random): boolean {
  if (fault.left <= 0 || !fits(fault.method, moment) || fault.path?.test(moment.path) === false) return false;
  // Where nothing is committed there is nothing to drop after it.
  if (fault.kind === 'drop-after-commit' && !moment.mutates) return false;
  if (fault.rate < 1 && random.next() >= fault.rate) return false;
  if (fault.spared > 0) {
    fault.spared -= 1;
    return false;
  }
  fault.left -= 1;
  return true;
}

function fits(wanted: string | undefined, { method, mutates, changed }: Moment): boolean {
  if (wanted === 'MUTATING') return mutates;
  if (wanted === 'READING') return !mutates;
  if (wanted === 'FOLLOWING') return !mutates && changed;
  return wanted === undefined || wanted === method;
}

function parseFault(item: string): Fault {
  const match =
    /^([a-z0-9-]+?)(?::(?<rate>[0-9.]+))?(?:@(?<method>[a-z]+)?(?<path>\/[^#]*?)?)?(?:#(?<first>[1-9][0-9]*))?(?:x(?<most>[0-9]+))?$/i.exec(
      item,
    );
  const kind = FAULT_KINDS.find((known) => known === match?.[1]?.toLowerCase());
  if (!match || !kind) {
    throw new Error(
      `The sandbox knows no fault ${JSON.stringify(item)}. Write KIND[:RATE][@[METHOD][/PATH]][#FIRST][xN] with one of: ${FAULT_KINDS.join(', ')}.`,
    );
  }
  const { rate: given = '1', method, path, first = '1', most } = match.groups ?? {};
  const rate = Number(given);
  if (!(rate >= 0 && rate <= 1)) {
    throw new Error(`The rate of the fault ${JSON.stringify(item)} must be a number from 0 to 1.`);
  }
  return {
    kind,
    rate,
    method: method?.toUpperCase(),
    path: path === undefined ? undefined : patternOf(path),
    spared: Number(first) - 1,
    left: most === undefined ? Number.POSITIVE_INFINITY : Number(most),
  };
}

function patternOf(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
