import { exitCodes } from '../../src/core/errors';
import type { Outcome, Seen } from './cloud';
import { codesOf, type Kind, type Stage } from './kinds';

/** One case of the matrix and what it is measured by. */
export interface Tried {
  stage: Stage;
  kind: Kind;
  /** The command's name, with the family's word. */
  command: string;
  outcome: Outcome;
  /** What the same line came to without a fault. */
  calm: Outcome;
  /** What must not be seen anywhere. */
  secrets: readonly string[];
  /** Whether what a fresh look shows is what it shows after the calm run; asked only where success is claimed. */
  holds(): Promise<boolean>;
}

/** Every way in which an outcome breaks a promise; empty where it keeps them all. */
export async function judge(tried: Tried): Promise<string[]> {
  const { stage, outcome } = tried;
  return [
    ...judgeForm(tried),
    ...judgeRequests(tried),
    ...(stage.endsWith('once') ? judgePassing(tried) : stage === 'first' ? judgeFirst(tried) : judgeChange(tried)),
    ...(outcome.code === 0 && !(await tried.holds()) ? ['claims success, and a fresh look shows otherwise'] : []),
  ];
}

const changes = (seen: readonly Seen[]) => seen.filter(({ method }) => method !== 'GET');
const keyOf = ({ method, path, query, body }: Seen) => JSON.stringify([method, path, query, body]);

