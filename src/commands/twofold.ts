import { act } from '../core/act';
import { capabilityOf } from '../core/capability';
import { defineCommand } from '../core/command';
import type { Row } from '../core/driver';
import { CliError } from '../core/errors';
import { flag, names, text } from '../core/option';
import { listing, read } from '../core/read';
import { revealPasswords } from '../core/reveal';
import { targetsOf } from '../core/targets';
import { actionView } from '../core/views';
import { backupView, printBackups, printSecurityGroups } from './reading';
import { changingOptions, references } from './verb';

// Verbs that show when given nothing to change, and change when given.

export const securityGroups = defineCommand({
  name: 'security-groups',
  output: ['securityGroups', 'actions'],
  group: 'look',
  summary: 'show or set the security groups of instances',
  arguments: [references],
  options: {
    set: names('set', 'IDS', 'replace the security groups'),
    clear: flag('clear', 'take all security groups away'),
  },
  mutating: changingOptions,
  examples: [
    { line: 'nube security-groups erp-1', does: 'show them' },
    { line: 'nube security-groups erp-1 --set 3,7', does: 'set them' },
  ],
  run(context, { words, options }) {
    if (options.set === undefined && options.clear !== true) return printSecurityGroups(context, words);
    if (options.set !== undefined && options.clear === true) {
      throw new CliError('conflicting_options', '--set and --clear contradict each other');
    }
    const rules = { action: 'security-groups', asks: true, loses: 'the security groups it has now' };
    return act(context, 'security-groups', words, options, rules);
  },
});

export const backups = defineCommand({
  name: 'backups',
  output: ['backups', 'actions'],
  view: (values) => (values.delete === undefined ? backupView : actionView),
  group: 'look',
  summary: 'show the backups of instances, or delete one',
  arguments: [references],
  options: { delete: text('delete', 'BACKUP', 'delete this backup, by name or id', { completes: 'backup' }) },
  mutating: changingOptions,
  examples: [
    { line: 'nube backups web-1', does: 'show them' },
    { line: 'nube backups web-1 --delete nightly-3', does: 'delete one, after a question' },
  ],
  async run(context, { words, options }) {
    if (options.delete === undefined) return printBackups(context, words);
    const rules = { action: 'backups', asks: true, loses: `the backup ${options.delete}` };
    return act(context, 'delete-backup', words, options, rules);
  },
});

export const upgrade = defineCommand({
  name: 'upgrade',
  output: ['offers', 'actions'],
  group: 'change',
  summary: 'show what instances can be upgraded to, or run one of it',
  arguments: [references],
  options: { to: text('to', 'ID', 'the id or code of what is offered', { completes: 'offer' }) },
  mutating: changingOptions,
  examples: [
    { line: 'nube upgrade erp-1', does: 'show what is offered' },
    { line: 'nube upgrade erp-1 --to generic-add-node', does: 'run one of it' },
  ],
  run(context, { words, options }) {
    if (options.to !== undefined) return act(context, 'upgrade', words, options, { action: 'upgrade', asks: true });
    return read(
      context,
      words,
      {},
      { action: 'upgrade', leading: ['profile', 'provider', 'instanceId', 'id', 'name'], empty: 'Nothing is offered.' },
      ({ verbs }) => verbs.upgrade,
      ({ located: { instance } }, rows: readonly Row[]) =>
        rows.map((row) => ({
          profile: instance.profile,
          provider: instance.provider,
          instanceId: instance.id,
          ...row,
        })),
    );
  },
});

export const iso = defineCommand({
  name: 'iso',
  output: ['offers', 'actions'],
  group: 'change',
  summary: 'attach or detach an ISO image, or show what can be attached',
  arguments: [references],
  options: {
    attach: text('attach', 'ID', 'the ISO image to attach', { completes: { catalog: 'isos' } }),
    detach: flag('detach', 'take the attached ISO image out'),
  },
  mutating: changingOptions,
  examples: [{ line: 'nube iso edge-1 --detach', does: 'eject what is attached' }],
  async run(context, { words, options }) {
    if (options.attach !== undefined && options.detach === true) {
      throw new CliError('conflicting_options', '--attach and --detach contradict each other');
    }
    if (options.attach !== undefined || options.detach === true) {
      return act(context, 'iso', words, options, { action: 'iso', asks: false });
    }
    const [target] = await targetsOf(context, words, { strict: false, prefixes: true, gone: 'no' });
    if (target === undefined) throw new CliError('selection_required', 'iso needs an instance');
    const { driver, session } = target.connection;
    const { profile, provider, id: instanceId } = target.located.instance;
    capabilityOf(driver.verbs.iso, driver.title, 'iso');
    const isos = driver.catalog.isos;
    if (isos === undefined) throw new CliError('not_supported', `${driver.title} does not list ISO images`);
    const rows = (await isos(session, (error) => context.warn(error.code, error.message))).map((row) => ({
      profile,
      provider,
      instanceId,
      ...row,
    }));
    return listing(rows, { leading: ['profile', 'provider', 'instanceId', 'id', 'name'], empty: 'No ISO images.' });
  },
});

export const resetPassword = defineCommand({
  name: 'reset-password',
  output: 'actions',
  view: actionView,
  group: 'change',
  summary: 'give instances a new password, shown once',
  description: 'Without a terminal --show-secrets is required, for nobody else will ever know the new password.',
  arguments: [references],
  options: { showSecrets: flag('show-secrets', 'print the new password') },
  mutating: changingOptions,
  examples: [{ line: 'nube reset-password build-1 --show-secrets', does: 'set and print a new password' }],
  async run(context, { words, options }) {
    if (context.options.noWait || context.format === 'id' || context.format === 'ref') {
      throw new CliError('conflicting_options', 'The new password would be lost: nothing was sent', {
        hint: `Leave ${context.options.noWait ? '--no-wait' : `-o ${context.format}`} out.`,
      });
    }
    if (options.showSecrets !== true && !context.isTerminal.output && !context.options.dryRun) {
      throw new CliError('missing_argument', 'The new password would be lost: nothing was sent', {
        hint: 'Give --show-secrets to have it printed.',
      });
    }

    const output = await act(
      context,
      'reset-password',
      words,
      {},
      {
        action: 'reset-password',
        asks: true,
        loses: 'the password it has now',
      },
    );
    return revealPasswords(context, output, options.showSecrets === true);
  },
});

export const restore = defineCommand({
  name: 'restore',
  output: 'actions',
  view: actionView,
  group: 'protect',
  summary: 'bring an instance back to a backup',
  arguments: [
    { ...references, many: false, required: true },
    { name: 'backup', summary: 'name or id of the backup', required: true, late: true, completes: 'backup' },
  ],
  options: { as: text('as', 'NAME', 'make a new instance of it instead of overwriting (civo)') },
  mutating: ['yes', 'dry-run', 'no-wait', 'timeout', 'concurrency', 'max'],
  examples: [{ line: 'nube restore erp-1 nightly-3', does: 'bring an instance back, after a question' }],
  run(context, { words, options }) {
    const [ref = '', backup] = words;
    return act(
      context,
      'restore',
      [ref],
      { ...options, ...(backup === undefined ? {} : { backup }) },
      {
        action: 'restore',
        asks: true,
        prefixes: false,
        timeout: 3_600_000,
        loses:
          options.as === undefined ? 'everything changed since the backup' : `nothing: ${options.as} is made of it`,
      },
    );
  },
});
