import type { Choice, CreateInput, Question, Session } from '../../core/driver';
import { typable } from './choose';
import { truth } from './fields';
import { readLayouts, readTypes } from './library';
import { readClouds, readGroups, readProvisionType } from './lookups';
import { readNetworking, readPools } from './networking';
import { cloudIn } from './scope';
import { cloudOf, groupOf, layoutOf, layoutText, planIn, plansOf, type Shape, shapeOf, typeOf } from './shape';

/** What the wizard asks, in the order in which a person thinks of it. */
export const questions: readonly Question[] = [
  { option: 'group', message: 'In which group?', choices: (session) => groupChoices(session) },
  {
    option: 'cloud',
    message: 'In which cloud?',
    when: async (session, input) => {
      if (cloudIn(input) !== undefined || cloudIn(session.settings) !== undefined) return false;
      return (await readClouds(session, (await groupOf(session, input)).id)).length > 1;
    },
    choices: async (session, input) => cloudChoices(session, (await groupOf(session, input)).id),
  },
  {
    option: 'type',
    message: 'Which type?',
    choices: async (session, input) => {
      const { groupId, cloudId } = await whereIn(session, input);
      const types = await readTypes(session, { groupId, cloudId });
      return types.map(({ name, code }) => ({ value: code, name: `${name} (${code})` }));
    },
  },
  {
    option: 'layout',
    message: 'Which layout?',
    when: async (session, input) => (await layoutChoices(session, input)).length > 1,
    choices: layoutChoices,
  },
  {
    option: 'plan',
    message: 'Which plan?',
    when: async (_session, input) => planIn(input) === undefined,
    choices: async (session, input) => {
      const { group, cloud } = await whereIn(session, input);
      const type = await typeOf(session, input, group, cloud);
      const plans = await plansOf(session, group, cloud, await layoutOf(session, input, group, cloud, type));
      return plans.map((plan) => {
        const parts = [
          plan.cpus === null ? null : `${plan.cpus} CPU`,
          plan.memoryMiB === null ? null : `${plan.memoryMiB} MiB`,
          plan.diskGiB === null ? null : `${plan.diskGiB} GiB`,
        ].filter((part) => part !== null);
        return {
          value: typable(plan, plans),
          name: parts.length === 0 ? plan.name : `${plan.name} (${parts.join(', ')})`,
        };
      });
    },
  },
  {
    option: 'config',
    message: 'In which resource pool?',
    when: async (session, input) => (await poolChoices(session, input)).length > 1,
    choices: poolChoices,
  },
  {
    option: 'network',
    message: 'In which network?',
    when: async (session, input) => (await networkChoices(session, input)).length > 1,
    choices: networkChoices,
  },
  {
    option: 'volume',
    message: 'Root volume, as root=GB (empty for that of the plan)?',
    when: async (session, input) => {
      const { layout, plan } = await shapeOf(session, input);
      const type = await readProvisionType(session, layout.provisionType);
      return truth(type.rootDiskCustomizable) !== false && truth(plan.fields.customMaxStorage) !== false;
    },
  },
];

export async function groupChoices(session: Session): Promise<readonly Choice[]> {
  const groups = await readGroups(session);
  return groups.map((group) => ({ value: typable(group, groups), name: group.name }));
}

export async function cloudChoices(session: Session, groupId?: string): Promise<readonly Choice[]> {
  const clouds = await readClouds(session, groupId);
  return clouds.map((cloud) => ({ value: typable(cloud, clouds), name: cloud.name }));
}

async function whereIn(session: Session, input: CreateInput) {
  const group = await groupOf(session, input);
  const cloud = await cloudOf(session, input, group);
  return { group, cloud, groupId: group.id, cloudId: cloud.id };
}

async function layoutChoices(session: Session, input: CreateInput): Promise<readonly Choice[]> {
  const { group, cloud, groupId, cloudId } = await whereIn(session, input);
  const type = await typeOf(session, input, group, cloud);
  const layouts = await readLayouts(session, type, { groupId, cloudId });
  return layouts.map((layout) => ({ value: typable(layout, layouts), name: layoutText(layout) }));
}

async function poolChoices(session: Session, input: CreateInput): Promise<readonly Choice[]> {
  const shape = await shapeOf(session, input);
  const type = await readProvisionType(session, shape.layout.provisionType);
  if (truth(type.zonePoolRequired) !== true) return [];
  const pools = await readPools(session, poolsWhere(shape));
  return pools.map(({ value, name }) => ({ value: `resourcePoolId=${value}`, name }));
}

async function networkChoices(session: Session, input: CreateInput): Promise<readonly Choice[]> {
  const { cloud, layout } = await shapeOf(session, input);
  const type = await readProvisionType(session, layout.provisionType);
  if (truth(type.hasNetworks) === false) return [];
  const pool = input.config?.find((setting) => setting.startsWith('resourcePoolId='))?.split('=')[1] ?? null;
  const { networks } = await readNetworking(session, cloud.id, layout, pool);
  const choices = networks.map((network) => ({ value: typable(network, networks), name: network.name }));
  return [...choices, { value: '', name: 'whichever the cloud chooses' }];
}

function poolsWhere({ cloud, group, layout, plan }: Shape) {
  return { zoneId: cloud.id, siteId: group.id, layoutId: layout.id, planId: plan.id };
}
