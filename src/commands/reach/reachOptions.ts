import { checkJump, checkUser } from '../../core/endpoint';
import { flag, type Options, text } from '../../core/option';

/** The options of every verb that reaches into an instance. */
export const reachOptions = {
  user: text('user', 'NAME', 'log in as this user'),
  jump: text('jump', 'HOST', 'go there by way of this host: [USER@]HOST[:PORT]'),
  private: flag('private', 'use the private address, from a network that leads there'),
} as const satisfies Options;

/** How an instance is to be reached, as far as somebody has said so. */
export interface Reaching {
  user?: string;
  jump?: string;
  private?: boolean;
  port?: number;
  identity?: string;
  strict?: boolean;
}

/** Refuses a user or jump host that ssh could take for something else. Throws `invalid_value`. */
export function checkReaching({ user, jump }: Reaching): void {
  if (user !== undefined) checkUser(user);
  if (jump !== undefined) checkJump(jump);
}
