import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';
import { flag, text, type Values, whole } from '../../core/option';
import { shellLine } from '../../core/shell';
import { type Target, targetsOf } from '../../core/targets';
import type { Output } from '../../core/view';
import { references } from '../verb';
import { expire } from './expire';
import { openWay } from './openWay';
import { checkReaching, reachOptions } from './reachOptions';
import { sshWords } from './sshArguments';
import { asSsh, troubleOf } from './trouble';
import { waitForSsh } from './waitForSsh';
import { checkAsked, findWay, notReachable, requireAlive, type Way } from './way';

const options = {
  ...reachOptions,
  port: whole('port', 'N', 'connect to this port'),
  identity: text('identity', 'FILE', 'log in with this key', { completes: 'file' }),
  wait: flag('wait', 'wait until it runs and SSH answers'),
  strict: flag('strict', 'refuse a host key that is not known yet'),
  print: flag('print', 'print the ssh command instead of running it'),
  expire: flag('expire', 'revoke the one-time passwords that were handed out (cycle)'),
};

export const ssh = defineCommand({
  name: 'ssh',
  output: ['text', 'actions'],
  group: 'reach',
  summary: 'log in to an instance, or run a command there, with OpenSSH',
  description:
    'After REF a one-dash option is OpenSSH’s own and a long one nube’s; the first other word, or --, begins the remote command. The exit code is the remote command’s, or 255 for anything on this side.',
  arguments: [{ ...references, many: false, required: true }],
  options,
  mutating: ['yes', 'dry-run'],
  passes: true,
  examples: [
    { line: 'nube ssh web-1', does: 'a shell on it' },
    { line: 'nube ssh web-1 -L 8080:localhost:80 -N', does: 'options of OpenSSH stand after the instance' },
    { line: 'nube ssh web-1 -- systemctl status nginx', does: 'one command, and its exit code' },
  ],
  check({ port }) {
    if (port !== undefined && port > 65_535) throw new CliError('invalid_value', `--port takes a port, not ${port}`);
  },
  run(context, { words, options: given, passed, rest }) {
    checkReaching(given);
    if (given.expire === true) return expire(context, words);
    if (given.print === true) return print(context, words, given, passed, rest);
    return asSsh(() => enter(context, words, given, passed, rest));
  },
});

type Given = Values<typeof options>;

/** The one instance, which must be able to answer. */
async function findTarget(context: Context, words: readonly string[], given: Given): Promise<Target> {
  const rule = { strict: false, prefixes: true, gone: 'no', reaches: true } as const;
  const [target] = await targetsOf(context, words, rule);
  if (target === undefined) throw new CliError('missing_argument', 'ssh needs an instance');
  checkAsked(context, target.connection, given);
  return target;
}

async function enter(
  context: Context,
  words: readonly string[],
  given: Given,
  passed: readonly string[],
  command: readonly string[],
): Promise<Output> {
  const target = await findTarget(context, words, given);
  const way = await reach(context, target, given, passed);
  if (way === null) return { kind: 'text', text: context.recorded() };
  const openssh = await context.openssh();
  const call = { strict: given.strict, identity: given.identity, passed, command };
  if (context.options.dryRun) {
    await openssh.record(['ssh', ...sshWords(openssh, way, way, call)]);
    return { kind: 'text', text: context.recorded() };
  }
  const place = given.port === undefined ? await openssh.route(way.instance, way) : way;
  const noTerminal = !context.isTerminal.input || !context.isTerminal.output;
  const end = await openssh.run({
    program: 'ssh',
    words: sshWords(openssh, way, place, { ...call, noTerminal }),
    alias: way.alias,
    host: place.host,
    password: way.password ?? undefined,
    input: 'own',
    output: 'through',
  });
  const trouble = end.interrupted ? null : troubleOf(end, way, openssh);
  const failures = trouble === null ? [] : [trouble.with({ exitCode: end.code })];
  return { kind: 'written', code: end.code, failures, attempted: () => 1, what: 'targets' };
}

/** The way there, waited for or opened where that was asked; null where a dry run ends before there is one. */
async function reach(context: Context, target: Target, given: Given, passed: readonly string[]): Promise<Way | null> {
  const running =
    given.wait === true && !context.options.dryRun ? await waitForSsh(context, target, { ...given, passed }) : null;
  const there = running?.target ?? target;
  requireAlive(there.located.instance);
  const found = running?.way ?? (await findWay(context, there, given));
  return 'closed' in found ? openWay(context, there, found, given) : found;
}

async function print(
  context: Context,
  words: readonly string[],
  given: Given,
  passed: readonly string[],
  command: readonly string[],
): Promise<Output> {
  const target = await findTarget(context, words, given);
  requireAlive(target.located.instance);
  const way = await findWay(context, target, given);
  if ('closed' in way) throw notReachable(way, target);
  if (way.password !== null) {
    context.note('It asks for a one-time password, which only nube ssh itself can hand over.');
  }
  const openssh = await context.openssh();
  const call = { strict: given.strict, identity: given.identity, passed, command };
  return { kind: 'text', text: `${shellLine(['ssh', ...sshWords(openssh, way, way, call)])}\n` };
}
