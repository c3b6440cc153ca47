import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';
import { flag, text, type Values, whole } from '../../core/option';
import { chooseTargets } from '../../core/targets';
import { cleanLines } from '../../core/text';
import type { Output } from '../../core/view';
import { references } from '../verb';
import { type ExecResult, execView, type Job, runOn } from './execResult';
import { confirmAll, inTurn, type Reached, reachAll } from './fleet';
import { checkReaching, reachOptions } from './reachOptions';
import { sshWords } from './sshArguments';
import { asSsh, troubleOf } from './trouble';
import { requireWay } from './way';

const options = {
  ...reachOptions,
  script: text('script', 'FILE', 'run this local script with sh; - is standard input', { completes: 'file' }),
  canary: flag('canary', 'run on the first alone, and on the others only if that succeeded'),
  stopAfter: whole('stop-after', 'N', 'start no more once so many have failed'),
};

export const exec = defineCommand({
  name: 'exec',
  output: 'executions',
  group: 'reach',
  summary: 'run a command on instances, with OpenSSH',
  description:
    'The words after -- are joined by spaces, as ssh does. On one instance the streams and the exit code are the command’s own; on several the output is grouped by instance, and 12 means that some failed.',
  view: execView,
  arguments: [references],
  options,
  mutating: ['yes', 'dry-run', 'timeout', 'concurrency', 'filter', 'all', 'max'],
  rest: true,
  examples: [
    { line: 'nube exec web-1 -- uptime', does: 'as ssh does' },
    { line: 'nube exec --filter tag=web --yes -- systemctl restart nginx', does: 'on a selection, eight at a time' },
    {
      line: 'nube exec --filter tag=web --canary --stop-after 2 --script update.sh',
      does: 'a local script, carefully',
    },
  ],
  run(context, { words, options: given, rest }) {
    checkReaching(given);
    if (rest.length === 0 && given.script === undefined) {
      throw new CliError('missing_argument', 'exec needs a command after --', {
        hint: 'For example nube exec web-1 -- uptime, or --script FILE',
      });
    }
    const single = words.length === 1;
    const work = () => execute(context, words, given, rest);
    return single ? asSsh(work) : work();
  },
});

async function execute(
  context: Context,
  words: readonly string[],
  given: Values<typeof options>,
  rest: readonly string[],
): Promise<Output> {
  const rule = { strict: true, prefixes: true, gone: 'no', reaches: true } as const;
  const targets = await chooseTargets(context, 'exec', words, rule);
  if (targets.length === 0) context.note('Nothing fits the selection', 'nothing_selected');
  const reached = await reachAll(context, 'exec', targets, given);
  const command = given.script === undefined ? rest : ['sh', '-s', ...(rest.length === 0 ? [] : ['--', ...rest])];
  if (context.options.dryRun) return writeDown(context, reached, command, given.script);
  const what = given.script === undefined ? rest.join(' ') : given.script;
  const question = `Run ${JSON.stringify(what)} on these ${targets.length} instances?`;
  await confirmAll(context, 'exec', targets, question);
  const script = given.script === undefined ? null : await readScript(context, given.script);
  const job = { command, script, reaching: given };
  const [only] = reached;
  const single = words.length === 1 && only !== undefined;
  if (single && !context.formatted) return passThrough(context, only, job);
  return runAll(context, reached, job, given, single);
}

async function writeDown(
  context: Context,
  reached: readonly Reached[],
  command: readonly string[],
  script: string | undefined,
): Promise<Output> {
  const openssh = await context.openssh();
  for (const { way } of reached) {
    if (way === null) continue;
    const batch = reached.length > 1;
    await openssh.record(['ssh', ...sshWords(openssh, way, way, { command, batch })], script);
  }
  return { kind: 'text', text: context.recorded() };
}

const readScript = (context: Context, file: string): Promise<Buffer> =>
  file === '-' ? context.readInput() : context.readFile(file);

/** One instance: the streams unchanged, and the command's own exit code. */
async function passThrough(context: Context, { target, way: known }: Reached, job: Job): Promise<Output> {
  const openssh = await context.openssh();
  const way = known ?? (await requireWay(context, target, job.reaching));
  const place = await openssh.route(way.instance, way);
  const end = await openssh.run({
    program: 'ssh',
    words: sshWords(openssh, way, place, { command: job.command, noTerminal: true }),
    alias: way.alias,
    host: place.host,
    password: way.password ?? undefined,
    input: job.script ?? 'own',
    output: 'through',
    timeout: context.options.timeout,
  });
  const trouble = end.interrupted ? null : troubleOf(end, way, openssh);
  const exitCode = end.timedOut ? 255 : end.code;
  const failures = trouble === null ? [] : [trouble.with({ exitCode })];
  return { kind: 'written', code: exitCode, failures, attempted: () => 1, what: 'targets' };
}

/** Several, or one whose result is wanted as data. */
async function runAll(
  context: Context,
  reached: readonly Reached[],
  job: Job,
  { canary = false, stopAfter = Number.POSITIVE_INFINITY }: Values<typeof options>,
  single: boolean,
): Promise<Output> {
  const failures: CliError[] = [];
  const failed: { place: number; error: CliError }[] = [];
  const stops = () => context.interrupted.aborted || failed.length >= stopAfter;

  async function* run(some: readonly Reached[], stopped: () => boolean) {
    const ends = inTurn(context, some, async (one) => ({
      place: reached.indexOf(one),
      ...(await runOn(context, one, job, single, stopped)),
    }));
    for await (const { place, result, error } of ends) {
      if (error !== null) failed.push({ place, error });
      yield { place, result };
    }
  }

  async function* results() {
    const first = canary ? reached.slice(0, 1) : [];
    yield* run(first, stops);
    yield* run(reached.slice(first.length), canary && failed.length > 0 ? () => true : stops);
    failures.push(...failed.sort((a, b) => a.place - b.place).map(({ error }) => error));
  }

  async function* portions() {
    for await (const { result } of results()) yield [result];
  }

  const counted = { failures, attempted: () => reached.length, what: 'targets' };
  if (!context.formatted) {
    for await (const { result } of results()) writeGroup(context, result);
    return { kind: 'written', code: 0, ...counted };
  }
  if (context.format === 'ndjson') return { kind: 'rows', view: execView, rows: portions(), ...counted };
  const rows: ExecResult[] = [];
  for await (const { place, result } of results()) rows[place] = result;
  return { kind: 'rows', view: execView, rows, ...counted };
}

/** A header, and under it what the instance said; indented, so that no machine can speak for another. */
function writeGroup(context: Context, { profile, name, status, exitCode, stdout, stderr, error }: ExecResult): void {
  const who = `${profile}/${name}`;
  const how =
    status === 'succeeded'
      ? 'ok'
      : status === 'skipped'
        ? 'not run'
        : error?.code === 'command_failed'
          ? `exit code ${exitCode}`
          : (error?.message ?? status);
  context.write(`${cleanLines(`== ${who}: ${how}`)}\n${linesOf(stdout, '  ')}`);
  context.writeError(linesOf(stderr, `${cleanLines(who)}: `));
}

function linesOf(text: string, indent: string): string {
  if (text === '') return '';
  return cleanLines(text.replace(/\r?\n$/, ''))
    .split('\n')
    .map((line) => `${indent}${line}\n`)
    .join('');
}
