import { actionError, type CreatedInstance, statusOf } from './action';
import { capabilityOf, checkOptions, optionName } from './capability';
import type { Connection, Context } from './context';
import type { CreateInput, CreatePlan, Creating } from './driver';
import { CliError, toCliError } from './errors';
import { refuseReadOnly } from './guard';
import type { Instance, Located } from './instance';
import { findMade } from './lost';
import { ended, type Operation, type Progress } from './operation';
import { scopeNames } from './profile';
import { Secret } from './secret';
import { plainQuery } from './targets';
import type { Output } from './view';
import { createdView } from './views';
import { endError, follow, inParallel } from './wait';

/** One `create` of one or, with a count, several instances. */
export interface CreateRequest {
  name: string | null;
  count: number;
  input: CreateInput;
}

export interface CreateRules {
  ifNotExists: boolean;
  showSecrets: boolean;
}

interface Making {
  plan: CreatePlan;
  before: ReadonlySet<string>;
}

interface Result {
  rows: CreatedInstance[];
  error: CliError | null;
}

const anHour = 3_600_000;

/** Makes instances through one connection: everything is checked first, each is its own request with its own result. */
export async function createInstances(
  context: Context,
  connection: Connection,
  requests: readonly CreateRequest[],
  rules: CreateRules,
): Promise<Output> {
  const creating = creatingOf(connection);
  refuseReadOnly(connection.profile.name, connection.profile.guards, 'create');
  const named = requests.map((request) => ({ ...request, names: namesOf(request, creating, connection) }));
  for (const { input } of requests) checkOptions(creating, connection.driver.title, 'create', withoutScopes(input));
  for (const { input } of requests) checkRequired(creating, connection, input);
  refuseTwice(named.flatMap(({ names }) => names));
  const existing =
    creating.name === 'required' || !context.options.dryRun ? await existingIn(context, connection, named) : [];
  const known: Result[] = [];
  const making: Making[] = [];
  const before = new Set(existing.map(({ instance }) => instance.id));
  for (const { names, input } of named) {
    const free = names.filter((name) => !existing.some(({ instance }) => instance.name === name));
    const plans = await creating.plan(connection.session, rules.ifNotExists ? names : refuseTaken(names, free), input);
    for (const plan of plans) {
      const there = existing.find(({ instance }) => plan.name !== null && instance.name === plan.name);
      if (there === undefined) making.push({ plan, before });
      else known.push(compare(there, plan, connection));
    }
  }
  const count = making.reduce((sum, { plan }) => sum + plan.count, 0);
  if (context.options.max !== undefined && count > context.options.max) {
    throw new CliError('too_many_targets', `create would make ${count} instances, and --max is ${context.options.max}`);
  }
  if (context.options.dryRun) {
    for (const { plan } of making) await plan.run();
    return { kind: 'text', text: context.recorded() };
  }
  const inTurn = creating.oneByOne === true ? oneAfterAnother() : (send: () => Promise<Operation>) => send();
  const made = await inParallel(
    making,
    () => '',
    () => (creating.oneByOne ? making.length || 1 : context.options.concurrency),
    (one) => make(context, connection, creating, one, rules, inTurn),
  );
  const results = [...known, ...made];
  return {
    kind: 'rows',
    view: createdView,
    rows: results.flatMap(({ rows }) => rows),
    failures: results.flatMap(({ error }) => (error === null ? [] : [error])),
    attempted: () => results.length,
    what: 'instances',
  };
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

function namesOf({ name, count }: CreateRequest, creating: Creating, { driver }: Connection): string[] {
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

function checkRequired(creating: Creating, { driver, session }: Connection, input: CreateInput): void {
  const settings: Readonly<Record<string, string | undefined>> = session.settings;
  const missing = creating.required.filter((option) => input[option] === undefined && settings[option] === undefined);
  if (missing.length > 0) {
    throw new CliError(
      'missing_argument',
      `${driver.title} needs ${missing.map((option) => `--${optionName(option)}`).join(', ')}`,
      {
        hint: `nube catalog shows what there is; nube help create lists every option.`,
      },
    );
  }
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CliError('name_taken', `${twice} is asked for twice`);
}

function refuseTaken(names: readonly string[], free: readonly string[]): readonly string[] {
  const taken = names.find((name) => !free.includes(name));
  if (taken === undefined) return names;
  throw new CliError('name_taken', `An instance called ${taken} exists already`, {
    hint: 'Choose another name, or give --if-not-exists.',
  });
}

async function existingIn(
  context: Context,
  { driver, session }: Connection,
  named: readonly { names: readonly string[] }[],
): Promise<Located[]> {
  const wanted = new Set(named.flatMap(({ names }) => names));
  const found: Located[] = [];
  let failure: CliError | null = null;
  const query = plainQuery(context, {
    filters: [],
    partFailed: (error) => {
      failure ??= error;
    },
  });
  const [only] = wanted;
  const pages =
    wanted.size === 1 && only !== undefined && driver.find !== undefined
      ? driver.find(session, only, query)
      : driver.list(session, query);
  for await (const page of pages)
    found.push(...page.filter(({ instance }) => wanted.size === 0 || wanted.has(instance.name)));
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

async function make(
  context: Context,
  connection: Connection,
  creating: Creating,
  { plan, before }: Making,
  rules: CreateRules,
  inTurn: InTurn,
): Promise<Result> {
  const { profile } = connection;
  const what = plan.name ?? `${plan.count} ${plan.count === 1 ? 'instance' : 'instances'}`;
  const title = `create ${profile.name}/${what}`;
  const line = context.progress.start(title);
  let operation: Operation = ended();
  let known: readonly Located[] = [];
  try {
    operation = await inTurn(() =>
      plan.run().catch((thrown) => lost(context, connection, creating, plan, before, toCliError(thrown))),
    );
    known = operation.instances ?? [];
    if (context.options.noWait && operation.wait !== null) {
      line.succeed(`${title}: accepted`);
      return {
        rows: rowsFor(connection, plan, known, 'accepted', operation, null, rules, operation.result),
        error: null,
      };
    }
    const end = await follow(context, connection, operation, context.options.timeout ?? anHour, (progress) =>
      line.update(progressLine(title, progress)),
    );
    if (end.status !== 'succeeded') {
      const id = known[0]?.instance.id;
      throw endError(
        end,
        `create of ${what}`,
        id === undefined ? `nube list -p ${profile.name}` : `nube get ${profile.name}/${id}`,
      );
    }
    line.succeed(`${title}: ${end.instances?.[0]?.instance.state ?? 'done'}`);
    const status = rules.ifNotExists ? 'created' : 'succeeded';
    const result = { ...operation.result, ...end.result };
    return {
      rows: rowsFor(connection, plan, end.instances ?? known, status, operation, null, rules, result),
      error: null,
    };
  } catch (thrown) {
    const error = toCliError(thrown).with({ profile: profile.name, provider: profile.provider });
    line.fail(title);
    return {
      rows: rowsFor(connection, plan, known, statusOf(error), operation, error, rules, operation.result),
      error,
    };
  }
}

function progressLine(title: string, progress: Progress): string {
  return progress.status === 'running' && progress.text !== undefined ? `${title}: ${progress.text}` : title;
}

function lost(
  context: Context,
  connection: Connection,
  creating: Creating,
  { name }: CreatePlan,
  before: ReadonlySet<string>,
  error: CliError,
): Promise<Operation> {
  if (error.code !== 'answer_lost') throw error;
  const check = error.with({ hint: `Look before creating again: nube list -p ${connection.profile.name}` });
  if (name === null) throw check;
  return findMade(context, connection, { name, before, adopt: creating.adopt }, check);
}

function rowsFor(
  { profile, session }: Connection,
  { name, wanted }: CreatePlan,
  located: readonly Located[],
  status: CreatedInstance['status'],
  { id: operation }: Operation,
  error: CliError | null,
  { showSecrets }: CreateRules,
  result: Readonly<Record<string, unknown>> | undefined,
): CreatedInstance[] {
  const secret = result?.password;
  const password = showSecrets ? { password: secret instanceof Secret ? secret.reveal() : null } : {};
  const outcome = {
    action: 'create',
    status,
    operation,
    error: error === null ? null : actionError(error),
    ...password,
  };
  if (located.length > 0) return located.map(({ instance }) => ({ ...instance, ...outcome }));
  return [
    {
      profile: profile.name,
      provider: profile.provider,
      id: null,
      name: name ?? '',
      hostname: null,
      state: 'unknown',
      providerState: '',
      region: wanted.region ?? session.settings.region ?? null,
      group: wanted.group ?? null,
      size: wanted.size ?? null,
      image: wanted.image ?? null,
      cpus: wanted.cpus ?? null,
      memoryMiB: wanted.memoryMiB ?? null,
      diskGiB: null,
      publicAddresses: [],
      privateAddresses: [],
      tags: [],
      createdAt: null,
      updatedAt: null,
      ...outcome,
    },
  ];
}
