import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { ask } from './ask';

const home = new Home();
const directory = path.join(home.directory, 'data', 'sandbox', 'names');
const inSandbox = (line: string) => ask(home, ['--sandbox', ...line.split(' ')]);
const words = (line: string) => inSandbox(line).words;

beforeAll(async () => {
  for (const line of ['list --all-states', 'catalog sizes', 'catalog regions', 'catalog images'])
    await home.sandbox(line);
});

describe('completion of what was listed lately', () => {
  it('offers profiles, and the others of a list', () => {
    expect(words('-p ')).toEqual(['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus']);
    expect(words('-p civo,')).toEqual(['civo,cloudca', 'civo,coxedge', 'civo,cycle', 'civo,morpheus']);
    expect(words('list --profile=mo')).toEqual(['--profile=morpheus']);
    expect(words('profile get cl')).toEqual(['cloudca']);
  });

  it('offers the same profiles as there are', async () => {
    const listed = (await home.sandbox('profile list -o json')).json().map(({ name }: { name: string }) => name);
    expect(words('-p ')).toEqual(listed);
  });

  it('offers instances by name, with what tells them apart', () => {
    expect(inSandbox('get web-').notes).toMatchObject({ 'web-1': expect.stringContaining('civo, running') });
  });

  it('offers only instances that the verb can act on', () => {
    const stopped = words('start ');
    const running = words('stop ');
    expect(stopped.length).toBeGreaterThan(0);
    expect(running.length).toBeGreaterThan(0);
    expect(stopped).not.toContain('web-1');
    expect(running).toContain('web-1');
    expect(words('suspend ')).not.toContain('web-1');
  });

  it('offers the changes that are still going on', async () => {
    expect(words('op resume ')).toEqual([]);
    await home.sandbox('tag web-1 -p civo --add x');
    await home.sandbox('stop build-1 -p cloudca --yes --no-wait');
    const [open] = (await home.sandbox('op list -o json')).json();
    expect(inSandbox('op resume ').notes).toEqual({ [open.id]: 'stop cloudca/build-1' });
    expect(words(`op get ${open.id.slice(0, 4)}`)).toEqual([open.id]);
    expect(words(`op resume ${open.id} `)).toEqual([]);
    await home.sandbox(`op resume ${open.id}`);
    expect(words('op resume ')).toEqual([]);
  });

  it('offers those of the profiles looked at', () => {
    expect(words('-p morpheus get ')).not.toContain('web-1');
    expect(words('get -p civo web-1')).toEqual(['web-1']);
    expect(words('get civo/web-')).toContain('civo/web-1');
  });

  it('offers none twice, and none beside a selection', () => {
    expect(words('stop web-1 web-')).not.toContain('web-1');
    expect(words('stop --filter tag=web ')).toEqual([]);
    expect(words('stop --all -p civo ')).toEqual([]);
  });

  it('offers ids to whoever begins one', async () => {
    const { id } = (await home.sandbox('get web-1 -o json')).json();
    expect(inSandbox(`get ${id.slice(0, 5)}`).words).toEqual([id]);
    expect(inSandbox(`get civo/${id.slice(0, 5)}`).words).toEqual([`civo/${id}`]);
  });

  it('offers one side of a copy, and leaves the other to the shell', () => {
    expect(words('cp site.conf web-1')).toEqual(['web-1:']);
    expect(words('cp web-1:/etc/motd we')).toEqual([]);
    expect(words('cp ./we')).toEqual([]);
    expect(words('cp web-1:/e')).toEqual([]);
  });

  it('offers sizes, images and regions as they are typed', () => {
    expect(words('create x -p civo --size g3.')).toContain('g3.small');
    expect(words('create x -p civo --image=ubuntu-j')).toEqual(['--image=ubuntu-jammy']);
    expect(words('list -p civo --region ')).toContain('LON1');
    expect(words('resize web-1 -p morpheus --size 1')).toContain('1 CPU, 1GB Memory');
  });

  it('offers the tags of an instance, what was offered for it, and volumes', async () => {
    const { tags } = (await home.sandbox('get web-1 -p civo -o json')).json();
    expect(tags.length).toBeGreaterThan(1);
    expect(words('tag civo/web-1 --remove ')).toEqual(tags);
    expect(words(`tag web-1 --remove ${tags[0]},`)).toEqual(tags.slice(1).map((tag: string) => `${tags[0]},${tag}`));
    expect(words('tag nobody --remove ')).toEqual([]);
    expect(words('upgrade erp-1 --to ')).toEqual([]);
    const offers = (await home.sandbox('upgrade erp-1 -o id')).stdout.trimEnd().split('\n');
    expect(words('upgrade erp-1 --to ')).toEqual(offers);
    expect(words('upgrade erp-2 --to ')).toEqual([]);
    const volumes = (await home.sandbox('catalog volumes -p cloudca -o json --query [].name')).json();
    expect(words('delete build-1 -p cloudca --delete-volume ')).toEqual(expect.arrayContaining(volumes));
  });

  it('keeps nothing that others could read', () => {
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const files = readdirSync(directory);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(statSync(path.join(directory, file)).mode & 0o777, file).toBe(0o600);
  });

  it('follows what is created and deleted', async () => {
    await home.sandbox('create fresh-1 -p civo --region LON1 --size g3.small --image ubuntu-jammy');
    expect(words('get fres')).toEqual(['fresh-1']);
    await home.sandbox('stop fresh-1 --yes');
    expect(words('start fres')).toEqual(['fresh-1']);
    await home.sandbox('delete fresh-1 --yes');
    expect(words('get fres')).toEqual([]);
  });

  it('keeps no list that was narrowed', async () => {
    await home.sandbox('list --filter name=web-1');
    await home.sandbox('list -p civo --region FRA1');
    expect(words('get -p civo ').length).toBeGreaterThan(1);
  });
});

