import type { Reply } from '../reply';
import type { CycleSettings } from './cycleSettings';

/** An error as it was answered in 2022, with underscores in its code, if the settings say so; else as it is. */
export function olderForm(reply: Reply, settings: CycleSettings): Reply {
  if (settings.error_codes === 'hyphen') return reply;
  const body = reply.body as { error?: { code?: string } };
  if (typeof body?.error?.code !== 'string') return reply;
  return { ...reply, body: { ...body, error: { ...body.error, code: body.error.code.replaceAll('-', '_') } } };
}
