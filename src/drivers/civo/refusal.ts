import { entryOf } from '../../core/entryOf';
import type { ErrorCode } from '../../core/errors';
import { type Fields, isFields, text } from '../../core/fields';
import { type Answer, codeOfStatus, type Refusal } from '../../core/http';

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

const badCredential = meaning('credential_refused', 'Civo refused the API key');
const noInstance = meaning('instance_not_found', 'Civo has no such instance in this region');
const nameTaken = meaning('name_taken', 'Civo has an instance of this name already', 'Choose another name.');
const notEnabled = meaning(
  'not_allowed',
  'The Civo account is not enabled',
  'Complete it at https://dashboard.civo.com, with a payment card if asked.',
);

const meanings: Readonly<Record<string, Meaning>> = {
  authentication_failed: badCredential,
  authentication_invalid_key: badCredential,
  requires_authentication: badCredential,
  authentication_access_denied: meaning('not_allowed', 'This API key may not do that'),
  database_account_access_denied: meaning('not_allowed', 'This API key may not use that account'),
  account_not_enabled_inc_card: notEnabled,
  account_not_enabled_without_card: notEnabled,
  disabled_service: meaning('not_allowed', 'Civo has this service disabled for the account or the region'),
  quota_limit_reached: meaning(
    'quota_exceeded',
    'The account’s quota does not allow it',
    'nube catalog quota shows limits and use; it follows some minutes after a delete.',
  ),
  database_quota_lock_failed: meaning(
    'provider_conflict',
    'Civo is busy with another change to the account’s quota',
    'Try again in a moment.',
  ),
  out_of_capacity: meaning(
    'provider_refused',
    'The region has no room for it at the moment',
    'Try a smaller size, or another region: nube catalog regions.',
  ),
  region_unavailable: meaning(
    'provider_unavailable',
    'The region is closed at the moment',
    'Use another: nube catalog regions.',
  ),
  database_region_not_found: meaning(
    'resource_not_found',
    'Civo has no such region',
    'nube catalog regions shows how they are spelled.',
  ),
  database_instance_find: noInstance,
  instance_duplicate: nameTaken,
  database_instance_duplicate_name: nameTaken,
  instance_state_must_be_active_or_shutoff: meaning(
    'wrong_state',
    'Civo does this only while the instance is running or stopped',
    'Wait until it is: nube wait REF --for running.',
  ),
  database_instance_already_in_rescue_state: meaning('wrong_state', 'The instance is in recovery mode already'),
  database_cannot_manage_cluster_instance: meaning(
    'not_supported',
    'The instance is a node of a Kubernetes cluster, and only the cluster can change it',
  ),
  database_size_not_found: meaning('resource_not_found', 'Civo has no such size', 'nube catalog sizes lists them.'),
  database_disk_image_not_found: meaning('resource_not_found', 'Civo has no such image', 'nube catalog images'),
  database_template_not_found: meaning('resource_not_found', 'Civo has no such image', 'nube catalog images'),
  database_image_id_invalid: meaning('resource_not_found', 'Civo has no such image', 'nube catalog images'),
  database_network_not_found: meaning('resource_not_found', 'Civo has no such network', 'nube catalog networks'),
  database_firewall_not_found: meaning('resource_not_found', 'Civo has no such firewall', 'nube catalog firewalls'),
  database_ssh_key_not_found: meaning('resource_not_found', 'Civo has no such SSH key', 'nube catalog ssh-keys'),
  database_volume_not_found: meaning('resource_not_found', 'Civo has no such volume', 'nube catalog volumes'),
  database_firewall_mismatch: meaning(
    'provider_refused',
    'The firewall belongs to another network than the instance',
    'nube catalog firewalls shows the network of each.',
  ),
};

/**
 * Reads Civo's refusals in all their forms: `{code,reason,details}`, `{error,code}`,
 * `{result:"requires_authentication",status:401}`, `{status:500}`, and an acknowledgement that is none. The code
 * decides, never the status alone; an answer that says nothing is left to its status.
 */
export function readRefusal(answer: Answer): Refusal | null {
  const { status, body } = answer;
  if (!isFields(body)) return null;
  const stated = typeof body.status === 'number' && body.status >= 400 ? body.status : null;
  const result = text(body.result);
  const code = text(body.code) ?? (result === 'requires_authentication' ? result : null);
  const said = oneSentence(text(body.reason) ?? text(body.error), text(body.details));
  if (status < 300 && stated === null && !isHidden(body, result, code)) return null;
  if (code === null && said === null && stated === null) return null;
  const providerCode = code === null ? {} : { providerCode: code };
  const known = entryOf(meanings, code ?? '');
  if (known !== undefined) return { ...known, ...(said === null ? {} : { reason: said }), ...providerCode };
  const kind = unknownCode(code ?? '', status < 300 ? (stated ?? status) : status);
  const words = said ?? (code === null ? `It answered with status ${stated}` : 'It gave no reason');
  const message = `Civo refused the request: ${words}${code === null ? '' : ` (${code})`}`;
  return { code: kind, message, ...providerCode };
}

/** True for a refusal in an answer whose status says success: a failed acknowledgement, or nothing but an error. */
function isHidden(body: Fields, result: string | null, code: string | null): boolean {
  if (result !== null) return result !== 'success' && result !== 'ok';
  return body.id === undefined && (text(body.error) !== null || (code !== null && text(body.reason) !== null));
}

const patterns: readonly (readonly [RegExp, ErrorCode])[] = [
  [/_not_found$|_find$/, 'resource_not_found'],
  [/_lock_failed$|duplicate/, 'provider_conflict'],
  [/quota/, 'quota_exceeded'],
  [/^parameter_/, 'provider_refused'],
  // These come with status 500, but they say what became of the request.
  [/^openstack_|^database_instance_(build|create)/, 'operation_failed'],
];

/** What a refusal is of which only the pattern of its code, or only its status, is known. */
function unknownCode(code: string, status: number): ErrorCode {
  return patterns.find(([pattern]) => pattern.test(code))?.[1] ?? codeOfStatus(status) ?? 'provider_refused';
}

/** A quota refusal names each exceeded resource on a line of its own. */
function oneSentence(reason: string | null, details: string | null): string | null {
  const parts = [...(reason ?? '').split('\n'), ...(details ?? '').split('\n')].map((part) => part.trim());
  const said = [...new Set(parts.filter((part) => part !== ''))].join('; ');
  return said === '' ? null : said;
}
