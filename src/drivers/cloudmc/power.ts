import {
  type Changing,
  each,
  type NoInput,
  type RebootInput,
  type StartInput,
  type StopInput,
} from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Installation } from './installation';
import { operate } from './operate';

export const start: Changing<StartInput> = {
  options: [],
  from: ['stopped'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () => operate(session, target, 'start', undefined, { states: ['Running'] }),
  })),
};

/**
 * Stops by shutting down. Newer installations can pull the plug, too, and always do so to one that is stopping. Where
 * that can't be done, `--force` is known all the same: to be refused with the reason.
 */
export function stop({ title, portal, forceStop }: Installation): Changing<StopInput> {
  return {
    limit: forceStop ? 'A stop of what is stopping already is a forced one.' : 'Without --force.',
    options: ['force'],
    from: forceStop ? ['running', 'stopping'] : ['running'],
    plan: each(async (session, target, { force = false }) => {
      if (force && !forceStop) {
        throw new CliError('not_supported', `${title} can't stop --force: its API only shuts instances down`, {
          hint: `nube stop without --force, or ask its support by way of ${portal}.`,
        });
      }
      const hard = force || target.instance.state === 'stopping';
      return {
        targets: [target],
        loses: hard ? ['the power is pulled, and what is not on disk yet is lost'] : [],
        run: () => operate(session, target, 'stop', force ? { forceStop: true } : undefined, { states: ['Stopped'] }),
      };
    }),
  };
}

export const reboot: Changing<RebootInput> = {
  limit: 'One that is stopped is started.',
  options: [],
  from: ['running', 'stopped'],
  plan: each(async (session, target) => ({
    targets: [target],
    loses: target.instance.state === 'stopped' ? ['it is stopped now, and will run'] : [],
    // The state is the same before and after: only the task tells how it ended.
    run: () =>
      operate(session, target, 'reboot', undefined, target.instance.state === 'stopped' ? { states: ['Running'] } : {}),
  })),
};

export const recover: Changing<NoInput> = {
  options: [],
  from: ['deleted'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () => operate(session, target, 'recover', undefined, { states: ['Stopped', 'Shutdowned', 'Running'] }),
  })),
};

export const purge: Changing<NoInput> = {
  options: [],
  from: ['deleted'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () => operate(session, target, 'purge', undefined, { gone: true }),
  })),
};
