import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox';
import { Home } from '../nube';
import { Gateway } from './support/gateway';

/** A home directory with what other tools leave there. */
class Foreign extends Home {
  constructor(variables: Record<string, string> = {}) {
    super(variables);
    this.variables.HOME = path.join(this.directory, 'home');
    mkdirSync(path.join(this.variables.HOME, '.morpheus'), { recursive: true });
  }

  write(name: string, text: string, mode = 0o600): string {
    const file = path.join(this.variables.HOME ?? '', name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  stored(): Record<string, any> {
    try {
      return JSON.parse(readFileSync(path.join(this.directory, 'config', 'config.json'), 'utf8')).profiles;
    } catch {
      return {};
    }
  }
}

describe('profile import', () => {
  const home = new Foreign();
  const gateway = new Gateway(home);
  const good = 'sandbox-civo-token';
  const civo = (keys: Record<string, string>, current: string, more: object = {}) =>
    JSON.stringify({
      apikeys: keys,
      meta: { current_apikey: current, default_region: 'lon1', url: `${gateway.endpoint}/`, ...more },
    });
  beforeAll(() => gateway.open());
  beforeEach(() => gateway.clear());

  it('has nothing to take where no other tool was, and sends nothing', async () => {
    const { code, stdout, stderr } = await home.run('profile import -o json');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
    expect(gateway.arrivals).toEqual([]);
  });

  it('shows what the civo CLI has left, the current key first and no secret', async () => {
    const file = home.write('.civo.json', civo({ other: 'canary-4711', work: good }, 'work'));
    const run = await home.run('profile import --dry-run -o json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    const common = { provider: 'civo', tool: 'civo', region: 'lon1', endpoint: gateway.endpoint, account: null };
    expect(run.json()).toEqual([
      {
        ...{ profile: 'work', id: 'work', name: 'work', ...common, from: `${file}, key work (current)` },
        ...{ credential: '********', status: 'found', error: null },
      },
      {
        ...{ profile: 'other', id: 'other', name: 'other', ...common, from: `${file}, key other` },
        ...{ credential: '********', status: 'found', error: null },
      },
    ]);
    for (const secret of [good, 'canary-4711']) expect(run.stdout + run.stderr).not.toContain(secret);
    expect(home.stored()).toEqual({});
    expect(gateway.arrivals).toEqual([]);
  });

  it('asks before it takes anything', async () => {
    const { code, stdout, stderr } = await home.run('profile import');
    expect({ code, stdout }).toEqual({ code: 9, stdout: '' });
    expect(stderr).toBe(
      'error: profile import found 2 and asks which to take\nhint: Give --yes to take all; --dry-run shows them.\n',
    );
    expect(home.stored()).toEqual({});
  });

  it('takes all with --yes, keeps what is accepted, and says what is not', async () => {
    const run = await home.run('profile import --yes');
    expect(run.code).toBe(12);
    expect(home.stored()).toEqual({
      work: {
        provider: 'civo',
        settings: { region: 'LON1', endpoint: gateway.endpoint },
        token: `plain:${good}`,
        password: null,
        guards: {},
        defaults: {},
      },
    });
    expect(run.stderr).toContain('Kept in ');
    expect(run.stderr).toContain('Next: nube list\n');
    expect(run.stderr).toContain('nube profile add other --provider civo');
    expect(run.stdout + run.stderr).not.toContain(good);
    expect((await home.run('list -p work --columns name --no-headers')).stdout).toBe('web-1\nweb-2\n');
  });

  it('takes nothing twice, and never touches a profile of the same name', async () => {
    home.write('.civo.json', civo({ work: good }, 'work'));
    const again = await home.run('profile import --yes -o json');
    expect(again.json()).toMatchObject([{ name: 'work', status: 'unchanged' }]);
    const before = home.stored().work;
    home.write('.civo.json', civo({ work: 'another-key' }, 'work'));
    const other = await home.run('profile import --yes --no-verify -o json');
    expect(other.json()).toMatchObject([{ name: 'work-2', status: 'created' }]);
    expect(home.stored().work).toEqual(before);
    expect(home.stored()['work-2']).toMatchObject({ token: 'plain:another-key', settings: { region: 'lon1' } });
    expect(gateway.arrivals).toEqual([]);
  });

  it('refers to variables and copies none', async () => {
    const variables = {
      CIVO_TOKEN: good,
      CIVO_API_URL: gateway.endpoint,
      CYCLE_API_KEY: 'canary-12',
      CYCLE_HUB_ID: 'h',
    };
    const found = await home.run('profile import --from variables --dry-run -o json', { variables });
    expect(found.json()).toMatchObject([
      { name: 'civo', credential: 'env:CIVO_TOKEN', from: 'the variable CIVO_TOKEN' },
      { name: 'cycle', credential: 'env:CYCLE_API_KEY' },
    ]);
    expect(found.stdout).not.toContain('canary-12');
    const taken = await home.run('profile import --from variables --yes --no-verify', { variables });
    expect(taken.code).toBe(0);
    expect(home.stored().cycle).toMatchObject({ token: 'env:CYCLE_API_KEY', settings: { hub: 'h' } });
  });

  it.each([
    ['{"apikeys": {', 'is not as the civo CLI writes it, so nothing of it was taken'],
    ['[]', 'is not as the civo CLI writes it, so nothing of it was taken'],
    ['{"apikeys": {"x": 7}}', 'has no key under "x"'],
  ])('says what is broken in a file, and goes on with the rest: %s', async (text, message) => {
    const file = home.write('.civo.json', text);
    const { code, stderr, json } = await home.run('profile import --dry-run -o json', {
      variables: { CLOUDCA_API_KEY: 'canary-1' },
    });
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ name: 'cloudca', credential: 'env:CLOUDCA_API_KEY' }]);
    expect(JSON.parse(stderr)).toEqual({ warning: { code: 'foreign_file', message: `${file} ${message}.` } });
  });

  it('warns of a file whose secrets others can read', async () => {
    const file = home.write('.civo.json', civo({ open: 'k' }, 'open'), 0o644);
    const { stderr } = await home.run('profile import --from civo --dry-run');
    expect(stderr).toBe(`warning: Others can read the secrets in ${file}.\n`);
  });

  it('looks at nothing of the user’s own in the sandbox', async () => {
    const { code, stdout } = await home.sandbox('profile import -o json', { variables: { CIVO_TOKEN: good } });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });
});

