import { CliError } from './core/errors';

/** An error whose hints are put in other words. */
export function rewordHints(error: CliError, reword: (hint: string) => string): CliError {
  const { hint, errors } = error.details;
  const copy = new CliError(error.code, error.message, {
    ...error.details,
    hint: hint === undefined ? undefined : reword(hint),
    errors: errors?.map((one) => rewordHints(one, reword)),
  });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}
