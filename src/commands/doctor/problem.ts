import type { CliError } from '../../core/errors';

/** Something that is not as it should be. An error makes the exit code; a warning is only said. */
export interface Problem {
  severity: 'error' | 'warning';
  /** What it is about: a file, a setting, a profile. */
  about: string;
  message: string;
  hint: string | null;
}

export const warning = (about: string, message: string, hint: string | null = null): Problem => ({
  severity: 'warning',
  ...{ about, message, hint },
});

/** A failure as a problem. */
export const problemOf = (about: string, { message, details }: CliError): Problem => ({
  severity: 'error',
  about,
  message,
  hint: details.hint ?? null,
});