function countOf(seen: readonly Seen[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of seen) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

/** Streams and error as section 8 of the contract has them. */
function judgeForm({ outcome: { code, stdout, stderr }, command, secrets }: Tried): string[] {
  const problems: string[] = [];
  const say = (problem: string) => problems.push(problem);
  const lines = stderr.split('\n').filter((one) => one !== '');
  const parsed = lines.map((one) => parse(one));
  // What the copying program says is its own.
  if (parsed.some((one) => one === undefined) && !(command === 'cp' && code === 0))
    say(`stderr is not JSON: ${stderr.slice(0, 200)}`);
  const errors = parsed.filter((one) => one?.error !== undefined);
  if (errors.length !== (code === 0 ? 0 : 1)) say(`${errors.length} errors with exit code ${code}`);
  const error = parsed.at(-1)?.error;
  if (code !== 0 && error === undefined) say('the last line of stderr is not the error');
  if (error !== undefined) {
    if (error.kind === 'internal' || code === 1) say(`crashed: ${error.message}`);
    if (error.exitCode !== code) say(`exitCode ${error.exitCode}, and the process gave ${code}`);
    const remote = code === 255 && command === 'exec';
    if (!remote && code !== exitCodes[error.kind as keyof typeof exitCodes])
      say(`${error.kind} with exit code ${code}`);
    if (!/\S/.test(error.hint ?? '')) say(`no hint beside: ${error.message}`);
    if (!/\S/.test(error.message ?? '') || /[\n\r]/.test(error.message)) say('no one-line message');
    if (error.profile === null || error.provider === null) say('the error names no profile or provider');
  }
  if (stdout !== '' && parse(stdout) === undefined && !/^(ssh|inventory|api|console)/.test(command))
    say(`stdout is not JSON: ${stdout.slice(0, 200)}`);
  if (secrets.some((secret) => `${stdout}${stderr}`.includes(secret))) say('shows the credential');
  if (command !== 'cp' && /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(stderr))
    say('a control character on stderr');
  return problems;
}

/** Nothing is asked more often than four times, and nothing is done twice. */
function judgeRequests({ outcome: { seen }, calm, kind, stage, command }: Tried): string[] {
  const problems: string[] = [];
  const allowed = countOf(calm.seen);
  const raw = command === 'api';
  for (const [key, count] of countOf(changes(seen))) {
    const once = allowed.get(key) ?? 1;
    const may = stage === 'change' && !raw ? Math.max(1, kind.change.sent) : 1;
    if (count > once * may) problems.push(`${key} was sent ${count} times`);
  }
  const committed = changes(seen).filter(isDone).length;
  if (committed > changes(calm.seen).length) problems.push(`${committed} changes were carried out`);
  return problems;
}

const spoilt = new Set(['drop-after-commit', 'reset-body', 'truncated', 'wrong-types', 'down']);
const kept = new Set(['task-failure', 'task-vanished', 'stuck']);
const isDone = ({ status, fault }: Seen): boolean =>
  fault === undefined || kept.has(fault) ? (status ?? 500) < 300 : spoilt.has(fault) && (status ?? 200) < 300;

function judgePassing({ outcome, calm }: Tried): string[] {
  return outcome.code === calm.code ? [] : [`a fault that passed ends in ${outcome.code}: ${outcome.stderr}`];
}

/** Where every reading fails nothing is changed, and the kind of the fault decides the code. */
function judgeFirst({ outcome: { code, stderr, seen }, kind, command }: Tried): string[] {
  const problems: string[] = [];
  // A raw answer is handed on as it is.
  if (command === 'api' && kind.name === 'wrong-types') return [];
  // What goes on is looked at until it is clear that nothing can be seen.
  if (command === 'op') {
    const can = [exitCodes.unavailable, ...(kind.name === '404' ? [exitCodes.not_found] : [])];
    return can.includes(code as never) ? [] : [`ends with ${code}: ${stderr}`];
  }
  const codes = command === 'exec' ? [255] : codesOf(kind.ends);
  const ends: readonly string[] = kind.ends;
  const said = errorOf(stderr)?.kind;
  if (!codes.includes(code) || (code === 255 && !ends.includes(said))) problems.push(`ends with ${code}: ${stderr}`);
  if (changes(seen).length > 0) problems.push('changed something although nothing could be read');
  const most = Math.max(0, ...countOf(seen).values());
  if (seen.length > 0 && most !== kind.tries)
    problems.push(`the most asked was asked ${most} times, not ${kind.tries}`);
  return problems;
}

const statusesOf = (stdout: string): string[] => {
  const rows = stdout === '' ? [] : parse(stdout);
  return Array.isArray(rows) ? rows.flatMap(({ status }) => (typeof status === 'string' ? [status] : [])) : [];
};

/** Where the change itself, or what follows it, goes wrong: what is said of it is what is known of it. */
function judgeChange({ outcome, kind, stage, command }: Tried): string[] {
  const { code, stdout, stderr, seen } = outcome;
  const problems: string[] = [];
  const statuses = statusesOf(stdout);
  const struck = seen.some(({ fault }) => fault !== undefined);
  if (!struck && kind.name !== 'down')
    return code === 0 ? [] : [`no fault struck, and it ended with ${code}: ${stderr}`];
  const sent = Math.max(0, ...countOf(changes(seen)).values());
  const committed = changes(seen).some(isDone);
  const own = codesOf(kind.ends);
  const lost = exitCodes.unavailable;
  // The provider says in its own words that what was changed is no longer there.
  const gone = stage === 'following' && kind.name === '404' && ['not_found', 'failed'].includes(errorOf(stderr)?.kind);
  if (stage === 'change') {
    const { known } = kind.change;
    const wanted = command === 'api' ? Math.min(1, kind.change.sent) : kind.change.sent;
    if (sent !== wanted) problems.push(`sent ${sent} times, not ${wanted}`);
    const codes = known === 'not done' ? own : known === 'open' ? [lost] : [0, lost];
    if (!codes.includes(code)) problems.push(`ends with ${code}: ${stderr}`);
    if (known === 'not done' && statuses.some((status) => status !== 'failed')) problems.push(`status ${statuses}`);
    if (known === 'open' && statuses.some((status) => status !== 'unknown')) problems.push(`status ${statuses}`);
  } else if (stage === 'following') {
    if (![0, lost, ...own, ...(gone ? [exitCodes.failed] : [])].includes(code))
      problems.push(`ends with ${code}: ${stderr}`);
  } else if (![...own, ...(kind.name === 'task-failure' ? [] : [0])].includes(code)) {
    problems.push(`ends with ${code}: ${stderr}`);
  }
  if (
    committed &&
    kind.name !== 'task-failure' &&
    kind.name !== 'task-vanished' &&
    !gone &&
    statuses.includes('failed')
  )
    problems.push(`is called failed, and the change was carried out: ${stderr}`);
  if (code !== 0 && statuses.includes('succeeded') && statuses.length === 1) problems.push('succeeded beside an error');
  return problems;
}

/** The error that stderr ends in. */
const errorOf = (stderr: string) => parse(stderr.trim().split('\n').at(-1) ?? '')?.error;

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
