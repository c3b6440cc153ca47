import { defineCommand } from '../core/command';
import type { Context } from '../core/context';
import type { Driver, ListQuery } from '../core/driver';
import { CliError, toCliError } from '../core/errors';
import { filterWords, parseFilter } from '../core/filter';
import { inOrder } from '../core/inOrder';
import type { Instance, Located } from '../core/instance';
import { maskFields } from '../core/mask';
import { choice, each, flag, moment, names, text, whole } from '../core/option';
import type { Profile } from '../core/profile';
import { havingScopes, leaveOutLacking } from '../core/scopes';
import { sideBySide } from '../core/sideBySide';
import { plainQuery } from '../core/targets';
import { flatView, instanceView } from '../core/views';

export const list = defineCommand({
  name: 'list',
  output: 'instances',
  view: instanceView,
  aliases: ['ls'],
  group: 'look',
  watches: true,
  summary: 'show the instances of all profiles',
  description: 'Profiles and regions are asked side by side; one that fails does not hide the others (exit code 12).',
  options: {
    watch: flag('watch', 'keep looking: redraw on a terminal, print changed rows elsewhere'),
    until: each('until', 'CONDITION', 'with --watch: end once this holds, as state=running', {
      completes: { words: filterWords },
    }),
    filter: each('filter', 'CONDITION', 'show only these: state=running, name~^web-, memory>=2GiB …', {
      completes: { words: filterWords },
    }),
    allStates: flag('all-states', 'also those that are deleted but recoverable'),
    limit: whole('limit', 'N', 'print at most this many, after filter and sort'),
    pageSize: whole('page-size', 'N', 'ask the provider for so many at a time'),
    concurrency: whole('concurrency', 'N', 'pages at once, per provider (8)'),
    raw: flag('raw', 'print the provider’s own objects, secrets masked (with -o json)'),
    updatedSince: moment('updated-since', 'only those changed since'),
    server: text('server', 'SERVER', 'only those on a server'),
    kind: choice('kind', ['container', 'vm'], 'only containers’ instances or virtual machines'),
    search: text('search', 'TEXT', 'let the provider search'),
    include: names('include', 'NAMES', 'have related objects included, with --raw'),
  },
  examples: [
    { line: 'nube list', does: 'every instance on every profile' },
    { line: 'nube list --filter state=running --sort -memoryMiB -o wide', does: 'running ones, largest first' },
    { line: 'nube list -o json --query "[].name"', does: 'only the names, as JSON' },
  ],
  check({ watch, until = [], include, raw }) {
    for (const condition of until) parseFilter(condition);
    if (until.length > 0 && watch !== true) throw new CliError('conflicting_options', '--until goes with --watch');
    if (include !== undefined && raw !== true) {
      throw new CliError('conflicting_options', 'What --include asks for is shown with --raw only', {
        hint: 'Give --raw -o json beside it.',
      });
    }
  },
  async run(context, { options }) {
    const {
      filter = [],
      limit,
      watch,
      allStates,
      pageSize,
      raw,
      updatedSince,
      server,
      kind,
      search,
      include,
    } = options;
    if (raw === true && !['json', 'ndjson', 'yaml'].includes(context.format)) {
      throw new CliError('conflicting_options', '--raw prints what the provider says, which has no columns', {
        hint: 'Give -o json, ndjson or yaml beside it.',
      });
    }
    const filters = filter.map(parseFilter);
    const narrow = Object.entries({ updatedSince, server, kind, search, include }).flatMap(([name, value]) =>
      value === undefined ? [] : [name as Driver['listOptions'][number]],
    );
    const profiles = await havingScopes(context, await context.chosen(), narrow);
    const failures: CliError[] = [];
    const query: Partial<ListQuery> = {
      filters,
      allStates: allStates === true,
      pageSize: pageSize ?? null,
      raw: raw === true,
      updatedSince: updatedSince ?? null,
      server: server ?? null,
      kind: kind ?? null,
      search: search ?? null,
      include: include ?? [],
    };
    const answered = new Set<string>();
    let reading = profiles.length;
    const ended = () => {
      reading -= 1;
      if (reading === 0) leaveOutLacking(context, failures, answered.size > 0);
    };
    const now = context.now();
    const fits = ({ instance, recoverable }: Located) =>
      (allStates === true || recoverable !== true) && filters.every((one) => one.matches(instance, now));
    const shown = (located: Located): object => (raw === true ? (located.raw as object) : located.instance);
    // Without a sort nobody needs more of a profile than the limit; how far each is read does not hang on the others.
    const most = limit === undefined || context.printing === 'sorted' ? Number.POSITIVE_INFINITY : limit;
    const streams = profiles.map((profile) =>
      rowsOf(pagesOf(context, profile, query, { failures, answered, ended }), { fits, shown, most }),
    );
    const asTheyCome =
      context.printing === 'sorted' || (context.printing === 'streamed' && limit === undefined && watch !== true);
    const place = new Map(profiles.map(({ name }, index) => [name, index]));
    return {
      kind: 'rows',
      view: raw === true ? flatView([], ['id']) : instanceView,
      rows: asTheyCome ? sideBySide(streams) : inOrder(streams, limit !== undefined),
      failures,
      attempted: () =>
        new Set([...answered, ...failures.map(({ details }) => details.profile)]).size + extraParts(failures, answered),
      what: profiles.length > 1 ? 'profiles' : 'sources',
      empty: 'No instances.',
      ...(raw === true ? {} : { place: (row) => place.get((row as Instance).profile) ?? 0 }),
      ...(limit === undefined ? {} : { limit }),
    };
  },
});

/** A profile of which one part failed while another answered has not failed as a whole. */
function extraParts(failures: readonly CliError[], answered: ReadonlySet<string>): number {
  return failures.filter(({ details }) => details.profile !== undefined && answered.has(details.profile)).length;
}

/** What has come of the profiles so far. */
interface Gathering {
  failures: CliError[];
  answered: Set<string>;
  /** Told when a profile is read no further. */
  ended(): void;
}

async function* pagesOf(
  context: Context,
  profile: Profile,
  query: Partial<ListQuery>,
  { failures, answered, ended }: Gathering,
): AsyncGenerator<readonly Located[]> {
  const from = { profile: profile.name, provider: profile.provider };
  let failed = false;
  try {
    const { driver, session } = await context.connect(profile);
    const full = plainQuery(context, { ...query, partFailed: (error) => failures.push(error.with(from)) });
    for await (const page of driver.list(session, full)) {
      yield query.raw === true
        ? page.map((one) => ({ ...one, raw: maskFields(one.raw, driver.wire.secretFields) }))
        : page;
    }
  } catch (thrown) {
    failures.push(toCliError(thrown).with(from));
    failed = true;
  } finally {
    // Also where the reader has enough and leaves.
    if (!failed) answered.add(profile.name);
    ended();
  }
}

interface Picking {
  fits(located: Located): boolean;
  shown(located: Located): object;
  /** Rows at most. */
  most: number;
}

/** Those of the instances that fit, as rows, a page at a time; no more is read than there may be. */
async function* rowsOf(
  pages: AsyncIterable<readonly Located[]>,
  { fits, shown, most }: Picking,
): AsyncGenerator<readonly object[]> {
  let left = most;
  for await (const page of pages) {
    const rows: object[] = [];
    for (const located of page) if (rows.length < left && fits(located)) rows.push(shown(located));
    if (rows.length > 0) yield rows;
    left -= rows.length;
    if (left <= 0) return;
  }
}
