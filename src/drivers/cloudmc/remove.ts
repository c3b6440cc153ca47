import type { Changing, DeleteInput, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Located } from '../../core/instance';
import type { Installation } from './installation';
import { type PublicIp, publicIpsOf } from './instance';
import { type Address, readAddresses, type Volume } from './lookups';
import { entityPath, placeAt } from './place';
import { readAttached } from './readAttached';
import { readInstance } from './readInstance';
import { send } from './task';

/** What belongs to one instance and can go with it. */
interface Belongings {
  target: Located;
  volumes: readonly Volume[];
  addresses: readonly OwnAddress[];
}

interface OwnAddress extends PublicIp {
  name: string;
  /** Why it can't be given back with the instance, or null. */
  kept: string | null;
}

/** Destroys: what is not purged can be recovered. Snapshots, addresses and data volumes stay unless they are named. */
export function remove({ title }: Installation): Changing<DeleteInput> {
  return {
    limit: 'Recoverable until it is purged; data volumes, public addresses and snapshots stay unless named.',
    options: ['purge', 'deleteSnapshots', 'releaseIp', 'deleteVolume'],
    from: ['running', 'stopped', 'error'],
    async plan(session, targets, input) {
      const [first] = targets;
      if (first === undefined) return [];
      // Without an option that names one, addresses and volumes only serve the question.
      const known = await readAddresses(session, placeAt(first)).catch((error) => orNone(error, input.releaseIp));
      const all = await Promise.all(targets.map((target) => readBelongings(session, target, known, input)));
      checkVolumes(input.deleteVolume ?? [], all);
      checkAddresses(input.releaseIp ?? [], all, title);
      return all.map((belongings) => planOne(session, belongings, input));
    },
  };
}

async function readBelongings(
  session: Session,
  target: Located,
  known: readonly Address[],
  input: DeleteInput,
): Promise<Belongings> {
  const place = placeAt(target);
  const { id } = target.instance;
  const [fields, volumes] = await Promise.all([
    readInstance(session, place, id),
    readAttached(session, place, id).catch((error) => orNone(error, input.deleteVolume)),
  ]);
  const addresses = publicIpsOf(fields).map((ip): OwnAddress => {
    const others = known.find((one) => one.id === ip.id)?.instances.filter((one) => one.id !== id) ?? [];
    const names = others.map((one) => one.name ?? one.id).join(', ');
    const kept = ip.purposes.includes('SOURCE_NAT')
      ? 'it is the way out of its whole network'
      : names === ''
        ? null
        : `${names} uses it, too`;
    return { ...ip, name: ip.address ?? ip.id, kept };
  });
  return { target, volumes, addresses };
}

function orNone(error: unknown, wanted: readonly string[] | undefined): readonly never[] {
  if (wanted !== undefined) throw error;
  return [];
}

const isAll = (wanted: readonly string[]): boolean => wanted.includes('all');
const fitsVolume = ({ id, name }: Volume, wanted: string): boolean => id === wanted || name === wanted;
const fitsAddress = ({ id, address }: PublicIp, wanted: string): boolean => id === wanted || address === wanted;

function checkVolumes(wanted: readonly string[], all: readonly Belongings[]): void {
  for (const one of isAll(wanted) ? [] : wanted) {
    const found = all.flatMap(({ volumes }) => volumes.filter((volume) => fitsVolume(volume, one)));
    const root = found.find((volume) => volume.root);
    if (root !== undefined) {
      throw new CliError('invalid_value', `${root.name} is the root volume of ${root.instance ?? 'the instance'}`, {
        hint: 'It goes with the instance; --delete-volume is for data volumes.',
      });
    }
    for (const { volumes } of all) {
      const own = volumes.filter((volume) => fitsVolume(volume, one));
      const [first] = own;
      if (first === undefined || own.length === 1 || own.some(({ id }) => id === one)) continue;
      const ids = own.map(({ id }) => id).join(', ');
      throw new CliError('ambiguous_resource', `Several volumes are called ${JSON.stringify(one)}: ${ids}`, {
        hint: `Use the id, for example ${first.id}.`,
      });
    }
    if (found.length === 0) throw notAmong('data volume', one, namesOf(dataOf(all.flatMap(({ volumes }) => volumes))));
  }
}

