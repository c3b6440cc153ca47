import {
  type Changing,
  type DeleteInput,
  each,
  type RebootInput,
  type Session,
  type StartInput,
  type StopInput,
} from '../../core/driver';
import { path } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended, type Operation } from '../../core/operation';
import { readVolumes } from './lookups';
import { regionOf } from './regions';
import { type Subject, sentTo, untilBack, untilGone, untilState } from './waiting';

/** Two looks: for so long after a reboot or a resize was accepted, ACTIVE may still be the state before it. */
export const beginsWithinMs = 6_000;

export const start: Changing<StartInput> = {
  options: [],
  from: ['stopped'],
  plan: each(async (session, target) => ({
    targets: [target],
    run: () => send(session, target, 'PUT', 'start', (subject, sent) => untilState(subject, ['ACTIVE'], sent)),
  })),
};

export const stop: Changing<StopInput> = {
  limit: 'It pulls the power: the operating system is not shut down first.',
  options: [],
  from: ['running'],
  plan: each(async (session, target) => ({
    targets: [target],
    loses: ['the power is pulled, and what is not on disk yet is lost'],
    run: () => send(session, target, 'PUT', 'stop', (subject, sent) => untilState(subject, ['SHUTOFF'], sent)),
  })),
};

export const reboot: Changing<RebootInput> = {
  options: ['soft', 'hard'],
  from: ['running'],
  plan: each(async (session, target, { soft = false }) => ({
    targets: [target],
    loses: soft ? [] : ['the power is pulled, and what is not on disk yet is lost'],
    run: () =>
      send(session, target, 'POST', soft ? 'soft_reboots' : 'hard_reboots', (subject, sent) =>
        untilBack(subject, ['ACTIVE'], sent, beginsWithinMs),
      ),
  })),
};

export const remove: Changing<DeleteInput> = {
  options: [],
  plan: each(async (session, target) => {
    const region = regionOf(target);
    const { id, state } = target.instance;
    const subject = { id, region };
    // Nothing to send while it is going: only to wait until it is gone.
    if (state === 'deleting') return { targets: [target], run: async () => untilGone(session, subject) };
    // Only for the question: a delete does not fail because the volumes could not be read.
    const volumes = await readVolumes(session, region).catch(() => null);
    const kept = volumes?.filter(({ instance }) => instance === id).map(({ name }) => name);
    const keeps = `attached volumes stay and are still paid for${kept === undefined ? '' : `: ${kept.join(', ')}`}`;
    return {
      targets: [target],
      loses: kept?.length === 0 ? [] : [keeps],
      run: () =>
        session.http.send(
          { method: 'DELETE', path: path`/v2/instances/${id}`, query: { region } },
          () => untilGone(session, subject),
          () => ended(),
        ),
    };
  }),
};

function send(
  session: Session,
  target: Located,
  method: 'PUT' | 'POST',
  what: string,
  wait: (subject: Subject, sent: ReturnType<typeof sentTo>) => Operation,
): Promise<Operation> {
  const region = regionOf(target);
  const { id } = target.instance;
  return session.http.send(
    { method, path: path`/v2/instances/${id}/${what}`, query: { region }, body: { region } },
    () => wait({ id, region }, sentTo(session, target)),
    () => ended(),
  );
}
