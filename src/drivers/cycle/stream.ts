import type { Session } from '../../core/driver';
import { text } from '../../core/fields';
import { Secret } from '../../core/secret';
import { readData, unexpected } from './fields';

/** Where a live stream is, and the token that opens it within the next minutes. */
export async function readStream(
  session: Session,
  target: string,
  request: string,
): Promise<{ address: string; token: Secret }> {
  const data = readData(await session.http.get(target), request);
  const [address, token] = [text(data.address), text(data.token)];
  if (address === null || token === null) throw unexpected(request, 'names no address and token');
  return { address, token: new Secret(token, 'stream-token') };
}
