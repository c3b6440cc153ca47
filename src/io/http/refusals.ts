import { CliError, type ErrorCode, type ErrorDetails, type ErrorKind, errorCatalogue } from '../../core/errors';
import { codeOfStatus, type Refusal } from '../../core/http';
import type { Received } from './exchange';

/** Which request it was, for messages. */
export interface Asked {
  /** Method and path, as in `GET /v2/instances`. */
  what: string;
  /** It may have changed something. */
  changes: boolean;
  profile: string;
  provider: string;
  /** Text from a server as it may be shown: one line, without secrets, cut to a bearable length. */
  show(text: string): string;
}

const idHeaders = ['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-trace-id', 'cf-ray'];

/** A failure of the provider's own that leaves open what became of a change. */
export function leavesOpen(status: number): boolean {
  return status >= 500 && status !== 501 && status !== 503;
}

/** Refusals that say that nothing was done, whatever the status they come with. */
const decided: ReadonlySet<ErrorKind> = new Set([
  'usage',
  'config',
  'auth',
  'not_found',
  'ambiguous',
  'conflict',
  'unsupported',
]);
export function isDecided({ code }: Refusal): boolean {
  return decided.has(errorCatalogue[code].kind) || code === 'quota_exceeded' || code === 'operation_failed';
}

/** What an answer's headers and status tell of an error. */
export function detailsOf({ status, headers }: Received, { profile, provider, show }: Asked): ErrorDetails {
  const requestId = idHeaders.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
  return {
    profile,
    provider,
    httpStatus: status,
    requestId: requestId === undefined ? undefined : show(requestId),
  };
}

/** The error that the driver read from an answer. */
export function refusalError(refusal: Refusal, asked: Asked, details: ErrorDetails): CliError {
  const message = asked.show(refusal.message).trim();
  const shown = (text: string | undefined) => (text === undefined ? undefined : asked.show(text));
  return new CliError(refusal.code, message === '' ? causeFor(refusal.code, asked) : message, {
    ...details,
    hint: shown(refusal.hint) ?? hintFor(refusal.code, asked),
    reason: shown(refusal.reason),
    providerCode: shown(refusal.providerCode),
  });
}

/** The error that a status means when the body says nothing more. */
export function statusError(status: number, asked: Asked, details: ErrorDetails): CliError {
  const code = codeOfStatus(status) ?? 'unexpected_answer';
  return new CliError(code, `${causeFor(code, asked)} (${asked.what}: ${status})`, {
    ...details,
    hint: hintFor(code, asked),
  });
}

/** The error of a change whose outcome nobody knows. */
export function lost(asked: Asked, why: string, details: ErrorDetails): CliError {
  return new CliError('answer_lost', `Whether ${asked.what} was carried out is not known`, {
    ...details,
    reason: details.reason === undefined ? why : `${why}: ${details.reason}`,
    hint: hintFor('answer_lost', asked),
  });
}

/** The next thing to type after an error of this code. */
export function hintFor(code: ErrorCode, { profile }: Pick<Asked, 'profile'>): string {
  const named = profile !== 'env';
  if (code === 'credential_refused') return named ? `nube profile test ${profile}` : 'Check NUBE_TOKEN.';
  if (code === 'answer_lost') return `Look before doing it again: nube list${named ? ` -p ${profile}` : ''}`;
  return errorCatalogue[code].remedy;
}

function causeFor(code: ErrorCode, { provider }: Asked): string {
  switch (code) {
    case 'credential_refused':
      return `${provider} refused the credential`;
    case 'not_allowed':
      return `${provider} does not allow this with the credential`;
    case 'resource_not_found':
      return `${provider} does not know what was asked for`;
    case 'no_answer':
      return `${provider} did not answer in time`;
    case 'not_supported':
      return `${provider} does not offer this`;
    case 'provider_conflict':
      return `${provider} refused because of something else that exists or goes on`;
    case 'rate_limited':
      return `${provider} limits the rate of requests`;
    case 'provider_unavailable':
      return `${provider} has a fault of its own`;
    case 'provider_refused':
      return `${provider} refused the request`;
    case 'unexpected_answer':
      return `${provider} gave no answer to this`;
    default:
      return errorCatalogue[code].cause.replace(/\.$/, '');
  }
}
