import { defineCommand } from '../core/command';
import type { Context } from '../core/context';
import { CliError } from '../core/errors';
import { type Entry, isOpen, type Journal } from '../core/journal';
import { type OperationRow, operationRow } from '../core/operationRow';
import { flag } from '../core/option';
import { listing } from '../core/read';
import { connectAgain, resume } from '../core/resume';
import { revealPasswords } from '../core/reveal';
import type { Output } from '../core/view';
import { field, type View } from '../core/view';
import { actionView, createdView } from '../core/views';
import { inParallel } from '../core/wait';

const leastPrefix = 4;

const operationView: View<OperationRow> = {
  columns: [
    field('id', { keep: true }),
    field('profile'),
    field('provider', { wide: true }),
    field('name', { keep: true }),
    field('instanceId', { wide: true }),
    field('action'),
    field('status', { show: 'status', keep: true }),
    field('attended', { wide: true }),
    field('operation', { wide: true }),
    field('startedAt', { show: 'age' }),
    field('updatedAt', { wide: true, show: 'age' }),
    field('error', { optional: true }),
    field('command', { wide: true }),
  ],
  id: ({ id }) => id,
  ref: ({ id }) => id,
};

const idArgument = {
  name: 'id',
  summary: 'the id of op list, its start (4 characters or more), or the provider’s own task or job id',
  required: true,
  completes: 'operation',
} as const;

export const opList = defineCommand({
  name: 'op list',
  group: 'understand',
  summary: 'show what nube has sent and what is still going on',
  description:
    'Reads the journal on this machine and asks no provider. Open are prepared (nothing was sent yet), sent (no answer was seen), accepted (it goes on) and unknown (looking did not settle it).',
  view: operationView,
  output: 'operations',
  options: { everyOperation: flag('all', 'those that have ended, too') },
  examples: [
    { line: 'nube op list', does: 'what is open, from any terminal' },
    { line: 'nube op list --all -o json', does: 'what has ended in the last 30 days, too' },
  ],
  async run(context, { options }) {
    const journal = await context.journal();
    const names = context.options.profile;
    const entries = journal
      .list()
      .filter((entry) => options.everyOperation === true || isOpen(entry))
      .filter(({ profile }) => names === undefined || names.includes('all') || names.includes(profile));
    const rows = entries.map((entry) => operationRow(entry, journal));
    return listing(rows, { leading: [], view: operationView, empty: 'Nothing is going on.' });
  },
});

export const opGet = defineCommand({
  name: 'op get',
  group: 'understand',
  view: 'object',
  summary: 'show everything that is written down of one change',
  arguments: [idArgument],
  output: 'operation',
  examples: [{ line: 'nube op get 1w3k9q2zp -o json', does: 'what was sent, and how it went on' }],
  async run(context, { words: [word = ''] }) {
    const journal = await context.journal();
    const entry = find(journal, word);
    const { error, requests, targets, timeout, scopes, process, operation } = entry;
    const value = {
      ...operationRow(entry, journal),
      error,
      requests,
      targets: targets.map(({ instance: { id, name, state } }) => ({ id, name, state })),
      instances: (operation?.instances ?? []).map(({ instance: { id, name, state } }) => ({ id, name, state })),
      result: operation?.result ?? null,
      scopes,
      timeoutSeconds: timeout / 1000,
      process: process.id,
      host: process.host,
    };
    return { kind: 'object', value, id: entry.id, ref: entry.id };
  },
});

export const opResume = defineCommand({
  name: 'op resume',
  group: 'understand',
  summary: 'wait again for what is going on, and print what its verb would have',
  description:
    'Works from any terminal. Where no answer was seen it looks what became of the change, and sends nothing again.',
  arguments: [{ ...idArgument, required: false, many: true }],
  output: 'resumed',
  options: { showSecrets: flag('show-secrets', 'print a new password') },
  mutating: ['timeout', 'concurrency'],
  examples: [
    { line: 'nube op resume', does: 'wait for the one that is open, or choose among several' },
    { line: 'nube op resume 1w3k9q2zp', does: 'wait until it has ended' },
    { line: 'nube op resume 1w3k9q2zp 1w3k9q30a --timeout 5m', does: 'two of them, for five minutes' },
  ],
  async run(context, { words, options }) {
    const journal = await context.journal();
    const found = words.length > 0 ? words.map((word) => find(journal, word)) : await chosen(context, journal);
    const entries = [...new Map(found.map((entry) => [entry.id, entry])).values()];
    const showSecrets = options.showSecrets === true;
    if (!showSecrets && !context.isTerminal.output) refuseLosing(entries);
    const open = await Promise.all(
      entries.map(async (entry) => ({ entry, connection: await connectAgain(context, entry) })),
    );
    const resumed = await inParallel(
      open,
      ({ entry }) => entry.provider,
      () => context.options.concurrency,
      ({ entry, connection }) => resume(context, connection, entry, showSecrets),
    );
    const rows = resumed.flatMap((one) => one.rows);
    const failures = resumed.flatMap(({ errors }) => errors);
    const makes = entries.every(({ prints }) => prints === 'instances');
    const output: Output = {
      kind: 'rows',
      view: makes ? createdView : actionView,
      rows,
      failures,
      attempted: () => Math.max(rows.length, failures.length),
      what: 'targets',
      empty: 'Nothing is going on.',
    };
    return revealPasswords(context, output, showSecrets);
  },
});

/** Without an id: the one that is open, those that are chosen at a terminal, or none where nothing is going on. */
async function chosen({ ask }: Context, journal: Journal): Promise<readonly Entry[]> {
  const open = journal.list().filter(isOpen);
  if (open.length < 2) return open;
  if (!ask.available) {
    throw new CliError('missing_argument', `${open.length} operations are open: op resume needs their ids`, {
      hint: `nube op resume ID, of ${open.map(({ id, what }) => `${id} (${what})`).join(', ')}`,
    });
  }
  const ids = await ask.choose(
    'Which of these are to be waited for?',
    open.map(({ id, what }) => ({ value: id, name: `${id}: ${what}` })),
  );
  return open.filter(({ id }) => ids.includes(id));
}

/** The one entry of an id, the start of one, or the provider's id of its operation. */
function find(journal: Journal, word: string): Entry {
  const all = journal.list();
  const exact = all.filter(({ id, operation }) => id === word || operation?.id === word);
  const fits = exact.length > 0 || word.length < leastPrefix ? exact : all.filter(({ id }) => id.startsWith(word));
  const [entry, ...others] = fits;
  if (entry === undefined) {
    throw new CliError('resource_not_found', `The journal has no operation ${JSON.stringify(word)}`, {
      hint: 'nube op list --all shows them.',
    });
  }
  if (others.length === 0) return entry;
  const listed = fits.map(({ id, what }) => `${id} (${what})`).join(', ');
  throw new CliError('ambiguous_resource', `${word} fits ${fits.length} operations: ${listed}`, {
    hint: `Name it by its whole id: ${entry.id}`,
  });
}

/** A password that is told only once is not asked for where nobody would read it. */
function refuseLosing(entries: readonly Entry[]): void {
  const entry = entries.find((one) => one.action === 'reset-password' && isOpen(one));
  if (entry === undefined) return;
  throw new CliError('missing_argument', `${entry.what} gives a new password, which would be lost`, {
    hint: 'Give --show-secrets to have it printed.',
  });
}
