import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { small } from './support/seeded';

const entry = (name: string, more: object = {}) => ({
  name,
  region: 'LON1',
  size: 'g3.xsmall',
  image: 'ubuntu-jammy',
  ...more,
});
const bodiesOf = (run: { requests: { method: string; body: unknown }[] }) =>
  run.requests.filter(({ method }) => method === 'POST').map(({ body }) => body as Record<string, unknown>);

describe('an entry of create --from-file', () => {
  const home = new Home();
  const create = (document: unknown, more = '-p civo') =>
    home.sandbox(`create --from-file - ${more}`, {
      input: typeof document === 'string' ? document : JSON.stringify(document),
    });

  it.each([
    ['a flag that is no truth', { 'if-not-exists': 'yes' }, 'if-not-exists takes true or false, not a string'],
    ['a list where one value belongs', { size: ['a', 'b'] }, 'size takes a text or a number, not a list'],
    ['a mapping where a text belongs', { image: { id: 1 } }, 'image takes a text or a number, not a mapping'],
    ['nothing', { image: null }, 'image takes a text or a number, not nothing'],
    ['an empty text', { size: '' }, 'size takes a text or a number, not nothing'],
    ['a truth where a text belongs', { image: true }, 'image takes a text or a number, not true'],
    ['a list in a list', { tag: ['a', ['b']] }, 'tag takes a text or a list of texts, not a list'],
    ['a mapping in a list', { env: [{ A: 'hidden' }] }, 'env takes a text or a list of texts, not a list'],
    ['a name that is none', { name: ['a'] }, 'name takes a text or a number, not a list'],
    ['a region that is none', { region: {} }, 'region takes a text or a number, not a mapping'],
    ['a count that is none', { count: -1 }, '--count takes a whole number of 1 or more, not "-1"'],
    ['no choice', { 'public-ip': 'some' }, '--public-ip takes one of create, none, not "some"'],
  ])('with %s is refused, said where it stands, and nothing is sent', async (_what, wrong, message) => {
    const run = await create([entry('fine'), entry('other', wrong)]);
    expect({ code: run.code, stdout: run.stdout, requests: run.requests, stderr: run.stderr }).toEqual({
      ...{ code: 2, stdout: '', requests: [] },
      stderr: expect.stringContaining(`error: Standard input, entry 2: ${message}\n`),
    });
    expect(run.stderr).not.toContain('hidden');
  });

  it.each([
    ['an unknown key', entry('b', { yes: true }), 2, 'create has no option "yes"'],
    ['an option of another provider', entry('b', { plan: 'x' }), 2, 'Civo has no --plan'],
    ['no image', { name: 'b', size: 'g3.xsmall', region: 'LON1' }, 2, 'Civo needs --image'],
    ['no name', entry('b', { name: undefined }), 2, 'The new instance needs a name'],
    ['an unknown image', entry('b', { image: 'ubuntu-jamy' }), 5, 'There is no image "ubuntu-jamy"'],
    ['a name that is taken', entry('web-1'), 7, 'An instance called web-1 exists already'],
  ])('that cannot be made for %s is named, and nothing is sent', async (_what, wrong, code, message) => {
    const place = path.join(home.directory, 'fleet.json');
    writeFileSync(place, JSON.stringify([entry('a'), wrong]));
    const run = await home.sandbox(`create --from-file ${place} -p civo`);
    expect({ code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({ code, stdout: '', changes: [] });
    expect(run.stderr).toContain(`error: ${place}, entry 2: ${message}`);
  });

  it('may have a name only once in a region, and again in another', async () => {
    const twice = await create([entry('twin'), entry('twin')]);
    expect({ code: twice.code, changes: twice.changes }).toEqual({ code: 7, changes: [] });
    expect(twice.stderr).toContain('error: twin is asked for twice\n');
    const counted = await create([entry('twin', { count: 2 }), entry('twin-2')]);
    expect({ code: counted.code, changes: counted.changes }).toEqual({ code: 7, changes: [] });
    const apart = await create([entry('twin'), entry('twin', { region: 'FRA1' })], '-p civo --no-wait -o json');
    expect(apart.code).toBe(0);
    expect(apart.json().map(({ name, region }: any) => `${region}/${name}`)).toEqual(['LON1/twin', 'FRA1/twin']);
  });

  it('may have a name only once in the account of Morpheus, whatever its group', async () => {
    const one = (group: string) => ({ name: 'twin', group, cloud: 'Sandbox Cloud', type: 'generic', plan: 'x' });
    const run = await create([one('Sandbox'), one('Other')], '-p morpheus');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 7, changes: [] });
    expect(run.stderr).toContain('error: twin is asked for twice\n');
  });

  it('gives way to a flag, also to one that calls the same thing by its other name', async () => {
    const given = { name: 'x', group: 'nowhere', cloud: 'nowhere', plan: 'nowhere', type: 'nowhere' };
    const { code, stderr } = await create(given, '-p morpheus --region here --size this');
    expect(code).toBe(5);
    expect(stderr).not.toContain('not both');
    expect(stderr).not.toContain('give only --plan');
  });

  it('takes a truth, numbers and lists as the flags do', async () => {
    const text = '- {name: 42, region: LON1, size: g3.xsmall, image: ubuntu-jammy, count: 2, tag: [a, "b,c"]}\n';
    const run = await create(text, '-p civo --no-wait -o id');
    expect(run.code).toBe(0);
    expect(bodiesOf(run)).toMatchObject([
      { hostname: '42-1', tags: 'a b c' },
      { hostname: '42-2', tags: 'a b c' },
    ]);
    expect(run.stdout).toMatch(/^[0-9a-f-]{36}\n[0-9a-f-]{36}\n$/);
    const again = await create([entry('42-1', { 'if-not-exists': true })], '-p civo -o json');
    expect({ code: again.code, changes: again.changes }).toEqual({ code: 0, changes: [] });
    expect(again.json()).toMatchObject([{ name: '42-1', status: 'unchanged' }]);
  });

  it('with a key twice is refused', async () => {
    const run = await create('{"name": "a", "name": "b"}');
    expect({ code: run.code, requests: run.requests }).toEqual({ code: 2, requests: [] });
    expect(run.stderr).toContain('error: Standard input is neither YAML nor JSON\nreason: Map keys must be unique');
  });

  it('cannot come from standard input together with the user data', async () => {
    for (const [given, more] of [
      [entry('a', { 'user-data': '-' }), ''],
      [entry('a'), '--user-data -'],
    ] as const) {
      const run = await create([given], `-p civo ${more}`);
      expect({ code: run.code, requests: run.requests }).toEqual({ code: 2, requests: [] });
      expect(run.stderr).toContain('Standard input cannot be both the instances and the user data');
    }
  });

  it('shares user data from standard input with the others', async () => {
    const place = path.join(home.directory, 'pair.json');
    writeFileSync(place, JSON.stringify([entry('u-1', { 'user-data': '-' }), entry('u-2', { 'user-data': '-' })]));
    const run = await home.sandbox(`create --from-file ${place} -p civo --no-wait`, { input: '#!/bin/sh\n' });
    expect(run.code).toBe(0);
    expect(bodiesOf(run)).toMatchObject([{ script: '#!/bin/sh\n' }, { script: '#!/bin/sh\n' }]);
  });

  it('of none makes none', async () => {
    const { code, json, requests } = await create('[]', '-p civo -o json');
    expect({ code, requests }).toEqual({ code: 0, requests: [] });
    expect(json()).toEqual([]);
  });
});

