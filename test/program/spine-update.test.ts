import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf } from './support/seeded';

const put = (run: { requests: { method: string; body: unknown }[] }) =>
  run.requests.find(({ method }) => method === 'PUT')?.body;

describe('update', () => {
  const home = new Home();
  let web = '';
  beforeAll(async () => {
    web = (await idsOf(home))['web-1'] as string;
  });
  const update = (words: string | readonly string[]) =>
    home.sandbox(['update', ...(typeof words === 'string' ? words.split(' ') : words), '-p', 'civo', '-o', 'json']);
  const detail = async () => (await home.sandbox(`get ${web} -p civo -o json`)).json();

  it('changes the host name and keeps the notes', async () => {
    const run = await update('web-1 --hostname shop-1');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.changes).toEqual([`PUT /v2/instances/${web}`]);
    expect(put(run)).toMatchObject({ hostname: 'shop-1', notes: 'Front of the shop', region: 'LON1' });
    expect(put(run)).not.toHaveProperty('notes_delete');
    expect(run.json()).toMatchObject([
      { id: web, name: 'shop-1', action: 'update', status: 'succeeded', state: 'running', error: null, result: null },
    ]);
    expect(await detail()).toMatchObject({ name: 'shop-1', hostname: 'shop-1', description: 'Front of the shop' });
  });

  it('changes the notes and keeps the host name', async () => {
    const run = await update(['shop-1', '--description', '前面 of the shöp 🛒']);
    expect(run.code).toBe(0);
    expect(await detail()).toMatchObject({ name: 'shop-1', description: '前面 of the shöp 🛒' });
  });

  it('sets the reverse DNS name and keeps the rest', async () => {
    expect((await update('shop-1 --reverse-dns shop.example.com')).code).toBe(0);
    const raw = (await home.sandbox('get shop-1 -p civo --raw -o json')).json();
    expect(raw).toMatchObject({
      reverse_dns: 'shop.example.com',
      notes: '前面 of the shöp 🛒',
      public_ip: '203.0.113.5',
    });
  });

  it('clears the notes with an empty text', async () => {
    const run = await update(['shop-1', '--description', '']);
    expect(run.code).toBe(0);
    expect(put(run)).toMatchObject({ notes_delete: 'true', reverse_dns: 'shop.example.com' });
    expect(await detail()).toMatchObject({ name: 'shop-1', description: null });
  });

  it('sends nothing where everything is so already', async () => {
    const { code, json, changes } = await update('shop-1 --hostname shop-1');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(json()).toMatchObject([{ status: 'skipped', error: null }]);
  });

  it('takes --name for the host name, but not both of them', async () => {
    expect((await update('shop-1 --name web-1')).json()).toMatchObject([{ name: 'web-1', status: 'succeeded' }]);
    const { code, stdout, changes } = await update('web-1 --name one --hostname two');
    expect({ code, stdout, changes }).toEqual({ code: 2, stdout: '', changes: [] });
  });

  it('refuses a host name that cannot be, or no change at all', async () => {
    const bad = await update(['web-1', '--hostname', 'a b']);
    expect({ code: bad.code, stdout: bad.stdout, changes: bad.changes }).toEqual({ code: 2, stdout: '', changes: [] });
    const none = await update('web-1');
    expect({ code: none.code, stdout: none.stdout, requests: none.requests }).toEqual({
      ...{ code: 2, stdout: '', requests: [] },
    });
  });

  it('reports what the provider refuses', async () => {
    const { code, json, error } = await update('web-1 --hostname web-2');
    expect(code).toBe(7);
    expect(json()).toMatchObject([{ id: web, name: 'web-1', status: 'failed', error: { code: 'name_taken' } }]);
    expect(error()).toMatchObject({
      ...{ code: 'name_taken', kind: 'conflict', httpStatus: 409, providerCode: 'database_instance_duplicate_name' },
      ...{ profile: 'civo', provider: 'civo' },
    });
  });

  it('asks before it changes several', async () => {
    const asked = await update('web-1 web-2 --description both');
    expect({ code: asked.code, stdout: asked.stdout, changes: asked.changes }).toEqual({
      ...{ code: 9, stdout: '', changes: [] },
    });
    const sure = await update('web-1 web-2 --description both --yes');
    expect(sure.json().map(({ name, status }: any) => [name, status])).toEqual([
      ['web-1', 'succeeded'],
      ['web-2', 'succeeded'],
    ]);
    expect(sure.changes).toHaveLength(2);
  });
});

