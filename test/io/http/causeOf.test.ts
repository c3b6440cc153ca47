import { describe, expect, it } from 'vitest';
import { causeOf, type FailureCause } from '../../../src/io/http/causeOf';

const nothing = { stands: false, proxied: false, redirected: false };
type Row = [string, FailureCause | null];

describe('the cause of a failed request', () => {
  it.each<Row>([
    ['ERR_INVALID_CHAR', 'invalid'],
    ['ERR_INVALID_HTTP_TOKEN', 'invalid'],
    ['ERR_UNESCAPED_CHARACTERS', 'invalid'],
    ['ERR_HTTP_INVALID_HEADER_VALUE', 'invalid'],
    ['ERR_INVALID_CHARS', null],
    ['X_ERR_INVALID_CHAR', null],
    ['ERR_TOO_MANY_REDIRECTS', 'redirect'],
    ['ERR_INVALID_URL', 'redirect'],
    ['ERR_UNSUPPORTED_PROTOCOL', 'redirect'],
    ['ERR_INVALID_URL_SCHEME', null],
    ['X_ERR_INVALID_URL', null],
    ['HPE_INVALID_CONSTANT', 'garbled'],
    ['Z_DATA_ERROR', 'garbled'],
    ['ERR_BROTLI_DECODER_ERROR', 'garbled'],
    ['ERR__ERROR_FORMAT_PADDING_1', 'garbled'],
    ['X_HPE_', null],
    ['ENOTFOUND', 'name'],
    ['EAI_AGAIN', 'name'],
    ['ENODATA', 'name'],
    ['XENODATA', null],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'route'],
    ['ENETUNREACH', 'route'],
    ['EHOSTDOWN', 'route'],
    ['ENETDOWN', 'route'],
    ['EADDRNOTAVAIL', 'route'],
    ['ENETDOWNS', 'closed'],
    ['XENETDOWN', null],
    ['ETIMEDOUT', 'connect_timeout'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['INVALID_CA', 'certificate'],
    ['INVALID_PURPOSE', 'certificate'],
    ['PATH_LENGTH_EXCEEDED', 'certificate'],
    ['HOSTNAME_MISMATCH', 'certificate'],
    ['X_UNABLE_TO_', null],
    ['X_INVALID_CA', null],
    ['INVALID_CALL', null],
    ['X_PATH_LENGTH_', null],
    ['X_HOSTNAME_MISMATCH', null],
    ['HOSTNAME_MISMATCHED', null],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'tls'],
    ['EPROTO', 'tls'],
    ['EPROTOTYPE', 'closed'],
    ['X_ERR_SSL_', null],
    ['ECONNRESET', 'closed'],
    ['EPIPE', 'closed'],
    ['ERR_HTTP_CONTENT_LENGTH_MISMATCH', 'closed'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'closed'],
    ['ERR_STREAM_', null],
    ['ERR_STREAM_X1', null],
    ['E', null],
    ['XEPIPE', null],
    ['ERR_GOT_REQUEST_ERROR', null],
    ['ERR_ASSERTION', null],
    ['', null],
  ])('%s is %s before the connection stands', (code, cause) => {
    expect(causeOf(code, nothing)).toBe(cause);
  });

  it.each<Row>([
    ['ETIMEDOUT', 'closed'],
    ['ERR_SSL_SSLV3_ALERT', 'closed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'closed'],
    ['EPROTO', 'closed'],
    ['CERT_HAS_EXPIRED', null],
    ['ECONNRESET', 'closed'],
    ['HPE_INVALID_CONSTANT', 'garbled'],
  ])('%s is %s once it stands', (code, cause) => {
    expect(causeOf(code, { ...nothing, stands: true })).toBe(cause);
  });

  it.each<Row>([
    ['ECONNREFUSED', 'proxy'],
    ['ENOTFOUND', 'proxy'],
    ['CERT_HAS_EXPIRED', 'proxy'],
    ['', 'proxy'],
    ['HPE_INVALID_CONSTANT', 'garbled'],
    ['ERR_INVALID_CHAR', 'invalid'],
  ])('%s is %s on the way to a proxy', (code, cause) => {
    expect(causeOf(code, { ...nothing, proxied: true })).toBe(cause);
  });

  it.each<Row>([
    ['ERR_GOT_REQUEST_ERROR', 'redirect'],
    ['ERR_GOT_REQUEST', null],
    ['ECONNREFUSED', 'refused'],
    ['', null],
  ])('%s is %s after a redirect', (code, cause) => {
    expect(causeOf(code, { ...nothing, redirected: true })).toBe(cause);
  });
});
