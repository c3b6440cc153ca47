import { CliError } from './core/errors';
import { inSandbox } from './inSandbox';

/** An error whose hints name their commands with --sandbox. */
export function sandboxHint(error: CliError): CliError {
  const { hint, errors } = error.details;
  const copy = new CliError(error.code, error.message, {
    ...error.details,
    hint: hint === undefined ? undefined : inSandbox(hint),
    errors: errors?.map(sandboxHint),
  });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}
