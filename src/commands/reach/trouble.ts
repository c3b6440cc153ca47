import { CliError, toCliError } from '../../core/errors';
import type { OpenSsh, SshEnd } from '../../core/openssh';
import { shellLine } from '../../core/shell';
import { referenceOf, type Way } from './way';

/** What ssh itself returns where there was no connection; nube does the same for everything on its side. */
export const ownSide = 255;

/** Runs what stands for ssh: its errors end in 255, but for mistakes on the command line and interruptions. */
export async function asSsh<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = toCliError(thrown);
    throw ['usage', 'interrupted', 'terminated'].includes(error.kind) ? error : error.with({ exitCode: ownSide });
  }
}

/** The error that ssh's end stands for where there was no connection or no end; null where a program there ended. */
export function troubleOf({ trouble, timedOut, interrupted }: SshEnd, way: Way, openssh: OpenSsh): CliError | null {
  const { instance, alias, host, port, user } = way;
  const { name, profile, provider } = instance;
  const reference = referenceOf(instance);
  const from = { profile, provider };
  if (interrupted) {
    return new CliError('interrupted', `Interrupted on ${name}`, {
      hint: 'What was started there may go on.',
      ...from,
    });
  }
  if (timedOut) {
    return new CliError('timed_out', `${name} was not done when the time was up`, {
      hint: 'What was started there may go on; --timeout gives it longer.',
      ...from,
    });
  }
  switch (trouble) {
    case null:
      return null;
    case 'host_key_changed':
      return new CliError(
        trouble,
        `${name} shows another host key than before: it was installed anew, or somebody stands between you and it`,
        { hint: `If you know why: ${shellLine(['ssh-keygen', '-f', openssh.knownHosts, '-R', alias])}`, ...from },
      );
    case 'host_key_unknown':
      return new CliError(trouble, `The host key of ${name} is not known yet, and --strict accepts no new one`, {
        hint: `nube ssh ${reference}, without --strict, accepts and keeps it.`,
        ...from,
      });
    case 'machine_unreachable':
      return new CliError(trouble, `${name} did not answer at ${host} port ${port}`, {
        hint: `nube ssh ${reference} --wait waits until it does.`,
        ...from,
      });
    case 'login_refused':
      return new CliError(trouble, `${name} refused the login${user === null ? '' : ` of ${user}`}`, {
        hint: `Give --user, or keep it: nube profile set ${profile} ssh-user=NAME`,
        ...from,
      });
  }
}
