import { type Action, actionError, statusOf } from '../../core/action';
import type { Context } from '../../core/context';
import { CliError, toCliError } from '../../core/errors';
import { field, type View } from '../../core/view';
import type { Reached } from './fleet';
import type { Reaching } from './reachOptions';
import { sshWords } from './sshArguments';
import { troubleOf } from './trouble';
import { requireWay } from './way';

/** What is to be run. */
export interface Job {
  command: readonly string[];
  /** What the command reads; null is nothing. */
  script: Buffer | null;
  reaching: Reaching;
}

/** What a command came to on one instance. */
export interface ExecResult extends Pick<Action, 'profile' | 'provider' | 'id' | 'name' | 'status' | 'error'> {
  /** Null where it was not run, or has not ended. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export const execView: View<ExecResult> = {
  columns: [
    field('profile', { keep: true }),
    field('provider', { wide: true }),
    field('name', { keep: true }),
    field('id', { wide: true }),
    field('status', { show: 'status', keep: true }),
    field('exitCode', { align: 'right' }),
    field('stdout'),
    field('stderr', { wide: true }),
    { name: 'error', value: ({ error }) => error?.message ?? null },
  ],
  id: ({ id }) => id,
  ref: ({ profile, id }) => `${profile}/${id}`,
};

/** Runs the job on one instance and keeps what it says. Never throws. */
export async function runOn(
  context: Context,
  { target, way: known }: Reached,
  job: Job,
  single: boolean,
  stopped: () => boolean,
): Promise<{ result: ExecResult; error: CliError | null }> {
  const { profile, provider, id, name } = target.located.instance;
  const own = { profile, provider, id, name };
  const silent = { exitCode: null, stdout: '', stderr: '' };
  if (stopped()) return { result: { ...own, status: 'skipped', ...silent, error: null }, error: null };
  // Otherwise the output itself tells how far it is.
  const line = context.formatted ? context.progress.start(`exec on ${profile}/${name}`) : null;
  const failed = (error: CliError, said: Pick<ExecResult, 'exitCode' | 'stdout' | 'stderr'> = silent) => {
    line?.fail(`exec on ${profile}/${name}: ${error.message}`);
    return { result: { ...own, status: statusOf(error), ...said, error: actionError(error) }, error };
  };
  try {
    const openssh = await context.openssh();
    const way = known ?? (await requireWay(context, target, job.reaching));
    const place = await openssh.route(way.instance, way);
    const end = await openssh.run({
      program: 'ssh',
      words: sshWords(openssh, way, place, { command: job.command, noTerminal: true, batch: !single }),
      alias: way.alias,
      host: place.host,
      password: way.password ?? undefined,
      input: job.script,
      output: 'kept',
      timeout: context.options.timeout,
    });
    if (end.newHostKey !== null) {
      context.note(`${profile}/${name}: its host key (${end.newHostKey}) was not known yet, and is kept from now on.`);
    }
    const { code, stdout, stderr } = end;
    const trouble = troubleOf(end, way, openssh);
    const exitCode = end.interrupted || end.timedOut ? null : code;
    if (trouble !== null) {
      return failed(single ? trouble.with({ exitCode: code }) : trouble, { exitCode, stdout, stderr });
    }
    if (code !== 0) return failed(commandFailed(own, code, single, end.lastLine), { exitCode, stdout, stderr });
    line?.succeed(`exec on ${profile}/${name}: ok`);
    return { result: { ...own, status: 'succeeded', exitCode, stdout, stderr, error: null }, error: null };
  } catch (thrown) {
    const error = toCliError(thrown).with({ profile, provider });
    return failed(single ? error.with({ exitCode: 255 }) : error);
  }
}

function commandFailed(
  { profile, provider, name }: { profile: string; provider: string; name: string },
  code: number,
  single: boolean,
  lastLine: string,
): CliError {
  return new CliError('command_failed', `The command on ${name} ended with exit code ${code}`, {
    profile,
    provider,
    ...(single ? { exitCode: code } : {}),
    // It may be ssh's own, and then this is why.
    ...(code === 255 && lastLine !== '' ? { reason: lastLine } : {}),
  });
}
