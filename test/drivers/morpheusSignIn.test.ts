import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/core/errors';
import type { Http, Mutation } from '../../src/core/http';
import type { Settings } from '../../src/core/profile';
import { Secret } from '../../src/core/secret';
import { morpheus } from '../../src/drivers/morpheus';

/** Signs in through a connection that answers with a body or fails; what it was sent is written down. */
async function signIn(
  answer: object | CliError,
  secret: { password: Secret } | { refreshToken: Secret },
  settings: Settings = { username: 'tenant\\ada' },
) {
  const sent: Mutation[] = [];
  const http: Http = {
    get: () => Promise.reject(new Error('nothing is read')),
    raw: () => Promise.reject(new Error('nothing is raw')),
    async send(mutation, read) {
      sent.push(mutation);
      if (answer instanceof CliError) throw answer;
      return read({ status: 200, headers: {}, body: answer });
    },
  };
  const signedIn = await morpheus.wire.signIn?.(http, settings, secret);
  const form = Object.entries(sent[0]?.form ?? {}).map(([name, value]) => [
    name,
    value instanceof Secret ? value.reveal() : value,
  ]);
  return { signedIn, form: Object.fromEntries(form), sent };
}

const password = { password: new Secret('pass', 'password') };
const refreshToken = { refreshToken: new Secret('old-refresh', 'refresh-token') };
const tokens = { access_token: 'abc', refresh_token: 'def', token_type: 'bearer', expires_in: 3600, scope: 'write' };

describe('the sign-in', () => {
  it('has everything in the body, the password as a secret', async () => {
    const { form, sent, signedIn } = await signIn(tokens, password);
    expect(form).toEqual({
      grant_type: 'password',
      scope: 'write',
      client_id: 'morph-api',
      username: 'tenant\\ada',
      password: 'pass',
    });
    expect(sent).toMatchObject([{ method: 'POST', path: '/oauth/token', form: { password: expect.any(Secret) } }]);
    expect(sent[0]?.query).toBeUndefined();
    expect([signedIn?.token.reveal(), signedIn?.refreshToken?.reveal()]).toEqual(['abc', 'def']);
    const seconds = ((signedIn?.expiresAt?.getTime() ?? 0) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(3500);
    expect(seconds).toBeLessThanOrEqual(3600);
  });

  it('refreshes, under the client of the profile, and keeps a refresh token that is not replaced', async () => {
    const { form, signedIn } = await signIn({ access_token: 'abc' }, refreshToken, { 'client-id': 'mine' });
    expect(form).toEqual({
      grant_type: 'refresh_token',
      scope: 'write',
      client_id: 'mine',
      refresh_token: 'old-refresh',
    });
    expect(signedIn?.refreshToken?.reveal()).toBe('old-refresh');
    expect(signedIn?.expiresAt).toBeNull();
  });

  it('needs a user name for a password', async () => {
    await expect(signIn(tokens, password, {})).rejects.toMatchObject({ code: 'incomplete_profile' });
  });

  it.each<[string, number | undefined, string]>([
    ['no answer', undefined, 'no_answer'],
    ['a page in its place', 200, 'unexpected_answer'],
    ['a fault', 502, 'provider_unavailable'],
  ])('of which %s came has changed nothing that could be looked for', async (_what, httpStatus, code) => {
    const lost = new CliError('answer_lost', 'Whether POST /oauth/token was carried out is not known', { httpStatus });
    await expect(signIn(lost, password)).rejects.toMatchObject({ code });
  });

  it('passes on a refusal, and refuses an answer without a token', async () => {
    const refused = new CliError('credential_refused', 'Bad credentials');
    await expect(signIn(refused, password)).rejects.toBe(refused);
    await expect(signIn({}, password)).rejects.toMatchObject({ code: 'unexpected_answer' });
  });
});