describe('completion with what is broken or missing', () => {
  it('ignores a list that is none', () => {
    const broken = new Home();
    const names = path.join(broken.directory, 'data', 'sandbox', 'names');
    mkdirSync(names, { recursive: true });
    for (const text of ['', '{', 'null', '[]', '{"account":"[]","at":1,"rows":[{}]}', '{"rows":3}']) {
      writeFileSync(path.join(names, 'civo%20instances.json'), text);
      expect(ask(broken, ['--sandbox', 'get', '']).text).toBe('');
    }
  });

  it('says nothing where the configuration is broken', () => {
    const broken = new Home();
    mkdirSync(path.join(broken.directory, 'config'));
    for (const text of [
      '',
      '{',
      '[]',
      '{"profiles":null}',
      '{"profiles":{"a":null}}',
      '{"profiles":{"a":3},"selected":7}',
    ]) {
      writeFileSync(path.join(broken.directory, 'config', 'config.json'), text);
      for (const line of [
        ['get', ''],
        ['-p', ''],
        ['create', '--size', ''],
      ]) {
        expect(ask(broken, line).refreshed).toEqual([]);
      }
    }
  });

  it('never lets a name reach the shell that could do harm there', () => {
    const hostile = new Home();
    const names = path.join(hostile.directory, 'data', 'sandbox', 'names');
    mkdirSync(names, { recursive: true });
    const rows = ['a\u001b[31mb', 'a\nrm -rf', 'a\tb', 'a\u202eb', '-rf', 'a/b', 'a b', "a'b", 'a$(x)`y`', ''].map(
      (name, index) => ({ id: `id-${index}`, name, state: 'running', note: 'x\u001b[31m\ny' }),
    );
    rows.push({ id: 'id\u001b', name: '\u0007', state: 'running', note: '' });
    const list = { account: '["civo",[]]', at: Date.now(), rows };
    writeFileSync(path.join(names, 'civo%20instances.json'), JSON.stringify(list));
    const answer = ask(hostile, ['--sandbox', '-p', 'civo', 'get', '']);
    expect(answer.words).toEqual(['id-0', 'id-1', 'id-2', 'id-3', 'id-4', 'id-5', 'a b', "a'b", 'a$(x)`y`', 'id-9']);
    expect(answer.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
    expect(answer.text.split('\n')).toHaveLength(11);
  });

  it('tells namesakes apart', () => {
    const twins = new Home();
    const names = path.join(twins.directory, 'data', 'sandbox', 'names');
    mkdirSync(names, { recursive: true });
    const write = (profile: string, ids: readonly string[]) =>
      writeFileSync(
        path.join(names, `${profile}%20instances.json`),
        JSON.stringify({
          account: `["${profile}",[]]`,
          at: Date.now(),
          rows: ids.map((id) => ({ id, name: 'web', state: 'running' })),
        }),
      );
    write('civo', ['aaaa']);
    write('morpheus', ['17']);
    expect(ask(twins, ['--sandbox', 'get', '']).words).toEqual(['civo/web', 'morpheus/web']);
    expect(ask(twins, ['--sandbox', 'get', '-p', 'civo', '']).words).toEqual(['web']);
    write('civo', ['aaaa', 'bbbb']);
    expect(ask(twins, ['--sandbox', 'get', '']).words).toEqual(['civo/aaaa', 'civo/bbbb', 'morpheus/web']);
  });
});

describe('a list that is old', () => {
  const aged = new Home();
  const minute = 60_000;
  const later = (minutes: number) => new Date(Date.now() + minutes * minute);

  beforeAll(async () => {
    await aged.sandbox('list -p civo --all-states');
    // The time of a file is told in the ticks of the kernel, and may lie before what was written before it.
    await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it('is offered, and read anew in the background, once', () => {
    expect(ask(aged, ['--sandbox', '-p', 'civo', 'get', 'web-1']).refreshed).toEqual([]);
    const first = ask(aged, ['--sandbox', '-p', 'civo', 'get', 'web-1'], {}, later(2));
    expect(first.words).toEqual(['web-1']);
    expect(first.refreshed).toEqual([['--sandbox', 'list', '--all-states', '-o', 'ref', '-qp', 'civo']]);
    expect(ask(aged, ['--sandbox', '-p', 'civo', 'get', 'web-1'], {}, later(2)).refreshed).toEqual([]);
  });

  it('is not offered after a day', () => {
    expect(ask(aged, ['--sandbox', '-p', 'civo', 'get', 'web-1'], {}, later(1441)).words).toEqual([]);
  });

  it('is read of several profiles by one process, in the scopes of the line', () => {
    const line = ['--sandbox', '-p', 'civo,morpheus', 'create', '--region', 'LON1', '--size', ''];
    expect(ask(aged, line).refreshed).toEqual([
      ['--sandbox', 'catalog', 'sizes', '-o', 'id', '--region=LON1', '-qp', 'civo,morpheus'],
    ]);
  });

  it('is not read with a credential that may have to be confirmed', () => {
    const own = new Home();
    mkdirSync(path.join(own.directory, 'config'));
    const stored = (token: string | null, password: string | null = null) => ({
      provider: 'civo',
      settings: {},
      token,
      password,
      guards: {},
      defaults: {},
    });
    const profiles = {
      asks: stored('command:["pass","civo"]'),
      chain: stored('keychain:x'),
      signs: stored(null, 'env:PASSWORD'),
      silent: stored('env:CIVO_TOKEN'),
    };
    const text = JSON.stringify({ version: 1, profiles, selected: null });
    writeFileSync(path.join(own.directory, 'config', 'config.json'), text);
    const answer = ask(own, ['get', '']);
    expect(answer.refreshed).toEqual([['list', '--all-states', '-o', 'ref', '-qp', 'silent']]);
    const cached = readdirSync(path.join(own.directory, 'cache', 'names'));
    expect(cached).toEqual(['silent%20instances.asked']);
    expect(readFileSync(path.join(own.directory, 'cache', 'names', cached[0] ?? ''), 'utf8')).toBe('');
  });
});
