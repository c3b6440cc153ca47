import { capabilityOf } from '../core/capability';
import { defineCommand } from '../core/command';
import type { Context } from '../core/context';
import type { BackupRow, NoInput, Row, SecurityGroups, StatsInput, StatsRow } from '../core/driver';
import { CliError } from '../core/errors';
import { flag, moment } from '../core/option';
import { listing, read } from '../core/read';
import type { Target } from '../core/targets';
import { field, type View } from '../core/view';
import { ofInstanceView } from '../core/views';
import { chartStats } from './statsChart';
import { followStats } from './statsFollow';
import { references } from './verb';

const stamp = ({ located: { instance } }: Target) => ({
  profile: instance.profile,
  provider: instance.provider,
});

const ofInstance = (target: Target, rows: readonly Row[]) =>
  rows.map((row) => ({ ...stamp(target), instanceId: target.located.instance.id, ...row }));

const leading = ['profile', 'provider', 'instanceId', 'id', 'name'];
const nothing: NoInput = {};

export const volumes = defineCommand({
  name: 'volumes',
  output: 'volumes',
  group: 'look',
  summary: 'show the volumes of instances',
  arguments: [references],
  examples: [{ line: 'nube volumes web-1', does: 'the volumes of one instance' }],
  run: (context, { words }) =>
    read(
      context,
      words,
      nothing,
      { action: 'volumes', leading, empty: 'No volumes.' },
      ({ verbs }) => verbs.volumes,
      ofInstance,
    ),
});

export const containers = defineCommand({
  name: 'containers',
  output: 'containers',
  group: 'look',
  summary: 'show the containers of instances',
  arguments: [references],
  examples: [{ line: 'nube containers erp-1', does: 'the containers that make up an instance' }],
  run: (context, { words }) =>
    read(
      context,
      words,
      nothing,
      { action: 'containers', leading, empty: 'No containers.' },
      ({ verbs }) => verbs.containers,
      ofInstance,
    ),
});

export const env = defineCommand({
  name: 'env',
  output: 'variables',
  group: 'look',
  summary: 'show the environment variables of instances',
  arguments: [references],
  options: { showSecrets: flag('show-secrets', 'show masked values') },
  examples: [{ line: 'nube env erp-1', does: 'the variables, secret ones masked' }],
  run: (context, { words, options }) =>
    read(
      context,
      words,
      nothing,
      {
        action: 'env',
        leading: [...leading, 'value', 'masked'],
        viewOf: ofInstanceView,
        empty: 'No variables.',
      },
      ({ verbs }) => verbs.env,
      (target, rows: readonly (Row & { value: string | null; masked: boolean })[]) =>
        ofInstance(
          target,
          rows.map((row) => {
            if (!row.masked) return row;
            if (options.showSecrets !== true) return { ...row, value: '********' };
            return { ...row, value: row.value === null ? null : context.mask(row.value) };
          }),
        ),
    ),
});

const statsColumns = [
  'time',
  'cpuPercent',
  'memoryUsedMiB',
  'memoryMaxMiB',
  'memoryPercent',
  'diskUsedGiB',
  'diskMaxGiB',
  'diskPercent',
  'networkReceiveBytesPerSecond',
  'networkTransmitBytesPerSecond',
] as const satisfies readonly (keyof StatsRow)[];

interface StampedStats extends StatsRow {
  profile: string;
  provider: string;
  id: string;
  name: string;
  instanceId: string;
}

export const statsView: View<StampedStats> = {
  columns: [
    field('profile', { keep: true }),
    field('provider', { wide: true }),
    field('id', { wide: true }),
    field('instanceId', { wide: true }),
    field('name', { keep: true }),
    field('time', { show: 'age' }),
    field('cpuPercent', { align: 'right', show: 'percent' }),
    field('memoryPercent', { align: 'right', show: 'percent' }),
    field('memoryUsedMiB', { wide: true, align: 'right', show: 'mebibytes' }),
    field('memoryMaxMiB', { wide: true, align: 'right', show: 'mebibytes' }),
    field('diskPercent', { align: 'right', show: 'percent' }),
    field('diskUsedGiB', { wide: true, align: 'right', show: 'gibibytes' }),
    field('diskMaxGiB', { wide: true, align: 'right', show: 'gibibytes' }),
    field('networkReceiveBytesPerSecond', { align: 'right', show: 'rate' }),
    field('networkTransmitBytesPerSecond', { align: 'right', show: 'rate' }),
  ],
  id: ({ id }) => id,
  ref: ({ profile, id }) => `${profile}/${id}`,
};

