import { type Action, statusOf } from '../../core/action';
import { actionRow } from '../../core/carryOut';
import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { CliError, toCliError } from '../../core/errors';
import type { SshEnd } from '../../core/openssh';
import { flag, type Values } from '../../core/option';
import type { ActionRules } from '../../core/step';
import { chooseTargets, type Target, targetsOf } from '../../core/targets';
import type { Output } from '../../core/view';
import { actionView } from '../../core/views';
import { type CopyPaths, readCopyPaths } from './copyPaths';
import { confirmAll, findWays, inTurn, type Reached, reachAll } from './fleet';
import { checkReaching, reachOptions } from './reachOptions';
import { scpWords } from './sshArguments';
import { troubleOf } from './trouble';
import { checkAsked, requireAlive, requireWay } from './way';

const options = {
  ...reachOptions,
  recursive: flag('recursive', 'copy directories with all that is in them', { short: 'r' }),
};

const rules: ActionRules = { action: 'cp', asks: false };

export const cp = defineCommand({
  name: 'cp',
  output: 'actions',
  group: 'reach',
  summary: 'copy files to instances or from one, with OpenSSH’s scp',
  description:
    'One side is REF:path; to a selection it is :path. A path of this machine that holds a colon begins with ./ or /.',
  view: actionView,
  arguments: [
    { name: 'path', summary: 'what to copy, and last where to', required: true, many: true, completes: 'path' },
  ],
  options,
  mutating: ['yes', 'dry-run', 'timeout', 'concurrency', 'filter', 'all', 'max'],
  examples: [
    { line: 'nube cp site.conf web-1:/etc/nginx/', does: 'to an instance' },
    { line: 'nube cp -r web-1:/var/log/nginx .', does: 'from one, with all that is in it' },
    { line: 'nube cp --filter tag=web --yes motd :/etc/motd', does: 'to a selection' },
  ],
  async run(context, { words, options: given }) {
    checkReaching(given);
    const paths = readCopyPaths(words);
    return paths.direction === 'up' ? upload(context, paths, given) : download(context, paths, given);
  },
});

type Given = Values<typeof options>;

async function upload(context: Context, paths: CopyPaths, given: Given): Promise<Output> {
  const rule = { strict: true, prefixes: true, gone: 'no', reaches: true } as const;
  const targets = await chooseTargets(context, 'cp', paths.reference === null ? [] : [paths.reference], rule);
  if (targets.length === 0) context.note('Nothing fits the selection', 'nothing_selected');
  const reached = await reachAll(context, 'cp', targets, given);
  if (context.options.dryRun) return writeDown(context, reached, paths, given);
  const what = paths.local.length === 1 ? JSON.stringify(paths.local[0]) : `${paths.local.length} files`;
  await confirmAll(context, 'cp', targets, `Copy ${what} to these ${targets.length} instances?`);
  return copy(context, reached, paths, given);
}

async function download(context: Context, paths: CopyPaths, given: Given): Promise<Output> {
  const { filter, all } = context.options;
  if (filter.length > 0 || all) {
    throw new CliError('selection_required', 'cp takes references or a selection, not both');
  }
  const rule = { strict: false, prefixes: true, gone: 'no', reaches: true } as const;
  const targets = await targetsOf(context, [paths.reference ?? ''], rule);
  for (const { connection, located } of targets) {
    checkAsked(context, connection, given);
    requireAlive(located.instance);
  }
  const reached = await findWays(context, targets, given);
  return context.options.dryRun ? writeDown(context, reached, paths, given) : copy(context, reached, paths, given);
}

async function writeDown(
  context: Context,
  reached: readonly Reached[],
  paths: CopyPaths,
  { recursive = false }: Given,
): Promise<Output> {
  const openssh = await context.openssh();
  const call = { ...paths, recursive, quiet: reached.length > 1, batch: reached.length > 1 };
  for (const { way } of reached) {
    if (way !== null) await openssh.record(['scp', ...scpWords(openssh, way, way, call)]);
  }
  return { kind: 'text', text: context.recorded() };
}

async function copy(context: Context, reached: readonly Reached[], paths: CopyPaths, given: Given): Promise<Output> {
  const alone = reached.length === 1;
  const ends = new Map<Target, { row: Action; error: CliError | null }>();
  for await (const { target, ...end } of inTurn(context, reached, (one) =>
    copyOne(context, one, paths, given, alone),
  )) {
    ends.set(target, end);
  }
  const inOrder = reached.flatMap(({ target }) => ends.get(target) ?? []);
  return {
    kind: 'rows',
    view: actionView,
    rows: inOrder.map(({ row }) => row),
    failures: inOrder.flatMap(({ error }) => error ?? []),
    attempted: () => reached.length,
    what: 'targets',
  };
}

/** Never throws. Alone, scp shows its progress on the terminal and may ask there. */
async function copyOne(
  context: Context,
  { target, way: known }: Reached,
  paths: CopyPaths,
  given: Given,
  alone: boolean,
): Promise<{ target: Target; row: Action; error: CliError | null }> {
  const { profile, provider, name } = target.located.instance;
  const { recursive = false } = given;
  const line = alone ? null : context.progress.start(`cp ${profile}/${name}`);
  try {
    if (context.interrupted.aborted) throw new CliError('not_sent', 'Interrupted before it was copied');
    const openssh = await context.openssh();
    const way = known ?? (await requireWay(context, target, given));
    const place = await openssh.route(way.instance, way);
    const end = await openssh.run({
      program: 'scp',
      words: scpWords(openssh, way, place, { ...paths, recursive, quiet: !alone, batch: !alone }),
      alias: way.alias,
      host: place.host,
      password: way.password ?? undefined,
      input: null,
      output: alone ? 'aside' : 'kept',
      timeout: context.options.timeout,
    });
    const trouble = troubleOf(end, way, openssh);
    if ((end.interrupted || end.timedOut) && trouble !== null) throw trouble;
    if (end.code !== 0) {
      const why = trouble?.message ?? `scp ended with exit code ${end.code}`;
      throw new CliError(
        'command_failed',
        `The copy ${paths.direction === 'up' ? 'to' : 'from'} ${name} failed: ${why}`,
        {
          hint: trouble?.details.hint,
          reason: trouble === null ? reasonOf(end) : undefined,
        },
      );
    }
    line?.succeed(`cp ${profile}/${name}: done`);
    return { target, row: actionRow(target.located, rules, { status: 'succeeded' }), error: null };
  } catch (thrown) {
    const error = toCliError(thrown).with({ profile, provider });
    line?.fail(`cp ${profile}/${name}`);
    return { target, row: actionRow(target.located, rules, { status: statusOf(error), error }), error };
  }
}

/** What scp said first is why, what it says last is often only that. What it has told people itself is not told again. */
function reasonOf({ stderr, lastLine }: SshEnd): string | undefined {
  if (stderr === '') return undefined;
  return /^(?:\S*\/)?(scp: .*)$/m.exec(stderr)?.[1]?.trim() ?? (lastLine === '' ? undefined : lastLine);
}
