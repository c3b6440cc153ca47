import type { World } from '../emulator';
import { clusterView } from './clusterView';
import { containerView } from './containerView';
import type { CycleCreator, CycleData, CycleIntegration, CycleLocation } from './data';
import { environmentView } from './environmentView';
import { imageView } from './imageView';
import { serverView } from './serverView';
import { eventsView, stateView } from './stateView';
import { timestamp } from './timestamp';

/** What a list refers to; each kind is included only if it is asked for. */
export interface Referred {
  creators?: readonly CycleCreator[];
  servers?: readonly string[];
  locations?: readonly string[];
  integrations?: readonly string[];
  containers?: readonly string[];
  environments?: readonly string[];
  clusters?: readonly string[];
  images?: readonly string[];
}

type Kind = keyof Referred;

/** Ids without an entry are passed over. */
type Views = { [kind in Exclude<Kind, 'creators'>]: (id: string) => Record<string, unknown> | undefined };

/** What a resource does differently with its includes. */
export interface IncludeForm {
  /** What the query calls a kind, where that isn't its own name. */
  names?: Partial<Record<Kind, string>>;
  /** The kinds that also get a map from identifiers, which are not unique, to lists of ids, or to one id. */
  identifiers?: { [kind in Kind]?: 'list' | 'one' };
}

/** The `includes` of an answer, undefined when none are asked for. */
export function includesOf(
  world: World<CycleData>,
  asked: ReadonlySet<string>,
  referred: Referred,
  { names = {}, identifiers = {} }: IncludeForm = {},
): Record<string, unknown> | undefined {
  if (asked.size === 0) return undefined;
  const includes: Record<string, unknown> = {};
  const views = viewsOf(world);
  for (const [kind, ids] of Object.entries(referred) as [Kind, readonly unknown[]][]) {
    if (!asked.has(names[kind] ?? kind)) continue;
    if (kind === 'creators') {
      includes.creators = creatorsView(world.data, referred.creators ?? []);
      continue;
    }
    const found: Record<string, Record<string, unknown>> = {};
    for (const id of new Set(ids as readonly string[])) {
      const view = views[kind](id);
      if (view) found[id] = view;
    }
    includes[kind] = found;
    const form = identifiers[kind];
    if (form) includes[`${kind}:identifiers`] = byIdentifier(found, form);
  }
  return includes;
}

function viewsOf(world: World<CycleData>): Views {
  const { data } = world;

  function from<Item>(items: Record<string, Item>, view: (item: Item) => Record<string, unknown>) {
    return (id: string) => (Object.hasOwn(items, id) ? view(items[id] as Item) : undefined);
  }

  return {
    servers: from(data.servers, (server) => serverView(world, server)),
    locations: from(data.locations, locationView),
    integrations: from(data.integrations, (integration) => integrationView(data, integration)),
    containers: from(data.containers, (container) => containerView(world, container)),
    images: from(data.images, (image) => imageView(data, image)),
    environments: from(data.environments, (environment) => environmentView(data, environment)),
    clusters: (identifier) => {
      const cluster = Object.values(data.clusters).find((known) => known.identifier === identifier);
      return cluster && clusterView(data, cluster);
    },
  };
}

function byIdentifier(found: Record<string, Record<string, unknown>>, form: 'list' | 'one') {
  const ids: Record<string, string[]> = {};
  for (const [id, view] of Object.entries(found)) {
    const identifier = String(view.identifier);
    ids[identifier] = [...(ids[identifier] ?? []), id];
  }
  if (form === 'list') return ids;
  return Object.fromEntries(Object.entries(ids).map(([identifier, [first]]) => [identifier, first]));
}

function creatorsView(data: CycleData, creators: readonly CycleCreator[]): Record<string, unknown> {
  const types = new Set(creators.map(({ type }) => type));
  const { account, api_key: key, hub } = data;
  return {
    ...(types.has('account')
      ? {
          accounts: {
            [account.id]: {
              id: account.id,
              name: { first: account.first, last: account.last },
              email: { address: account.email },
              two_factor_auth: { verified: true },
              events: { ...eventsView(hub), last_login: timestamp(hub.created) },
            },
          },
        }
      : {}),
    ...(types.has('api-key')
      ? {
          api_keys: {
            [key.id]: {
              id: key.id,
              name: key.name,
              hub_id: hub.id,
              creator: { id: account.id, type: 'account' },
              permissions: { all_environments: true, environments: [] },
              capabilities: { all: true, specific: [] },
              ips: null,
              state: stateView(key.id, 'live', hub.created),
              events: eventsView(hub),
            },
          },
        }
      : {}),
  };
}

function locationView(location: CycleLocation): Record<string, unknown> {
  const { city, state, country, region, latitude, longitude } = location;
  return {
    id: location.id,
    name: location.name,
    geographic: { latitude, longitude, city, state, country, region },
    provider: {
      identifier: location.vendor,
      integration_id: location.integration_id,
      location: location.code,
      code: location.code,
      vendor: location.vendor,
      availability_zones: [],
    },
    compatible: true,
    features: { available: [], supported: [] },
    abbreviation: location.code.toUpperCase(),
    annotations: {},
  };
}

function integrationView(data: CycleData, integration: CycleIntegration): Record<string, unknown> {
  return {
    id: integration.id,
    name: integration.name,
    vendor: integration.vendor,
    identifier: integration.identifier,
    auth: null,
    extra: null,
    creator: { id: data.account.id, type: 'account' },
    hub_id: data.hub.id,
    state: stateView(integration.id, 'live', integration.created),
    events: eventsView(integration),
    meta: null,
  };
}
