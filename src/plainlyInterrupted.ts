import { CliError } from './core/errors';

/** A request that was cut short, or a change that was never sent. */
const cutShort = /\bInterrupted (before|during) ([A-Z]+ |.* was sent$)/;

const isCutShort = ({ message, details: { errors = [] } }: CliError): boolean =>
  errors.length > 0 ? errors.every(isCutShort) : cutShort.test(message);

/**
 * The failure of a call that was interrupted before it had changed anything, without what became of each request;
 * other failures as they are.
 */
export function plainlyInterrupted(error: CliError, { changes, sent }: { changes: boolean; sent: boolean }): CliError {
  if (sent || !isCutShort(error)) return error;
  const code = error.code === 'not_sent' ? 'not_sent' : 'interrupted';
  return new CliError(code, changes ? 'Interrupted; nothing was changed' : 'Interrupted');
}
