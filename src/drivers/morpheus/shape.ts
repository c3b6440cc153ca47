import type { CreateInput, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { choose } from './choose';
import { chooseType, type Layout, readLayouts, type Type } from './library';
import { type Place, type Plan, readClouds, readPlans } from './lookups';
import { chooseCloud, chooseGroup, cloudIn } from './scope';

/** What every new instance is made of. */
export interface Shape {
  group: Place;
  cloud: Place;
  type: Type;
  layout: Layout;
  plan: Plan;
}

/** The group, cloud, type, layout and plan that were asked for, each looked for among those before it allow. */
export async function shapeOf(session: Session, input: CreateInput): Promise<Shape> {
  const wantedPlan = planIn(input);
  const group = await groupOf(session, input);
  const cloud = await cloudOf(session, input, group);
  const type = await typeOf(session, input, group, cloud);
  const layout = await layoutOf(session, input, group, cloud, type);
  const plans = await plansOf(session, group, cloud, layout);
  const hint = `There are ${plans.map(({ name }) => name).join('; ')}.`;
  if (wantedPlan === undefined) throw new CliError('missing_argument', 'Morpheus needs --plan', { hint });
  return { group, cloud, type, layout, plan: choose('plan', wantedPlan, plans, hint) };
}

export async function groupOf(session: Session, { group }: CreateInput): Promise<Place> {
  return chooseGroup(session, need('group', said(group) ?? session.settings.group));
}

/** The cloud that was named, by either of its names, or the only one of the group. */
export async function cloudOf(session: Session, { cloud, region }: CreateInput, group: Place): Promise<Place> {
  const wanted = cloudIn({ ...named('cloud', cloud), ...named('region', region) }) ?? cloudIn(session.settings);
  if (wanted !== undefined) return chooseCloud(session, wanted, group.id);
  const clouds = await readClouds(session, group.id);
  return onlyOf(clouds, 'cloud', `The group ${group.name}`);
}

export async function typeOf(session: Session, { type }: CreateInput, group: Place, cloud: Place): Promise<Type> {
  return chooseType(session, need('type', type), { groupId: group.id, cloudId: cloud.id });
}

/** The layout that was named, or the only one of the type there. */
export async function layoutOf(
  session: Session,
  { layout }: CreateInput,
  group: Place,
  cloud: Place,
  type: Type,
): Promise<Layout> {
  const layouts = await readLayouts(session, type, { groupId: group.id, cloudId: cloud.id });
  const wanted = said(layout);
  if (wanted === undefined) return onlyOf(layouts, 'layout', `${type.name} in ${cloud.name}`);
  const hint = `There are ${layouts.map(layoutText).join(', ')}.`;
  return choose('layout', wanted, layouts, hint);
}

export function plansOf(session: Session, group: Place, cloud: Place, layout: Layout): Promise<readonly Plan[]> {
  return readPlans(session, { zoneId: cloud.id, layoutId: layout.id, siteId: group.id });
}

/** The plan that was named by either of its names. */
export function planIn({ plan, size }: CreateInput): string | undefined {
  if (plan !== undefined && size !== undefined && plan !== size) {
    throw new CliError('conflicting_options', 'At Morpheus the size is the plan: give only --plan');
  }
  return said(plan) ?? said(size);
}

export function layoutText({ name, version, code, id }: Layout): string {
  return `${name}${version === null ? '' : ` ${version}`} (${code ?? id})`;
}

function onlyOf<T extends { id: string; name: string; code: string | null }>(
  all: readonly T[],
  what: 'cloud' | 'layout',
  where: string,
): T {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  const choices = all.map(({ name, code, id }) => `${name} (${code ?? id})`).join(', ');
  throw new CliError(
    only === undefined ? 'resource_not_found' : 'missing_argument',
    only === undefined ? `${where} has no ${what}` : `${where} has several ${what}s: it takes --${what}`,
    { hint: only === undefined ? `nube catalog ${what}s` : `There are ${choices}.` },
  );
}

function need(option: 'group' | 'type', value: string | undefined): string {
  const given = said(value);
  if (given !== undefined) return given;
  throw new CliError('missing_argument', `Morpheus needs --${option}`, { hint: `nube catalog ${option}s` });
}

/** An answer left empty is no answer. */
function said(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

function named<N extends string>(name: N, value: string | undefined): { [K in N]?: string } {
  return (said(value) === undefined ? {} : { [name]: value }) as { [K in N]?: string };
}
