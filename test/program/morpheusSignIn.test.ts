import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../src/sandbox';
import { Home } from '../nube';

/** An appliance of its own beside the built-in one, reached as any other is. */
const home = new Home();
const log = path.join(home.directory, 'appliance.ndjson');
let sandbox: RunningSandbox;
let endpoint = '';
let forgotten = 0;

beforeAll(async () => {
  const directory = path.join(home.directory, 'appliance');
  sandbox = await startSandbox({ providers: ['morpheus'], directory, seed: 1, speed: 40, requestLog: log });
  endpoint = sandbox.providers.morpheus?.endpoint ?? '';
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await fetch(`${endpoint}/sandbox/settings`, { method: 'DELETE' });
  forget();
});

function forget(): void {
  forgotten = existsSync(log) ? statSync(log).size : 0;
}

interface Request {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  status: number;
}

/** What the appliance was asked since the last `forget`. */
function requests(): Request[] {
  const text = readFileSync(log).subarray(forgotten).toString('utf8').trim();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
}
const asked = () => requests().map(({ method, path: place, status }) => `${method} ${place} ${status}`);
const secrets = {
  PASSWORD: 'sandbox-password',
  WRONG: 'guess',
  TOKEN: 'sandbox-morpheus-token',
  BAD: 'bad-token-0123456',
};
const nube = (line: string, more: { input?: string; variables?: Record<string, string> } = {}) =>
  home.run(line, { ...more, variables: { ...secrets, ...more.variables } });
const kept = () => readFileSync(path.join(home.directory, 'data', 'tokens.json'), 'utf8');

describe('a profile with a token', () => {
  it('needs the endpoint', async () => {
    const run = await nube('profile add none --provider morpheus --token-env TOKEN');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--endpoint');
  });

  it('is checked by who asks, and lists', async () => {
    const run = await nube(`profile add tok --provider morpheus --endpoint ${endpoint}/ --token-env TOKEN`);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Morpheus knows this as sandbox.');
    expect(asked()).toEqual(['GET /api/whoami 200']);
    expect((await nube('list -p tok -o json --query length(@)')).json()).toBe(4);
  });

  it('is refused without repeating the token that the appliance repeats', async () => {
    const run = await nube(`profile add bad --provider morpheus --endpoint ${endpoint} --token-env BAD -o json`);
    expect({ code: run.code, error: run.error() }).toEqual({
      code: 4,
      error: expect.objectContaining({
        code: 'credential_refused',
        message: 'Morpheus refused the access token',
        httpStatus: 401,
      }),
    });
    const debug = await nube('list --debug', {
      variables: { NUBE_PROVIDER: 'morpheus', NUBE_ENDPOINT: endpoint, NUBE_TOKEN: 'bad-token-0123456' },
    });
    expect(debug.code).toBe(4);
    expect(debug.stderr).toContain('Invalid access token: ********');
    expect(run.stderr + debug.stderr).not.toContain('bad-token-0123456');
  });

  it('may be what other tools’ variables describe', async () => {
    const variables = {
      NUBE_PROVIDER: 'morpheus',
      MORPHEUS_API_URL: endpoint,
      MORPHEUS_API_TOKEN: 'sandbox-morpheus-token',
    };
    expect((await nube('list -o json --query length(@)', { variables })).json()).toBe(4);
  });
});

describe('a profile with user name and password', () => {
  const add = (name: string, more: string, options: { input?: string; variables?: Record<string, string> } = {}) =>
    nube(`profile add ${name} --provider morpheus --endpoint ${endpoint} ${more}`, options);

  it('signs in with everything in the body, keeps the token and never shows it', async () => {
    const run = await add('pw', '--username sandbox --password-stdin', { input: 'sandbox-password\n' });
    expect(run.code).toBe(0);
    const [signIn] = requests();
    expect(signIn).toMatchObject({ method: 'POST', path: '/oauth/token', query: {}, status: 200 });
    expect(asked()).toEqual(['POST /oauth/token 200', 'GET /api/whoami 200']);
    expect((await nube('list -p pw')).code).toBe(0);
    expect(asked()).toHaveLength(3);
    const { token } = Object.values(JSON.parse(kept()))[0] as { token: string };
    expect(token.length).toBeGreaterThan(10);
    expect(statSync(path.join(home.directory, 'data', 'tokens.json')).mode & 0o777).toBe(0o600);
    for (const line of ['profile get pw -o json', 'list -p pw --debug', 'get erp-1 -p pw --raw -o json']) {
      const shown = await nube(line);
      expect(shown.code).toBe(0);
      expect(shown.stdout + shown.stderr).not.toContain(token);
      expect(shown.stdout + shown.stderr).not.toContain('sandbox-password');
    }
  });

  it('signs in to a tenant, under another client', async () => {
    const run = await add('tenant', '--username tenant\\sandbox --password-env PASSWORD --client-id my-client');
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/knows this as sandbox of /);
  });

  it('is not kept when the password is wrong', async () => {
    const run = await add('wrong', '--username sandbox --password-env WRONG -o json');
    expect({ code: run.code, error: run.error() }).toEqual({
      code: 4,
      error: expect.objectContaining({
        code: 'credential_refused',
        message: 'Morpheus refused the sign-in: Bad credentials',
        httpStatus: 400,
        providerCode: 'invalid_grant',
      }),
    });
    expect((await nube('profile list -o json --query [].name')).json()).not.toContain('wrong');
  });

  it('takes a new token for one that was refused', async () => {
    await add('again', '--username sandbox --password-env PASSWORD');
    const tokens = JSON.parse(await (await fetch(`${endpoint}/api/tokens`, { headers })).text()).tokens;
    for (const { id } of tokens) await fetch(`${endpoint}/api/tokens/${id}`, { method: 'DELETE', headers });
    forget();
    const run = await nube('list -p again -o json --query length(@)');
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: '4\n' });
    expect(asked()[0]).toBe('GET /api/instances 401');
    expect(asked().at(-1)).toBe('GET /api/instances 200');
    expect(asked().filter((line) => line.startsWith('POST /oauth/token'))).not.toHaveLength(0);
  });

  it('refreshes a token that is about to end', async () => {
    await fetch(`${endpoint}/sandbox/settings`, {
      method: 'PUT',
      body: JSON.stringify({ tokenLifetime: 30 }),
      headers: { 'content-type': 'application/json' },
    });
    await add('short', '--username sandbox --password-env PASSWORD');
    const before = JSON.parse(kept());
    forget();
    expect((await nube('list -p short')).code).toBe(0);
    expect(asked()).toEqual(['POST /oauth/token 200', 'GET /api/instances 200']);
    expect(JSON.stringify(requests()[0])).toContain('refresh_token');
    expect(JSON.parse(kept())).not.toEqual(before);
  });

  it('may be what variables describe', async () => {
    const variables = {
      NUBE_PROVIDER: 'morpheus',
      NUBE_ENDPOINT: endpoint,
      NUBE_USERNAME: 'sandbox',
      NUBE_PASSWORD: 'sandbox-password',
    };
    expect((await nube('list -o json --query length(@)', { variables })).json()).toBe(4);
  });

  it('says when no appliance is at the endpoint', async () => {
    const run = await nube(
      `profile add no --provider morpheus --endpoint ${endpoint}/terminal/1 --username sandbox --password-env PASSWORD -o json`,
    );
    expect([4, 5, 10, 14]).toContain(run.code);
    expect(run.error().code).not.toBe('answer_lost');
  });
});

const headers = { authorization: 'Bearer sandbox-morpheus-token' };
