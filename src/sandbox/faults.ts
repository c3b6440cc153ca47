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
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

const LEFT_TO_EMULATORS: readonly FaultKind[] = ['task-failure', 'task-vanished', 'stuck'];

interface Fault {
  kind: FaultKind;
  rate: number;
  /** A method, MUTATING, or undefined for any. */
  method: string | undefined;
  left: number;
}

/** Decides which requests go wrong. It counts, so ask once per request and kind. */
export interface Faults {
  /** The fault that the frame shall bring about for a request, if any. */
  strike(method: string, mutates: boolean): FaultKind | undefined;
  /** Whether the emulator shall bring about this one. */
  decide(kind: FaultKind, method: string, mutates: boolean): boolean;
}

/**
 * Reads `KIND[:RATE][@METHOD][xN]`, several separated by commas: RATE is a probability from 0 to 1 (1 unless said),
 * METHOD an HTTP method or MUTATING, N how often at most. Throws on anything else, naming the kinds there are.
 */
export function createFaults(grammar: string | undefined, randomState: number): Faults {
  const faults = (grammar ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map(parseFault);
  const own = faults.filter((fault) => !LEFT_TO_EMULATORS.includes(fault.kind));
  const random = createRandom(randomState);

  return {
    strike: (method, mutates) => own.find((fault) => strikes(fault, method, mutates, random))?.kind,
    decide: (kind, method, mutates) =>
      faults.some((fault) => fault.kind === kind && strikes(fault, method, mutates, random)),
  };
}

function strikes(fault: Fault, method: string, mutates: boolean, random: Random): boolean {
  if (fault.left <= 0) return false;
  if (fault.method === 'MUTATING' ? !mutates : fault.method !== undefined && fault.method !== method) return false;
  // Where nothing is committed there is nothing to drop after it.
  if (fault.kind === 'drop-after-commit' && !mutates) return false;
  if (fault.rate < 1 && random.next() >= fault.rate) return false;
  fault.left -= 1;
  return true;
}

function parseFault(item: string): Fault {
  const match = /^([a-z0-9-]+?)(?::([0-9.]+))?(?:@([a-z]+))?(?:x([0-9]+))?$/i.exec(item);
  const kind = FAULT_KINDS.find((known) => known === match?.[1]?.toLowerCase());
  if (!match || !kind) {
    throw new Error(
      `The sandbox knows no fault ${JSON.stringify(item)}. Write KIND[:RATE][@METHOD][xN] with one of: ${FAULT_KINDS.join(', ')}.`,
    );
  }
  const rate = Number(match[2] ?? 1);
  if (!(rate >= 0 && rate <= 1)) {
    throw new Error(`The rate of the fault ${JSON.stringify(item)} must be a number from 0 to 1.`);
  }
  return { kind, rate, method: match[3]?.toUpperCase(), left: match[4] ? Number(match[4]) : Number.POSITIVE_INFINITY };
}
