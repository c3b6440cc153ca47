import { CliError } from '../core/errors';
import { clean } from '../core/text';
import { plain } from './json';

/** Makes a function of a JMESPath expression. It and the function it gives throw `invalid_query`. */
export async function compileQuery(expression: string): Promise<(data: unknown) => unknown> {
  const { compile, isRegistered, TreeInterpreter } = await import('@jmespath-community/jmespath');
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw invalid(expression, error instanceof Error ? error.message : String(error));
    }
  };
  // Bare words between backticks, as in `running`, are what users of other clouds' tools write.
  const tree = attempt(() => compile(expression, { enable_legacy_literals: true }));
  const missing = attempt(() => functionsIn(tree)).find((name) => !isRegistered(name));
  if (missing !== undefined) throw invalid(expression, `there is no function ${missing}()`);
  return (data) => attempt(() => TreeInterpreter.search(tree, plain(data) as never));
}

function invalid(expression: string, reason: string): CliError {
  return new CliError('invalid_query', `The query ${JSON.stringify(clean(expression, 200))} can't be answered`, {
    reason: clean(reason, 500),
    hint: 'Look at the whole with -o json. For example --query "[?state==\'running\'].name"',
  });
}

/** The names of the functions that a compiled expression calls, for only a call would find one missing. */
function functionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(functionsIn);
  const { type, name } = node as { type?: unknown; name?: unknown };
  if (type === 'Literal') return [];
  const inside = Object.values(node).flatMap(functionsIn);
  return type === 'Function' ? [String(name), ...inside] : inside;
}
