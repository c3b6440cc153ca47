import { capabilityOf } from '../core/capability';
import { defineCommand } from '../core/command';
import type { Context } from '../core/context';
import type { ConsoleAnswer } from '../core/driver';
import { CliError } from '../core/errors';
import { flag } from '../core/option';
import { type Target, targetsOf } from '../core/targets';
import { clean } from '../core/text';
import { through } from '../core/through';
import type { Output } from '../core/view';
import { overlap } from './overlap';
import { createStreamText } from './streamText';
import { references } from './verb';

type Stream = Extract<ConsoleAnswer, { stream: unknown }>['stream'];
type Link = Extract<ConsoleAnswer, { url: string }>;

/** So many connections in a row may fail before the console is given up. */
const mostFailures = 5;
/** After connecting again, frames that come within this of each other are what was said before. */
const quietMs = 300;
/** More than a server is known to replay. */
const remembered = 160 * 1024;

export const console = defineCommand({
  name: 'console',
  output: ['link', 'text'],
  group: 'reach',
  summary: 'show the console of an instance, or the link to it',
  description:
    'A console that is a stream is shown as it comes, read-only, until Ctrl-C; nube ssh is the way in. A link that ' +
    'holds a token goes to the browser with --open and is printed only with --show-secrets.',
  arguments: [{ ...references, many: false, required: true }],
  options: {
    open: flag('open', 'open the link in the browser'),
    showSecrets: flag('show-secrets', 'print a link with the token inside'),
  },
  examples: [
    { line: 'nube console api-1', does: 'what the instance has said, then what it says' },
    { line: 'nube console web-1 --open', does: 'the console in the browser' },
  ],
  async run(context, { words, options }) {
    const [target] = await targetsOf(context, words, { strict: false, prefixes: true, gone: 'no' });
    if (target === undefined) throw new CliError('missing_argument', 'console needs an instance');
    const { driver, session } = target.connection;
    const answer = await through(target.connection, () =>
      capabilityOf(driver.verbs.console, driver.title, 'console').read(session, target.located, {}),
    );
    if ('url' in answer) return showLink(context, target, answer, options);
    const given = options.open === true ? '--open' : options.showSecrets === true ? '--show-secrets' : null;
    if (given !== null) {
      throw new CliError('option_not_available', `${driver.title} has no ${given} for console: it is a stream`, {
        hint: `nube console ${ref(target)}`,
      });
    }
    await showStream(context, target, answer.stream);
    return { kind: 'none' };
  },
});

const ref = ({ located: { instance } }: Target): string => `${instance.profile}/${instance.id}`;

async function showLink(
  context: Context,
  target: Target,
  { url, link }: Link,
  { open, showSecrets }: { open?: boolean; showSecrets?: boolean },
): Promise<Output> {
  if (open === true) await context.openBrowser(link ?? url);
  else if (link !== undefined && showSecrets !== true) {
    context.warn(
      'link_incomplete',
      `Alone this address opens nothing, for the token in it is left out: nube console ${ref(target)} --open opens it in the browser, --show-secrets prints it whole.`,
    );
  }
  const shown = link !== undefined && showSecrets === true ? context.mask(link.reveal()) : url;
  const own = { id: target.located.instance.id, ref: ref(target) };
  return context.formatted
    ? { kind: 'object', value: { url: shown }, ...own }
    : { kind: 'text', text: `${clean(shown)}\n` };
}

/** Shows the stream until the server ends it; one that breaks off is taken up again with a fresh token. */
async function showStream(context: Context, target: Target, stream: Stream): Promise<void> {
  const { name } = target.located.instance;
  context.note(`The console of ${name}, read-only: nube ssh ${ref(target)} is the way in, Ctrl-C leaves.`);
  const text = createStreamText(await context.colour());
  let seen: Buffer = Buffer.alloc(0);
  let failures = 0;
  let again = false;
  const show = (bytes: Buffer): void => {
    seen = Buffer.concat([seen, bytes]).subarray(-remembered);
    context.write(text.take(bytes));
  };
  try {
    for (;;) {
      try {
        for await (const bytes of portions(context, context.socket(target.connection, await stream()), again)) {
          failures = 0;
          if (again) {
            const known = overlap(seen, bytes);
            // Nothing in common: it has been started anew since.
            if (known === 0) context.write(text.end());
            show(bytes.subarray(known));
          } else show(bytes);
          again = false;
        }
        break;
      } catch (thrown) {
        if (context.interrupted.aborted) throw new CliError('interrupted', `Left the console of ${name}`);
        // What is no failure of the stream (the reader of a pipe has left) is not ours to name.
        if (!(thrown instanceof CliError)) throw thrown;
        failures += 1;
        if (!['unavailable', 'rate_limited'].includes(thrown.kind) || failures > mostFailures) {
          const { profile, provider } = target.located.instance;
          throw thrown.with({ profile, provider });
        }
        context.note('The console broke off; connecting again.');
        await context.sleep(failures * 500);
        again = seen.length > 0;
      }
    }
  } finally {
    context.write(text.end());
  }
  context.note(`The console of ${name} has ended.`);
}

/** The frames; with `gathered` the first is all that comes at once, for it is what was said before. */
async function* portions(
  context: Context,
  frames: AsyncIterable<Uint8Array>,
  gathered: boolean,
): AsyncGenerator<Buffer> {
  const iterator = frames[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    if (gathered) {
      const parts: Uint8Array[] = [];
      let size = 0;
      for (;;) {
        const step =
          parts.length === 0 ? await next : await Promise.race([next, context.sleep(quietMs).then(() => null)]);
        if (step === null || size > remembered) break;
        if (step.done === true) {
          if (size > 0) yield Buffer.concat(parts);
          return;
        }
        parts.push(step.value);
        size += step.value.length;
        next = iterator.next();
      }
      // Whoever leaves now must not leave this one behind unhandled.
      next.catch(() => {});
      yield Buffer.concat(parts);
    }
    for (let step = await next; step.done !== true; step = await iterator.next()) yield Buffer.from(step.value);
  } finally {
    await iterator.return?.();
  }
}
