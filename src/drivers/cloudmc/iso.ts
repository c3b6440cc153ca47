import { type Changing, each, type IsoInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { choose } from './choose';
import { readIsos } from './lookups';
import { operate } from './operate';
import { placeAt } from './place';

/** Attaches an ISO image, of which an instance has at most one, or takes it out. */
export const iso: Changing<IsoInput> = {
  limit: 'One at a time, and none that is bootable.',
  options: ['attach', 'detach'],
  from: ['running', 'stopped'],
  plan: each(async (session, target, { attach }) => {
    if (attach === undefined) {
      return { targets: [target], run: () => operate(session, target, 'detachIso', undefined, {}) };
    }
    const chosen = choose('ISO image', attach, await readIsos(session, placeAt(target)), 'isos');
    if (chosen.bootable === true) {
      throw new CliError('not_supported', `${chosen.name} is bootable, and can't be attached`, {
        hint: 'nube catalog isos shows which are not.',
      });
    }
    if (chosen.ready === false) {
      throw new CliError('provider_conflict', `${chosen.name} is not ready yet`, {
        hint: 'Try again in a while: nube catalog isos.',
      });
    }
    return { targets: [target], run: () => operate(session, target, 'attachIso', { isoId: chosen.id }, {}) };
  }),
};
