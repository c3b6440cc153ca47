import { actionError, type CreatedInstance } from './action';
import { capabilityOf, checkOptions, optionName } from './capability';
import { resultsOf, type StepResult } from './carryOut';
import type { Connection, Context } from './context';
import { type CreateInput, type CreatePlan, type Creating, catalogKinds } from './driver';
import { CliError } from './errors';
import { checkGuards } from './guard';
import type { Instance, Located } from './instance';
import type { Undertaken } from './journal';
import type { Operation } from './operation';
import { scopeNames } from './profile';
import { plainQuery } from './targets';
import { through } from './through';
import { undertake } from './undertake';
import type { Output } from './view';
import { createdView } from './views';
import { inParallel } from './wait';

/** One `create` of one or, with a count, several instances, through one connection. */
export interface CreateRequest {
  connection: Connection;
  name: string | null;
  count: number;
  input: CreateInput;
  rules: CreateRules;
  /** The file, and the entry in it, that says so; refusals begin with it. */
  from?: string;
}

export interface CreateRules {
  ifNotExists: boolean;
  showSecrets: boolean;
}

interface Making {
  connection: Connection;
  plan: CreatePlan;
  before: ReadonlySet<string>;
  rules: CreateRules;
}

interface Result {
  rows: CreatedInstance[];
  error: CliError | null;
}

const anHour = 3_600_000;

/** Makes instances: everything is checked first, then each is its own request with its own result. */
export async function createInstances(context: Context, requests: readonly CreateRequest[]): Promise<Output> {
  const named: (CreateRequest & { names: string[] })[] = [];
  for (const request of requests) named.push({ ...request, names: await saying(request, () => checked(request)) });
  refuseTwice(named.flatMap(({ names, connection }) => names.map((name) => ({ name, place: uniqueIn(connection) }))));
  const known: Result[] = [];
  const making: Making[] = [];
  const existing = new Map<string, Located[]>();
  for (const request of named) {
    const { names, input, connection, rules } = request;
    const creating = creatingOf(connection);
    const key = keyOf(connection);
    const all = named.filter((one) => keyOf(one.connection) === key).flatMap((one) => one.names);
    const there = existing.get(key) ?? (all.length === 0 ? [] : await existingIn(context, connection, all));
    existing.set(key, there);
    const before = new Set(there.map(({ instance }) => instance.id));
    const plans = await saying(request, () => {
      if (!rules.ifNotExists) refuseTaken(names, there);
      return through(connection, () => creating.plan(connection.session, names, input));
    });
    for (const plan of plans) {
      const found = there.find(({ instance }) => instance.name === plan.name);
      if (found === undefined) making.push({ connection, plan, before, rules });
      else known.push(compare(found, plan, connection));
    }
  }
  const differing = known.flatMap(({ error }) => (error === null ? [] : [error]));
  // What differs refuses the whole: nothing is sent.
  if (differing.length > 0) return createdRows(known, differing.length);
  const count = making.reduce((sum, { plan }) => sum + plan.count, 0);
  for (const { connection } of making) checkGuards([{ profile: connection.profile, instances: [], count }], 'create');
  if (context.options.max !== undefined && count > context.options.max) {
    throw new CliError('too_many_targets', `create would make ${count} instances, and --max is ${context.options.max}`);
  }
  if (context.options.dryRun) {
    for (const { plan } of making) await plan.run();
    return { kind: 'text', text: context.recorded() };
  }
  const inTurn = oneAfterAnother();
  const made = await inParallel(
    making,
    ({ connection }) => connection.profile.provider,
    () => context.options.concurrency,
    (one) => make(context, one, creatingOf(one.connection).oneByOne === true ? inTurn : (send) => send()),
  );
  return createdRows([...known, ...made], known.length + made.length);
}

function createdRows(results: readonly Result[], attempted: number): Output {
  return {
    kind: 'rows',
    view: createdView,
    rows: results.flatMap(({ rows }) => rows),
    failures: results.flatMap(({ error }) => (error === null ? [] : [error])),
    attempted: () => attempted,
    what: 'instances',
  };
}

/** Does a part of what a request needs; a refusal says which entry of a file it is about. */
async function saying<T>({ from }: CreateRequest, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (from === undefined || !(error instanceof CliError)) throw error;
    throw new CliError(error.code, `${from}: ${error.message}`, error.details);
  }
}

/** Within what a name may be used once. */
function uniqueIn(connection: Connection): string {
  return creatingOf(connection).uniqueName === 'profile' ? connection.profile.name : keyOf(connection);
}

const keyOf = ({ profile, session }: Connection): string => JSON.stringify([profile.name, session.settings]);

/** The names of a request, once its options have been checked. */
function checked(request: CreateRequest): string[] {
  const { connection, input } = request;
  const creating = creatingOf(connection);
  const names = namesOf(request, creating, connection);
  if (creating.name === 'refused' && request.rules.ifNotExists) {
    throw new CliError(
      'option_not_available',
      `${connection.driver.title} names its instances itself, so --if-not-exists has nothing to go by`,
      {
        hint: 'Leave it out, or look first with nube list.',
      },
    );
  }
  checkOptions(creating, connection.driver.title, 'create', withoutScopes(input));
  checkRequired(creating, connection, input);
  return names;
}

type InTurn = (send: () => Promise<Operation>) => Promise<Operation>;

function oneAfterAnother(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (send) => {
    const next = last.then(send, send);
    last = next;
    return next;
  };
}

