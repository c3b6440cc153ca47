import { entryOf } from '../../core/entryOf';
import { CliError, type ErrorCode } from '../../core/errors';
import type { Failed } from './exchange';
import type { Asked } from './refusals';
import { hintFor, lost } from './refusals';

/** The times that were allowed, for messages. */
export interface Times {
  connectTimeoutMs: number;
  requestTimeoutMs: number;
  sizeLimit: number;
}

const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  HOSTNAME_MISMATCH: 'it is for another name',
  CERT_REVOKED: 'it was revoked',
};

/** The error that a request without an answer ends with; for a change that may have left, `answer_lost`. */
export function failureError(failed: Failed, asked: Asked, times: Times): CliError {
  const { code, message, hint } = describe(failed, asked, times);
  const details = { profile: asked.profile, provider: asked.provider };
  if (failed.left && asked.changes) return lost(asked, message, details);
  return new CliError(code, message, { hint: hint ?? hintFor(code, asked), ...details });
}

interface Description {
  code: ErrorCode;
  message: string;
  hint?: string;
}

function describe(failed: Failed, asked: Asked, times: Times): Description {
  const { address, text } = failed;
  const { what, profile } = asked;
  const host = address.replace(/:\d+$/, '');
  switch (failed.cause) {
    case 'interrupted':
      return asked.changes
        ? { code: 'not_sent', message: `Interrupted before ${what}` }
        : { code: 'interrupted', message: `Interrupted during ${what}` };
    case 'invalid':
      return { code: 'invalid_value', message: `${what} holds characters that cannot be sent` };
    case 'name':
      return { code: 'unreachable', message: `The name ${host} cannot be resolved` };
    case 'refused':
      return { code: 'unreachable', message: `${address} refused the connection` };
    case 'route':
      return { code: 'unreachable', message: `There is no route to ${address}` };
    case 'connect_timeout':
      return {
        code: 'unreachable',
        message: `${address} did not accept a connection within ${seconds(times.connectTimeoutMs)}`,
        hint: 'Check the network, proxy and endpoint, or raise --connect-timeout.',
      };
    case 'certificate':
      return {
        code: 'tls_refused',
        message: `The certificate of ${address} is not trusted: ${entryOf(certificates, failed.code) ?? failed.code}`,
        hint:
          profile === 'env'
            ? 'Set NUBE_CA_FILE (--ca-file of a profile) if the authority is your own.'
            : `If the authority is your own, give its --ca-file: nube profile set ${profile} ca-file=FILE`,
      };
    case 'tls':
      return {
        code: 'tls_refused',
        message: `No secure connection to ${address} could be made (${failed.code})`,
        hint: 'Check that the endpoint begins with the right one of http:// and https://.',
      };
    case 'proxy': {
      const status = /^Bad response: (\d+)$/.exec(text)?.[1];
      const how =
        status === undefined ? (/^E[A-Z]+$/.exec(failed.code)?.[0] ?? 'no answer') : `it answered with ${status}`;
      return {
        code: 'unreachable',
        message: `The proxy ${address} did not let the connection through: ${how}`,
        hint: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the setting proxy of the profile.',
      };
    }
    case 'closed':
      return { code: 'unreachable', message: `${address} closed the connection before it had answered ${what}` };
    case 'timeout':
      return {
        code: 'no_answer',
        message: `${address} did not answer ${what} within ${seconds(times.requestTimeoutMs)}`,
      };
    case 'garbled':
      return {
        code: 'unexpected_answer',
        message: `${address} answered ${what} with what is not HTTP (${failed.code})`,
      };
    case 'too_large':
      return {
        code: 'unexpected_answer',
        message: `${address} answered ${what} with more than ${Math.round(times.sizeLimit / 2 ** 20)} MiB`,
      };
    case 'redirect':
      return {
        code: 'unexpected_answer',
        message: `${address} redirects ${what} too often or to no usable address`,
        hint: endpointHint(profile),
      };
  }
}

/** What to type when the endpoint looks wrong. */
export function endpointHint(profile: string): string {
  return profile === 'env' ? 'Check NUBE_ENDPOINT.' : `Check the endpoint: nube profile get ${profile}`;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
