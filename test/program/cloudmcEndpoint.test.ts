import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../src/sandbox';
import { Home } from '../nube';

// Any other installation: the same driver, reached by the endpoint that the profile names.

describe('the provider cloudmc', () => {
  const home = new Home();
  let sandbox: RunningSandbox;
  const provider = () => sandbox.providers.coxedge ?? {};
  const run = (line: string | readonly string[], variables: Record<string, string> = {}) =>
    home.run(line, { variables: { SOME_KEY: provider().token ?? '', ...variables } });

  beforeAll(async () => {
    const directory = path.join(home.directory, 'cloud');
    sandbox = await startSandbox({ directory, providers: ['coxedge'], seed: 1, speed: 40 });
  });
  afterAll(() => sandbox.close());

  it('needs an endpoint', async () => {
    const { code, error } = await run('profile add htc --provider cloudmc --token-env SOME_KEY --no-verify -o json');
    expect(code).not.toBe(0);
    expect(error().message).toMatch(/CloudMC API|endpoint/);
    expect((await run('profile list -o json')).json()).toEqual([]);
  });

  it('says in its help whom it is for', async () => {
    const { stdout } = await run('providers -o json');
    const rows = JSON.parse(stdout) as { provider: string; title: string }[];
    expect(rows.filter(({ provider }) => provider === 'cloudmc')[0]?.title).toBe('CloudMC');
  });

  it('refuses to keep a key that is refused, and settings that are missing', async () => {
    const { endpoint = '' } = provider();
    const add = `profile add htc --provider cloudmc --endpoint ${endpoint} --token-env SOME_KEY -o json`;
    const refused = await run(add, { SOME_KEY: 'wrong' });
    expect([refused.code, refused.error().code]).toEqual([4, 'credential_refused']);
    const missing = await run(add);
    expect([missing.code, missing.error().message]).toEqual([2, 'A CloudMC profile needs --environment, --service']);
    expect((await run('profile list -o json')).json()).toEqual([]);
  });

  it('works by a stored profile', async () => {
    const { endpoint, service, environment } = provider();
    const settings = `--endpoint ${endpoint}/ --service ${service} --environment ${environment} --token-env SOME_KEY`;
    const added = await run(`profile add htc --provider cloudmc ${settings} -o json`);
    expect(added.code).toBe(0);
    const listed = await run('list -o json');
    expect(
      listed.json().map(({ profile, provider, name }: Record<string, string>) => [profile, provider, name]),
    ).toEqual([
      ['htc', 'cloudmc', 'edge-1'],
      ['htc', 'cloudmc', 'edge-2'],
      ['htc', 'cloudmc', 'edge-3'],
    ]);
    const stop = await run('stop htc/edge-1 --force --yes -o json');
    expect(stop.json()).toMatchObject([{ profile: 'htc', status: 'succeeded', state: 'stopped' }]);
    const start = await run('start htc/edge-1 -o json');
    expect(start.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
    const isos = await run('catalog isos -o json');
    expect(isos.json().length).toBeGreaterThan(0);
    const created = await run([
      'create',
      'web-9',
      ...['--size', '1vCPU.1GB', '--image', 'CentOS 6.8 PV', '--network', 'Web-prod', '-o', 'json'],
    ]);
    expect(created.json()).toMatchObject([{ name: 'web-9', status: 'succeeded', provider: 'cloudmc' }]);
    const gone = await run('delete htc/web-9 --purge --yes -o json');
    expect(gone.json()).toMatchObject([{ status: 'succeeded', state: null }]);
  });

  it('works by variables, with an organization beside the key', async () => {
    const { endpoint = '', token = '', service = '', environment = '' } = provider();
    const variables = {
      NUBE_PROVIDER: 'cloudmc',
      NUBE_TOKEN: token,
      NUBE_ENDPOINT: endpoint,
      NUBE_SERVICE: service,
      NUBE_ENVIRONMENT: environment,
    };
    expect((await run('list -o id', variables)).stdout.trim().split('\n')).toHaveLength(3);
    const without = await run('list -o json', { ...variables, NUBE_ENDPOINT: '' });
    expect([without.code, without.error().code]).toEqual([3, 'incomplete_profile']);
    const organizations = await run('api GET /organizations', variables);
    const { id } = organizations.json().data[0];
    const dry = await run(`stop edge-2 --dry-run --org ${id}`, variables);
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining(`?operation=stop&org_id=${id}'`)]);
  });

  it('is described by the variables of other tools for the two installations that have them', async () => {
    const { endpoint = '', token = '', service = '', environment = '' } = provider();
    const cox = {
      NUBE_PROVIDER: 'coxedge',
      COX_API_KEY: token,
      COX_APIBASEURL: endpoint,
      COX_SERVICE: service,
      COX_ENVIRONMENT: environment,
    };
    expect((await run('list -p env -o id', cox)).stdout.trim().split('\n')).toHaveLength(3);
    const ca = {
      NUBE_PROVIDER: 'cloudca',
      CLOUDCA_API_KEY: token,
      CLOUDCA_API_URL: `${endpoint}/`,
      CLOUDCA_SERVICE_CODE: service,
      CLOUDCA_ENVIRONMENT_NAME: environment,
    };
    expect((await run('list -p env -o id', ca)).stdout.trim().split('\n')).toHaveLength(3);
  });
});
