import type { Route } from '../emulator';
import { json, Refusal } from '../reply';
import { isSince } from './buildVersion';
import type { MorpheusData, MorpheusToken } from './data';
import { failure } from './failure';
import { createFields, type Fields, isRecord } from './fields';
import { type Call, morpheusRoute } from './morpheusRoute';
import { nextId } from './operation';
import { page } from './page';
import { timestamp } from './timestamp';
import { PASSWORD, userNamed, userOf } from './users';

/** Tokens: given for a password or for a refresh token, and, on new appliances, listed and revoked. */
export const tokens: readonly Route<MorpheusData>[] = [
  morpheusRoute('POST', '/oauth/token', grant, { open: true }),
  morpheusRoute('GET', '/api/tokens', (call) => {
    requireTokenList(call);
    return page(call, 'tokens', Object.values(call.data.tokens), (token) => ({
      id: token.id,
      username: userOf(token.userId).username,
      clientId: token.clientId,
      dateCreated: timestamp(call.settings, token.created),
      expiration: timestamp(call.settings, token.expires),
    }));
  }),
  morpheusRoute('DELETE', '/api/tokens/:id', (call) => {
    requireTokenList(call);
    const found = Object.entries(call.data.tokens).find(([, { id }]) => String(id) === call.param('id'));
    if (!found) throw failure(404, 'Token not found');
    delete call.data.tokens[found[0]];
    return json(200, { success: true });
  }),
];

function requireTokenList({ settings }: Call): void {
  if (!isSince(settings, '9.0')) throw failure(404, 'Not found');
}

/** Everything can be in the form or in the query; a body of any other kind isn't looked at. */
function grant(call: Call) {
  const { request, query } = call;
  const isForm = String(request.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  const form = isForm && isRecord(request.body) ? request.body : {};
  const fields = createFields({ ...Object.fromEntries(query), ...form });
  const clientId = fields.text('client_id');
  if (clientId === undefined) throw refusal('invalid_client', 'Bad client credentials');
  switch (fields.text('grant_type')) {
    case 'password':
      return passwordGrant(call, fields, clientId);
    case 'refresh_token':
      return refreshGrant(call, fields, clientId);
    case undefined:
      throw refusal('invalid_request', 'Missing grant type');
    default:
      throw refusal('unsupported_grant_type', `Unsupported grant type: ${fields.text('grant_type')}`);
  }
}

/** Before 9.0 a user has one token for each client, and gets it again. */
function passwordGrant(call: Call, fields: Fields, clientId: string) {
  const { data, settings, world } = call;
  const user = userNamed(fields.text('username') ?? '');
  if (!user || fields.text('password') !== PASSWORD) throw refusal('invalid_grant', 'Bad credentials');
  const known = Object.entries(data.tokens).find(
    ([, token]) => token.userId === user.id && token.clientId === clientId && token.expires > world.now(),
  );
  return known && !isSince(settings, '9.0') ? answer(call, ...known) : issue(call, user.id, clientId);
}

/** The token that is refreshed is good no more, nor is what it was refreshed with. */
function refreshGrant(call: Call, fields: Fields, clientId: string) {
  const { data } = call;
  const given = fields.text('refresh_token') ?? '';
  const found = Object.entries(data.tokens).find(
    ([, token]) => token.refreshToken === given && token.clientId === clientId,
  );
  if (!found) throw refusal('invalid_grant', `Invalid refresh token: ${given}`);
  delete data.tokens[found[0]];
  return issue(call, found[1].userId, clientId);
}

function issue(call: Call, userId: number, clientId: string) {
  const { data, settings, world } = call;
  const accessToken = world.random.uuid();
  const token: MorpheusToken = {
    id: nextId(data),
    userId,
    clientId,
    refreshToken: world.random.uuid(),
    created: world.now(),
    expires: world.after(settings.tokenLifetime * 1000),
  };
  data.tokens[accessToken] = token;
  return answer(call, accessToken, token);
}

function answer({ settings, world }: Call, accessToken: string, token: MorpheusToken) {
  const whole = world.after(settings.tokenLifetime * 1000) - world.now();
  const left = Math.max(0, Math.min(1, (token.expires - world.now()) / whole));
  return json(200, {
    access_token: accessToken,
    refresh_token: token.refreshToken,
    token_type: 'bearer',
    expires_in: Math.floor(left * settings.tokenLifetime),
    scope: 'write',
  });
}

function refusal(error: string, description: string): Refusal {
  return new Refusal(json(400, { error, error_description: description }));
}
