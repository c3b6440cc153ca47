/** Why there is no answer. */
export type FailureCause =
  | 'interrupted'
  | 'invalid'
  | 'name'
  | 'refused'
  | 'route'
  | 'connect_timeout'
  | 'certificate'
  | 'tls'
  | 'proxy'
  | 'closed'
  | 'timeout'
  | 'garbled'
  | 'too_large'
  | 'redirect';

/** How far a request had come when it failed. */
export interface Reached {
  /** The connection stood. */
  stands: boolean;
  /** It had come no further than the proxy. */
  proxied: boolean;
  /** It had been redirected, and could not be sent to where it was. */
  redirected: boolean;
}

/** Node's error as one of our causes; null for what can only be a mistake of this program. */
export function causeOf(code: string, { stands, proxied, redirected }: Reached): FailureCause | null {
  if (/^ERR_(INVALID_CHAR|INVALID_HTTP_TOKEN|UNESCAPED_CHARACTERS|HTTP_INVALID_HEADER_VALUE)$/.test(code)) {
    return 'invalid';
  }
  if (/^ERR_(TOO_MANY_REDIRECTS|INVALID_URL|UNSUPPORTED_PROTOCOL)$/.test(code)) return 'redirect';
  if (redirected && code === 'ERR_GOT_REQUEST_ERROR') return 'redirect';
  if (/^(HPE_|Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code)) return 'garbled';
  if (proxied) return 'proxy';
  if (/^(ENOTFOUND|EAI_|ENODATA)/.test(code)) return 'name';
  if (code === 'ECONNREFUSED') return 'refused';
  if (/^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/.test(code)) return 'route';
  if (code === 'ETIMEDOUT') return stands ? 'closed' : 'connect_timeout';
  if (!stands && /CERT|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_|^HOSTNAME_MISMATCH$/.test(code)) {
    return 'certificate';
  }
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return stands ? 'closed' : 'tls';
  if (/^(E[A-Z]+|ERR_HTTP_CONTENT_LENGTH_MISMATCH|ERR_STREAM_[A-Z_]+)$/.test(code)) return 'closed';
  return null;
}
