import type { Session } from '../../core/driver';
import { entryOf } from '../../core/entryOf';
import { type Fields, positive, text } from '../../core/fields';
import type { InstanceDetail, Located, State } from '../../core/instance';
import { toMoment } from '../../core/units';
import { idOf, reference, wordOf } from './fields';

const words: Readonly<Record<string, State>> = {
  BUILDING: 'pending',
  BUILD_PENDING: 'pending',
  ACTIVE: 'running',
  REBOOTING: 'updating',
  STOPPING: 'stopping',
  SHUTOFF: 'stopped',
  MIGRATING: 'migrating',
  DELETING: 'deleting',
};

/** True for Civo's words that mean something went wrong; none is documented. */
export function isFailure(word: string): boolean {
  return /ERROR|FAIL/i.test(word);
}

/** Civo's word for a state in nube's; an unlisted one is `unknown`. */
export function toState(word: string): State {
  return isFailure(word) ? 'error' : (entryOf(words, word.toUpperCase()) ?? 'unknown');
}

/** Civo's instance in the shared model. The region is the one that was asked: Civo often leaves it out. */
export function toLocated(session: Session, fields: Fields, region: string, raw = false): Located {
  const id = idOf(fields, 'the instances');
  const status = wordOf(fields.status, 'the instances');
  const hostname = text(fields.hostname);
  return {
    instance: {
      profile: session.profile,
      provider: session.provider,
      id,
      name: hostname ?? text(fields.name) ?? id,
      hostname,
      state: toState(status),
      providerState: status,
      region,
      group: null,
      size: text(fields.size),
      // source_id holds the image's name (civogo instance.go); template_id is what older accounts have.
      image: text(fields.source_id) ?? reference(fields.template_id),
      cpus: positive(fields.cpu_cores),
      memoryMiB: positive(fields.ram_mb),
      diskGiB: positive(fields.disk_gb),
      publicAddresses: addresses(fields.public_ip, fields.ipv6),
      privateAddresses: addresses(fields.private_ip),
      tags: toTags(fields.tags),
      createdAt: toMoment(fields.created_at),
      updatedAt: null,
    },
    at: { region },
    ...(raw ? { raw: fields } : {}),
  };
}

/** What `get` adds, but for networks and volumes, which Civo keeps elsewhere. */
export function toDetail(located: Located, fields: Fields): InstanceDetail {
  return {
    ...located.instance,
    user: text(fields.initial_user),
    description: text(fields.notes),
    networks: [],
    publicIps: [...new Set(addresses(fields.public_ip, fields.reserved_ip))],
    volumes: [],
    userData: scriptOf(fields),
    password: text(fields.initial_password),
  };
}

/** The instance's script as it was given. Civo sends it back as base64, older instances hold it as it is. */
export function scriptOf(fields: Fields): string | null {
  const script = text(fields.script) ?? text(fields.user_script);
  if (script === null) return null;
  const bytes = Buffer.from(script, 'base64');
  if (bytes.toString('base64') !== script.replaceAll(/\s/g, '')) return script;
  const decoded = bytes.toString('utf8');
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(decoded) ? script : decoded;
}

/** Tags are a list in answers, and one text with spaces in requests. */
function toTags(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((tag) => text(tag) !== null);
  return (text(value) ?? '').split(/\s/).filter((tag) => tag !== '');
}

function addresses(...values: readonly unknown[]): string[] {
  return values.map(text).filter((value) => value !== null);
}
