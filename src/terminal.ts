import type { Call } from './call';
import type { Ask, ProgressReporter } from './core/context';
import { CliError } from './core/errors';
import { lazy } from './core/lazy';
import { inSandbox } from './inSandbox';

/** Questions, where somebody is there to answer them. */
export function createAsk({ system, unattended }: Call): Ask {
  const available = !unattended && system.error.isTerminal && system.input.isTTY === true;
  const prompts = lazy(async () => (await import('./io/prompt')).createPrompts(system.input, system.error.stream));
  const need = async (what: string) => {
    if (available) return prompts();
    throw new CliError('missing_argument', `${what} was not given, and nobody is there to ask`);
  };
  return {
    available,
    confirm: async (request) => (await need('An answer')).confirm(request),
    text: async (message, given) => (await need(message)).text(message, given),
    secret: async (message) => (await need(message)).secret(message),
    select: async (message, choices) => (await need(message)).select(message, choices),
    choose: async (message, choices) => (await need(message)).choose(message, choices),
  };
}

/** Progress on stderr: a spinner on a terminal, plain lines elsewhere, nothing beside JSON. */
export function createProgress(call: Call): ProgressReporter {
  if (call.options.quiet || call.json) return { start: () => ({ update() {}, succeed() {}, fail() {}, leave() {} }) };
  const made = lazy(async () => {
    const { plainProgress, spinningProgress } = await import('./io/progress');
    const { system, unattended } = call;
    return system.error.isTerminal && !unattended && system.variable('TERM') !== 'dumb'
      ? spinningProgress(system.error.stream, call.colour)
      : plainProgress((line) => system.error.write(`${line}\n`));
  });
  const worded = call.typed.common.sandbox === true ? inSandbox : (text: string) => text;
  return {
    start(title) {
      const line = made().then((progress) => progress.start(title));
      return {
        update: (text) => void line.then((one) => one.update(text)),
        succeed: (text) => void line.then((one) => one.succeed(worded(text))),
        fail: (text) => void line.then((one) => one.fail(text)),
        leave: (text) => void line.then((one) => one.leave(text)),
      };
    },
  };
}
