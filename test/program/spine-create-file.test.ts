import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

const bodiesOf = (run: { requests: { method: string; body: unknown }[] }) =>
  run.requests.filter(({ method }) => method === 'POST').map(({ body }) => body as Record<string, unknown>);

describe('create --from-file', () => {
  const home = new Home();
  const file = (name: string, text: string) => {
    const place = path.join(home.directory, name);
    writeFileSync(place, text);
    return place;
  };
  const create = (from: string, more = '', input = '') =>
    home.sandbox(`create --from-file ${from} -p civo ${more}`, { input });

  it('makes what a YAML list describes, the keys being name and long flags', async () => {
    const fleet = file(
      'fleet.yaml',
      [
        '# what we run',
        '- name: front',
        '  region: LON1',
        '  size: g3.xsmall',
        '  image: ubuntu-jammy',
        '  tag: [web, prod]',
        '  public-ip: none',
        '- name: back',
        '  region: FRA1',
        '  size: g3.small',
        '  image: debian-12',
        '  count: 2',
        '  ssh-key: laptop',
        '',
      ].join('\n'),
    );
    const run = await create(fleet, '-o json');
    expect(run.code).toBe(0);
    expect(run.json().map(({ name, region, size, status }: any) => [name, region, size, status])).toEqual([
      ['front', 'LON1', 'g3.xsmall', 'succeeded'],
      ['back-1', 'FRA1', 'g3.small', 'succeeded'],
      ['back-2', 'FRA1', 'g3.small', 'succeeded'],
    ]);
    expect(bodiesOf(run)).toMatchObject([
      { hostname: 'front', tags: 'web prod', public_ip: 'none', region: 'LON1' },
      { hostname: 'back-1', ssh_key_id: expect.any(String), region: 'FRA1' },
      { hostname: 'back-2', ssh_key_id: expect.any(String), region: 'FRA1' },
    ]);
    expect(bodiesOf(run)[0]).not.toHaveProperty('ssh_key_id');
  });

  it('makes what one JSON mapping describes', async () => {
    const one = file(
      'one.json',
      JSON.stringify({ name: 'single', region: 'NYC1', size: 'g3.xsmall', image: 'ubuntu-jammy' }),
    );
    const run = await create(one, '-o json');
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([{ name: 'single', region: 'NYC1', status: 'succeeded' }]);
  });

  it('reads standard input for -', async () => {
    const text = 'name: piped\nregion: NYC1\nsize: g3.xsmall\nimage: ubuntu-jammy\n';
    const run = await create('-', '-o json --no-wait', text);
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([{ name: 'piped', status: 'accepted' }]);
  });

  it('lets flags beside it win', async () => {
    const text = 'name: won\nregion: NYC1\nsize: g3.small\nimage: ubuntu-jammy\ntag: [old]\n';
    const given = file('won.yaml', text);
    const run = await create(given, '--size g3.xsmall --region LON1 --tag new --no-wait');
    expect(run.code).toBe(0);
    expect(bodiesOf(run)).toMatchObject([{ hostname: 'won', size: 'g3.xsmall', region: 'LON1', tags: 'new' }]);
    const named = await home.sandbox(`create by-word --from-file ${given} -p civo --no-wait`);
    expect(bodiesOf(named)).toMatchObject([{ hostname: 'by-word', size: 'g3.small' }]);
  });

  it.each([
    ['an unknown key', '{"name": "a", "sise": "g3.small"}', 'create has no option "sise"\nhint: Did you mean size?\n'],
    ['the name of many', '{"name": "a", "tags": ["b"]}', 'create has no option "tags"\nhint: Did you mean tag?\n'],
    ['no mapping', '["a"]', 'is not a mapping'],
    ['a broken document', '{"name": ', 'is neither YAML nor JSON'],
    ['a value that the option does not take', 'name: a\ncount: many\n', '--count takes a whole number'],
    ['the name of another file', 'name: a\nfrom-file: b\n', 'create has no option "from-file"'],
  ])('refuses %s before anything is sent', async (_what, text, message) => {
    const run = await create(file('bad.yaml', text), '--region LON1 --size g3.small --image ubuntu-jammy');
    expect({ code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({ code: 2, stdout: '', changes: [] });
    expect(run.stderr).toContain(message);
  });

  it('sends nothing where one entry of several cannot be made', async () => {
    const entry = (name: string, size: string) => ({ name, size, region: 'LON1', image: 'ubuntu-jammy' });
    for (const [other, code] of [
      [entry('other', 'g3.nothing'), 5],
      [entry('fine', 'g3.small'), 7],
      [entry('web-1', 'g3.small'), 7],
      [{ name: 'other', region: 'LON1' }, 2],
    ] as const) {
      const run = await create(file('pair.json', JSON.stringify([entry('fine', 'g3.small'), other])));
      expect({ other, code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({
        ...{ other, code, stdout: '', changes: [] },
      });
    }
  });

  it('says which file cannot be read', async () => {
    const { code, stderr, requests } = await create(path.join(home.directory, 'nowhere.yaml'));
    expect({ code, requests }).toEqual({ code: 2, requests: [] });
    expect(stderr).toContain('nowhere.yaml cannot be read\nreason: there is no such file\n');
  });
});

describe('create --user-data', () => {
  const home = new Home();
  const script = '#!/bin/sh\necho hidden-word-4711\n';

  it.each(['a file', 'standard input'])('sends what %s holds, and shows it nowhere', async (where) => {
    const place = path.join(home.directory, 'init.sh');
    writeFileSync(place, script);
    const name = where.replace(/\W/g, '-');
    const from = where === 'a file' ? place : '-';
    const run = await home.sandbox(
      `create ${name} -p civo --region LON1 ${small} --user-data ${from} -o json --debug`,
      {
        input: script,
      },
    );
    expect(run.code).toBe(0);
    expect(bodiesOf(run)).toMatchObject([{ script }]);
    expect(run.stdout + run.stderr).not.toContain('hidden-word');
    expect(run.stdout + run.stderr).not.toContain(Buffer.from(script).toString('base64').slice(0, 20));
    const shown = await home.sandbox(`get ${name} -p civo --show-secrets --query userData`);
    expect(shown.json()).toBe(script);
  });

  it('leaves the content out of a dry run, which says how to read it', async () => {
    const place = path.join(home.directory, 'init.sh');
    const run = await home.sandbox(`create dry -p civo --region LON1 ${small} --user-data ${place} --dry-run`);
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 0, changes: [] });
    expect(run.stdout).toMatch(
      /^# 1\njq -n -c --rawfile user_data \S+ '\{.*"script":\$user_data\}' \| curl -sS --fail-with-body -X POST /,
    );
    expect(run.stdout).not.toContain('hidden-word');
  });

  it('that cannot be read is refused before anything is sent', async () => {
    const run = await home.sandbox(`create x -p civo --region LON1 ${small} --user-data ${home.directory}/none`);
    expect({ code: run.code, stdout: run.stdout, requests: run.requests }).toEqual({
      code: 2,
      stdout: '',
      requests: [],
    });
  });
});

describe('the initial password', () => {
  const home = new Home();
  const asked = `-p civo --region LON1 ${small} --show-secrets`;

  it('is shown nowhere unless asked', async () => {
    const run = await home.sandbox(`create quiet -p civo --region LON1 ${small} -o json --debug`);
    expect(run.code).toBe(0);
    const password = (await home.sandbox('get quiet -p civo --show-secrets --query password')).json();
    expect(password).toMatch(/^[a-z0-9]{14}$/);
    expect(run.stdout + run.stderr).not.toContain(password);
    expect(run.json()[0]).not.toHaveProperty('password');
  });

  it.each(['json', 'table', 'wide', 'csv', 'yaml'])('is printed with --show-secrets and -o %s', async (to) => {
    const run = await home.sandbox(`create shown-${to} ${asked} -o ${to}`);
    expect(run.code).toBe(0);
    const password = (await home.sandbox(`get shown-${to} -p civo --show-secrets --query password`)).json();
    expect(run.stdout).toContain(password);
    expect(run.stderr).not.toContain(password);
  });
});

describe('create --if-not-exists', () => {
  const home = new Home();
  const create = (words: string) => home.sandbox(`create ${words} --if-not-exists -p civo --region LON1 -o json`);

  it('makes what is not there', async () => {
    const { code, json, changes } = await create(`once ${small}`);
    expect({ code, changes }).toEqual({ code: 0, changes: ['POST /v2/instances'] });
    expect(json()).toMatchObject([{ name: 'once', status: 'created', state: 'running', error: null }]);
  });

  it('leaves alone what is there already and as asked', async () => {
    const { code, json, changes } = await create(`once ${small}`);
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(json()).toMatchObject([{ id: (await idsOf(home)).once, status: 'unchanged', error: null }]);
  });

  it('says how what is there differs, and changes nothing', async () => {
    const { code, json, changes, error } = await create('once --size g3.medium --image ubuntu-noble');
    expect({ code, changes }).toEqual({ code: 7, changes: [] });
    const message =
      'once exists and differs: size is g3.xsmall, not g3.medium; image is ubuntu-jammy, not ubuntu-noble';
    expect(json()).toMatchObject([{ name: 'once', status: 'differs', error: { code: 'differs', message } }]);
    expect(error()).toMatchObject({ code: 'differs', kind: 'conflict', exitCode: 7, message, profile: 'civo' });
  });

  it('makes those of a count that are missing', async () => {
    expect((await create(`some-1 ${small}`)).code).toBe(0);
    const { code, json, changes } = await create(`some ${small} --count 3`);
    expect({ code, changes }).toEqual({ code: 0, changes: ['POST /v2/instances', 'POST /v2/instances'] });
    expect(
      json()
        .map(({ name, status }: any) => `${name} ${status}`)
        .sort(),
    ).toEqual(['some-1 unchanged', 'some-2 created', 'some-3 created']);
  });

  it('checks what is asked for even where everything is there', async () => {
    const { code, stdout, changes } = await create('once --size g3.nothing --image ubuntu-jammy');
    expect({ code, stdout, changes }).toEqual({ code: 5, stdout: '', changes: [] });
  });
});
