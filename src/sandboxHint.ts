import { CliError } from './core/errors';
import { knownCommands } from './knownCommands';

/** Commands to which it is all one where they are called. */
const anywhere = new Set(['help', 'sandbox', 'demo', 'completion', 'schema', 'providers', 'explain']);

/** An error whose hints name their commands with --sandbox, as the call was made that failed. */
export function sandboxHint(error: CliError): CliError {
  const { hint, errors } = error.details;
  const here = new Set(knownCommands.map(({ name }) => name.split(' ')[0]).filter((word) => !anywhere.has(word ?? '')));
  const typed = hint?.includes('--sandbox')
    ? hint
    : hint?.replace(/\bnube (?=([a-z][a-z-]*))/g, (whole, word) => (here.has(word) ? 'nube --sandbox ' : whole));
  const copy = new CliError(error.code, error.message, {
    ...error.details,
    hint: typed,
    errors: errors?.map(sandboxHint),
  });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}
