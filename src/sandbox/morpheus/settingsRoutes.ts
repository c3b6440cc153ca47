import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { decide } from './approval';
import type { MorpheusData } from './data';
import { type FieldErrors, requireValid } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { ownedBy } from './owned';
import { type MorpheusSettings, usualSettings } from './settings';

type Check = (value: unknown, data: MorpheusData) => boolean;

const CHECKS: Readonly<Record<keyof MorpheusSettings | 'locked', Check>> = {
  age: oneOf('current', 'legacy'),
  buildVersion: (value) => value === null || (typeof value === 'string' && /^[0-9]+(\.[0-9]+)*$/.test(value)),
  approval: oneOf('none', 'pending', 'denied'),
  deletePolicy: oneOf('now', 'delayed', 'approval'),
  failure: (value) => typeof value === 'boolean',
  errorsIn200: (value) => typeof value === 'boolean',
  refusedIds: areInstances,
  statusLag: (value) => typeof value === 'number' && value >= 0,
  tokenLifetime: (value) => typeof value === 'number' && value > 0,
  locked: areInstances,
};

/**
 * How the appliance behaves, for whoever tries a client on it; no part of the provider's API. `locked` are the ids of
 * the instances that are. DELETE goes back to what is usual.
 */
export const settingsRoutes: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/sandbox/settings', show, { open: true }),
  morpheusRoute('PUT', '/sandbox/settings', change, { open: true }),
  morpheusRoute(
    'DELETE',
    '/sandbox/settings',
    (call) => {
      Object.assign(call.settings, structuredClone(usualSettings));
      decide(call.world);
      return show(call);
    },
    { open: true },
  ),
];

function show({ data, settings }: Call): Reply {
  const locked = Object.values(data.instances).filter((instance) => instance.locked);
  return json(200, { ...settings, locked: locked.map(({ id }) => id) });
}

/** What isn't sent stays. */
function change(call: Call): Reply {
  const { data, fields, settings, world } = call;
  const sent = fields.record('');
  const errors: FieldErrors = {};
  for (const [name, value] of Object.entries(sent)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof typeof CHECKS] : undefined;
    if (!check) errors[name] = `is none of ${Object.keys(CHECKS).join(', ')}`;
    else if (!check(value, data)) errors[name] = 'can not be that';
  }
  requireValid(errors);
  const { locked, ...rest } = sent;
  Object.assign(settings, rest);
  if (Array.isArray(locked)) {
    for (const instance of Object.values(data.instances)) instance.locked = locked.includes(instance.id);
  }
  decide(world);
  return show(call);
}

function oneOf(...words: string[]): Check {
  return (value) => words.includes(value as string);
}

function areInstances(value: unknown, data: MorpheusData): boolean {
  return Array.isArray(value) && value.every((id) => typeof id === 'number' && ownedBy(data.instances, id));
}
