import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

interface Made {
  id: string | null;
  name: string;
  status: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('create', () => {
  const home = new Home();
  const create = (words: string) => home.sandbox(`create ${words} -p civo`);
  const bodies = async (words: string) => {
    const run = await create(words);
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
    return run.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
  };

  it('makes one instance, waits until it runs and prints it', async () => {
    const { code, stderr, json, changes } = await create(`made-1 --region LON1 ${small} -o json`);
    expect({ code, stderr, changes }).toEqual({ code: 0, stderr: '', changes: ['POST /v2/instances'] });
    expect(json()).toEqual([
      expect.objectContaining({
        profile: 'civo',
        provider: 'civo',
        id: expect.stringMatching(uuid),
        name: 'made-1',
        state: 'running',
        providerState: 'ACTIVE',
        region: 'LON1',
        size: 'g3.xsmall',
        image: 'ubuntu-jammy',
        memoryMiB: 1024,
        publicAddresses: [expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)],
        tags: [],
        action: 'create',
        status: 'succeeded',
        operation: null,
        error: null,
      }),
    ]);
  });

  it('prints a table without a terminal, one line of progress at the start and one at the end', async () => {
    const { stdout, stderr } = await create(`made-2 --region LON1 ${small}`);
    const [header = '', row = '', ...rest] = stdout.split('\n');
    expect(rest).toEqual(['']);
    expect(header.split(/ {2,}/).slice(0, 9)).toEqual([
      ...['PROFILE', 'NAME', 'ID', 'STATUS', 'STATE', 'REGION', 'SIZE', 'PUBLIC IP', 'CREATED'],
    ]);
    expect(row.split(/ {2,}/).slice(0, 9)).toEqual([
      ...['civo', 'made-2', expect.stringMatching(uuid), 'succeeded', 'running', 'LON1', 'g3.xsmall'],
      ...[expect.stringMatching(/^[\d.]+$/), expect.stringMatching(/^\d{4}-.*Z$/)],
    ]);
    expect(stderr).toBe('create civo/made-2 …\ncreate civo/made-2: running\n');
    expect((await create(`made-3 --region LON1 ${small} -q`)).stderr).toBe('');
  });

  it('sends what was asked for, each name as the id of its region', async () => {
    const networks = (await home.sandbox('catalog networks -p civo --region LON1 -o json')).json();
    const firewalls = (await home.sandbox('catalog firewalls -p civo --region LON1 -o json')).json();
    const images = (await home.sandbox('catalog images -p civo --region LON1 -o json')).json();
    const keys = (await home.sandbox('catalog ssh-keys -p civo -o json')).json();
    const idOf = (rows: { id: string; name: string }[], wanted: string) =>
      rows.find(({ name }) => name === wanted)?.id ?? 'missing';
    const options = '--network backend --firewall backend --ssh-key laptop --user admin --reverse-dns a.example.com';
    const sent = await bodies(`full --region LON1 ${small} ${options} --tag one,two --tag three --public-ip create`);
    expect(sent).toEqual([
      {
        count: 1,
        hostname: 'full',
        size: 'g3.xsmall',
        template_id: idOf(images, 'ubuntu-jammy'),
        network_id: idOf(networks, 'backend'),
        firewall_id: idOf(firewalls, 'backend'),
        ssh_key_id: idOf(keys, 'laptop'),
        public_ip: 'create',
        initial_user: 'admin',
        reverse_dns: 'a.example.com',
        tags: 'one two three',
        region: 'LON1',
      },
    ]);
    const { json } = await home.sandbox('get full -p civo -o json');
    expect(json()).toMatchObject({ tags: ['one', 'two', 'three'], networks: ['backend'], user: 'admin' });
  });

  it('takes ids in place of names', async () => {
    const image = (await home.sandbox('catalog images -p civo --region FRA1 -o json')).json()[0];
    const sent = await bodies(`by-id --region FRA1 --size g3.xsmall --image ${image.id} --no-wait`);
    expect(sent).toMatchObject([{ template_id: image.id, region: 'FRA1' }]);
  });

  it('registers a public key with the first instance that uses it', async () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEtleSBmb3IgdGVzdHMgb25seSEhISEhISEhISEhIQ== someone@there';
    const run = await home.sandbox([
      ...`create keyed -p civo --region LON1 ${small} --count 2 --no-wait -o json`.split(' '),
      ...['--public-key', key],
    ]);
    expect(run.code).toBe(0);
    expect(run.changes).toEqual(['POST /v2/sshkeys', 'POST /v2/instances', 'POST /v2/instances']);
    const posted = run.requests.filter(({ path }) => path === '/v2/instances').map(({ body }) => body as any);
    const ids = posted.filter((body) => body?.ssh_key_id !== undefined).map((body) => body.ssh_key_id);
    expect(ids).toEqual([expect.stringMatching(uuid), ids[0]]);
    expect((await home.sandbox('get keyed-1 -p civo --raw -o json')).json().ssh_key_id).toBe(ids[0]);
  });

