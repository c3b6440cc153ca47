import type { Connection, Context } from './context';
import { isUnsupported } from './driver';
import { CliError, toCliError } from './errors';
import type { Located } from './instance';
import type { Made, Undertaken } from './journal';
import { ended, type Operation } from './operation';
import { plainQuery } from './targets';
import { lookAt } from './through';

/** So many looks, each a little later than the one before, may settle a lost answer. */
const looks = 6;
/** So far apart the clocks here and at the provider may be. */
const skewMs = 300_000;

/** When a change was sent, where that is not just now. */
export interface Span {
  from: Date;
  to: Date;
}

/**
 * Looks whether a change whose answer was lost has happened after all: the operation to go on with, or the loss
 * itself where looking does not settle it. Nothing is ever sent twice. `entry` is the journal's id of the change;
 * with `when` one look is made at once, and what was made at another time is not taken for it.
 */
export async function settleLost(
  context: Context,
  connection: Connection,
  { makes, targets, reached, gone }: Undertaken,
  entry: string | null,
  error: CliError,
  when: Span | null = null,
): Promise<Operation> {
  if (error.code !== 'answer_lost') throw error;
  const rhythm = { context, connection, error, patient: when === null };
  if (makes !== null) {
    const { name } = makes;
    if (name === null) throw error;
    return look(rhythm, () => findMade(context, connection, { ...makes, name }, entry, when, error));
  }
  const [located, ...others] = targets;
  if (located === undefined || others.length > 0 || (reached.length === 0 && !gone)) throw error;
  return look(rhythm, async () => {
    try {
      const now = await lookAt(connection, located);
      return reached.includes(now.instance.state) ? { ...ended(), instances: [now] } : null;
    } catch (thrown) {
      if (gone && toCliError(thrown).code === 'instance_not_found') return { ...ended(), instances: [] };
      throw thrown;
    }
  });
}

/** How to wait for a new instance that is there already. */
export function adopted({ driver }: Connection, located: Located): Operation {
  const { create } = driver.verbs;
  return { ...(isUnsupported(create) ? ended() : create.adopt(located)), instances: [located] };
}

/** The one new instance of that name, null while there is none; throws the loss when there are several. */
async function findMade(
  context: Context,
  connection: Connection,
  { name, before }: Made & { name: string },
  entry: string | null,
  when: Span | null,
  error: CliError,
): Promise<Operation | null> {
  const claimed = new Set([...before, ...(await claimedBy(context, connection, entry))]);
  const found: Located[] = [];
  let failure: CliError | null = null;
  const query = plainQuery(context, {
    filters: [],
    partFailed: (part) => {
      failure ??= part;
    },
  });
  for await (const page of connection.driver.list(connection.session, query)) {
    found.push(...page.filter(({ instance }) => instance.name === name && !claimed.has(instance.id)));
  }
  const [located, ...others] = found.filter(({ instance }) => isWithin(instance.createdAt, when));
  if (failure !== null) throw failure;
  if (located === undefined) return null;
  if (others.length > 0) {
    const reason = `${others.length + 1} new instances are called ${name}`;
    throw new CliError(error.code, error.message, { ...error.details, reason });
  }
  return adopted(connection, located);
}

/** Instances that came of other changes. */
async function claimedBy(context: Context, { profile }: Connection, entry: string | null): Promise<readonly string[]> {
  const others = (await context.journal()).list().filter((one) => one.id !== entry && one.profile === profile.name);
  return others.flatMap(({ operation }) => (operation?.instances ?? []).map(({ instance }) => instance.id));
}

function isWithin(createdAt: string | null, when: Span | null): boolean {
  if (createdAt === null || when === null) return true;
  const at = Date.parse(createdAt);
  return at >= when.from.getTime() - skewMs && at <= when.to.getTime() + skewMs;
}

interface Rhythm {
  context: Context;
  connection: Connection;
  error: CliError;
  /** Waits before each of several looks; else looks once. */
  patient: boolean;
}

async function look(
  { context, connection: { driver }, error, patient }: Rhythm,
  settled: () => Promise<Operation | null>,
): Promise<Operation> {
  for (let count = 1; count <= (patient ? looks : 1); count += 1) {
    if (patient) await context.sleep(Math.max(driver.pollEveryMs, count * 1000));
    if (context.interrupted.aborted) throw error;
    try {
      const operation = await settled();
      if (operation !== null) return operation;
    } catch (thrown) {
      const found = toCliError(thrown);
      // Later somebody can look again: that nobody answered now tells nothing.
      if (!patient || found.code === 'answer_lost') throw found;
      if (!['unavailable', 'rate_limited'].includes(found.kind)) throw error;
    }
  }
  throw error;
}
