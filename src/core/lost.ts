import type { Connection, Context } from './context';
import { type CliError, toCliError } from './errors';
import type { Located } from './instance';
import { ended, type Operation } from './operation';
import type { ActionRules, Step } from './step';
import { plainQuery } from './targets';
import { lookAt } from './through';

/** So many looks, each a little later than the one before, may settle a lost answer. */
const looks = 6;

/**
 * Looks whether a change whose answer was lost has happened after all: the operation to go on with, or the loss
 * itself where looking does not settle it. Nothing is ever sent twice.
 */
export async function afterLostAnswer(
  context: Context,
  { connection, plan }: Step,
  { reached = [], gone = false }: ActionRules,
  error: CliError,
): Promise<Operation> {
  const [located, ...others] = plan.targets;
  if (error.code !== 'answer_lost' || located === undefined || others.length > 0) throw error;
  if (plan.makes !== undefined) return findMade(context, connection, plan.makes, error);
  if (reached.length === 0 && !gone) throw error;
  return look(context, connection, error, async () => {
    try {
      const now = await lookAt(connection, located);
      return reached.includes(now.instance.state) ? { ...ended(), instances: [now] } : null;
    } catch (thrown) {
      if (gone && toCliError(thrown).code === 'instance_not_found') return { ...ended(), instances: [] };
      throw thrown;
    }
  });
}

/** What a create was about to make, and which instances were there before it. */
export interface Making {
  name: string;
  before: ReadonlySet<string>;
  /** How to wait for an instance that is there already. */
  adopt(located: Located): Operation;
}

/** The one new instance of that name, or the loss itself when there is none or more than one. */
export function findMade(
  context: Context,
  connection: Connection,
  making: Making,
  error: CliError,
): Promise<Operation> {
  return look(context, connection, error, async () => {
    const found: Located[] = [];
    let complete = true;
    const query = plainQuery(context, {
      filters: [],
      partFailed: () => {
        complete = false;
      },
    });
    for await (const page of connection.driver.list(connection.session, query)) {
      found.push(...page.filter(({ instance }) => instance.name === making.name && !making.before.has(instance.id)));
    }
    const [located, ...others] = found;
    if (!complete || located === undefined) return null;
    if (others.length > 0) throw error.with({ reason: `${found.length} new instances are called ${making.name}` });
    return { ...making.adopt(located), instances: [located] };
  });
}

async function look(
  context: Context,
  { driver }: Connection,
  error: CliError,
  settled: () => Promise<Operation | null>,
): Promise<Operation> {
  for (let count = 1; count <= looks; count += 1) {
    await context.sleep(Math.max(driver.pollEveryMs, count * 1000));
    if (context.interrupted.aborted) throw error;
    try {
      const operation = await settled();
      if (operation !== null) return operation;
    } catch (thrown) {
      const found = toCliError(thrown);
      if (found.code === 'answer_lost' || !['unavailable', 'rate_limited'].includes(found.kind)) throw error;
    }
  }
  throw error;
}
