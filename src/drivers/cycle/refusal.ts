import { entryOf } from '../../core/entryOf';
import type { ErrorCode } from '../../core/errors';
import { type Fields, fieldsOf, isFields, text } from '../../core/fields';
import { type Answer, codeOfStatus, type Refusal } from '../../core/http';
import { number } from './fields';

interface Meaning {
  code: ErrorCode;
  message: string;
  hint?: string;
}

const meaning = (code: ErrorCode, message: string, hint?: string): Meaning => ({
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
});

const otherHub = meaning('not_allowed', 'This belongs to another hub', 'nube catalog hubs shows those of the account.');

const meanings: Readonly<Record<string, Meaning>> = {
  '401.auth-invalid': meaning('credential_refused', 'Cycle refused the API key'),
  '401.auth-expired': meaning('credential_refused', 'The API key has expired'),
  '403.expired': meaning('credential_refused', 'The API key has expired'),
  '403.permissions': meaning('not_allowed', 'The role of the API key does not allow this'),
  '403.wrong-hub': otherHub,
  '403.mismatch': otherHub,
  '403.invalid-ip': meaning('not_allowed', 'The API key may not be used from this address', 'See its IP allow list.'),
  '403.tier-restricted': meaning('not_allowed', 'The tier of the hub does not include this'),
  '403.2fa-required': meaning('not_allowed', 'The hub wants two-factor authentication for this'),
  '403.platform-disabled': meaning('not_allowed', 'Cycle has this disabled'),
  '403.not-allowed': meaning('provider_conflict', 'Cycle does not allow this as things are'),
  '403.invalid-state': meaning('wrong_state', 'Cycle does not do this in the present state'),
  '403.not-ready': meaning('provider_conflict', 'What this needs is not ready'),
  '404.instance': meaning('instance_not_found', 'Cycle has no such instance', 'nube list shows them all.'),
  '404.virtual-machine': meaning('instance_not_found', 'Cycle has no such virtual machine', 'nube list --kind vm'),
  '404.container': meaning('resource_not_found', 'Cycle has no such container', 'nube catalog containers'),
  '404.infrastructure.server': meaning('resource_not_found', 'Cycle has no such server', 'nube catalog servers'),
  '404.environment': meaning('resource_not_found', 'Cycle has no such environment', 'nube catalog environments'),
  '404.hub': meaning('resource_not_found', 'Cycle has no such hub', 'nube catalog hubs'),
  '404.image': meaning('resource_not_found', 'Cycle has no such image', 'nube catalog images'),
  '404.job': meaning('resource_not_found', 'Cycle has no such job'),
  '404.uri': meaning(
    'resource_not_found',
    'Cycle knows no such address',
    'The endpoint of the profile is the base URL without /v1.',
  ),
  '422.already-exists': meaning('provider_conflict', 'It exists already'),
  '422.max-exceeded': meaning('quota_exceeded', 'It is more than is allowed'),
  '429.rate-limiting': meaning('rate_limited', 'Cycle limits the rate of requests'),
  '503.not-enabled': meaning('not_supported', 'Cycle does not have this enabled'),
  '503.dependency-not-enabled': meaning('not_supported', 'Cycle does not have what this needs enabled'),
};

/**
 * Reads Cycle's refusals in both forms: its own `{error:{status,code,title,…}}`, also where the status says success,
 * and that of OAuth, `{error:"invalid_token",error_description}`. Codes with `_`, as in 2022, are those with `-`.
 */
export function readRefusal({ status, body }: Answer): Refusal | null {
  if (!isFields(body)) return null;
  if (typeof body.error === 'string') return ofOAuth(body.error, text(body.error_description), status);
  if (!isFields(body.error) || (status < 400 && isNothing(body.error))) return null;
  const { error } = body;
  const code = text(error.code)?.replaceAll('_', '-') ?? null;
  const said = sentence(error);
  const capability = text(fieldsOf(error.extra).capability);
  const known = code === null ? undefined : entryOf(meanings, code);
  const message = messageOf(known, said, code, capability);
  const hint = capability === null ? known?.hint : `Give the key's role ${capability}, or use another profile.`;
  return {
    code: known?.code ?? codeOf(code, number(error.status) ?? status),
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(known === undefined || said === null || capability !== null ? {} : { reason: said }),
    ...(code === null ? {} : { providerCode: code }),
  };
}

function messageOf(
  known: Meaning | undefined,
  said: string | null,
  code: string | null,
  capability: string | null,
): string {
  if (capability !== null) return `The role of the API key lacks the capability ${capability}`;
  return (
    known?.message ?? `Cycle refused the request: ${said ?? 'it gave no reason'}${code === null ? '' : ` (${code})`}`
  );
}

/** An error object that is there only to say that there is none. */
const isNothing = (error: Fields): boolean => text(error.code) === null && text(error.title) === null;

/** Title, detail and the place in the request. */
function sentence(error: Fields): string | null {
  const detail = text(error.detail);
  const source = text(error.source);
  const parts = [text(error.title), detail, source === null ? null : `at ${source}`].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('; ');
}

function ofOAuth(error: string, description: string | null, status: number): Refusal {
  const tokens = ['invalid_token', 'invalid_grant', 'invalid_client', 'expired_token', 'unauthorized'];
  const code: ErrorCode = tokens.includes(error)
    ? 'credential_refused'
    : error === 'insufficient_scope' || error === 'access_denied'
      ? 'not_allowed'
      : codeOf(null, Math.max(status, 400));
  const message =
    code === 'credential_refused' ? 'Cycle refused the API key' : `Cycle refused the request: ${description ?? error}`;
  return {
    code,
    message,
    ...(code === 'credential_refused' && description !== null ? { reason: description } : {}),
    providerCode: error,
  };
}

/** What a refusal is of which only the status is known: the code begins with it. */
function codeOf(code: string | null, status: number): ErrorCode {
  const kind = Number(/^(\d{3})\./.exec(code ?? '')?.[1] ?? status);
  return codeOfStatus(kind) ?? 'provider_refused';
}
