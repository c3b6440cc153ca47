import {
  type Changing,
  each,
  type IsoInput,
  type NoInput,
  type RebootInput,
  type StartInput,
  type StopInput,
} from '../../core/driver';
import { CliError } from '../../core/errors';
import type { Fields } from '../../core/fields';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { put } from './put';
import { readInstance } from './readInstance';
import { untilBack, untilStatus } from './waiting';

/**
 * Without it only the service inside is started and stopped, and not the machine. What the default is the vendor's
 * own pages disagree on; the official command line sends it every time.
 */
const server = { server: true };

const up = ['running', 'warning'];

export const start: Changing<StartInput> = {
  options: [],
  from: ['stopped', 'suspended', 'error', 'unknown'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () =>
      put(session, target.instance.id, 'start', { query: server }, () => untilStatus(session, before(target), up)),
  })),
};

export const stop: Changing<StopInput> = {
  options: [],
  from: ['running', 'suspended', 'error', 'unknown'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () =>
      put(session, target.instance.id, 'stop', { query: server }, () =>
        untilStatus(session, before(target), ['stopped']),
      ),
  })),
};

export const suspend: Changing<NoInput> = {
  options: [],
  from: ['running', 'unknown'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () =>
      put(session, target.instance.id, 'suspend', { query: server }, () =>
        untilStatus(session, before(target), ['suspended']),
      ),
  })),
};

export const reboot: Changing<RebootInput> = {
  options: [],
  from: ['running', 'error', 'unknown'],
  plan: each(async (session, target) => {
    const fields = await readInstance(session, target.instance.id);
    return {
      targets: [target],
      run: () =>
        put(session, target.instance.id, 'restart', { query: server }, () =>
          target.instance.state === 'running' ? untilBack(session, fields) : untilStatus(session, fields, up),
        ),
    };
  }),
};

/** Only what is in the drives is taken out; nothing tells of it afterwards. */
export const iso: Changing<IsoInput> = {
  limit: 'Ejecting only (--detach).',
  options: ['attach', 'detach'],
  plan: each(async (session, target, { attach }) => {
    if (attach !== undefined) {
      throw new CliError('not_supported', 'Morpheus attaches no ISO image to an instance that is there', {
        hint: 'nube iso REF --detach ejects what is attached.',
      });
    }
    return {
      targets: [target],
      run: () => put(session, target.instance.id, 'eject', { query: server }, () => ended()),
    };
  }),
};

function before({ instance }: Located): Fields {
  return { id: instance.id, status: instance.providerState };
}
