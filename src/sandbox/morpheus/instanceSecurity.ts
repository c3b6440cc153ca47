import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { known, securityGroups } from './catalog';
import type { MorpheusData, MorpheusInstance } from './data';
import { type FieldErrors, failure, requireValid } from './failure';
import { morpheusRoute } from './morpheusRoute';
import { readSecurityGroups } from './orderParts';
import { instanceOf } from './owned';

/** The security groups of instances and, of old, whether they are applied. */
export const instanceSecurity: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances/:id/security-groups', (call) => {
    const instance = instanceOf(call);
    return answer(instance, { firewallEnabled: instance.firewallEnabled });
  }),
  morpheusRoute('POST', '/api/instances/:id/security-groups', (call) => {
    const instance = instanceOf(call);
    const wanted = call.fields.list('securityGroupIds');
    if (!wanted) throw failure(400, undefined, { securityGroupIds: 'is required' });
    const errors: FieldErrors = {};
    const ids = readSecurityGroups(wanted, errors, 'securityGroupIds');
    requireValid(errors);
    instance.securityGroupIds = [...new Set(ids)];
    instance.updated = call.world.now();
    return answer(instance, call.legacy ? { firewallEnabled: instance.firewallEnabled } : {});
  }),
  ...(['enable', 'disable'] as const).map((verb) =>
    morpheusRoute(
      'PUT',
      `/api/instances/:id/security-groups/${verb}`,
      (call) => {
        const instance = instanceOf(call);
        instance.firewallEnabled = verb === 'enable';
        instance.updated = call.world.now();
        return json(200, { success: true });
      },
      { age: 'legacy' },
    ),
  ),
];

function answer(instance: MorpheusInstance, rest: Record<string, unknown>): Reply {
  const groups = instance.securityGroupIds.map((id) => known(securityGroups, id));
  return json(200, { success: true, ...rest, securityGroups: groups });
}