describe('profile import of the morpheus CLI', () => {
  const home = new Foreign();
  let endpoint = '';
  let token = '';
  beforeAll(async () => {
    const running = await startSandbox({
      directory: path.join(home.directory, 'cloud'),
      providers: ['morpheus'],
      seed: 1,
    });
    ({ endpoint = '', token = '' } = running.providers.morpheus ?? {});
    return () => running.close();
  });

  it.each([
    [
      'of today',
      (secret: string) => `---\nqa:\n  username: admin\n  access_token: ${secret}\n  refresh_token: canary-r\n`,
    ],
    ['of old', (secret: string) => `---\n:qa: ${secret}\n`],
  ])('takes each appliance with its token, in the form %s', async (_form, credentials) => {
    const file = home.write(
      '.morpheus/appliances',
      `---\n:qa:\n  :host: ${endpoint}/\n  :active: true\n:out:\n  :host: ${endpoint}\n`,
    );
    home.write('.morpheus/credentials', credentials(token));
    const found = await home.run('profile import --dry-run -o json');
    expect(found.json()).toMatchObject([
      { name: 'qa', provider: 'morpheus', endpoint, credential: '********', from: `${file}, appliance qa (current)` },
    ]);
    expect(found.stderr).toContain('Nobody is signed in to the appliance out, so there is no token to take.');
    expect(found.stdout + found.stderr).not.toContain(token);
    expect(found.stdout + found.stderr).not.toContain('canary-r');
  });

  it('keeps what the appliance accepts', async () => {
    const { code } = await home.run('profile import --yes');
    expect(code).toBe(0);
    expect(home.stored().qa).toMatchObject({ provider: 'morpheus', settings: { endpoint }, token: `plain:${token}` });
    expect((await home.run('list -p qa -o id')).code).toBe(0);
  });

  it('says that a token has ended', async () => {
    home.write('.morpheus/credentials', '---\nqa:\n  access_token: canary-old\n  expire_date: 1500000000\n');
    const { stderr } = await home.run('profile import --dry-run');
    expect(stderr).toContain('The token for the appliance qa ended at 2017-07-14T02:40:00.000Z.');
  });

  it('says that a file is no YAML', async () => {
    home.write('.morpheus/appliances', 'a: [b');
    const { code, stdout, stderr } = await home.run('profile import -o json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
    expect(stderr).toContain('is neither YAML nor JSON, so nothing of it was taken.');
  });
});

describe('profile import --file', () => {
  const home = new Foreign({ TF_VAR_civo_token: 'canary-v' });

  it('reads the providers of a file of Terraform', async () => {
    const file = home.write(
      'main.tf',
      `# provider "civo" { token = "commented" }
terraform {
  required_providers { civo = { source = "civo/civo" } }
}
variable "hub" { default = "hub-1" }
provider "civo" {
  token  = var.civo_token // from the environment
  region = "LON1"
}
provider "cycle" {
  alias   = "live"
  api_key = "canary-\\"c\\"#"
  hub_id  = var.hub
}
provider "coxedge" {
  key = var.cox_key
}
provider "cloudca" {
  api_key = file("key")
}
provider "aws" {
  token = "canary-aws"
}
`,
    );
    home.write('terraform.tfvars', 'cox_key = "canary-x"\n');
    const dry = await home.run(['profile', 'import', '--file', file, '--dry-run', '-o', 'json']);
    expect(dry.json()).toMatchObject([
      { name: 'civo', provider: 'civo', region: 'LON1', credential: 'env:TF_VAR_civo_token' },
      { name: 'live', provider: 'cycle', credential: '********' },
      { name: 'coxedge', provider: 'coxedge', credential: '********' },
    ]);
    expect(dry.stderr).toContain('provider cloudca has a api_key that only Terraform can work out');
    expect(dry.stdout + dry.stderr).not.toContain('canary');
    expect((await home.run(['profile', 'import', '--file', file, '--yes', '--no-verify'])).code).toBe(0);
    expect(home.stored()).toMatchObject({
      civo: { token: 'env:TF_VAR_civo_token' },
      live: { token: 'plain:canary-"c"#', settings: { hub: 'hub-1' } },
      coxedge: { token: 'plain:canary-x' },
    });
  });

  it.each([
    ['missing.json', null, 'There is no file'],
    ['empty.tf', 'resource "x" "y" {}', 'holds no connection'],
    ['empty.json', '{"apikeys": {}}', 'holds no connection'],
  ])('refuses a file that holds nothing: %s', async (name, text, message) => {
    const file = text === null ? path.join(home.directory, name) : home.write(name, text);
    const { code, stdout, stderr } = await home.run(['profile', 'import', '--file', file, '--yes']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('refuses a file of another tool than --from says', async () => {
    const file = home.write('keys.json', '{"apikeys": {"a": "b"}}');
    const { code, stderr } = await home.run(['profile', 'import', '--file', file, '--from', 'terraform']);
    expect(code).toBe(2);
    expect(stderr).toContain('looks like a file of civo');
  });
});
