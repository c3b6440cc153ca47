import type { CycleCluster, CycleData } from './data';
import { eventsView, stateView } from './stateView';

/** A cluster as list and includes answer it. */
export function clusterView(data: CycleData, cluster: CycleCluster): Record<string, unknown> {
  return {
    id: cluster.id,
    identifier: cluster.identifier,
    creator: { id: data.account.id, type: 'account' },
    hub_id: data.hub.id,
    acl: null,
    non_essential: false,
    state: stateView(cluster.id, 'live', cluster.created),
    features: { monitoring: null },
    events: eventsView(cluster),
  };
}