function checkAddresses(wanted: readonly string[], all: readonly Belongings[], title: string): void {
  for (const one of isAll(wanted) ? [] : wanted) {
    const found = all.flatMap(({ addresses }) => addresses).filter((ip) => fitsAddress(ip, one));
    if (found.length === 0) throw notAmong('public address', one, namesOf(all.flatMap(({ addresses }) => addresses)));
    const kept = found.find((ip) => ip.kept !== null);
    if (kept === undefined) continue;
    throw new CliError('provider_conflict', `${kept.name} can't be given back: ${kept.kept}`, {
      hint: `${title} releases an address only with the one instance that uses it.`,
    });
  }
}

function notAmong(what: string, wanted: string, known: string): CliError {
  return new CliError('resource_not_found', `No instance that is meant has the ${what} ${JSON.stringify(wanted)}`, {
    hint: known === '' ? 'There is none at all.' : `There is ${known}.`,
  });
}

const dataOf = (volumes: readonly Volume[]): readonly Volume[] => volumes.filter(({ root }) => !root);
const namesOf = (things: readonly { name: string }[]): string => things.map(({ name }) => name).join(', ');

function planOne(session: Session, { target, volumes, addresses }: Belongings, input: DeleteInput): Plan {
  const place = placeAt(target);
  const { purge = false, deleteSnapshots = false, releaseIp = [], deleteVolume = [] } = input;
  const data = dataOf(volumes);
  const going = data.filter(
    (volume) => isAll(deleteVolume) || deleteVolume.some((wanted) => chosen(volume, wanted, data)),
  );
  const released = addresses.filter(
    (ip) => ip.kept === null && (isAll(releaseIp) || releaseIp.some((wanted) => fitsAddress(ip, wanted))),
  );
  for (const { name, kept } of isAll(releaseIp) ? addresses : []) {
    if (kept !== null) session.warn('address_kept', `The public address ${name} stays: ${kept}.`);
  }
  const body = {
    ...(purge ? { purgeImmediately: true } : {}),
    ...(deleteSnapshots ? { deleteSnapshots: true } : {}),
    ...(released.length === 0 ? {} : { publicIpIdsToRelease: released.map(({ id }) => id) }),
    ...(going.length === 0 ? {} : { volumeIdsToDelete: going.map(({ id }) => id) }),
  };
  const staying = [
    ...data.filter((volume) => !going.includes(volume)).map(({ name }) => name),
    ...addresses.filter((ip) => !released.includes(ip)).map(({ name }) => name),
  ];
  return {
    targets: [target],
    loses: [
      ...(purge ? [] : ['it can be recovered until it is purged']),
      ...(deleteSnapshots ? ['the snapshots of its volumes'] : []),
      ...(going.length === 0 ? [] : [`the data volume ${namesOf(going)} with everything on it`]),
      ...(released.length === 0 ? [] : [`the public address ${namesOf(released)}, which may not be had again`]),
      ...(staying.length === 0 ? [] : [`what stays is still paid for: ${staying.join(', ')}`]),
    ],
    run: () =>
      send(
        session,
        {
          method: 'DELETE',
          path: entityPath(place, 'instances', target.instance.id),
          ...(Object.keys(body).length === 0 ? {} : { body }),
        },
        { place, target, mark: { ...(purge ? {} : { states: ['Destroyed'] }), gone: true } },
      ),
  };
}

/** An id wins over a name. */
function chosen(volume: Volume, wanted: string, all: readonly Volume[]): boolean {
  return all.some(({ id }) => id === wanted) ? volume.id === wanted : volume.name === wanted;
}
