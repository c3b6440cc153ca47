import type { Connection, Context } from './context';
import type { ListQuery } from './driver';
import { CliError, toCliError } from './errors';
import type { Instance, Located } from './instance';
import { nearest, nearestFew } from './nearest';
import type { Profile } from './profile';
import { fitting, parseReference, type Reference } from './reference';
import { havingScopes, lacksPlace, narrowingScopes, noteLacking } from './scopes';

/** One instance that a command acts on, with the connection that leads to it. */
export interface Target {
  connection: Connection;
  located: Located;
}

export interface TargetRule {
  /** The verb changes something, or waits: every profile looked at must answer. */
  strict: boolean;
  /** The start of an id will do. */
  prefixes: boolean;
  /** Whether instances that are destroyed but recoverable fit too, or are meant before all others. */
  gone: 'no' | 'too' | 'first';
  /** A reference that fits nothing is left out instead of refused. */
  skipMissing?: boolean;
  /** What the user asked to have narrowed, passed to the drivers. */
  query?: Partial<ListQuery>;
  /** The scope flags may also say which of an instance's machines ssh is to reach. */
  reaches?: boolean;
}

interface Gathered {
  profile: Profile;
  found: Target[];
  failure: CliError | null;
}

/** What a verb acts on: the instances of its references, or those of a selection; never both, and never neither. */
export async function chooseTargets(
  context: Context,
  action: string,
  words: readonly string[],
  rule: TargetRule,
): Promise<Target[]> {
  const { filter, all, profile } = context.options;
  const selecting = filter.length > 0 || all;
  if (selecting === words.length > 0) {
    const message = selecting ? 'takes references or a selection, not both' : 'needs an instance, or a selection';
    throw new CliError('selection_required', `${action} ${message}`, {
      hint: `For example nube ${action} web-1, or nube ${action} --filter tag=web`,
    });
  }
  if (all && profile === undefined && filter.length === 0) {
    throw new CliError('conflicting_options', '--all needs a profile or a filter beside it', {
      hint: `For example nube ${action} --all -p NAME`,
    });
  }
  return selecting ? selectionOf(context, rule) : targetsOf(context, words, rule);
}

/** The instances that references fit, in the order given, each once. Throws unless every reference fits exactly one. */
export async function targetsOf(context: Context, words: readonly string[], rule: TargetRule): Promise<Target[]> {
  const known = (await context.known()).map(({ name }) => name);
  const references = words.map((word) => parseReference(word, known));
  const asked = context.options.profile;
  for (const { profile, text } of references) {
    if (profile !== null && asked !== undefined && !(await context.chosen()).some(({ name }) => name === profile)) {
      throw new CliError(
        'conflicting_options',
        `${text} names the profile ${profile}, and -p names ${asked.join(', ')}`,
      );
    }
  }
  const groups = new Map<string | null, { profiles: readonly Profile[]; references: Reference[] }>();
  for (const reference of references) {
    const group = groups.get(reference.profile) ?? {
      profiles: await profilesFor(context, reference, rule),
      references: [],
    };
    group.references.push(reference);
    groups.set(reference.profile, group);
  }
  const targets = new Map<Reference, Target>();
  for (const { profiles, references: some } of groups.values()) {
    const gathered = await gather(context, profiles, rule, some);
    for (const reference of some) {
      const target = one(context, reference, gathered, rule);
      if (target !== null) targets.set(reference, target);
    }
  }
  const unique = new Map<string, Target>();
  for (const reference of references) {
    const target = targets.get(reference);
    if (target === undefined) continue;
    const { instance } = target.located;
    if (reference.name === instance.name && !isOnlyHere(context, rule)) {
      context.called(instance, wholeReference(reference, instance));
    }
    unique.set(keyOf(target), target);
  }
  return [...unique.values()];
}

/** What was typed means that instance only beside the rest of the line. */
const isOnlyHere = ({ options }: Context, { gone }: TargetRule): boolean =>
  gone === 'first' || Object.keys(options.scopes).length > 0;

const wholeReference = ({ group, name }: Reference, { profile }: Instance): string =>
  [profile, ...(group === null ? [] : [group]), name].join('/');

async function profilesFor(
  context: Context,
  reference: Reference,
  { reaches }: TargetRule,
): Promise<readonly Profile[]> {
  const { profile } = reference;
  const profiles =
    profile === null ? await context.chosen() : (await context.known()).filter(({ name }) => name === profile);
  return havingScopes(context, profiles, [], reaches);
}

/** The instances that the filters fit, over all chosen profiles, all of which must answer. */
async function selectionOf(context: Context, rule: TargetRule): Promise<Target[]> {
  const profiles = await havingScopes(context, await context.chosen(), [], rule.reaches);
  const gathered = await gather(context, profiles, rule, null);
  const failed = gathered.find(({ failure }) => failure !== null)?.failure;
  if (failed) throw failed;
  const now = context.now();
  return gathered.flatMap(({ found }) =>
    found
      .filter(({ located: { recoverable } }) => rule.gone !== 'first' || recoverable === true)
      .filter(({ located: { instance } }) => context.options.filter.every((filter) => filter.matches(instance, now))),
  );
}

