import { entryOf } from '../../core/entryOf';
import { type Fields, isFields, text } from '../../core/fields';
import { type Answer, codeOfStatus, type Refusal } from '../../core/http';
import { scalar } from './fields';

/** The flag by which a person says what a request calls this. */
const flags: Readonly<Record<string, string>> = {
  site: '--group',
  siteId: '--group',
  group: '--group',
  groupId: '--group',
  zone: '--cloud',
  zoneId: '--cloud',
  cloud: '--cloud',
  cloudId: '--cloud',
  instanceType: '--type',
  type: '--type',
  layout: '--layout',
  plan: '--plan',
  network: '--network',
  networkInterfaces: '--network',
  volumes: '--volume',
  labels: '--label',
  tags: '--tag',
  metadata: '--tag',
  evars: '--env',
  copies: '--copies',
  description: '--description',
  config: '--config',
  storageProviderId: '--storage',
  securityGroupIds: '--set',
};

/** The provider code of a 404 that the appliance itself has answered. */
export const ownNotFound = 'not_found';

const taken = /unique|taken|in use|already/i;

/**
 * Reads Morpheus's refusals, whatever their status: `{success:false,msg,errors}`, OAuth's `{error,error_description}`,
 * and one level deeper the `results` of single instances, which may be failures in an answer that is a success.
 */
export function readRefusal({ status, body }: Answer): Refusal | null {
  if (!isFields(body)) return null;
  if (status < 400) return body.success === false ? ownRefusal(status, body) : resultRefusal(body);
  if (status === 401 || (status === 400 && text(body.error_description) !== null)) return signInRefusal(status, body);
  // Whoever is limited is told so by the status; the text adds nothing.
  return status === 429 ? null : ownRefusal(status, body);
}

/** The description is not repeated as it is: it ends in the token that was refused. */
function signInRefusal(status: number, body: Fields): Refusal {
  const error = text(body.error) ?? undefined;
  if (status === 401) {
    return { code: 'credential_refused', message: 'Morpheus refused the access token', providerCode: error };
  }
  const said = text(body.error_description)?.replace(/(token)\s*:.*$/is, '$1');
  return { code: 'credential_refused', message: `Morpheus refused the sign-in: ${said}`, providerCode: error };
}

function ownRefusal(status: number, body: Fields): Refusal | null {
  const msg = text(body.msg) ?? text(body.message) ?? text(body.error);
  const errors = flatten(body.errors);
  const said = errors.map(([field, message]) => (field === '' ? message : `${flagOf(field)}: ${message}`)).join('; ');
  if (status >= 400 && said === '' && msg === null) return null;
  const isTaken = errors.some(([field, message]) => field === 'name' && taken.test(message));
  const words = said === '' ? (msg ?? 'it gave no reason') : said;
  return {
    code: isTaken ? 'name_taken' : (codeOfStatus(status) ?? 'provider_refused'),
    message: `Morpheus ${status >= 500 ? 'has a fault of its own' : 'refused the request'}: ${words}`,
    ...(said !== '' && msg !== null ? { reason: msg } : {}),
    ...(isTaken ? { hint: 'Choose another name.' } : {}),
    // Tells the appliance's own 404 from that of a web server in front of it.
    ...(status === 404 ? { providerCode: ownNotFound } : {}),
  };
}

/** The failures of single instances under `success:true` (ansible-collection-morpheus-core unwraps the same). */
function resultRefusal({ success, results }: Fields): Refusal | null {
  if (success !== true || !isFields(results)) return null;
  const failed = Object.entries(results).filter(([id, result]) => /^\d+$/.test(id) && hasFailed(result));
  if (failed.length === 0) return null;
  const several = Object.keys(results).length > 1;
  const said = failed.map(([id, result]) => {
    const words = isFields(result)
      ? (text(result.msg) ?? flatten(result.errors).map(([, message]) => message)[0])
      : null;
    return `${several ? `${id}: ` : ''}${words ?? 'it gave no reason'}`;
  });
  return { code: 'provider_refused', message: `Morpheus refused the request: ${said.join('; ')}` };
}

function hasFailed(result: unknown): boolean {
  return isFields(result) && result.success === false;
}

/** Field errors as `a.b` and their words, however deep; a list of words has no field. */
function flatten(errors: unknown, path = ''): (readonly [string, string])[] {
  if (Array.isArray(errors)) return errors.flatMap((error) => flatten(error, path));
  if (isFields(errors)) {
    return Object.entries(errors).flatMap(([name, error]) => flatten(error, path === '' ? name : `${path}.${name}`));
  }
  const said = scalar(errors);
  return said === null ? [] : [[path, said]];
}

/** `layout` is `--layout`, `config.resourcePoolId` is `--config resourcePoolId`; the rest stays as it is. */
function flagOf(field: string): string {
  const [first = '', ...rest] = field.replace(/^instance\./, '').split('.');
  const flag = entryOf(flags, first);
  if (flag === undefined) return field;
  return flag === '--config' && rest.length > 0 ? `${flag} ${rest.join('.')}` : flag;
}
