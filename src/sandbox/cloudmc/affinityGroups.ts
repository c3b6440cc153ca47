import type { Reply } from '../reply';
import type { Call } from './call';
import type { CloudmcAffinityGroup } from './data';
import { defineEntity } from './entity';
import { invalid, notFound } from './failure';
import { ownedBy, ownedIn } from './owned';
import { beginTask } from './task';
import { views } from './views';

const ANTI_AFFINITY = 'host anti-affinity';

/** Groups of instances on different hosts, and groups of hosts kept for some (`ExplicitDedication`). */
export const affinityGroups = defineEntity<CloudmcAffinityGroup>({
  type: 'affinitygroups',
  items: (call) => ownedIn(call, call.data.affinitygroups),
  find: (call, id) => ownedBy(call, call.data.affinitygroups, id),
  view: views.affinitygroups,
  filters: { type: (group, value) => group.type.toLowerCase() === value.toLowerCase() },
  create(call) {
    const { data, environment, fields, world } = call;
    const name = requireName(call);
    const type = fields.text('type') ?? ANTI_AFFINITY;
    if (type !== ANTI_AFFINITY) throw invalid(`type must be ${ANTI_AFFINITY}`);
    const members = requireMembers(call);
    const id = world.random.uuid();
    const description = fields.text('description') ?? '';
    data.affinitygroups[id] = { id, environment: environment.id, name, description, type };
    assign(call, id, members);
    return beginTask(call, {
      success: { kind: 'change', collection: 'affinitygroups', id, fields: {}, shown: true },
      failure: { kind: 'remove', collection: 'affinitygroups', id },
    });
  },
  update(call) {
    const group = groupOf(call);
    const { fields } = call;
    const members = fields.has('instanceIds') ? requireMembers(call) : undefined;
    const name = fields.text('name') ?? group.name;
    if (name !== group.name) requireName(call);
    if (members) assign(call, group.id, members);
    const changed = { name, description: fields.text('description') ?? group.description };
    return beginTask(call, {
      success: { kind: 'change', collection: 'affinitygroups', id: group.id, fields: changed, shown: true },
    });
  },
  remove(call): Reply {
    const group = groupOf(call);
    assign(call, group.id, []);
    return beginTask(call, { success: { kind: 'remove', collection: 'affinitygroups', id: group.id } });
  },
});

function groupOf(call: Call): CloudmcAffinityGroup {
  const group = ownedBy(call, call.data.affinitygroups, call.id);
  if (!group) throw notFound('affinitygroups', call.id);
  if (group.type !== ANTI_AFFINITY) throw invalid('A dedicated group cannot be changed');
  return group;
}

function requireName(call: Call): string {
  const name = call.fields.text('name');
  if (name === undefined) throw invalid('name is required');
  if (ownedIn(call, call.data.affinitygroups).some((group) => group.name === name)) {
    throw invalid(`There is an affinity group with the name ${name} already`);
  }
  return name;
}

function requireMembers(call: Call): string[] {
  const ids = call.fields.list('instanceIds');
  const unknown = ids.find((id) => !ownedBy(call, call.data.instances, id));
  if (unknown !== undefined) throw invalid(`No instance with the id ${unknown} was found`);
  return ids;
}

/** Makes exactly these instances the members of a group. */
function assign(call: Call, groupId: string, members: readonly string[]): void {
  for (const instance of ownedIn(call, call.data.instances)) {
    const others = instance.affinityGroupIds.filter((id) => id !== groupId);
    instance.affinityGroupIds = members.includes(instance.id) ? [...others, groupId] : others;
  }
}
