import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home, type RunOptions } from '../nube';
import { Gateway } from './support/gateway';

describe('which profiles are looked at', () => {
  const home = new Home({ WORK_TOKEN: 'sandbox-civo-token' });
  const gateway = new Gateway(home);
  const run = (line: string, options: RunOptions = {}) => home.run(line, options);
  const looked = async (options: RunOptions & { line?: string } = {}) => {
    const { line = 'list', ...rest } = options;
    const { stdout } = await run(`${line} -o json --query [].profile`, rest);
    return [...new Set(JSON.parse(stdout) as string[])];
  };
  const described = (): Record<string, string> => ({ ...gateway.variables, NUBE_REGION: 'NYC1' });
  const directory = path.join(home.directory, 'project', 'deep');
  const dotNube = (text: string) => writeFileSync(path.join(home.directory, 'project', '.nube'), text);

  beforeAll(async () => {
    await gateway.open();
    mkdirSync(directory, { recursive: true });
    for (const [name, region] of [
      ['london', 'LON1'],
      ['frankfurt', 'FRA1'],
      ['newyork', 'NYC1'],
    ]) {
      const line = `profile add ${name} --provider civo --endpoint ${gateway.endpoint} --token-env WORK_TOKEN`;
      expect((await run(`${line} --region ${region} --no-verify`)).code).toBe(0);
    }
  });
  beforeEach(() => gateway.clear());
  afterEach(async () => {
    rmSync(path.join(home.directory, 'project', '.nube'), { force: true });
    await run('profile use --none');
  });

  it('is all of them unless said', async () => {
    expect(await looked()).toEqual(['london', 'frankfurt', 'newyork']);
  });

  it('is those of -p before everything else', async () => {
    const variables = { ...described(), NUBE_PROFILE: 'newyork' };
    expect(await looked({ line: 'list -p frankfurt', variables })).toEqual(['frankfurt']);
    expect(await looked({ line: 'list -p newyork,london' })).toEqual(['newyork', 'london']);
    expect(await looked({ line: 'list -p newyork -p london' })).toEqual(['newyork', 'london']);
  });

  it('is the one of the reference before any variable', async () => {
    const { code, stdout } = await run('get frankfurt/db-1 -o ref', { variables: { NUBE_PROFILE: 'newyork' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^frankfurt\//);
  });

  it('is that of NUBE_PROFILE before what variables describe', async () => {
    expect(await looked({ variables: { ...described(), NUBE_PROFILE: 'london' } })).toEqual(['london']);
    expect(await looked({ variables: { NUBE_PROFILE: 'london,newyork' } })).toEqual(['london', 'newyork']);
  });

  it('is what variables describe, called env, before a .nube file', async () => {
    dotNube('profile=frankfurt\n');
    expect(await looked({ variables: described(), workingDirectory: directory })).toEqual(['env']);
    const { stdout } = await run('list --columns profile,name --no-headers', { variables: described() });
    expect(stdout).toBe('env  cache-1\n');
    expect((await run('get env/cache-1 -o ref', { variables: described() })).stdout).toMatch(/^env\//);
  });

  it('takes the variables of Civo’s own tool once NUBE_PROVIDER is set, and only then', async () => {
    const own = { CIVO_TOKEN: gateway.token, CIVO_API_URL: gateway.endpoint };
    expect(await looked({ variables: own })).toEqual(['london', 'frankfurt', 'newyork']);
    expect(await looked({ variables: { ...own, NUBE_PROVIDER: 'civo' } })).toEqual(['env']);
    expect(await looked({ variables: { ...own, NUBE_PROVIDER: 'civo', NUBE_REGION: 'FRA1' } })).toEqual(['env']);
  });

  it('is not what variables describe while there is no token', async () => {
    const { NUBE_TOKEN: _, ...without } = described();
    expect(await looked({ variables: without })).toEqual(['london', 'frankfurt', 'newyork']);
  });

  it('never lets variables change a stored profile', async () => {
    const variables = { NUBE_REGION: 'FRA1', CIVO_TOKEN: 'wrong', NUBE_ENDPOINT: 'http://127.0.0.1:9' };
    const { code, stdout } = await run('list -p london --columns name --no-headers', { variables });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'web-1\nweb-2\n' });
  });

  it('is that of the nearest .nube file before the default, which is said on stderr', async () => {
    dotNube('# ours\nprofile = frankfurt\n');
    expect((await run('profile use london')).code).toBe(0);
    const listing = await run('list --columns profile,name --no-headers', { workingDirectory: directory });
    expect(listing.stdout).toBe('frankfurt  db-1\n');
    expect(listing.stderr).toBe(
      `warning: ${path.join(home.directory, 'project', '.nube')} gives the profile frankfurt.\n`,
    );
    const json = await run('list -o json', { workingDirectory: directory });
    for (const line of json.stderr.split('\n').filter((one) => one !== '')) expect(JSON.parse(line)).toBeTruthy();
  });

  it('takes columns from a .nube file, warns of anything else in it, and has a profile named there that is none', async () => {
    dotNube('columns=name,nonsense,state\nregion=FRA1\nalias x = y\n');
    const { code, stdout, stderr } = await run('list -p london', { workingDirectory: directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'NAME   STATE\nweb-1  running\nweb-2  running\n' });
    expect(stderr.split('\n').filter((line) => line.startsWith('warning: '))).toEqual([
      expect.stringContaining('"region=FRA1"'),
      expect.stringContaining('"alias x = y"'),
      expect.stringContaining('gives the columns name,nonsense,state'),
    ]);
    dotNube('profile=nowhere\n');
    const unknown = await run('list', { workingDirectory: directory });
    expect({ code: unknown.code, stdout: unknown.stdout }).toEqual({ code: 3, stdout: '' });
    expect(unknown.stderr).toContain('There is no profile "nowhere"');
  });

  it('is the default that profile use sets, until --none takes it away', async () => {
    const use = await run('profile use newyork');
    expect({ code: use.code, stdout: use.stdout }).toEqual({ code: 0, stdout: '' });
    expect(await looked()).toEqual(['newyork']);
    expect(await looked({ line: 'list -p all' })).toEqual(['london', 'frankfurt', 'newyork']);
    const [marked] = (await run('profile list --query [?default].name')).json();
    expect(marked).toBe('newyork');
    expect((await run('profile use --none')).code).toBe(0);
    expect(await looked()).toEqual(['london', 'frankfurt', 'newyork']);
    for (const line of ['profile use', 'profile use london --none']) expect((await run(line)).code).toBe(2);
    expect((await run('profile use lndon')).stderr).toBe(
      'error: There is no profile "lndon"\nhint: Did you mean london?\n',
    );
  });

  it('is the same for changing as for reading', async () => {
    expect((await run('profile use frankfurt')).code).toBe(0);
    const { code, stderr } = await run('stop web-1 --yes');
    expect(code).toBe(5);
    expect(stderr).toContain('error: No instance "web-1" in frankfurt\n');
    expect(gateway.arrivals.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('is refused where there is none of that name', async () => {
    for (const options of [{ line: 'list -p lodon' }, { line: 'list', variables: { NUBE_PROFILE: 'lodon' } }]) {
      const { line, ...rest } = options;
      const { code, stdout, stderr } = await run(line, rest);
      expect({ code, stdout, arrivals: gateway.arrivals }).toEqual({ code: 3, stdout: '', arrivals: [] });
      expect(stderr).toMatch(/^error: There is no profile "lodon" .*\nhint: Did you mean london\?\n$/);
    }
  });

  it('is never nothing: an empty -p is a mistake, not an empty answer', async () => {
    const verbs = [['list'], ['stop', '--all', '--yes'], ['wait', 'web-1', '--for', 'deleted'], ['catalog', 'sizes']];
    for (const words of verbs) {
      for (const name of ['', ',']) {
        const { code, stdout } = await home.run([...words, '-p', name]);
        expect({ words, name, mistake: code === 2 || code === 3, stdout }).toEqual({
          ...{ words, name, mistake: true, stdout: '' },
        });
      }
    }
  });

  it('must be one for create', async () => {
    const { code, stdout, stderr } = await run('create x --size g3.small --image ubuntu-jammy');
    expect({ code, stdout, arrivals: gateway.arrivals }).toEqual({ code: 2, stdout: '', arrivals: [] });
    expect(stderr).toContain('error: create needs one profile: london, frankfurt, newyork\n');
  });

  it('narrows as --region does, which wins over the setting of a profile', async () => {
    const { stdout } = await run('list -p london --region FRA1 --columns profile,name --no-headers');
    expect(stdout).toBe('london  db-1\n');
  });

  it('is none of one’s own on the sandbox, whatever is set', async () => {
    dotNube('profile=frankfurt\n');
    const { code, stderr, json } = await home.sandbox('list -p civo -o json --query [].profile', {
      variables: { ...described(), NUBE_PROFILE: 'london', NUBE_OUTPUT: 'csv', NUBE_COLUMNS: 'name' },
      workingDirectory: directory,
    });
    expect({ code, stderr, profiles: new Set(json()) }).toEqual({ code: 0, stderr: '', profiles: new Set(['civo']) });
    expect(gateway.arrivals).toEqual([]);
    expect((await home.sandbox('list -p london')).code).toBe(3);
  });
});

describe('without any profile', () => {
  const home = new Home();

  it('every verb says what to do first', async () => {
    for (const line of ['list', 'get web-1', 'stop web-1 --yes', 'create x', 'catalog sizes', 'api GET /v2/ping']) {
      const { code, stdout, stderr } = await home.run(line);
      expect({ line, code, stdout }).toEqual({ line, code: 3, stdout: '' });
      expect(stderr).toBe(
        'error: No profile is set up\n' +
          'hint: nube profile add connects an account; nube --sandbox list tries it without one.\n',
      );
    }
  });

  it('local commands work', async () => {
    expect((await home.run('profile list -o json')).stdout).toBe('[]\n');
    expect((await home.run('providers -o id')).code).toBe(0);
    expect((await home.run('sandbox status -o json')).code).toBe(0);
  });
});

describe('variables for options', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());
  const run = (line: string, variables: Record<string, string>) =>
    home.run(line, { variables: { ...gateway.variables, NUBE_REGION: 'LON1', ...variables } });

  it('stand for --output and --columns, and flags win', async () => {
    expect((await run('list', { NUBE_OUTPUT: 'id' })).stdout.split('\n')).toHaveLength(3);
    expect((await run('list -o json', { NUBE_OUTPUT: 'id' })).json()).toHaveLength(2);
    expect((await run('list --no-headers', { NUBE_COLUMNS: 'name,nonsense' })).stdout).toBe('web-1\nweb-2\n');
    expect((await run('list -o json', { NUBE_COLUMNS: 'name' })).json()[0]).toHaveProperty('state');
    expect((await run('lst', { NUBE_OUTPUT: 'json' })).error()).toMatchObject({ code: 'unknown_command' });
  });

  it('stand for --timeout and --concurrency, and are named where they are wrong', async () => {
    const wrong = await run('stop web-1 --yes', { NUBE_TIMEOUT: 'soon' });
    expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('"soon" is not a time');
    expect((await run('wait web-1 --for stopped', { NUBE_TIMEOUT: '1ms' })).code).toBe(11);
    expect((await run('list', { NUBE_CONCURRENCY: 'none' })).code).toBe(2);
  });

  it('never stand for --yes', async () => {
    expect((await run('stop web-1', { NUBE_YES: '1', NUBE_ASSUME_YES: 'true' })).code).toBe(9);
  });
});
