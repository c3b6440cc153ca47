import type { Conversation, Request, World } from '../emulator';
import { json, type Reply } from '../reply';
import { consoleConversation } from './consoleConversation';
import type { CycleData } from './data';
import { failureBody } from './failure';
import { notificationConversation } from './notificationConversation';
import { type StreamKind, subjectOfToken } from './streamToken';
import { telemetryConversation } from './telemetryConversation';

const STREAMS: Readonly<Record<string, StreamKind>> = {
  '/v1/console': 'console',
  '/v1/telemetry': 'telemetry',
  '/v1/hubs/current/notifications': 'notifications',
};

/** The WebSockets, which ask for nothing but their token. */
export function conversations(request: Request, world: World<CycleData>): Reply | Conversation<CycleData> {
  const kind = STREAMS[request.path];
  if (!kind) return json(404, failureBody('404.uri'));
  const subject = subjectOfToken(world, kind, request.query.get('token'));
  if (subject === undefined) return json(401, failureBody('401.auth-invalid'));
  if (kind === 'notifications') return notificationConversation(world);
  return kind === 'console' ? consoleConversation(world, subject) : telemetryConversation(world, subject);
}
