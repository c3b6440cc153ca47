import { type Changing, each, type NoInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { operate } from './operate';
import { placeAt } from './place';
import { readInstance } from './readInstance';

/** A new password for the default user; it comes with the end of the task, once. */
export const resetPassword: Changing<NoInput> = {
  options: [],
  from: ['running', 'stopped'],
  plan: each(async (session, target) => {
    const { id, name } = target.instance;
    const fields = await readInstance(session, placeAt(target), id);
    if (fields.isPasswordEnabled === false) {
      throw new CliError('not_supported', `The image of ${name} takes no passwords`, {
        hint: 'nube ssh-key REF --set NAME gives it another key.',
      });
    }
    return {
      targets: [target],
      run: () => operate(session, target, 'resetPassword', undefined, {}, 'password'),
    };
  }),
};