  it('returns at once with --no-wait, the id known', async () => {
    const { code, json, requests } = await create(`soon --region LON1 ${small} --no-wait -o json`);
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ id: expect.stringMatching(uuid), status: 'accepted', state: 'pending' }]);
    expect(requests.at(-1)).toMatchObject({ method: 'POST', path: '/v2/instances' });
  });

  it('says how to look when the time is up, and the instance goes on', async () => {
    const stuck = { variables: { NUBE_SANDBOX_FAULT: 'stuck' } };
    const run = await home.sandbox(`create late -p civo --region LON1 ${small} --timeout 1s -o json`, stuck);
    expect(run.code).toBe(11);
    const id = (await idsOf(home)).late;
    expect(run.json()).toMatchObject([{ id, status: 'accepted', state: 'pending', error: { code: 'timed_out' } }]);
    expect(run.error()).toMatchObject({ code: 'timed_out', kind: 'timeout', exitCode: 11, profile: 'civo' });
    expect(run.error().hint).toContain(`nube get civo/${id}`);
  });

  it('refuses a name that is taken in the region, not one that another region has', async () => {
    const { code, stdout, stderr, changes } = await create(`web-1 --region LON1 ${small}`);
    expect({ code, stdout, changes }).toEqual({ code: 7, stdout: '', changes: [] });
    expect(stderr).toBe(
      'error: An instance called web-1 exists already: civo/a296c4d9-c832-4a7b-b384-a26602e7d6b6\nhint: Choose another name, or give --if-not-exists.\n',
    );
    const count = await create(`web --region LON1 ${small} --count 3`);
    expect({ code: count.code, changes: count.changes }).toEqual({ code: 7, changes: [] });
    expect((await create(`web-1 --region NYC1 ${small} --no-wait`)).code).toBe(0);
  });

  it.each([
    ['--size g3.xsmal --image ubuntu-jammy', 'size "g3.xsmal"', 'g3.xsmall'],
    ['--size g3.xsmall --image ubuntu-jamy', 'image "ubuntu-jamy"', 'ubuntu-jammy'],
    [`${small} --network backed`, 'network "backed"', 'backend'],
    [`${small} --firewall wb`, 'firewall "wb"', 'web'],
    [`${small} --ssh-key lapto`, 'SSH key "lapto"', 'laptop'],
  ])('refuses what is unknown with the nearest, before anything is made: %s', async (options, what, near) => {
    const { code, stdout, stderr, changes } = await create(`x --region LON1 ${options}`);
    expect({ code, stdout, changes }).toEqual({ code: 5, stdout: '', changes: [] });
    expect(stderr).toMatch(new RegExp(`^error: There is no ${what} in LON1\nhint: Did you mean ${near}\\b.*\\?\n$`));
  });

  it('names the profile in the error of what it refuses', async () => {
    const { error } = await create('x --region LON1 --size g3.nothing --image ubuntu-jammy -o json');
    expect(error()).toMatchObject({ code: 'resource_not_found', profile: 'civo', provider: 'civo' });
  });

  it('refuses an unknown region with the nearest', async () => {
    const { code, stdout, stderr, changes } = await create(`x --region LON2 ${small}`);
    expect({ code, stdout, changes }).toEqual({ code: 5, stdout: '', changes: [] });
    expect(stderr).toContain('hint: Did you mean LON1?\n');
  });

  it.each(['g2.small', 'g4s.kube.small', 'g3.db.small'])(
    'refuses a size that no instance can have: %s',
    async (size) => {
      const { code, changes } = await create(`x --region LON1 --size ${size} --image ubuntu-jammy`);
      expect({ code, changes }).toEqual({ code: 5, changes: [] });
    },
  );

  it.each(['bad_name', '-x', 'a b', 'ends-', 'x'.repeat(64)])(
    'refuses a name that cannot be, before anything is sent: %s',
    async (name) => {
      const line = ['create', '-p', 'civo', '--region', 'LON1', ...small.split(' '), '--', name];
      const { code, stdout, changes } = await home.sandbox(line);
      expect({ code, stdout, changes }).toEqual({ code: 2, stdout: '', changes: [] });
    },
  );

  it.each(['--hub h', '--memory 2GiB', '--cpus 2', '--plan p', '--scale 3', '--environment e'])(
    'refuses an option of other providers: %s',
    async (option) => {
      const { code, stdout, requests } = await create(`x --region LON1 ${small} ${option}`);
      expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    },
  );

  it('does not ask where nobody is, but says what is missing', async () => {
    const options = await create('x');
    expect({ code: options.code, stdout: options.stdout, requests: options.requests }).toEqual({
      ...{ code: 2, stdout: '', requests: [] },
    });
    expect(options.stderr).toMatch(/^error: Civo needs --region, --size, --image\nhint: /);
    const name = await create(`--region LON1 ${small}`);
    expect({ code: name.code, stdout: name.stdout, requests: name.requests }).toEqual({
      ...{ code: 2, stdout: '', requests: [] },
    });
    expect(name.stderr).toMatch(/^error: The new instance needs a name\nhint: /);
  });

  it('makes no more than --max', async () => {
    const { code, stdout, changes } = await create(`few --region LON1 ${small} --count 3 --max 2`);
    expect({ code, stdout, changes }).toEqual({ code: 7, stdout: '', changes: [] });
  });
});

