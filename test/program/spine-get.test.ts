import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

describe('get', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });

  it('prints one object in the shared model, with what get adds', async () => {
    const { code, stderr, json } = await home.sandbox('get web-1 -p civo -o json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json()).toMatchObject({
      profile: 'civo',
      provider: 'civo',
      id: ids['web-1'],
      name: 'web-1',
      state: 'running',
      region: 'LON1',
      memoryMiB: 2048,
      user: 'civo',
      description: 'Front of the shop',
      networks: ['Default'],
      publicIps: ['203.0.113.5'],
      volumes: [{ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'web-1-data', sizeGiB: 20 }],
      userData: null,
      password: null,
    });
  });

  it('refuses to be sorted, being one object, and does not mind a sort that is a default', async () => {
    const { code, stderr, requests } = await home.sandbox('get web-1 -p civo --sort name');
    expect({ code, stderr, requests }).toEqual({
      code: 2,
      stderr: 'error: --sort sorts rows, and this prints one object\nhint: Leave --sort out.\n',
      requests: [],
    });
    expect((await home.sandbox('profile set civo sort=-createdAt')).code).toBe(0);
    expect((await home.sandbox('get web-1 -p civo -o id')).stdout).toBe(`${ids['web-1']}\n`);
    expect(await home.sandbox('volumes web-1 -p civo -o csv --columns name')).toMatchObject({
      code: 0,
      stdout: 'name\nweb-1-data\n',
    });
    expect((await home.sandbox('profile set civo sort=')).code).toBe(0);
  });

  it('prints a sheet with a line a field and absent values as a dash', async () => {
    const { stdout } = await home.sandbox('get web-1 -p civo');
    const lines = stdout.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'PROFILE         civo',
      'PROVIDER        civo',
      `ID              ${ids['web-1']}`,
      'NAME            web-1',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'GROUP           -',
        'MEMORY          2 GiB',
        'TAGS            web',
        '                prod',
        'DESCRIPTION     Front of the shop',
        'PASSWORD        -',
      ]),
    );
  });

  it('tells the age of the instance on a terminal, and the moment elsewhere', async () => {
    const moment = (await home.sandbox('get web-1 -p civo -o json')).json().createdAt;
    expect((await home.sandbox('get web-1 -p civo')).stdout).toContain(`CREATED         ${moment}\n`);
    const shown = await home.sandbox('get web-1 -p civo --color never', { columns: 100 });
    expect(shown.stdout).toMatch(new RegExp(`CREATED +${moment} \\(4[12]d ago\\)\n`));
  });

  it('prints as csv, tsv, yaml, id and ref', async () => {
    expect((await home.sandbox('get db-1 -p civo -o csv --columns name,state,memoryMiB')).stdout).toBe(
      'name,state,memoryMiB\ndb-1,stopped,8192\n',
    );
    expect((await home.sandbox('get db-1 -p civo -o tsv --columns name,tags --no-headers')).stdout).toBe('db-1\tdb\n');
    expect((await home.sandbox('get db-1 -p civo -o yaml')).stdout).toMatch(/^profile: civo\nprovider: civo\n/);
    expect((await home.sandbox('get db-1 -p civo -o id')).stdout).toBe(`${ids['db-1']}\n`);
    expect((await home.sandbox('get db-1 -p civo -o ref')).stdout).toBe(`civo/${ids['db-1']}\n`);
    expect((await home.sandbox('get db-1 -p civo --query volumes')).stdout).toBe('[]\n');
  });

  it('hides the initial password unless asked, in every format', async () => {
    const shown = (await home.sandbox('get cache-1 -p civo -o json --show-secrets')).json();
    expect(shown.password).toMatch(/^[a-z0-9]{14}$/);
    for (const to of ['table', 'wide', 'json', 'yaml', 'ndjson', 'csv', 'tsv']) {
      const { stdout, stderr } = await home.sandbox(`get cache-1 -p civo -o ${to} --debug`);
      expect(stdout).toContain('cache-1');
      expect(stdout + stderr).not.toContain(shown.password);
    }
    const sheet = await home.sandbox('get cache-1 -p civo --show-secrets');
    expect(sheet.stdout).toContain(`PASSWORD        ${shown.password}\n`);
  });

  it('prints the provider’s own answer with --raw, secrets masked, shown secrets or not', async () => {
    const password = (await home.sandbox('get cache-1 -p civo --query password --show-secrets')).json();
    const { code, stdout, json } = await home.sandbox('get cache-1 -p civo --raw -o json');
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      id: ids['cache-1'],
      hostname: 'cache-1',
      status: 'ACTIVE',
      ram_mb: 4096,
      initial_password: '********',
      civostatsd_token: '********',
    });
    expect(json().providerState).toBeUndefined();
    expect(stdout).not.toContain(password);
  });

  it('shows user data only when asked, and as it was given', async () => {
    const script = '#!/bin/sh\necho "schlüssel-4711"\n';
    const made = await home.sandbox(`create scripted -p civo --region LON1 ${small} --user-data -`, { input: script });
    expect(made.code).toBe(0);
    const plain = await home.sandbox('get scripted -p civo -o json');
    expect(plain.json().userData).toBeNull();
    const raw = await home.sandbox('get scripted -p civo --raw -o json');
    expect(raw.json().script).toBe('********');
    const asked = await home.sandbox('get scripted -p civo -o json --show-secrets');
    expect(asked.json().userData).toBe(script);
  });

  it('takes one reference, and needs it', async () => {
    const none = await home.sandbox('get -p civo');
    expect({ code: none.code, requests: none.requests }).toEqual({ code: 2, requests: [] });
    const two = await home.sandbox('get web-1 web-2 -p civo');
    expect({ code: two.code, requests: two.requests }).toEqual({ code: 2, requests: [] });
    expect(two.stderr).toBe(
      'error: nube get takes no further word: "web-2"\nhint: nube help get shows what it takes.\n',
    );
  });

  it('takes no selection', async () => {
    const { code, stderr, requests } = await home.sandbox('get --filter name=web-1 -p civo');
    expect({ code, requests }).toEqual({ code: 2, requests: [] });
    expect(stderr).toMatch(/^error: /);
  });

  it('answers to its other name', async () => {
    expect((await home.sandbox('show web-1 -p civo -o id')).stdout).toBe(`${ids['web-1']}\n`);
  });

  it('refuses a column that the object does not have, with the nearest', async () => {
    const { code, stdout, stderr } = await home.sandbox('get web-1 -p civo -o csv --columns nam');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('hint: Did you mean name?\n');
  });
});
