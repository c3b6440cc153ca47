import type { Reply } from '../reply';
import type { Call } from './call';
import { invalid } from './failure';
import { beginReboot, beginStep, instanceOf, requireVirtual } from './instanceTask';
import { ownedIn } from './owned';
import { beginTask } from './task';
import { templateWithId } from './templateWithId';

const SETTLED = ['Running', 'Stopped'];

/** PUT: a new name at once, a new hostname with a reboot. */
export function updateInstance(call: Call): Reply {
  const { fields } = call;
  const hostname = fields.text('hostname');
  const named = fields.text('name');
  const instance = instanceOf(call, 'update', hostname === undefined ? [...SETTLED, 'Error'] : SETTLED);
  if (named === undefined && fields.has('name')) throw invalid('name cannot be empty');
  if (hostname !== undefined && /\s/.test(hostname)) throw invalid('hostname cannot contain spaces');
  const name = named ?? instance.name;
  if (hostname !== undefined && hostname !== instance.hostname) return beginReboot(call, instance, { name, hostname });
  return beginStep(call, instance, { fields: { name } });
}

/** Operation `resetPassword`: the new password is in the task's result, and nowhere else. */
export function resetPassword(call: Call): Reply {
  const instance = instanceOf(call, 'reset the password of', SETTLED);
  requireVirtual(instance);
  if (!templateWithId(call, instance.templateId)?.passwordEnabled) {
    throw invalid('The template of the instance is not password enabled');
  }
  return beginTask(call, { success: { kind: 'nothing', result: { password: call.world.random.word(10) } } });
}

/** Operation `associateSSHKey`. */
export function associateSshKey(call: Call): Reply {
  const instance = instanceOf(call, 'associate an SSH key to', SETTLED);
  const sshKeyName = call.fields.text('sshKeyName');
  if (sshKeyName === undefined) throw invalid('sshKeyName is required');
  if (!templateWithId(call, instance.templateId)?.sshKeyEnabled) {
    throw invalid('The template of the instance is not SSH key enabled');
  }
  requireSshKey(call, sshKeyName);
  return beginReboot(call, instance, { sshKeyName });
}

/** Throws unless the environment has an SSH key of that name. */
export function requireSshKey(call: Call, name: string): void {
  const known = ownedIn(call, call.data.sshkeys).some((key) => key.name === name);
  if (!known) throw invalid(`No SSH key with the name ${name} was found`);
}

/** Operation `createRecoveryPoint`. Nothing can list or use what it makes. */
export function createRecoveryPoint(call: Call): Reply {
  const instance = instanceOf(call, 'create a recovery point of', SETTLED);
  requireVirtual(instance);
  if (call.fields.within('recoveryPoint').text('name') === undefined) throw invalid('recoveryPoint.name is required');
  return beginTask(call, { duration: 3000, success: { kind: 'nothing' } });
}
