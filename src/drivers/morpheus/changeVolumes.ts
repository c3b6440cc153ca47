import { choose } from '../../core/choose';
import type { ResizeInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, number, reference, text } from '../../core/fields';
import type { Body } from '../../core/http';
import { idOf, toId, truth } from './fields';
import { sizeOf } from './instance';
import { parseVolumeSize } from './volumeSize';

/** What a resize does to the volumes. */
export interface VolumeChange {
  /** The complete list of volumes as they are to be: a data volume that is not on it would be deleted. */
  wanted: readonly Body[];
  /** What happens to which, for the question. */
  sentences: readonly string[];
  grown: readonly string[];
  removed: readonly string[];
}

interface Volume {
  id: string;
  name: string;
  sizeGiB: number;
  root: boolean;
  fields: Fields;
}

/** What was asked of the volumes that there are, or null where nothing changes. Refuses what cannot be. */
export function changeVolumes(
  current: readonly Fields[],
  { volume = [], addVolume = [], removeVolume = [] }: ResizeInput,
): VolumeChange | null {
  if (volume.length + addVolume.length + removeVolume.length === 0) return null;
  const volumes = current.map(toVolume);
  if (volumes.length === 0) {
    throw new CliError(
      'not_supported',
      'This appliance does not tell the volumes: changing some could lose the others',
      {
        hint: 'nube resize REF --plan changes the plan and leaves the volumes alone.',
      },
    );
  }
  const gone = new Set(removeVolume.map((word) => chooseRemovable(word, volumes)));
  const sizes = new Map<Volume, number>();
  for (const word of volume) {
    const { volume: name, sizeGiB, more } = parseVolumeSize(word, 'volume');
    const found = chooseVolume(name, volumes);
    if (gone.has(found)) throw new CliError('conflicting_options', `${found.name} cannot both grow and be removed`);
    if (sizes.has(found)) throw new CliError('conflicting_options', `${found.name} is given two sizes`);
    sizes.set(found, grownSize(found, more ? found.sizeGiB + sizeGiB : sizeGiB));
  }
  const added = addVolume.map((word) => parseVolumeSize(word, 'add-volume'));
  const growing = [...sizes].filter(([one, size]) => size > one.sizeGiB);
  if (growing.length + added.length + gone.size === 0) return null;
  const root = volumes.find((one) => one.root) ?? volumes[0];
  return {
    wanted: [
      ...volumes.filter((one) => !gone.has(one)).map((one) => keep(one, sizes.get(one) ?? one.sizeGiB)),
      ...added.map(({ volume: name, sizeGiB }) => add(name, sizeGiB, root)),
    ],
    sentences: [
      ...growing.map(([{ name, sizeGiB }, size]) => `volume ${name} grows from ${sizeGiB} to ${size} GB`),
      ...added.map(({ volume: name, sizeGiB }) => `volume ${name} of ${sizeGiB} GB is added`),
      ...[...gone].map(({ name, sizeGiB }) => `volume ${name} (${sizeGiB} GB) goes, with everything on it`),
    ],
    grown: growing.map(([{ id }, size]) => `${id}=${size}`),
    removed: [...gone].map(({ id }) => id),
  };
}

function toVolume(fields: Fields): Volume {
  const id = idOf(fields, 'the volumes');
  const name = text(fields.name) ?? id;
  const size = sizeOf(fields);
  if ((number(id) ?? 1) < 0) {
    throw new CliError('provider_conflict', `The volume ${name} is still being made`, { hint: 'Try again later.' });
  }
  if (size === null) {
    throw new CliError('not_supported', `This appliance does not tell the size of volume ${name}`, {
      hint: 'nube resize REF --plan changes the plan and leaves the volumes alone.',
    });
  }
  return { id, name, sizeGiB: Math.ceil(size), root: truth(fields.rootVolume) === true, fields };
}

function grownSize({ name, sizeGiB }: Volume, wanted: number): number {
  if (wanted >= sizeGiB) return wanted;
  throw new CliError('not_supported', `Volume ${name} has ${sizeGiB} GB and can only grow`, {
    hint: `For example --volume ${name}=+10`,
  });
}

function chooseRemovable(word: string, volumes: readonly Volume[]): Volume {
  const found = chooseVolume(word, volumes);
  if (!found.root) return found;
  throw new CliError('not_supported', `${found.name} is the root volume, and an instance keeps that`, {
    hint: 'nube volumes REF shows which others there are.',
  });
}

function chooseVolume(word: string, volumes: readonly Volume[]): Volume {
  return choose(word, volumes, ({ id, name }) => ({ id, names: [name] }), {
    what: 'volume',
    within: 'of this instance',
    hint: `It has ${volumes.map(({ name, sizeGiB }) => `${name} (${sizeGiB} GB)`).join(', ')}.`,
  });
}

/** A volume as it is sent back: with its own id it stays. */
function keep({ id, name, root, fields }: Volume, size: number): Body {
  const mountPoint = text(fields.controllerMountPoint);
  return {
    id: toId(id),
    rootVolume: root,
    name,
    size,
    sizeId: number(fields.sizeId),
    storageType: storageTypeOf(fields),
    datastoreId: datastoreOf(fields),
    ...(mountPoint === null ? {} : { controllerMountPoint: mountPoint }),
  };
}

/** A further volume lies where the root volume does, which is known to be allowed. */
function add(name: string, size: number, root: Volume | undefined): Body {
  const like = root?.fields ?? {};
  return {
    id: -1,
    rootVolume: false,
    name,
    size,
    sizeId: null,
    storageType: storageTypeOf(like),
    datastoreId: datastoreOf(like),
  };
}

function storageTypeOf({ storageType }: Fields): number | string | null {
  return idOrNull(reference(storageType) ?? reference(fieldsOf(storageType).id));
}

function datastoreOf({ datastoreId, datastore }: Fields): number | string | null {
  return idOrNull(reference(datastoreId) ?? reference(fieldsOf(datastore).id));
}

function idOrNull(id: string | null): number | string | null {
  return id === null ? null : toId(id);
}
