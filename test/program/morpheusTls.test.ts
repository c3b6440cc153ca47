import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../src/sandbox';
import { Home } from '../nube';
import { certificate, key } from '../sandbox/certificate';

describe('an appliance with a certificate of its own', () => {
  const home = new Home();
  const authority = path.join(home.directory, 'authority.pem');
  let sandbox: RunningSandbox;
  let endpoint = '';
  const variables = { TOKEN: 'sandbox-morpheus-token' };
  const nube = (line: string, more: Record<string, string> = {}) =>
    home.run(line, { variables: { ...variables, ...more } });
  const add = (name: string, more = '') =>
    nube(`profile add ${name} --provider morpheus --endpoint ${endpoint} --token-env TOKEN ${more} -o json`);

  beforeAll(async () => {
    writeFileSync(authority, certificate);
    sandbox = await startSandbox({
      providers: ['morpheus'],
      directory: path.join(home.directory, 'appliance'),
      seed: 1,
      speed: 40,
      tls: { key, cert: certificate },
    });
    endpoint = sandbox.providers.morpheus?.endpoint ?? '';
  });
  afterAll(() => sandbox.close());

  it('is refused', async () => {
    expect(endpoint).toMatch(/^https:/);
    const run = await add('plain');
    expect({ code: run.code, error: run.error() }).toEqual({
      code: 14,
      error: expect.objectContaining({ code: 'tls_refused' }),
    });
    expect((await nube('profile list -o json')).json()).toEqual([]);
  });

  it('is accepted with its authority, without a word', async () => {
    expect((await add('own', `--ca-file ${authority}`)).code).toBe(0);
    const run = await nube('list -p own -o json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.json()).toHaveLength(4);
    const stopped = await nube('stop erp-1 -p own --yes -o json');
    expect(stopped.json()).toMatchObject([{ status: 'succeeded', state: 'stopped' }]);
  });

  it('is accepted with the authority that a variable names', async () => {
    const described = { NUBE_PROVIDER: 'morpheus', NUBE_ENDPOINT: endpoint, NUBE_TOKEN: 'sandbox-morpheus-token' };
    expect((await nube('list -o json', { ...described, NUBE_CA_FILE: authority })).json()).toHaveLength(4);
    expect((await nube('list -o json', described)).code).toBe(14);
  });

  it('is accepted unseen only on request, with a warning each time', async () => {
    expect((await add('blind', '--insecure')).code).toBe(0);
    for (let time = 0; time < 2; time += 1) {
      const run = await nube('list -p blind -o json');
      expect(run.json()).toHaveLength(4);
      expect(JSON.parse(run.stderr.trim())).toMatchObject({ warning: { code: 'insecure' } });
    }
  });

  it('takes a password the same way', async () => {
    const run = await nube(
      `profile add pw --provider morpheus --endpoint ${endpoint} --username sandbox --password-env PASSWORD --ca-file ${authority}`,
      { PASSWORD: 'sandbox-password' },
    );
    expect(run.code).toBe(0);
    const refused = await nube(
      `profile add bad --provider morpheus --endpoint ${endpoint} --username sandbox --password-env PASSWORD -o json`,
      { PASSWORD: 'sandbox-password' },
    );
    expect(refused.error()).toMatchObject({ code: 'tls_refused', exitCode: 14 });
  });
});
