import type { Session } from '../../core/driver';
import { type Fields, listOf, text } from '../../core/fields';
import type { Progress } from '../../core/operation';
import { endOf, numberOf, readHistory, reasonOf } from './history';
import { type Image, readImages } from './images';
import { toLocated } from './instance';
import {
  failed,
  failedBecause,
  millisecondsOf,
  type Notes,
  showsWithinMs,
  staysAfterMs,
  vanished,
  wordsOf,
} from './outcome';
import { findInstance } from './readInstance';
import { phaseOf } from './status';

/** Statuses of a container on its way (morpheus-plugin-api Container.java). */
const containersOnTheWay = ['deploying', 'pending', 'stopping', 'starting', 'suspending'];

type Look =
  | { end: 'none' }
  | { end: 'going on'; text: string }
  | { end: 'failed'; message: string; reason: string | null }
  | { end: 'done' };

/**
 * An action: over when the processes that began after it are, and nothing of the instance moves. With `proof` nothing
 * but such a process tells that it is over.
 */
export async function followSettled(session: Session, notes: Notes): Promise<Progress> {
  const fields = await findInstance(session, String(notes.instance));
  if (fields === null) return vanished(`Instance ${notes.instance}`);
  const located = toLocated(session, fields);
  const { name, providerState } = located.instance;
  const look = await lookAtProcesses(session, notes);
  if (look.end === 'failed') return failed(`${look.message}${look.reason === null ? '' : `: ${look.reason}`}`);
  if (look.end === 'going on') return { status: 'running', text: look.text, wait: { ...notes, begun: true } };
  const phase = phaseOf(providerState);
  if (phase === 'failed') return failedBecause(session, fields, notes, `${name} went to ${providerState}`);
  const moving = listOf(fields.containerDetails).some(({ status }) =>
    containersOnTheWay.includes(text(status)?.toLowerCase() ?? ''),
  );
  if (phase === 'moving' || fields.isBusy === true || moving) {
    return { status: 'running', text: `${name} is ${providerState}`, wait: { ...notes, begun: true } };
  }
  if (look.end === 'done') return { status: 'succeeded', instances: [located] };
  const waited = session.now().getTime() - millisecondsOf(notes.startedAt);
  if (notes.proof === true) {
    if (waited < showsWithinMs) return { status: 'running', text: 'the appliance shows no process yet' };
    return { status: 'unknown', text: 'this appliance tells of no process that belongs to it' };
  }
  if (notes.begun === true || waited >= staysAfterMs) return { status: 'succeeded', instances: [located] };
  return { status: 'running', text: `${name} is ${providerState}` };
}

/** An image: the process that makes it, and what is new among the images. */
export async function followImage(session: Session, notes: Notes): Promise<Progress> {
  const look = await lookAtProcesses(session, notes);
  if (look.end === 'failed') return failed(`${look.message}${look.reason === null ? '' : `: ${look.reason}`}`);
  if (look.end === 'going on') {
    return notes.appear === true ? { status: 'succeeded' } : { status: 'running', text: look.text };
  }
  const fresh = await newImages(session, notes);
  if (fresh.length > 0 && notes.appear === true) return { status: 'succeeded' };
  const broken = fresh.find(({ status }) => /fail|error/i.test(status ?? ''));
  if (broken !== undefined) return failed(`Image ${broken.name} went to ${broken.status}`);
  const saving = fresh.find(({ status }) => status !== null && !/^active$/i.test(status));
  if (saving !== undefined) return { status: 'running', text: `image ${saving.name} is ${saving.status}` };
  const [only, ...others] = fresh;
  if (only !== undefined && others.length === 0) {
    return { status: 'succeeded', result: { image: only.id, name: only.name } };
  }
  if (look.end === 'done' || only !== undefined) return { status: 'succeeded' };
  const waited = session.now().getTime() - millisecondsOf(notes.startedAt);
  if (waited < showsWithinMs) return { status: 'running', text: 'the image does not show yet' };
  return { status: 'unknown', text: 'the appliance shows neither a process nor a new image' };
}

async function newImages(session: Session, { images, instance }: Notes): Promise<readonly Image[]> {
  if (!Array.isArray(images)) return [];
  const known = new Set(wordsOf(images));
  const fresh = (await readImages(session)).filter(({ id }) => !known.has(id));
  if (fresh.length < 2) return fresh;
  // Others make images, too: with several new ones only those named after the instance count.
  const fields = await findInstance(session, String(instance));
  const name = text(fields?.name);
  const own = name === null ? [] : fresh.filter((image) => image.name.includes(name));
  return own.length > 0 ? own : fresh;
}

async function lookAtProcesses(session: Session, { instance, process }: Notes): Promise<Look> {
  if (typeof process !== 'number') return { end: 'none' };
  const fresh = (await readHistory(session, String(instance))).filter((one) => numberOf(one) > process);
  const broken = fresh.find((one) => endOf(one) === 'failed');
  if (broken !== undefined) {
    return { end: 'failed', message: `${titleOf(broken)} failed`, reason: await reasonOf(session, broken) };
  }
  const open = fresh.find((one) => endOf(one) === 'going on');
  if (open !== undefined) return { end: 'going on', text: `${titleOf(open)} is ${text(open.status) ?? 'under way'}` };
  return { end: fresh.length === 0 ? 'none' : 'done' };
}

function titleOf(process: Fields): string {
  return text(process.displayName) ?? `process ${numberOf(process)}`;
}
