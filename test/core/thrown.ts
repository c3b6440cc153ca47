import { CliError, type ErrorDetails } from '../../src/core/errors';

export type Told = { code: string; message: string } & Partial<Omit<ErrorDetails, 'cause'>>;

/** What the CliError that `run` throws says; all that is known about it, and nothing that is not. */
export function thrown(run: () => unknown): Told {
  try {
    const value = run();
    throw new Error(`it did not fail: ${JSON.stringify(value)}`);
  } catch (error) {
    return told(error);
  }
}

/** The same for a promise. */
export async function rejected(promise: Promise<unknown>): Promise<Told> {
  return promise.then(
    (value) => {
      throw new Error(`it did not fail: ${JSON.stringify(value)}`);
    },
    (error: unknown) => told(error),
  );
}

function told(error: unknown): Told {
  if (!(error instanceof CliError)) throw error;
  const { cause: _cause, ...details } = error.details;
  const known = Object.entries(details).filter(([, value]) => value !== undefined);
  return { code: error.code, message: error.message, ...Object.fromEntries(known) };
}
