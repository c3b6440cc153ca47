import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../../src/io/http/causeOf';
import type { Failed } from '../../../src/io/http/exchange';
import { endpointHint, failureError } from '../../../src/io/http/failures';
import { told } from './connection';

const times = { connectTimeoutMs: 5000, requestTimeoutMs: 60_500, sizeLimit: 64 * 2 ** 20 };
const remedy = 'Check the network, proxy and endpoint.';

function error(cause: FailureCause, more: Partial<Failed> = {}, changes = false, profile = 'prod') {
  const failed = { cause, code: 'ECODE', text: '', left: false, address: 'api.example:443', ...more };
  const asked = { what: 'GET /x', changes, profile, provider: 'civo', show: (text: string) => text };
  const found = failureError(failed, asked, times);
  expect(found.details).toMatchObject({ profile, provider: 'civo' });
  return told(found);
}

describe('a request without an answer', () => {
  it.each<[FailureCause, string, string, string]>([
    ['interrupted', 'interrupted', 'Interrupted during GET /x', 'What was already sent goes on.'],
    ['invalid', 'invalid_value', 'GET /x holds characters that cannot be sent', 'See nube help COMMAND.'],
    ['name', 'unreachable', 'The name api.example cannot be resolved', remedy],
    ['refused', 'unreachable', 'api.example:443 refused the connection', remedy],
    ['route', 'unreachable', 'There is no route to api.example:443', remedy],
    [
      'connect_timeout',
      'unreachable',
      'api.example:443 did not accept a connection within 5 s',
      'Check the network, proxy and endpoint, or raise --connect-timeout.',
    ],
    [
      'tls',
      'tls_refused',
      'No secure connection to api.example:443 could be made (ECODE)',
      'Check that the endpoint begins with the right one of http:// and https://.',
    ],
    ['closed', 'unreachable', 'api.example:443 closed the connection before it had answered GET /x', remedy],
    [
      'timeout',
      'no_answer',
      'api.example:443 did not answer GET /x within 60.5 s',
      'Try again, or raise --request-timeout.',
    ],
    [
      'garbled',
      'unexpected_answer',
      'api.example:443 answered GET /x with what is not HTTP (ECODE)',
      'Run it again with --debug to see the answer.',
    ],
    [
      'too_large',
      'unexpected_answer',
      'api.example:443 answered GET /x with more than 64 MiB',
      'Run it again with --debug to see the answer.',
    ],
    [
      'redirect',
      'unexpected_answer',
      'api.example:443 redirects GET /x too often or to no usable address',
      'Check the endpoint: nube profile get prod',
    ],
  ])('%s', (cause, code, message, hint) => {
    expect(error(cause)).toEqual({ code, message, hint });
    expect(error(cause, { left: true })).toEqual({ code, message, hint });
    expect(error(cause, { left: true }, true)).toEqual({
      code: 'answer_lost',
      message: 'Whether GET /x was carried out is not known',
      hint: 'Look before doing it again: nube list -p prod',
      reason: cause === 'interrupted' ? 'Interrupted before GET /x' : message,
    });
  });

  it('of a change that was interrupted before it left was not sent', () => {
    expect(error('interrupted', {}, true)).toEqual({
      code: 'not_sent',
      message: 'Interrupted before GET /x',
      hint: 'Nothing has happened; run it again.',
    });
  });

  it('of a change that never left is no lost answer', () => {
    expect(error('refused', {}, true).code).toBe('unreachable');
  });

  it('names the host without its port, of an IPv6 address too', () => {
    expect(error('name', { address: '[::1]:8080' }).message).toBe('The name [::1] cannot be resolved');
    expect(error('name', { address: 'a:80:443' }).message).toBe('The name a:80 cannot be resolved');
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'it has expired'],
    ['CERT_NOT_YET_VALID', 'it is not valid yet'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'its authority is not known'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'its authority is not known'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its authority is not known'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its authority is not known'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'it is for another name'],
    ['HOSTNAME_MISMATCH', 'it is for another name'],
    ['CERT_REVOKED', 'it was revoked'],
    ['INVALID_PURPOSE', 'INVALID_PURPOSE'],
  ])('for its certificate (%s) says why: %s', (code, why) => {
    expect(error('certificate', { code })).toEqual({
      code: 'tls_refused',
      message: `The certificate of api.example:443 is not trusted: ${why}`,
      hint: 'If the authority is your own, give its --ca-file: nube profile set prod ca-file=FILE',
    });
    expect(error('certificate', { code }, false, 'env').hint).toBe(
      'Set NUBE_CA_FILE (--ca-file of a profile) if the authority is your own.',
    );
  });

  it.each([
    [{ text: 'Bad response: 407' }, 'it answered with 407'],
    [{ text: 'Bad response: 407 Authenticate', code: 'ECONNRESET' }, 'ECONNRESET'],
    [{ text: 'So: Bad response: 407', code: '' }, 'no answer'],
    [{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    [{ code: 'ERR_SSL_WRONG' }, 'no answer'],
    [{ code: 'xEPIPE' }, 'no answer'],
  ])('of a proxy (%j) says how: %s', (more, how) => {
    expect(error('proxy', more)).toEqual({
      code: 'unreachable',
      message: `The proxy api.example:443 did not let the connection through: ${how}`,
      hint: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or the setting proxy of the profile.',
    });
  });

  it('for its endpoint says where that is set', () => {
    expect(endpointHint('env')).toBe('Check NUBE_ENDPOINT.');
    expect(endpointHint('prod')).toBe('Check the endpoint: nube profile get prod');
  });
});
