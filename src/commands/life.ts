import { CliError } from '../core/errors';
import { flag, names, text } from '../core/option';
import { changingVerb } from './verb';

const wholeContainer = flag('whole-container', 'go on although every instance of the container is touched');

export const start = changingVerb({
  verb: 'start',
  group: 'life',
  summary: 'start stopped instances',
  options: { wholeContainer },
  examples: [
    { line: 'nube start web-1', does: 'start one instance and wait until it runs' },
    { line: 'nube start --filter tag=web --filter state=stopped', does: 'start a selection' },
  ],
  rules: { reached: ['running'], asks: false },
});

export const stop = changingVerb({
  verb: 'stop',
  group: 'life',
  summary: 'stop running instances',
  options: { force: flag('force', 'pull the plug instead of shutting down'), wholeContainer },
  examples: [
    { line: 'nube stop web-1', does: 'stop one instance, after a question' },
    { line: 'nube stop web-1 web-2 --yes', does: 'stop two without a question' },
  ],
  rules: { reached: ['stopped'], asks: true, loses: 'what runs on it is interrupted' },
});

export const reboot = changingVerb({
  verb: 'reboot',
  group: 'life',
  aliases: ['restart'],
  summary: 'restart instances',
  options: {
    soft: flag('soft', 'ask the operating system to restart'),
    hard: flag('hard', 'cut the power and start again (the default)'),
    wholeContainer,
  },
  examples: [{ line: 'nube reboot web-1 --soft', does: 'restart by the operating system' }],
  rules: { asks: true, loses: 'what runs on it is interrupted' },
  input(values) {
    if (values.soft && values.hard)
      throw new CliError('conflicting_options', '--soft and --hard contradict each other');
    return values;
  },
});

export const suspend = changingVerb({
  verb: 'suspend',
  group: 'life',
  summary: 'suspend running instances',
  examples: [{ line: 'nube suspend erp-1', does: 'keep the memory and stop the processor' }],
  rules: { reached: ['suspended'], asks: true, loses: 'what runs on it is interrupted' },
});

export const remove = changingVerb({
  verb: 'delete',
  group: 'life',
  aliases: ['rm'],
  summary: 'delete instances',
  description: 'Takes names and whole ids, never the start of an id. More than ten need --max beside --yes.',
  options: {
    purge: flag('purge', 'at once, with nothing left to recover'),
    deleteSnapshots: flag('delete-snapshots', 'delete its snapshots as well'),
    releaseIp: names('release-ip', 'IP', 'give public addresses back; all for every one'),
    deleteVolume: names('delete-volume', 'NAME', 'delete data volumes as well; all for every one', {
      completes: { catalog: 'volumes' },
    }),
    preserveVolumes: flag('preserve-volumes', 'keep its volumes'),
    keepBackups: flag('keep-backups', 'keep its backups'),
    keepIps: flag('keep-ips', 'keep its floating addresses'),
    force: flag('force', 'delete even where the provider would hesitate'),
  },
  examples: [
    { line: 'nube delete web-1', does: 'delete one, after a question' },
    { line: 'nube delete --filter tag=test --yes --max 20', does: 'delete up to twenty without a question' },
  ],
  rules: { gone: true, asks: true, counted: true, prefixes: false, loses: 'its disk and everything on it' },
});

export const purge = changingVerb({
  verb: 'purge',
  group: 'life',
  summary: 'remove deleted instances for good',
  examples: [{ line: 'nube purge old-1', does: 'remove a destroyed instance for good' }],
  rules: {
    gone: true,
    asks: true,
    counted: true,
    prefixes: false,
    findsGone: true,
    loses: 'it cannot be recovered any more',
  },
});

export const recover = changingVerb({
  verb: 'recover',
  group: 'life',
  summary: 'bring deleted instances back',
  examples: [{ line: 'nube recover old-1', does: 'bring a destroyed instance back' }],
  rules: { asks: false, findsGone: true },
});

export const update = changingVerb({
  verb: 'update',
  group: 'life',
  summary: 'change name, host name or description',
  options: {
    name: text('name', 'NAME', 'the new name'),
    hostname: text('hostname', 'HOSTNAME', 'the new host name'),
    description: text('description', 'TEXT', 'the new description or notes; empty clears'),
    reverseDns: text('reverse-dns', 'NAME', 'the new reverse DNS name'),
  },
  examples: [{ line: 'nube update web-1 --description "front end"', does: 'change the notes' }],
  rules: { asks: false },
  input(values) {
    if (Object.keys(values).length === 0) {
      throw new CliError('missing_argument', 'Nothing to change was given', {
        hint: 'nube help update lists what can be.',
      });
    }
    return values;
  },
});
