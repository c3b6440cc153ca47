import type { SignedIn, SignInSecret } from '../../core/driver';
import { CliError } from '../../core/errors';
import { fieldsOf, positive, text } from '../../core/fields';
import type { Answer, Http } from '../../core/http';
import type { Settings } from '../../core/profile';
import { Secret } from '../../core/secret';
import { unexpected } from './fields';

const request = 'POST /oauth/token';
/** A token said to last longer, in seconds, lasts for good: a thousand years. */
const longest = 31_536_000_000;

/**
 * Exchanges user name and password, or a refresh token, for an access token. Everything is in the body, so that no
 * name stands in an access log. The user of a tenant signs in as `subdomain\user`.
 */
export async function signIn(http: Http, settings: Settings, secret: SignInSecret): Promise<SignedIn> {
  const form = { client_id: settings['client-id'] ?? 'morph-api', scope: 'write', ...grantOf(settings, secret) };
  const read = (answer: Answer) => readTokens(answer, 'refreshToken' in secret ? secret.refreshToken : null);
  try {
    return await http.send({ method: 'POST', path: '/oauth/token', form }, read, () => {
      throw new Error('a sign-in is never planned');
    });
  } catch (error) {
    throw asReading(error);
  }
}

function grantOf(settings: Settings, secret: SignInSecret): Record<string, string | Secret> {
  if ('refreshToken' in secret) return { grant_type: 'refresh_token', refresh_token: secret.refreshToken };
  const { username } = settings;
  if (username !== undefined) return { grant_type: 'password', username, password: secret.password };
  throw new CliError('incomplete_profile', 'A password needs the user name that it belongs to', {
    hint: 'Set it with nube profile set NAME username=…',
  });
}

function readTokens(answer: Answer, used: Secret | null): SignedIn {
  const body = fieldsOf(answer.body);
  const token = text(body.access_token);
  if (token === null) throw unexpected(request, 'holds no access token');
  const refreshToken = text(body.refresh_token);
  const seconds = positive(body.expires_in);
  return {
    token: new Secret(token, 'token'),
    refreshToken: refreshToken === null ? used : new Secret(refreshToken, 'refresh-token'),
    expiresAt: seconds === null || seconds > longest ? null : new Date(Date.now() + seconds * 1000),
  };
}

/** A sign-in changes no instance: when its answer is lost there is nothing to look for. */
function asReading(error: unknown): unknown {
  if (!(error instanceof CliError) || error.code !== 'answer_lost') return error;
  const status = error.details.httpStatus;
  const [code, message] =
    status === undefined
      ? (['no_answer', 'The sign-in was not answered'] as const)
      : status < 400
        ? (['unexpected_answer', 'The sign-in was not answered as Morpheus answers it'] as const)
        : (['provider_unavailable', `Morpheus could not sign in: it answered with ${status}`] as const);
  return new CliError(code, message, {
    ...error.details,
    hint:
      code === 'unexpected_answer'
        ? 'The endpoint is the root of the appliance, as in https://morpheus.example.com.'
        : 'Try again later.',
  });
}
