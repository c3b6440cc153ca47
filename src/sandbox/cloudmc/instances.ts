import { acquireBareMetal, releaseBareMetal } from './bareMetal';
import { changeComputeOffering } from './changeComputeOffering';
import { changeNetwork } from './changeNetwork';
import { createInstance } from './createInstance';
import { defineEntity, type Entity, type Operation } from './entity';
import type { Flavour } from './flavour';
import { associateSshKey, createRecoveryPoint, resetPassword, updateInstance } from './instanceChanges';
import { attachIso, detachIso } from './instanceIso';
import {
  destroyInstance,
  purgeInstance,
  rebootInstance,
  recoverInstance,
  startInstance,
  stopInstance,
} from './instanceLife';
import { instanceView } from './instanceView';
import { ownedBy, ownedIn } from './owned';

/** The instances, Destroyed ones included until they are purged. */
export function instances(flavour: Flavour): Entity {
  const isoOperations: Record<string, Operation> = { attachIso, detachIso };
  return defineEntity({
    type: 'instances',
    items: (call) => call.world.memo(`instances ${call.environment.id}`, () => ownedIn(call, call.data.instances)),
    find: (call, id) => ownedBy(call, call.data.instances, id),
    view: (call, instance) => instanceView(call, instance, true),
    listView: (call, instance) => instanceView(call, instance, false),
    create: createInstance,
    update: updateInstance,
    remove: destroyInstance,
    onAll: flavour.bareMetal ? { acquireBareMetal } : {},
    onOne: {
      start: startInstance,
      stop: stopInstance,
      reboot: rebootInstance,
      purge: purgeInstance,
      recover: recoverInstance,
      changeComputeOffering,
      changeNetwork,
      resetPassword,
      associateSSHKey: associateSshKey,
      createRecoveryPoint,
      ...(flavour.isos ? isoOperations : {}),
      ...(flavour.bareMetal ? { releaseBareMetal } : {}),
    },
  });
}