export const stats = defineCommand({
  name: 'stats',
  output: 'stats',
  group: 'look',
  summary: 'show what instances use: processor, memory, disk, network',
  arguments: [references],
  description: 'Over a time, a terminal gets a chart and the latest figures; a pipe, and -o wide, get them all.',
  options: {
    since: moment('since', 'from when'),
    until: moment('until', 'to when'),
    follow: flag('follow', 'go on with live figures'),
  },
  examples: [
    { line: 'nube stats web-1', does: 'the latest figures' },
    { line: 'nube stats api-1 --since 2h', does: 'a chart of the last two hours' },
    { line: 'nube stats api-1 --follow -o ndjson', does: 'live figures, one object a line' },
  ],
  check({ since, until, follow }) {
    if (follow === true && (since !== undefined || until !== undefined)) {
      throw new CliError('conflicting_options', '--follow begins now; it goes with neither --since nor --until');
    }
  },
  run: (context, { words, options: { follow, ...range } }) =>
    follow === true
      ? followStats(context, words, statsView, statsRow)
      : chartStats(context, range, (take) =>
          read(
            context,
            words,
            range as StatsInput,
            { action: 'stats', leading: ['profile', 'name', ...statsColumns], view: statsView, empty: 'No figures.' },
            ({ verbs }) => verbs.stats,
            (target, rows: readonly StatsRow[]) =>
              take(
                target,
                rows.map((row) => statsRow(target, row)),
              ),
          ),
        ),
});

function statsRow(target: Target, row: StatsRow): StampedStats {
  const { id, name } = target.located.instance;
  return { ...stamp(target), id, name, instanceId: id, ...row };
}

/** What `security-groups` prints of each instance. */
export const printSecurityGroups = (context: Context, words: readonly string[]) =>
  read(
    context,
    words,
    nothing,
    { action: 'security-groups', leading: ['profile', 'provider', 'instanceId', 'firewallEnabled', 'groups'] },
    ({ verbs }) => verbs['security-groups'],
    (target, { firewallEnabled, groups }: SecurityGroups) => [
      { ...stamp(target), instanceId: target.located.instance.id, firewallEnabled, groups },
    ],
  );

export const backupView: View<BackupRow & { profile: string; provider: string }> = {
  columns: [
    field('profile', { keep: true }),
    field('provider', { wide: true }),
    field('instanceId', { wide: true }),
    field('id', { keep: true }),
    field('name', { keep: true }),
    field('kind'),
    field('state', { show: 'state' }),
    field('sizeGiB', { align: 'right', show: 'gibibytes' }),
    field('createdAt', { show: 'age' }),
  ],
  id: ({ id }) => id,
  ref: ({ profile, id }) => `${profile}/${id}`,
};

const backupRules = { action: 'backups', findsGone: true, leading: [], view: backupView, empty: 'No backups.' };

/** What `backups` prints of each instance; an id of one that is gone altogether is asked for by that id. */
export async function printBackups(context: Context, words: readonly string[]) {
  try {
    return await read(context, words, nothing, backupRules, ({ verbs }) => verbs.backups, ofInstance as never);
  } catch (error) {
    const [id] = words;
    if (!(error instanceof CliError) || error.code !== 'instance_not_found' || id === undefined || words.length > 1)
      throw error;
    const rows = await backupsOfId(context, id);
    if (rows === null) throw error;
    return rows;
  }
}

async function backupsOfId(context: Context, text: string) {
  const known = await context.known();
  const [first = '', ...rest] = text.split('/');
  const named = rest.length > 0 && known.some(({ name }) => name === first);
  const id = named ? rest.join('/') : text;
  const profiles = named ? known.filter(({ name }) => name === first) : await context.chosen();
  for (const profile of profiles) {
    const { driver, session } = await context.connect(profile);
    const { backups } = driver.verbs;
    if ('unsupported' in backups || backups.ofId === undefined) continue;
    const rows = await capabilityOf(backups, driver.title, 'backups').ofId?.(session, id);
    if (rows === undefined || rows.length === 0) continue;
    return listing(
      rows.map((row) => ({ profile: profile.name, provider: profile.provider, ...row })),
      backupRules,
    );
  }
  return null;
}