describe('create of several with --if-not-exists', () => {
  const home = new Home();
  const create = (line: string, input = '') =>
    home.sandbox(`create ${line} -p civo --if-not-exists -o json`, { input });
  const statuses = (rows: any[]) => rows.map(({ name, status }) => `${name} ${status}`).sort();

  it('makes the missing ones', async () => {
    const made = await create('--from-file -', JSON.stringify([entry('one'), entry('two', { region: 'FRA1' })]));
    expect({ code: made.code, statuses: statuses(made.json()) }).toEqual({
      ...{ code: 0, statuses: ['one created', 'two created'] },
    });
    const again = await create('--from-file -', JSON.stringify([entry('one'), entry('three')]));
    expect({ code: again.code, statuses: statuses(again.json()), changes: again.changes }).toEqual({
      ...{ code: 0, statuses: ['one unchanged', 'three created'], changes: ['POST /v2/instances'] },
    });
  });

  it('makes none where one that is there differs', async () => {
    const wanted = [entry('one'), entry('three', { size: 'g3.medium' }), entry('four')];
    for (const more of ['', '--dry-run']) {
      const run = await create(`--from-file - ${more}`, JSON.stringify(wanted));
      expect({ code: run.code, statuses: statuses(run.json()), changes: run.changes }).toEqual({
        ...{ code: 7, statuses: ['one unchanged', 'three differs'], changes: [] },
      });
      expect(run.error()).toMatchObject({ code: 'differs', exitCode: 7 });
    }
  });

  it('says each that differs, with the code they share', async () => {
    const wanted = ['one', 'three', 'four'].map((name) => entry(name, { size: 'g3.medium' }));
    const run = await create('--from-file -', JSON.stringify(wanted));
    expect({ code: run.code, statuses: statuses(run.json()), changes: run.changes }).toEqual({
      ...{ code: 7, statuses: ['one differs', 'three differs'], changes: [] },
    });
  });

  it('goes by the names that a count makes', async () => {
    expect((await create(`many-2 --region LON1 ${small}`)).code).toBe(0);
    const more = await create('many --region LON1 --size g3.medium --image ubuntu-jammy --count 2');
    expect({ code: more.code, statuses: statuses(more.json()), changes: more.changes }).toEqual({
      ...{ code: 7, statuses: ['many-2 differs'], changes: [] },
    });
  });

  it('sends nothing in a dry run of what is there as asked', async () => {
    const run = await create(`one --region LON1 ${small} --dry-run`);
    expect({ code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({ code: 0, stdout: '', changes: [] });
  });
});

describe('create --count', () => {
  const home = new Home();

  it('of one keeps the name', async () => {
    const run = await home.sandbox(`create solo -p civo --region LON1 ${small} --count 1 --no-wait`);
    expect(bodiesOf(run)).toMatchObject([{ hostname: 'solo' }]);
  });

  it('is one request on Cycle, whose instances name themselves', async () => {
    const run = await home.sandbox('create -p cycle --container api --server ams-1 --count 2 -o json');
    expect({ code: run.code, stderr: run.stderr.replace(/.*\.\.\.\n/g, '') }).toMatchObject({ code: 0 });
    expect(run.json()).toHaveLength(2);
    expect(bodiesOf(run)).toEqual([[{ server_id: expect.any(String), new_instances: 2 }]]);
    const named = await home.sandbox('create mine -p cycle --container api --server ams-1');
    expect({ code: named.code, changes: named.changes }).toEqual({ code: 2, changes: [] });
  });

  it.each(['big-1', 'big-3'])('makes none where one of the names is taken: %s', async (taken) => {
    const own = new Home();
    expect((await own.sandbox(`create ${taken} -p civo --region LON1 ${small}`)).code).toBe(0);
    const run = await own.sandbox(`create big -p civo --region LON1 ${small} --count 3 -o json`);
    expect({ code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({ code: 7, stdout: '', changes: [] });
    expect(run.error()).toMatchObject({ code: 'name_taken' });
  });

  it('of more than --max is refused', async () => {
    const run = await home.sandbox(`create big -p civo --region LON1 ${small} --count 3 --max 2`);
    expect({ code: run.code, stdout: run.stdout, changes: run.changes }).toEqual({ code: 7, stdout: '', changes: [] });
  });
});
