import type { Reply } from '../reply';
import { buildTag } from './buildInstance';
import { environments, groups } from './catalog';
import type { MorpheusData, MorpheusInstance, MorpheusTag } from './data';
import { type FieldErrors, requireValid } from './failure';
import { changeAnswer } from './instanceAnswer';
import type { Call } from './morpheusRoute';
import { readTags, readWords } from './orderParts';
import { instanceOf, isNameTaken } from './owned';
import { pick } from './pick';
import { users } from './users';

/** PUT of one instance. What isn't sent stays. The host name stays in any case. */
export function updateInstance(call: Call): Reply {
  const { data, fields, world } = call;
  const instance = instanceOf(call);
  const errors: FieldErrors = {};
  const name = fields.has('instance.name') ? (fields.text('instance.name') ?? '') : instance.name;
  if (name === '') errors.name = 'is required';
  else if (isNameTaken(data, name, instance)) errors.name = 'must be unique';
  const group = pick(groups, fields, 'instance.site');
  if (group === null) errors.site = 'Group not found';
  const context = textOrNull(call, 'instance.instanceContext', instance.instanceContext);
  if (context && !environments.some(({ code }) => code === context)) errors.instanceContext = 'Environment not found';
  const ownerId = fields.number('instance.ownerId') ?? instance.ownerId;
  if (!users.some(({ id }) => id === ownerId)) errors.ownerId = 'User not found';
  requireValid(errors);

  const labels = labelsOf(call);
  const tags = tagsOf(call, instance);
  instance.name = name;
  instance.displayName = textOrNull(call, 'instance.displayName', instance.displayName);
  instance.description = textOrNull(call, 'instance.description', instance.description);
  instance.instanceContext = context;
  instance.groupId = group?.id ?? instance.groupId;
  instance.ownerId = ownerId;
  instance.powerScheduleType = textOrNull(call, 'instance.powerScheduleType', instance.powerScheduleType);
  if (labels) instance.labels = labels;
  instance.tags = tags;
  if (fields.has('config.customOptions')) {
    instance.config = { ...instance.config, customOptions: fields.record('config.customOptions') };
  }
  instance.updated = world.now();
  return changeAnswer(call, instance);
}

/** Sent as null or blank it is taken away. */
function textOrNull({ fields }: Call, path: string, before: string | null): string | null {
  return fields.has(path) ? (fields.text(path) ?? null) : before;
}

/** Of old, keywords were called tags. */
function labelsOf({ fields, legacy }: Call): string[] | undefined {
  const tags = fields.list('instance.tags');
  if (legacy && tags?.every((tag) => typeof tag === 'string')) return readWords(fields, 'instance.tags');
  return readWords(fields, 'instance.labels');
}

/** All of them new, or some added (or given another value) and some removed (with one value, or with any). */
function tagsOf({ data, fields, legacy }: Call, instance: MorpheusInstance): MorpheusTag[] {
  const whole = (legacy ? undefined : readTags(fields, 'instance.tags')) ?? readTags(fields, 'instance.metadata');
  const added = readTags(fields, 'instance.addTags') ?? [];
  const removed = readTags(fields, 'instance.removeTags') ?? [];
  const tags = whole ? merge(data, [], whole) : merge(data, instance.tags, added);
  return tags.filter(
    (tag) => !removed.some(({ name, value }) => name === tag.name && (value === '' || value === tag.value)),
  );
}

function merge(
  data: MorpheusData,
  before: readonly MorpheusTag[],
  added: readonly { name: string; value: string }[],
): MorpheusTag[] {
  const tags = [...before];
  for (const pair of added) {
    const place = tags.findIndex(({ name }) => name === pair.name);
    if (place < 0) tags.push(buildTag(data, pair));
    else tags[place] = { ...(tags[place] as MorpheusTag), value: pair.value };
  }
  return tags;
}
