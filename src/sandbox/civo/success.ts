import { json, type Reply } from '../reply';

/** The provider's simple answer to what it has accepted. */
export function success(rest: Record<string, unknown> = {}): Reply {
  return json(200, { result: 'success', ...rest });
}
