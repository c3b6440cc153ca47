import type { CycleData, CycleEnvironment } from './data';
import { privateNetworkView } from './network';
import { eventsView, stateView } from './stateView';

/** An environment as get, list and includes answer it; `meta` is what was asked for of it. */
export function environmentView(
  data: CycleData,
  environment: CycleEnvironment,
  meta: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: environment.id,
    identifier: environment.identifier,
    name: environment.name,
    cluster: environment.cluster,
    about: { description: environment.description, favorite: false },
    creator: { id: data.account.id, type: 'account' },
    hub_id: data.hub.id,
    state: stateView(environment.id, environment.state, environment.created),
    events: eventsView(environment),
    features: { legacy_networking: true, monitoring: { tier: 'standard' } },
    services: {},
    acl: null,
    private_network: privateNetworkView(environment),
    deployments: null,
    ...(Object.keys(meta).length === 0 ? {} : { meta }),
  };
}
