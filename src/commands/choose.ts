import { defineCommand } from '../core/command';
import { type CatalogKind, catalogKinds, type DriverVerb, isUnsupported } from '../core/driver';
import { CliError, toCliError } from '../core/errors';
import { nearest } from '../core/nearest';
import { listing } from '../core/read';
import { havingScopes, leaveOutLacking } from '../core/scopes';

export const catalog = defineCommand({
  name: 'catalog',
  output: 'catalog',
  group: 'choose',
  summary: 'show what a create can choose from, live',
  description: `Kinds: ${catalogKinds.join(' ')}.`,
  arguments: [{ name: 'kind', summary: 'what to show', required: true, choices: catalogKinds }],
  examples: [
    { line: 'nube catalog sizes -p civo', does: 'the sizes that can be chosen' },
    { line: 'nube catalog images -p civo --region LON1 -o id', does: 'the ids of the images in a region' },
  ],
  async run(context, { words: [word = ''] }) {
    const kind = catalogKinds.find((one) => one === word);
    if (kind === undefined) throw unknownKind(word);
    const profiles = await havingScopes(context, await context.chosen());
    const failures: CliError[] = [];
    const lacking: { name: string; title: string }[] = [];
    let answered = 0;
    const rows = await Promise.all(
      profiles.map(async (connected) => {
        const { name: profile, provider } = connected;
        try {
          const { driver, session } = await context.connect(connected);
          const look = driver.catalog[kind];
          if (look === undefined) {
            lacking.push({ name: profile, title: driver.title });
            return [];
          }
          const rows = await look(session, (error) => failures.push(error.with({ profile, provider })));
          answered += 1;
          return rows.map((row) => ({ profile, provider, ...row }));
        } catch (thrown) {
          failures.push(toCliError(thrown).with({ profile, provider }));
          return [];
        }
      }),
    );
    leaveOutLacking(context, failures, answered > 0);
    if (lacking.length === profiles.length)
      throw lacks(
        kind,
        lacking.map(({ title }) => title),
      );
    if (lacking.length > 0) {
      const names = profiles.flatMap(({ name }) => (lacking.some((one) => one.name === name) ? [name] : []));
      context.note(`Left out, for they have no ${kind}: ${names.join(', ')}`, 'profiles_left_out');
    }
    return listing(
      rows.flat(),
      { leading: ['profile', 'provider', 'id', 'name'], empty: `No ${kind}.` },
      failures,
      answered + failures.length,
    );
  },
});

function unknownKind(word: string): CliError {
  const guess = nearest(word, catalogKinds);
  return new CliError('invalid_value', `There is no catalog of ${JSON.stringify(word)}`, {
    hint: guess === null ? `The kinds are ${catalogKinds.join(', ')}.` : `Did you mean ${guess}?`,
  });
}

function lacks(kind: CatalogKind, titles: readonly string[]): CliError {
  return new CliError('not_supported', `${[...new Set(titles)].join(', ')} has no ${kind}`, {
    hint: 'Choose another kind or profile; nube help catalog lists the kinds.',
  });
}

interface ProviderRow {
  provider: string;
  title: string;
  verb: string;
  supported: boolean;
  limit: string | null;
  reason: string | null;
}

const alwaysThere = ['list', 'get'];

export const providers = defineCommand({
  name: 'providers',
  output: 'capabilities',
  group: 'set up',
  summary: 'show what each provider can do',
  description: 'For each provider and verb: yes, yes with a limit, or no with the reason.',
  examples: [
    { line: 'nube providers', does: 'the matrix of providers and verbs' },
    { line: 'nube providers -o json --query "[?!supported]"', does: 'what cannot be done, and why' },
  ],
  async run(context) {
    const drivers = await context.drivers();
    const rows = drivers.flatMap(({ provider, title, verbs }): ProviderRow[] => [
      ...alwaysThere.map((verb) => ({ provider, title, verb, supported: true, limit: null, reason: null })),
      ...(Object.keys(verbs) as DriverVerb[]).map((verb) => {
        const capability = verbs[verb];
        const named = { provider, title, verb: verb === 'delete-backup' ? 'backups --delete' : verb };
        if (isUnsupported(capability))
          return { ...named, supported: false, limit: null, reason: capability.unsupported };
        return { ...named, supported: true, limit: capability.limit ?? null, reason: null };
      }),
    ]);
    return {
      kind: 'rows',
      view: {
        columns: [
          { name: 'provider', keep: true, value: ({ provider }: ProviderRow) => provider },
          { name: 'title', wide: true, value: ({ title }: ProviderRow) => title },
          { name: 'verb', keep: true, value: ({ verb }: ProviderRow) => verb },
          {
            name: 'supported',
            value: ({ supported, limit }: ProviderRow) => (supported ? (limit === null ? 'yes' : 'limited') : 'no'),
          },
          { name: 'reason', value: ({ limit, reason }: ProviderRow) => limit ?? reason ?? '' },
          { name: 'limit', wide: true, value: ({ limit }: ProviderRow) => limit },
        ],
        id: ({ provider, verb }: ProviderRow) => `${provider}/${verb}`,
        ref: ({ provider, verb }: ProviderRow) => `${provider}/${verb}`,
      },
      rows,
      failures: [],
      attempted: () => 1,
      what: 'providers',
    };
  },
});
