import type { Changing, CloneInput, Plan, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { number, text } from '../../core/fields';
import type { Body } from '../../core/http';
import type { Located } from '../../core/instance';
import { Secret } from '../../core/secret';
import { adopt, make } from './create';
import { texts } from './fields';
import type { Installation } from './installation';
import { imageOf } from './instance';
import { readOfferings, readTemplates } from './lookups';
import { readAll } from './pages';
import { entityPath, type Place, placeAt } from './place';
import { readInstance } from './readInstance';
import { warnOfName } from './warnOfName';

/** A new instance with the image, size, network, affinity group, key and user data of another; no disk is copied. */
export function clone(installation: Installation): Changing<CloneInput> {
  const { title } = installation;
  return {
    limit: 'The same shape without the data, and only with --shape-only.',
    options: ['name', 'shapeOnly'],
    async plan(session, targets, { name, shapeOnly = false }) {
      if (!shapeOnly) {
        throw new CliError('not_supported', `${title} can't copy the disks of an instance through its API`, {
          hint: 'nube clone REF --shape-only makes an empty one of the same shape.',
        });
      }
      if (name !== undefined && targets.length > 1) {
        throw new CliError('conflicting_options', 'One --name cannot serve several clones', {
          hint: 'Without --name each is called after its original, with -clone at the end.',
        });
      }
      const plans = await Promise.all(targets.map((target) => planOne(installation, session, target, name)));
      const names = plans.map(({ makes }) => makes?.name ?? '');
      const twice = names.find((one, index) => names.indexOf(one) !== index);
      if (twice === undefined) return plans;
      throw new CliError('name_taken', `Two clones would be called ${twice}`, {
        hint: 'Clone them one by one, with --name.',
      });
    },
  };
}

async function planOne(
  installation: Installation,
  session: Session,
  target: Located,
  wanted: string | undefined,
): Promise<Plan> {
  const place = placeAt(target);
  const original = target.instance.name;
  const name = wanted ?? `${original}-clone`;
  const [fields, offerings, templates, before] = await Promise.all([
    readInstance(session, place, target.instance.id),
    readOfferings(session, place),
    readTemplates(session, installation, place),
    freeName(session, place, name),
  ]);
  const image = imageOf(installation, fields);
  const template = templates.find(({ id }) => id === image.id);
  const offering = offerings.find(({ id, bareMetal }) => id === fields.computeOfferingId && !bareMetal);
  const networkId = text(fields.networkId);
  if (template === undefined || offering === undefined || networkId === null) {
    const lost = template === undefined ? `image (${image.name ?? '?'})` : offering === undefined ? 'size' : 'network';
    throw new CliError('not_supported', `The ${lost} of ${original} can't be had for a new instance`, {
      hint: 'nube create makes one of another: nube catalog images, nube catalog sizes.',
    });
  }
  const [cpus, memory] = [number(fields.cpuCount), number(fields.memoryInMB)];
  const [group, ...groups] = texts(fields.affinityGroupIds);
  const key = text(fields.sshKeyName);
  const userData = text(fields.userData);
  if (groups.length > 0) {
    session.warn('affinity_groups', `${original} is in several affinity groups; its clone will be in the first only.`);
  }
  if (key === null && fields.isPasswordEnabled !== false) {
    session.warn('no_key', `${name} gets a password that is not shown: nube reset-password makes a new one.`);
  }
  warnOfName(session, name);
  const body: Record<string, Body> = {
    templateId: template.id,
    computeOfferingId: offering.id,
    ...(offering.custom && cpus !== null && memory !== null ? { cpuCount: cpus, memoryInMB: memory } : {}),
    networkId,
    ...(key === null ? {} : { sshKeyName: key }),
    ...(group === undefined ? {} : { affinityGroupId: group }),
    ...(userData === null ? {} : { userData: new Secret(userData, 'user-data') }),
  };
  return {
    targets: [target],
    makes: { name, before, adopt },
    run: () => make(installation, session, place, name, body),
  };
}

/** Refuses a name that an instance has; gives the ids of those that have it and are destroyed. */
async function freeName(session: Session, place: Place, name: string): Promise<ReadonlySet<string>> {
  const all = await session.once(`cloudmc names ${JSON.stringify(place)}`, () =>
    readAll(session, entityPath(place, 'instances')),
  );
  const same = all.filter((fields) => fields.name === name);
  if (same.some(({ state }) => state !== 'Destroyed')) {
    throw new CliError('name_taken', `An instance called ${name} exists already`, { hint: 'Choose another --name.' });
  }
  return new Set(same.flatMap(({ id }) => text(id) ?? []));
}
