import { type Changing, each, type SshKeyInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { ended } from '../../core/operation';
import { choose } from './choose';
import { readSshKeys } from './lookups';
import { operate } from './operate';
import { placeAt } from './place';
import { readInstance } from './readInstance';

/** Puts another SSH key in place of those of the default user. */
export const sshKey: Changing<SshKeyInput> = {
  limit: 'It replaces the key of the default user, and reboots an instance that runs.',
  options: ['set'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, { set = '' }) => {
    const place = placeAt(target);
    const { id, name, state } = target.instance;
    const [fields, keys] = await Promise.all([readInstance(session, place, id), readSshKeys(session, place)]);
    const key = choose('SSH key', set, keys, 'ssh-keys');
    if (fields.isSshKeyEnabled === false) {
      throw new CliError('not_supported', `The image of ${name} takes no SSH keys`, {
        hint: fields.isPasswordEnabled === false ? undefined : 'nube reset-password sets a password.',
      });
    }
    if (text(fields.sshKeyName) === key.name) {
      return { targets: [target], skip: `it has the key ${key.name} already`, run: async () => ended() };
    }
    const reboots = state !== 'stopped';
    return {
      targets: [target],
      ...(reboots ? { ask: true, loses: ['it reboots, and the key it has now no longer opens it'] } : {}),
      run: () =>
        operate(session, target, 'associateSSHKey', { sshKeyName: key.name }, { fields: { sshKeyName: key.name } }),
    };
  }),
};
