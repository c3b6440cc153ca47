import type { Request, World } from '../emulator';
import { json, type Reply } from '../reply';
import type { MorpheusData, MorpheusToken } from './data';
import { ownedBy } from './owned';
import { type MorpheusUser, userOf } from './users';

/** Made by hand, as it were: always good, and the master tenant's. */
export const STATIC_TOKEN = 'sandbox-morpheus-token';

/** The refusal for a request without a token that is good. */
export function authorise(request: Request, world: World<MorpheusData>): Reply | undefined {
  const given = tokenOf(request);
  if (given === undefined) {
    const description = 'Full authentication is required to access this resource';
    return json(401, { error: 'unauthorized', error_description: description });
  }
  if (given === STATIC_TOKEN || liveToken(world, given)) return undefined;
  return json(401, { error: 'invalid_token', error_description: `Invalid access token: ${given}` });
}

/** Whose token a request has; undefined without a good one. */
export function userOfRequest(request: Request, world: World<MorpheusData>): MorpheusUser | undefined {
  const given = tokenOf(request);
  if (given === undefined) return undefined;
  const token = liveToken(world, given);
  return given === STATIC_TOKEN ? userOf(1) : token && userOf(token.userId);
}

function tokenOf({ headers }: Request): string | undefined {
  return /^bearer\s+(.+)$/i.exec(String(headers.authorization ?? ''))?.[1]?.trim();
}

function liveToken(world: World<MorpheusData>, given: string): MorpheusToken | undefined {
  const token = ownedBy(world.data.tokens, given);
  return token && token.expires > world.now() ? token : undefined;
}
