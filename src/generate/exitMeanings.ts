import type { ErrorKind } from '../core/errors';

/** When a command ends with each kind of failure. */
export const exitMeanings: Readonly<Record<ErrorKind, string>> = {
  internal: 'a bug in nube',
  usage: 'a wrong flag, value or combination',
  config: 'no such profile, a broken or incomplete configuration',
  auth: 'the credential was refused, or does not allow this',
  not_found: 'no such instance, size, image, …',
  ambiguous: 'the reference fits several',
  conflict: 'a wrong state, a name taken, a lock, a guard',
  unsupported: 'the provider can’t do this',
  cancelled: 'the answer was no, or nobody could be asked',
  failed: 'the provider refused, or the operation ended in failure',
  timeout: 'still going on when the time was up',
  partial: 'some of several targets or profiles failed',
  rate_limited: 'still limited after the allowed tries',
  unavailable: 'the network, TLS, or a fault of the provider after the allowed tries',
  interrupted: 'interrupted',
  terminated: 'told to end',
};