/** The driver's way to create, or `not_supported`. */
export function creatingOf({ driver }: Connection): Creating {
  return capabilityOf(driver.verbs.create, driver.title, 'create');
}

function withoutScopes(input: CreateInput): object {
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => !(scopeNames as readonly string[]).includes(name)),
  );
}

function namesOf(
  { name, count }: Pick<CreateRequest, 'name' | 'count'>,
  creating: Creating,
  { driver }: Connection,
): string[] {
  if (creating.name === 'refused') {
    if (name === null) return [];
    throw new CliError('excess_argument', `${driver.title} names its instances itself; leave ${name} out`);
  }
  if (name === null) {
    throw new CliError('missing_argument', 'The new instance needs a name', {
      hint: 'For example nube create web-1 …',
    });
  }
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}

function checkRequired(creating: Creating, { profile, driver, session }: Connection, input: CreateInput): void {
  const settings: Readonly<Record<string, string | undefined>> = session.settings;
  const missing = creating.required.filter((option) => input[option] === undefined && settings[option] === undefined);
  if (missing.length > 0) {
    const kinds = catalogKinds.filter((kind) => missing.some((option) => kind === `${optionName(option)}s`));
    const look = kinds.map((kind) => `nube catalog ${kind} -p ${profile.name}`).join(' and ');
    throw new CliError(
      'missing_argument',
      `${driver.title} needs ${missing.map((option) => `--${optionName(option)}`).join(', ')}`,
      {
        hint: look === '' ? 'nube help create lists every option.' : `Choose from ${look}`,
      },
    );
  }
}

function refuseTwice(asked: readonly { name: string; place: string }[]): void {
  const seen = new Set<string>();
  for (const { name, place } of asked) {
    const key = JSON.stringify([name, place]);
    if (seen.has(key)) throw new CliError('name_taken', `${name} is asked for twice`);
    seen.add(key);
  }
}

/** The names that a request makes; throws where the provider would not take one, before anything else is known. */
export function checkedNames(request: Pick<CreateRequest, 'connection' | 'name' | 'count'>): string[] {
  const creating = creatingOf(request.connection);
  const names = namesOf(request, creating, request.connection);
  for (const name of names) creating.checkName?.(name);
  return names;
}

/** Throws `name_taken` where an instance of one of these names is there already. */
export async function refuseTakenNames(
  context: Context,
  connection: Connection,
  names: readonly string[],
): Promise<void> {
  if (names.length > 0) refuseTaken(names, await existingIn(context, connection, names));
}

function refuseTaken(names: readonly string[], existing: readonly Located[]): void {
  const taken = existing.find(({ instance }) => names.includes(instance.name))?.instance;
  if (taken === undefined) return;
  throw new CliError('name_taken', `An instance called ${taken.name} exists already: ${taken.profile}/${taken.id}`, {
    hint: 'Choose another name, or give --if-not-exists.',
    profile: taken.profile,
    provider: taken.provider,
  });
}

async function existingIn(context: Context, connection: Connection, names: readonly string[]): Promise<Located[]> {
  const { driver, session } = connection;
  const wanted = new Set(names);
  const found: Located[] = [];
  let failure: CliError | null = null;
  const query = plainQuery(context, {
    filters: [],
    partFailed: (error) => {
      failure ??= error;
    },
  });
  const pages =
    names.length === 1 && driver.find !== undefined
      ? driver.find(session, names[0] as string, query)
      : driver.list(session, query);
  await through(connection, async () => {
    for await (const page of pages) {
      found.push(...page.filter(({ instance }) => wanted.has(instance.name)));
    }
  });
  if (failure !== null) throw failure;
  return found;
}

function compare(there: Located, { wanted }: CreatePlan, { profile }: Connection): Result {
  const { instance } = there;
  const differences = Object.entries(wanted).filter(([field, value]) => {
    const is = instance[field as keyof Instance];
    return value !== null && value !== undefined && is !== null && is !== value;
  });
  if (differences.length === 0) {
    return {
      rows: [{ ...instance, action: 'create', status: 'unchanged', operation: null, error: null }],
      error: null,
    };
  }
  const what = differences
    .map(([field, value]) => `${field} is ${instance[field as keyof Instance]}, not ${value}`)
    .join('; ');
  const error = new CliError('differs', `${instance.name} exists and differs: ${what}`, {
    hint: `Look at it with nube get ${instance.profile}/${instance.id}`,
    profile: profile.name,
    provider: profile.provider,
  });
  return {
    rows: [{ ...instance, action: 'create', status: 'differs', operation: null, error: actionError(error) }],
    error,
  };
}

async function make(context: Context, { connection, plan, before, rules }: Making, inTurn: InTurn): Promise<Result> {
  const { name: profile } = connection.profile;
  const { name, wanted } = plan;
  const what = name ?? `${plan.count} ${plan.count === 1 ? 'instance' : 'instances'}`;
  const undertaken: Undertaken = {
    action: 'create',
    title: `create ${profile}/${what}`,
    what: `create of ${what}`,
    timeout: anHour,
    targets: [],
    reached: [],
    gone: false,
    makes: { name, wanted, created: rules.ifNotExists, before: [...before] },
    prints: 'instances',
  };
  const outcome = await undertake(context, connection, undertaken, () => inTurn(() => plan.run()));
  const results = await resultsOf(context, connection, undertaken, outcome, rules.showSecrets);
  return { rows: results.map(({ row }) => row as CreatedInstance), error: (results[0] as StepResult).error };
}
