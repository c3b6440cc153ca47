/** The kinds of failure and the exit code of each. */
export const exitCodes = {
  internal: 1,
  usage: 2,
  config: 3,
  auth: 4,
  not_found: 5,
  ambiguous: 6,
  conflict: 7,
  unsupported: 8,
  cancelled: 9,
  failed: 10,
  timeout: 11,
  partial: 12,
  rate_limited: 13,
  unavailable: 14,
  interrupted: 130,
  terminated: 143,
} as const;

export type ErrorKind = keyof typeof exitCodes;

interface CatalogueEntry {
  kind: ErrorKind;
  /** What has happened, without the particulars. */
  cause: string;
  /** What to do about it. */
  remedy: string;
}

const entry = (kind: ErrorKind, cause: string, remedy: string): CatalogueEntry => ({ kind, cause, remedy });

/** Every error nube can end with, by its stable code. */
export const errorCatalogue = {
  internal: entry(
    'internal',
    'nube itself is at fault.',
    'Run the command again with --debug and report what it prints.',
  ),
  unknown_command: entry('usage', 'There is no such command.', 'See nube --help for all of them.'),
  unknown_option: entry('usage', 'The command has no such option.', 'See nube help COMMAND for its options.'),
  missing_argument: entry('usage', 'A value that the command needs was not given.', 'See nube help COMMAND.'),
  excess_argument: entry('usage', 'The command takes fewer words than were given.', 'Quote values that hold spaces.'),
  invalid_value: entry('usage', 'A value is not one that the option or argument takes.', 'See nube help COMMAND.'),
  conflicting_options: entry('usage', 'Two options contradict each other.', 'Give only one of them.'),
  unknown_column: entry('usage', 'The listing has no such column.', 'The message lists those it has.'),
  invalid_query: entry('usage', 'The --query expression is not valid JMESPath.', 'Try it on the output of -o json.'),
  invalid_filter: entry('usage', 'A filter is not FIELD, operator, VALUE.', 'For example --filter state=running.'),
  option_not_available: entry(
    'usage',
    'The provider does not have this option.',
    'See nube help COMMAND for which do.',
  ),
  profile_required: entry('usage', 'The command needs exactly one profile.', 'Name it with -p.'),
  selection_required: entry(
    'usage',
    'The command needs references or a selection, and not both.',
    'Give REF… or --filter.',
  ),
  no_profile: entry('config', 'No profile is set up.', 'nube profile add, or try nube --sandbox list.'),
  unknown_profile: entry('config', 'No profile of this name is stored.', 'nube profile list shows those that are.'),
  broken_configuration: entry(
    'config',
    'The configuration file cannot be read.',
    'The message says where and why; mend it in an editor.',
  ),
  newer_configuration: entry('config', 'The configuration file was written by a newer nube.', 'Update nube.'),
  configuration_not_written: entry(
    'config',
    'The configuration file cannot be written.',
    'The message says why; nothing in it was changed.',
  ),
  incomplete_profile: entry(
    'config',
    'The profile lacks a setting that it needs.',
    'nube profile set NAME SETTING=VALUE.',
  ),
  secret_unavailable: entry(
    'config',
    'The credential could not be read from where the profile keeps it.',
    'See nube profile get NAME.',
  ),
  credential_refused: entry(
    'auth',
    'The provider refused the credential.',
    'nube profile test NAME, then renew the token.',
  ),
  not_allowed: entry(
    'auth',
    'The credential is valid but may not do this.',
    'Ask for the permission, or use another profile.',
  ),
  instance_not_found: entry('not_found', 'No instance fits the reference.', 'nube list shows them all.'),
  resource_not_found: entry(
    'not_found',
    'Something the command names does not exist at the provider.',
    'nube catalog KIND lists what does.',
  ),
  ambiguous_reference: entry('ambiguous', 'The reference fits several instances.', 'Use one of the listed PROFILE/ID.'),
  ambiguous_resource: entry('ambiguous', 'A name fits several things at the provider.', 'Use the id.'),
  wrong_state: entry(
    'conflict',
    'The instance is not in a state that allows this.',
    'The message says which it needs.',
  ),
  name_taken: entry('conflict', 'An instance of this name exists already.', 'Choose another name, or --if-not-exists.'),
  differs: entry(
    'conflict',
    'An instance of this name exists and differs from what was asked.',
    'The message says how it differs.',
  ),
  provider_conflict: entry(
    'conflict',
    'The provider refused because of something else that exists or goes on.',
    'Wait, or mend what the message names.',
  ),
  guarded: entry('conflict', 'The profile is guarded against this.', 'nube profile unguard, if you are sure.'),
  too_many_targets: entry('conflict', 'More instances fit than --max allows.', 'Narrow the selection, or raise --max.'),
  not_supported: entry('unsupported', 'The provider cannot do this.', 'nube providers shows what each can do.'),
  declined: entry('cancelled', 'The question was answered with no.', 'Nothing was sent.'),
  confirmation_required: entry(
    'cancelled',
    'The command asks first, and nobody is there to answer.',
    'Give --yes if you are sure.',
  ),
  provider_refused: entry('failed', 'The provider refused the request.', 'The message is the provider’s own.'),
  quota_exceeded: entry(
    'failed',
    'The account’s quota does not allow it.',
    'nube catalog quota shows it; delete something or ask for more.',
  ),
  operation_failed: entry(
    'failed',
    'The provider accepted the request, and the operation ended in failure.',
    'The message is the provider’s own.',
  ),
  half_done: entry(
    'failed',
    'A change of several steps ended after some of them.',
    'Look at what there is, and do the rest.',
  ),
  unexpected_answer: entry(
    'failed',
    'The provider’s answer is not what its interface promises.',
    'Run it again with --debug to see the answer.',
  ),
  not_reachable: entry(
    'conflict',
    'Nothing leads to the instance yet.',
    'The hint names the command that opens a way.',
  ),
  host_key_changed: entry(
    'conflict',
    'The machine shows another host key than the one that nube keeps for this instance.',
    'If it was installed anew: ssh-keygen -R with the name in the hint. If not, somebody may be listening in.',
  ),
  host_key_unknown: entry(
    'conflict',
    'The machine’s host key is not known yet, and --strict accepts no new one.',
    'Leave --strict out once, in a network that you trust.',
  ),
  login_refused: entry(
    'auth',
    'The machine answered and refused the login.',
    'Give another --user or --identity; nube profile set NAME ssh-user=USER keeps a user.',
  ),
  machine_unreachable: entry(
    'unavailable',
    'Nothing answered at the machine’s SSH address.',
    'Wait with nube ssh REF --wait, or check firewall, --private and --jump.',
  ),
  program_missing: entry(
    'config',
    'A program that nube starts is not installed.',
    'Install it: ssh and scp come with OpenSSH’s client.',
  ),
  command_failed: entry('failed', 'A program that nube started ended in failure.', 'Its own message stands above.'),
  timed_out: entry(
    'timeout',
    'The operation was still going on when the time was up.',
    'It goes on; look again with nube get, or raise --timeout.',
  ),
  held: entry('timeout', 'The operation waits for a person or a date.', 'The message says for what.'),
  some_failed: entry(
    'partial',
    'Some of several targets or profiles failed.',
    'Each has its own error beside this one.',
  ),
  rate_limited: entry(
    'rate_limited',
    'The provider still limits the rate after several tries.',
    'Wait a while, or lower --concurrency.',
  ),
  unreachable: entry('unavailable', 'The provider could not be reached.', 'Check the network, proxy and endpoint.'),
  tls_refused: entry(
    'unavailable',
    'The server’s certificate is not to be trusted.',
    'Give --ca-file in the profile if it is your own authority.',
  ),
  no_answer: entry('unavailable', 'The provider did not answer in time.', 'Try again, or raise --request-timeout.'),
  provider_unavailable: entry('unavailable', 'The provider has a fault of its own.', 'Try again later.'),
  answer_lost: entry(
    'unavailable',
    'The answer to a change was lost: whether it happened is not known.',
    'Look before doing it again: nube get or nube list.',
  ),
  not_sent: entry('interrupted', 'nube was interrupted before it sent this.', 'Nothing has happened; run it again.'),
  interrupted: entry('interrupted', 'nube was interrupted.', 'What was already sent goes on.'),
  terminated: entry('terminated', 'nube was told to end.', 'What was already sent goes on.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What is known about a failure beside its message. */
export interface ErrorDetails {
  /** The next command to type, or one sentence on what to do. */
  hint?: string | undefined;
  /** The provider's own explanation, where it adds to the message. */
  reason?: string | undefined;
  profile?: string | undefined;
  provider?: string | undefined;
  /** The name of what it is about, where the command was for several. */
  target?: string | undefined;
  /** What was named and is not there. */
  missing?: string | undefined;
  httpStatus?: number | undefined;
  providerCode?: string | undefined;
  requestId?: string | undefined;
  /** The failures of each target or profile, where there were several. */
  errors?: readonly CliError[] | undefined;
  /** What the process returns in place of the kind's code, where it stands for another program. */
  exitCode?: number | undefined;
  cause?: unknown;
}

/** The only error that commands and drivers throw on purpose; its code decides kind and exit code. */
export class CliError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'CliError';
    this.code = code;
    this.details = details;
  }

  get kind(): ErrorKind {
    return errorCatalogue[this.code].kind;
  }

  /** The same failure with more known about it; what is known already stays. */
  with(details: ErrorDetails): CliError {
    const known = Object.fromEntries(Object.entries(this.details).filter(([, value]) => value !== undefined));
    const copy = new CliError(this.code, this.message, { ...details, ...known });
    if (this.stack !== undefined) copy.stack = this.stack;
    return copy;
  }
}

/** Turns anything thrown into a CliError; what nobody foresaw is a bug of nube. */
export function toCliError(thrown: unknown): CliError {
  if (thrown instanceof CliError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CliError('internal', `Unexpected failure: ${message}`, {
    hint: 'Run the command again with --debug and report what it prints.',
    cause: thrown,
  });
}

/**
 * The one error that stands for several. `total` is how many targets or profiles were tried: if all of them failed
 * with one kind it keeps that kind, if all failed with several it is `operation_failed`, else `some_failed`.
 */
export function summarise(errors: readonly CliError[], total: number, what: string): CliError {
  const [first] = errors;
  if (first === undefined) throw new Error('summarise needs an error');
  if (total === 1) return first;
  const kinds = new Set(errors.map((error) => error.kind));
  const all = errors.length === total;
  const code: ErrorCode = !all ? 'some_failed' : kinds.size === 1 ? first.code : 'operation_failed';
  return new CliError(code, `${errors.length} of ${total} ${what} failed`, { hint: first.details.hint, errors });
}
