import { createHmac } from 'node:crypto';
import type { World } from '../emulator';
import type { CycleData } from './data';

const LIFE = 15 * 60_000;

/** What a token opens: the console or telemetry of an instance, or the notifications of the hub. */
export type StreamKind = 'console' | 'telemetry' | 'notifications';

/** A token for a WebSocket, good for fifteen of the provider's minutes. `subject` is what the stream is of. */
export function issueStreamToken(world: World<CycleData>, kind: StreamKind, subject: string): string {
  const content = `${kind}.${subject}.${Math.ceil(world.after(LIFE))}`;
  return Buffer.from(`${content}.${sign(world.data, content)}`).toString('base64url');
}

/** What a token is for; undefined when it was not issued here, is of another kind, or too old. */
export function subjectOfToken(world: World<CycleData>, kind: StreamKind, token: string | null): string | undefined {
  const [given, subject, expires, signature] = Buffer.from(token ?? '', 'base64url')
    .toString('utf8')
    .split('.');
  const valid =
    given === kind &&
    subject !== undefined &&
    signature === sign(world.data, `${given}.${subject}.${expires}`) &&
    Number(expires) > world.now();
  return valid ? subject : undefined;
}

function sign(data: CycleData, content: string): string {
  return createHmac('sha256', data.secret).update(content).digest('base64url');
}