describe('tag', () => {
  const home = new Home();
  let web = '';
  beforeAll(async () => {
    web = (await idsOf(home))['web-1'] as string;
  });
  const tag = (words: string) => home.sandbox(`tag ${words} -p civo -o json`);
  const tags = async () => (await home.sandbox('get web-1 -p civo --query tags')).json();

  it('adds, taking several names in one or more flags, and keeps what is there', async () => {
    const run = await tag('web-1 --add one,two --add three,web');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 0, changes: [`PUT /v2/instances/${web}/tags`] });
    expect(put(run)).toEqual({ tags: 'web prod one two three', region: 'LON1' });
    expect(run.json()).toMatchObject([{ name: 'web-1', action: 'tag', status: 'succeeded', state: 'running' }]);
    expect(await tags()).toEqual(['web', 'prod', 'one', 'two', 'three']);
  });

  it('removes, and does both at once', async () => {
    expect((await tag('web-1 --remove one,absent')).code).toBe(0);
    expect(await tags()).toEqual(['web', 'prod', 'two', 'three']);
    expect((await tag('web-1 --remove two --add four')).code).toBe(0);
    expect(await tags()).toEqual(['web', 'prod', 'three', 'four']);
  });

  it('sends nothing where the tags are so already', async () => {
    const { code, json, changes } = await tag('web-1 --add web --remove absent');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(json()).toMatchObject([{ status: 'skipped' }]);
  });

  it.each(['--set a,b', '--clear'])('asks before it replaces: %s', async (option) => {
    const { code, stdout, changes, error } = await tag(`web-1 ${option}`);
    expect({ code, stdout, changes }).toEqual({ code: 9, stdout: '', changes: [] });
    expect(error()).toMatchObject({ code: 'confirmation_required', kind: 'cancelled', exitCode: 9 });
    expect(error().message).toContain(`civo/web-1 (${web}, running): the tags it has now`);
    expect(await tags()).toEqual(['web', 'prod', 'three', 'four']);
  });

  it('replaces and clears with --yes', async () => {
    expect((await tag('web-1 --set a,b --yes')).code).toBe(0);
    expect(await tags()).toEqual(['a', 'b']);
    expect((await tag('web-1 --clear --yes')).code).toBe(0);
    expect(await tags()).toEqual([]);
  });

  it.each(['', '--set a --clear', '--set a --add b', '--clear --remove a'])(
    'refuses what says nothing or contradicts itself: %s',
    async (options) => {
      const { code, stdout, requests } = await tag(`web-1 ${options} --yes`);
      expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    },
  );

  it('refuses a tag with a space in it, which Civo would take for two', async () => {
    const { code, stdout, changes } = await home.sandbox(['tag', 'web-1', '-p', 'civo', '--add', 'a b']);
    expect({ code, stdout, changes }).toEqual({ code: 2, stdout: '', changes: [] });
  });

  it('finds instances by the tags afterwards', async () => {
    expect((await tag('--filter region=LON1 --add eu --yes')).code).toBe(0);
    const { stdout } = await home.sandbox('list -p civo --filter tag=eu --columns name --no-headers');
    expect(stdout).toBe('web-1\nweb-2\n');
  });
});

describe('firewall', () => {
  const home = new Home();
  let web = '';
  let firewalls: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    web = (await idsOf(home))['web-1'] as string;
    const rows = (await home.sandbox('catalog firewalls -p civo --region LON1 -o json')).json();
    firewalls = Object.fromEntries(rows.map(({ id, name }: any) => [name, id]));
  });
  const firewall = (words: string) => home.sandbox(`firewall ${words} -p civo -o json`);

  it('puts an instance behind a firewall, by name or id', async () => {
    const run = await firewall('web-1 --set web');
    expect({ code: run.code, changes: run.changes }).toEqual({
      code: 0,
      changes: [`PUT /v2/instances/${web}/firewall`],
    });
    expect(put(run)).toEqual({ firewall_id: firewalls.web, region: 'LON1' });
    expect(run.json()).toMatchObject([{ name: 'web-1', action: 'firewall', status: 'succeeded' }]);
    expect((await firewall(`web-1 --set ${firewalls.web}`)).json()).toMatchObject([{ status: 'skipped' }]);
  });

  it('goes back to the default one of the network', async () => {
    const run = await firewall('web-1 --default');
    expect(put(run)).toEqual({ firewall_id: firewalls['default-default'], region: 'LON1' });
    const again = await firewall('web-1 --default');
    expect({ code: again.code, changes: again.changes }).toEqual({ code: 0, changes: [] });
  });

  it('refuses a firewall of another network, and an unknown one with the nearest', async () => {
    const other = await firewall('web-1 --set backend');
    expect({ code: other.code, stdout: other.stdout, changes: other.changes }).toEqual({
      code: 5,
      stdout: '',
      changes: [],
    });
    const typo = await firewall('web-1 --set wb');
    expect({ code: typo.code, stdout: typo.stdout, changes: typo.changes }).toEqual({
      code: 5,
      stdout: '',
      changes: [],
    });
    expect(typo.error()).toMatchObject({ code: 'resource_not_found', hint: 'Did you mean web?' });
  });

  it.each(['--on', '--off', '', '--set web --default'])(
    'refuses what Civo does not have or that is no choice: %s',
    async (option) => {
      const { code, stdout, changes } = await firewall(`web-1 ${option}`);
      expect({ code, stdout, changes }).toEqual({ code: 2, stdout: '', changes: [] });
    },
  );
});