/** A query that asks for everything a look-up needs. */
export function plainQuery(context: Context, query: Partial<ListQuery> = {}): ListQuery {
  return {
    allStates: false,
    filters: context.options.filter,
    updatedSince: null,
    pageSize: null,
    raw: false,
    server: null,
    kind: null,
    search: null,
    include: [],
    partFailed: () => {},
    ...query,
  };
}

async function gather(
  context: Context,
  profiles: readonly Profile[],
  rule: TargetRule,
  references: readonly Reference[] | null,
): Promise<Gathered[]> {
  const gathered = await Promise.all(
    profiles.map(async (profile): Promise<Gathered> => {
      const gathered: Gathered = { profile, found: [], failure: null };
      const from = { profile: profile.name, provider: profile.provider };
      const query = plainQuery(context, {
        ...rule.query,
        allStates: rule.gone !== 'no',
        partFailed: (error) => {
          gathered.failure ??= error.with(from);
        },
      });
      try {
        const scopes = rule.reaches === true ? await narrowingScopes(context, profile) : context.options.scopes;
        const connection = await context.connect(profile, { scopes });
        for (const pages of listings(connection, query, references)) {
          for await (const page of pages) {
            const fit = page.filter(({ recoverable }) => rule.gone !== 'no' || recoverable !== true);
            gathered.found.push(...fit.map((located) => ({ connection, located })));
          }
        }
      } catch (error) {
        gathered.failure = toCliError(error).with(from);
      }
      return gathered;
    }),
  );
  const lacking = gathered.flatMap(({ failure }) => (failure !== null && lacksPlace(context, failure) ? failure : []));
  const others = gathered.filter(({ failure }) => !lacking.some((one) => one === failure));
  if (others.length === 0) return gathered;
  noteLacking(context, lacking);
  return others;
}

function listings(
  { driver, session }: Connection,
  query: ListQuery,
  references: readonly Reference[] | null,
): AsyncIterable<readonly Located[]>[] {
  const find = driver.find?.bind(driver);
  if (references === null || find === undefined || references.length > 3) return [driver.list(session, query)];
  return references.map(({ name }) => find(session, name, { ...query, filters: [] }));
}

function one(context: Context, reference: Reference, gathered: readonly Gathered[], rule: TargetRule): Target | null {
  const failures = gathered.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const [first] = failures;
  const failure = first === undefined || gathered.length === 1 ? first : unanswered(first);
  if (rule.strict && failure !== undefined) throw failure;
  const targets = gathered.flatMap(({ found }) => found);
  const everything = targets.map(({ located }) => located);
  const gone = rule.gone === 'first' ? everything.filter(({ recoverable }) => recoverable === true) : [];
  const fits = fitting(reference, gone, rule.prefixes);
  const fit = new Set(fits.length > 0 ? fits : fitting(reference, everything, rule.prefixes));
  const found = new Map(targets.filter(({ located }) => fit.has(located)).map((target) => [keyOf(target), target]));
  const [target, ...others] = [...found.values()];
  if (target === undefined) {
    if (failure !== undefined) throw failure;
    if (rule.skipMissing === true) return null;
    throw notFound(reference, gathered, everything, rule);
  }
  if (others.length > 0) {
    const { instance } = target.located;
    const listed = [target, ...others].map(({ located }) => named(located));
    throw new CliError(
      'ambiguous_reference',
      `${reference.text} fits ${listed.length} instances: ${listed.join(', ')}`,
      {
        hint: `Name it by its id: ${instance.profile}/${instance.id}`,
      },
    );
  }
  for (const error of failures) {
    context.warn(error.code, unanswered(error).message);
  }
  return target;
}

const named = ({ instance: { profile, id, name } }: Located): string => `${profile}/${id} ${name}`;

const keyOf = ({ located: { instance, at } }: Target): string => JSON.stringify([instance.profile, instance.id, at]);

/** With several profiles the message says which one it was. */
function unanswered(error: CliError): CliError {
  return new CliError(error.code, `${error.details.profile} did not answer: ${error.message}`, error.details);
}

/** Where a reference begins with what is almost the name of a profile; null where it does not. */
function elsewhere(
  { text, profile }: Reference,
  gathered: readonly Gathered[],
  all: readonly Located[],
): string | null {
  const [first, ...others] = text.split('/') as [string, ...string[]];
  if (profile !== null || others.length === 0 || all.some(({ instance }) => instance.group === first)) return null;
  const near = nearest(
    first,
    gathered.map((one) => one.profile.name),
  );
  return near === null ? null : `${first} is no profile; did you mean ${[near, ...others].join('/')}?`;
}

function notFound(
  reference: Reference,
  gathered: readonly Gathered[],
  all: readonly Located[],
  rule: TargetRule,
): CliError {
  const searched = gathered.map(({ profile }) => profile.name).join(', ');
  const near = nearestFew(
    reference.name,
    all.map(({ instance }) => instance.name),
    3,
  );
  const prefixed = rule.prefixes ? [] : fitting(reference, all, true).map(({ instance }) => instance.id);
  const hint =
    elsewhere(reference, gathered, all) ??
    (prefixed.length > 0
      ? `This command takes no start of an id; in full: ${prefixed.slice(0, 3).join(', ')}`
      : near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'nube list shows them all.');
  return new CliError('instance_not_found', `No instance ${JSON.stringify(reference.text)} in ${searched}`, { hint });
}
