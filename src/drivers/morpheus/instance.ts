import type { Session } from '../../core/driver';
import { type Fields, fieldsOf, isFields, listOf, positive, reference, text } from '../../core/fields';
import type { InstanceDetail, Located } from '../../core/instance';
import { toMoment } from '../../core/units';
import { addressesOf } from './addresses';
import { gibibytes, idOf, mebibytes, truth, wordOf } from './fields';
import { toState } from './status';
import { labelsOf, pairsOf, pairText } from './tags';

const asterisks = '********';

/** Morpheus's instance in the shared model. */
export function toLocated(session: Session, fields: Fields, raw = false): Located {
  const id = idOf(fields, 'the instances');
  const status = wordOf(fields.status, 'the instances');
  const plan = fieldsOf(fields.plan);
  const type = fieldsOf(fields.instanceType);
  return {
    instance: {
      profile: session.profile,
      provider: session.provider,
      id,
      name: text(fields.name) ?? text(fields.displayName) ?? id,
      hostname: text(fields.hostName),
      state: toState(status),
      providerState: status,
      region: text(fieldsOf(fields.cloud).name),
      group: text(fieldsOf(fields.group).name),
      size: text(plan.name) ?? text(plan.code) ?? reference(plan.id),
      image: text(type.name) ?? text(type.code),
      cpus: positive(fields.maxCores) ?? positive(fields.maxCpu),
      memoryMiB: mebibytes(fields.maxMemory),
      diskGiB: gibibytes(fields.maxStorage),
      ...addressesOf(fields),
      tags: [...labelsOf(fields), ...pairsOf(fields).map(pairText)],
      createdAt: toMoment(fields.dateCreated),
      updatedAt: toMoment(fields.lastUpdated),
    },
    at: {},
    ...(raw ? { raw: hideMasked(fields) } : {}),
    // Shut down and hidden until its date has come; `cancel-removal` brings it back.
    ...(status.toLowerCase() === 'pendingremoval' ? { recoverable: true } : {}),
  };
}

/** What `get` adds but for the user, whom only another request tells. */
export function toDetail({ instance }: Located, fields: Fields, volumes: readonly Fields[]): InstanceDetail {
  const networks = listOf(fields.interfaces).map(({ network }) => text(fieldsOf(network).name));
  return {
    ...instance,
    user: null,
    description: text(fields.description),
    networks: [...new Set(networks.filter((name) => name !== null))],
    publicIps: instance.publicAddresses,
    volumes: volumes.map((volume) => ({
      id: reference(volume.id) ?? '',
      name: text(volume.name),
      sizeGiB: sizeOf(volume),
    })),
    userData: null,
    password: null,
  };
}

/** The size of a volume in GiB. */
export function sizeOf(volume: Fields): number | null {
  return positive(volume.size) ?? gibibytes(volume.maxStorage);
}

/** A copy in which the values of masked variables are asterisks: older appliances send them in the clear. */
export function hideMasked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideMasked);
  if (!isFields(value)) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hideMasked(inner)]));
  return truth(value.masked) === true && 'value' in value ? { ...copy, value: asterisks } : copy;
}
