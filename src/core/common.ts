import { filterWords } from './filter';
import { choice, duration, each, flag, name, names, type Option, type Options, text, whole } from './option';
import type { ScopeName } from './profile';

export const formats = ['table', 'wide', 'json', 'yaml', 'ndjson', 'csv', 'tsv', 'id', 'ref'] as const;
export type Format = (typeof formats)[number];

const common = 'Common options';
const scope = 'Where to look';

const scopes: Readonly<Record<ScopeName, Option<string>>> = {
  region: name('region', 'REGION', 'region or zone, over the profile’s', {
    heading: scope,
    completes: { catalog: 'regions' },
  }),
  service: name('service', 'CODE', 'service connection', {
    heading: scope,
    completes: { catalog: 'services' },
  }),
  environment: name('environment', 'NAME', 'environment', {
    heading: scope,
    completes: { catalog: 'environments' },
  }),
  org: name('org', 'ID', 'organization', { heading: scope }),
  hub: name('hub', 'HUB', 'hub', { heading: scope, completes: { catalog: 'hubs' } }),
  container: name('container', 'CONTAINER', 'container', {
    heading: scope,
    completes: { catalog: 'containers' },
  }),
  group: name('group', 'GROUP', 'group', { heading: scope, completes: { catalog: 'groups' } }),
  cloud: name('cloud', 'CLOUD', 'cloud', { heading: scope, completes: { catalog: 'clouds' } }),
};

/** The options of every command, before or after the verb. */
export const commonOptions = {
  profile: names('profile', 'NAME', 'profiles to use; all means every one', {
    short: 'p',
    heading: common,
    completes: 'profile',
  }),
  output: choice('output', formats, `how to print: ${formats.join(', ')}`, { short: 'o', heading: common }),
  columns: names('columns', 'NAMES', 'columns of a table, csv or tsv', { heading: common, completes: 'column' }),
  sort: text('sort', 'COLUMN', 'sort by a column; -COLUMN reverses', { heading: common, completes: 'column' }),
  noHeaders: flag('no-headers', 'leave the header line out', { heading: common }),
  query: text('query', 'JMESPATH', 'print a part of the JSON', { heading: common }),
  quiet: flag('quiet', 'print no progress and no notes', { short: 'q', heading: common }),
  color: choice('color', ['auto', 'always', 'never'], 'when to colour', { heading: common }),
  debug: flag('debug', 'show every request, secrets hidden', { heading: common }),
  stepOutput: flag('step-output', 'also write the result where the CI system takes it for further steps', {
    heading: common,
  }),
  sandbox: flag('sandbox', 'use the built-in emulator instead of real accounts', { heading: common }),
  connectTimeout: duration('connect-timeout', 'longest time to connect (10s)', { heading: common }),
  requestTimeout: duration('request-timeout', 'longest time for one answer (30s)', { heading: common }),
  ...scopes,
} as const satisfies Options;

/** The common options that a command leaves in their common sense: an own option of the same name takes its place. */
export function commonOptionsOf(own: Options): Options {
  const claimed = new Set(Object.values(own).map(({ name }) => name));
  return Object.fromEntries(Object.entries(commonOptions).filter(([, { name }]) => !claimed.has(name)));
}

const changing = 'Changing';

/** The options of mutating verbs. */
export const mutatingOptions = {
  yes: flag('yes', 'answer the question with yes', { short: 'y', heading: changing }),
  dryRun: flag('dry-run', 'print the requests as curl lines and send none', { heading: changing }),
  noWait: flag('no-wait', 'return once the provider has accepted', { heading: changing }),
  timeout: duration('timeout', 'longest time to wait for the end', { heading: changing }),
  concurrency: whole('concurrency', 'N', 'how many at once, waiting included, per provider (8 requests)', 1, {
    heading: changing,
  }),
  filter: each('filter', 'CONDITION', 'choose instances: state=running, name~^web-, age>30d …', {
    heading: changing,
    completes: { words: filterWords },
  }),
  all: flag('all', 'all instances of -p or --filter', { heading: changing }),
  max: whole('max', 'N', 'refuse more than this many', 1, { heading: changing }),
} as const satisfies Options;

export type MutatingOption = 'yes' | 'dry-run' | 'no-wait' | 'timeout' | 'concurrency' | 'filter' | 'all' | 'max';

const optionOf: Readonly<Record<MutatingOption, keyof typeof mutatingOptions>> = {
  yes: 'yes',
  'dry-run': 'dryRun',
  'no-wait': 'noWait',
  timeout: 'timeout',
  concurrency: 'concurrency',
  filter: 'filter',
  all: 'all',
  max: 'max',
};

/** The mutating options of one command, by the names that its code uses. */
export function mutatingOptionsOf(taken: readonly MutatingOption[]): Options {
  return Object.fromEntries(taken.map((name) => [optionOf[name], mutatingOptions[optionOf[name]]]));
}
