import type { Emulator } from '../emulator';
import { json } from '../reply';
import { administration } from './administration';
import { affinityGroups } from './affinityGroups';
import type { CloudmcData } from './data';
import { entityRoutes } from './entityRoutes';
import { errorBody } from './failure';
import type { Flavour } from './flavour';
import { instances } from './instances';
import { lookups } from './lookups';
import { portForwardingRules } from './portForwardingRules';
import { publicIps } from './publicIps';
import { createSeed } from './seed';
import { settings } from './settings';
import { snapshots } from './snapshots';
import { sshKeys } from './sshKeys';
import { completeTask, type TaskEnd } from './task';
import { tasks } from './tasks';
import { templates } from './templates';
import { volumes } from './volumes';

/** The CloudMC platform in miniature, as one of its installations speaks it. */
export function createCloudmc(flavour: Flavour): Emulator<CloudmcData> {
  const entities = [
    instances(flavour),
    volumes,
    snapshots,
    publicIps,
    portForwardingRules,
    sshKeys,
    affinityGroups,
    templates,
    ...lookups(flavour),
  ];
  return {
    name: flavour.name,
    version: 1,
    collapseSlashes: true,
    credentialHeaders: ['mc-api-key'],
    seed: createSeed(flavour),
    routes: [
      tasks(flavour),
      ...settings(flavour),
      ...administration(flavour),
      ...entities.flatMap((entity) => entityRoutes(flavour, entity)),
    ],
    transitions: {
      task: (world, id, detail) => completeTask({ flavour, world }, id, detail as TaskEnd),
      snapshot(world, id, detail) {
        const snapshot = world.data.snapshots[id];
        if (snapshot) snapshot.state = detail as string;
      },
    },
    authorise: ({ headers }) => (headers['mc-api-key'] === flavour.token ? undefined : json(401, errorBody(401))),
    notFound: (_request, methods) => (methods.length > 0 ? json(405, errorBody(405)) : json(404, errorBody(404))),
    errorBody: (status) => errorBody(status),
    profile: (origin) => ({
      provider: flavour.name,
      endpoint: origin + flavour.prefix,
      token: flavour.token,
      service: flavour.service,
      environment: 'production',
    }),
    *instanceStates(data) {
      for (const instance of Object.values(data.instances)) yield instance.state;
    },
  };
}