describe('create --count', () => {
  const home = new Home();
  let before: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    before = await idsOf(home);
  });

  it('sends one create after another, each for one instance, named with its number', async () => {
    const run = await home.sandbox(`create row -p civo --region LON1 ${small} --count 3 -o json`);
    expect(run.code).toBe(0);
    const posts = run.requests.filter(({ method }) => method === 'POST').map(({ body }) => body as any);
    expect(posts.map(({ hostname, count }) => [hostname, count])).toEqual([
      ['row-1', 1],
      ['row-2', 1],
      ['row-3', 1],
    ]);
    expect(run.json().map(({ name, status, state }: any) => [name, status, state])).toEqual([
      ['row-1', 'succeeded', 'running'],
      ['row-2', 'succeeded', 'running'],
      ['row-3', 'succeeded', 'running'],
    ]);
  });

  it('calls the only one by the plain name', async () => {
    const { json } = await home.sandbox(`create only -p civo --region LON1 ${small} --count 1 --no-wait -o json`);
    expect(json()).toMatchObject([{ name: 'only' }]);
  });

  it('reports each id although later ones fail by the quota', async () => {
    const room = '--size g3.2xlarge --image ubuntu-jammy';
    const run = await home.sandbox(`create big -p civo --region FRA1 ${room} --count 5 -o json`);
    expect(run.code).toBe(12);
    const rows = run.json() as Made[];
    expect(rows.map(({ name }) => name)).toEqual(['big-1', 'big-2', 'big-3', 'big-4', 'big-5']);
    const made = rows.filter(({ status }) => status === 'succeeded');
    const failed = rows.filter(({ status }) => status === 'failed');
    expect([made.length, failed.length]).toEqual([3, 2]);
    for (const { id } of made) expect(id).toMatch(uuid);
    for (const row of failed)
      expect(row).toMatchObject({ id: null, error: { code: 'quota_exceeded', kind: 'failed' } });
    const now = await idsOf(home);
    expect(made.map(({ id }) => id)).toEqual(made.map(({ name }) => now[name]));
    expect(Object.keys(now).filter((name) => name.startsWith('big'))).toHaveLength(3);
    expect(run.error()).toMatchObject({
      ...{ code: 'some_failed', kind: 'partial', exitCode: 12 },
      errors: [{ code: 'quota_exceeded', exitCode: 10, profile: 'civo', httpStatus: 403 }, { code: 'quota_exceeded' }],
    });
  });

  it('ends with 10 where the quota allows none, and says what it is', async () => {
    const run = await home.sandbox('create huge -p civo --region FRA1 --size g3.2xlarge --image ubuntu-jammy');
    expect(run.code).toBe(10);
    expect(run.changes).toEqual(['POST /v2/instances']);
    expect(run.stderr).toContain('error: The account’s quota does not allow it\nreason: Limit of 131072 MB of RAM: ');
    expect(run.stderr).toMatch(/\nhint: nube catalog quota .*\n$/);
  });

  it('left everything else as it was', async () => {
    const now = await idsOf(home);
    for (const [name, id] of Object.entries(before)) expect(now[name]).toBe(id);
  });
});
