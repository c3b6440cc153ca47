import { clouds, known, plans, typeOfLayout } from './catalog';
import type { MorpheusInstance } from './data';
import { parseFlag } from './fields';
import type { Call } from './morpheusRoute';

type Test = (instance: MorpheusInstance) => boolean;

const DAY = 86_400_000;

/** Whether an instance is among those that the query of a list asks for. */
export function instanceFilter(call: Call): Test {
  const { query, world } = call;
  const tests: Test[] = [visibility(query)];

  /** Any of the values that were sent for a parameter, however often. */
  function any(parameter: string, holds: (instance: MorpheusInstance, value: string) => boolean): void {
    const values = query.getAll(parameter).filter((value) => value !== '');
    if (values.length > 0) tests.push((instance) => values.some((value) => holds(instance, value)));
  }

  any('name', ({ name }, value) => name.toLowerCase() === value.toLowerCase());
  any('phrase', ({ name, description }, value) => matchesPhrase(`${name}\n${description ?? ''}`, value));
  any('status', ({ status }, value) => status.toLowerCase() === value.toLowerCase());
  any('siteId', ({ groupId }, value) => String(groupId) === value);
  any('zoneId', ({ cloudId }, value) => String(cloudId) === value);
  any('serverId', ({ nodes }, value) => nodes.some(({ serverId }) => String(serverId) === value));
  any('parentServerId', ({ cloudId }, value) => String(known(clouds, cloudId).hypervisor.id) === value);
  any('planId', ({ planId }, value) => String(planId) === value);
  any('plan', ({ planId }, value) => known(plans, planId).name === value);
  any('planCode', ({ planId }, value) => known(plans, planId).code === value);
  any('instanceType', ({ layoutId }, value) => typeOfLayout(layoutId).code === value);
  any('environment', ({ instanceContext }, value) => instanceContext === value);
  any('createdBy', ({ createdBy }, value) => String(createdBy) === value);
  any('ownerId', ({ ownerId }, value) => String(ownerId) === value);
  any('labels', ({ labels }, value) => labels.includes(value));
  any('agentInstalled', ({ layoutId }, value) => (typeOfLayout(layoutId).platform === 'linux') === parseFlag(value));

  const allLabels = query.getAll('allLabels');
  if (allLabels.length > 0) tests.push(({ labels }) => allLabels.every((label) => labels.includes(label)));
  for (const parameter of new Set(query.keys())) {
    const name = /^(?:tags|metadata)\.(.+)$/.exec(parameter)?.[1];
    if (name === undefined) continue;
    any(parameter, ({ tags }, value) => tags.some((tag) => tag.name === name && tag.value === value));
  }
  dates(query, world.now(), tests);
  return (instance) => tests.every((test) => test(instance));
}

/** What is to be removed some day is hidden unless it is asked for. */
function visibility(query: URLSearchParams): Test {
  if (parseFlag(query.get('deleted'))) return ({ status }) => status === 'pendingRemoval';
  if (parseFlag(query.get('showDeleted'))) return () => true;
  return ({ status }) => status !== 'pendingRemoval';
}

function dates(query: URLSearchParams, now: number, tests: Test[]): void {
  const since = moment(query.get('lastUpdated'));
  // What is shown has whole seconds, and whoever asks with what was shown means that very second.
  if (since !== undefined) tests.push(({ updated }) => Math.floor(updated / 1000) >= Math.floor(since / 1000));
  for (const [parameter, property] of [
    ['expire', 'expireDate'],
    ['shutdown', 'shutdownDate'],
  ] as const) {
    const limits: [number | undefined, (date: number, limit: number) => boolean][] = [
      [moment(query.get(`${parameter}Date`)), (date, limit) => date <= limit],
      [moment(query.get(`${parameter}DateMin`)), (date, limit) => date >= limit],
      [days(query.get(`${parameter}Days`), now), (date, limit) => date <= limit],
      [days(query.get(`${parameter}DaysMin`), now), (date, limit) => date >= limit],
    ];
    for (const [limit, holds] of limits) {
      if (limit === undefined) continue;
      tests.push((instance) => {
        const date = instance[property];
        return date !== null && holds(date, limit);
      });
    }
  }
}

function moment(text: string | null): number | undefined {
  // A plus sign in a query that nobody encoded is a blank.
  const value = Date.parse((text ?? '').replace(/ (?=[0-9]{2}:?[0-9]{2}$)/, '+'));
  return Number.isNaN(value) ? undefined : value;
}

function days(text: string | null, now: number): number | undefined {
  return text !== null && /^[0-9]+$/.test(text) ? now + Number(text) * DAY : undefined;
}

/** Part of the text; `%` and `*` stand for anything. */
function matchesPhrase(content: string, phrase: string): boolean {
  const pattern = phrase
    .split(/[%*]/)
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(pattern, 'i').test(content);
}
