import type { CreateInput, CreatePlan, Creating, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, isFields, text } from '../../core/fields';
import type { Answer, Body } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended, type Operation } from '../../core/operation';
import { assign, type Draft } from './assign';
import { choose } from './choose';
import { readUnder, toId, truth } from './fields';
import { refuseTaken } from './freeName';
import { toLocated } from './instance';
import { readKeys } from './keys';
import { readProvisionType } from './lookups';
import { interfacesOn, onlyPool, readNetworking, readPools } from './networking';
import { newVolumes, volumePlaceOf } from './newVolumes';
import { questions } from './questions';
import { isWithin, readScope } from './scope';
import { type Shape, shapeOf } from './shape';
import { toState } from './status';
import { checkWords, parsePair } from './tags';
import { hasLabels, isBefore, readVersion } from './version';
import { untilMade } from './waiting';

export const create: Creating = {
  limit: 'By instance type, layout and plan; --config sets whatever else the type takes.',
  options: [
    'size',
    'network',
    'tag',
    'count',
    'sshKey',
    'type',
    'layout',
    'plan',
    'volume',
    'config',
    'label',
    'env',
    'copies',
    'description',
  ],
  name: 'required',
  uniqueName: 'profile',
  // Cloud and plan have other names (--region, --size) and a layout may be the only one: the plan asks for those.
  required: ['group', 'type'],
  questions,
  adopt,
  plan,
};

/** How to wait for an instance that is there already. */
export function adopt({ instance }: Located): Operation {
  return untilMade(instance.id, 0);
}

async function plan(session: Session, names: readonly string[], input: CreateInput): Promise<readonly CreatePlan[]> {
  const shape = await shapeOf(session, input);
  const scope = await readScope(session);
  // One within reach is known already; one elsewhere, or hidden because its removal waits, has the name as well.
  const known = (fields: Fields) => isWithin(fields, scope) && toState(text(fields.status) ?? '') !== 'deleting';
  for (const name of names) await refuseTaken(session, name, known);
  const draft = await draftOf(session, shape, input);
  const isOld = isBefore(await readVersion(session), '4');
  return names.map((name) => ({
    name,
    count: 1,
    wanted: {
      // Old appliances show only the code of a plan.
      ...(isOld ? {} : { size: shape.plan.name }),
      image: shape.type.name,
      region: shape.cloud.name,
      group: shape.group.name,
    },
    run: () => make(session, withName(draft, name)),
  }));
}

/** Everything that a create says but the name. */
async function draftOf(session: Session, shape: Shape, input: CreateInput): Promise<Draft> {
  const { group, cloud, type, layout, plan: size } = shape;
  const body: Draft = {
    zoneId: toId(cloud.id),
    instance: {
      site: { id: toId(group.id) },
      instanceType: { code: type.code },
      layout: { id: toId(layout.id) },
      plan: { id: toId(size.id) },
      ...(input.description === undefined ? {} : { description: input.description }),
    },
    config: {},
  };
  for (const setting of input.config ?? []) assign(body, setting);
  const config = body.config as Draft;
  if (input.sshKey !== undefined && input.sshKey !== '') {
    config.publicKeyId = toId(choose('SSH key', input.sshKey, await readKeys(session), 'nube catalog ssh-keys').id);
  }
  const provisionType = await readProvisionType(session, layout.provisionType);
  if (truth(provisionType.zonePoolRequired) === true && config.resourcePoolId === undefined) {
    const where = { zoneId: cloud.id, siteId: group.id, layoutId: layout.id, planId: size.id };
    const pool = onlyPool(await readPools(session, where), cloud.name);
    if (pool !== null) config.resourcePoolId = pool.value;
  }
  const poolId = typeof config.resourcePoolId === 'string' ? config.resourcePoolId : null;
  if (input.network !== undefined && input.network !== '') {
    body.networkInterfaces = interfacesOn(input.network, await readNetworking(session, cloud.id, layout, poolId));
  }
  if (body.volumes === undefined) {
    const where = { zoneId: cloud.id, siteId: group.id, resourcePoolId: poolId };
    const volumes = newVolumes(input.volume ?? [], size, await volumePlaceOf(session, size, provisionType, where));
    if (volumes !== null) body.volumes = volumes;
  }
  if (input.copies !== undefined) body.copies = input.copies;
  if (input.env !== undefined) body.evars = input.env.map(toVariable);
  await addTags(session, body, input);
  return body;
}

/** A bare word is a label, `k=v` a tag; the official command line has labels inside of `instance`. */
async function addTags(session: Session, body: Draft, { tag = [], label = [] }: CreateInput): Promise<void> {
  const wrong = label.find((word) => word.includes('='));
  if (wrong !== undefined) {
    throw new CliError('invalid_value', `${JSON.stringify(wrong)} cannot be a label: it has a value`, {
      hint: `--tag ${wrong} makes a tag of it.`,
    });
  }
  checkWords(tag, 'tag');
  const pairs = tag.map(parsePair).filter((pair) => pair !== null);
  const labels = [...new Set([...label, ...tag.filter((word) => parsePair(word) === null)])];
  if (pairs.length + labels.length === 0) return;
  const modern = hasLabels(await readVersion(session));
  const instance = isFields(body.instance) ? body.instance : {};
  if (labels.length > 0) body.instance = { ...instance, [modern ? 'labels' : 'tags']: labels };
  if (pairs.length > 0) body[modern ? 'tags' : 'metadata'] = pairs;
}

function toVariable(word: string): Body {
  const pair = parsePair(word);
  if (pair !== null) return { name: pair.name, value: pair.value };
  throw new CliError('invalid_value', `--env takes NAME=VALUE, not ${JSON.stringify(word)}`);
}

function withName(draft: Draft, name: string): Draft {
  return { ...draft, instance: { name, ...(isFields(draft.instance) ? draft.instance : {}) } };
}

function make(session: Session, body: Draft): Promise<Operation> {
  return session.http.send(
    { method: 'POST', path: '/api/instances', body: body as Body },
    (answer) => created(session, answer),
    () => ended(),
  );
}

function created(session: Session, answer: Answer): Operation {
  const located = toLocated(session, readUnder(answer, 'instance', 'POST /api/instances'));
  return { ...untilMade(located.instance.id, session.now().getTime()), instances: [located] };
}
