import { afterEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { CycleHome } from './cycleHome';

const cycle = new CycleHome();
const { home } = cycle;
afterEach(() => cycle.reset());

const names = (run: { json: () => { name: string }[] }) =>
  run
    .json()
    .map(({ name }) => name)
    .sort();
const asked = (run: { requests: { path: string; query: Record<string, string> }[] }, path: RegExp) =>
  run.requests.filter((request) => path.test(request.path));

describe('list on Cycle', () => {
  it('walks the servers of the hub and the virtual machines, none of them twice', async () => {
    const run = await cycle.run('list -o json');
    expect(names(run)).toEqual(['api-1', 'api-2', 'reports-1', 'store-1', 'vm-1', 'worker-1']);
    const walked = asked(run, /\/servers\/\w+\/instances$/);
    expect(walked).toHaveLength(5);
    expect(walked[0]?.query).toMatchObject({ include: 'containers,environments,locations', 'page[size]': '100' });
    expect(run.json().find(({ name }: { name: string }) => name === 'api-1')).toMatchObject({
      region: 'Amsterdam',
      group: 'api',
      image: 'shop/api:1.4.2',
      publicAddresses: ['203.0.113.10'],
      privateAddresses: ['fd00:c1c1:e000::3', '10.0.0.3'],
      updatedAt: expect.stringMatching(/^2/),
    });
  });

  it.each([
    ['--kind vm', ['vm-1']],
    ['--kind container --search STORE', ['store-1']],
    ['--server ams-2', ['reports-1', 'worker-1']],
    ['--container api', ['api-1', 'api-2']],
    ['--container api --server nyc-host-1', ['api-2']],
    ['--container vm-1', ['vm-1']],
    ['--container api --kind vm', []],
    ['--filter state=stopped', ['reports-1']],
    ['--container reports --filter state=running', []],
  ])('narrows with %s', async (options, expected) => {
    expect(names(await cycle.run(`list ${options} -o json`))).toEqual(expected);
  });

  it('lets Cycle filter and search in a container', async () => {
    const run = await cycle.run('list --container api --search api-2 --filter state=running -o json');
    expect(names(run)).toEqual(['api-2']);
    expect(asked(run, /\/containers\/\w+\/instances$/)[0]?.query).toMatchObject({
      'filter[state]': 'running',
      'filter[search]': 'api-2',
    });
  });

  it('reads pages until a short one, whatever the largest page is', async () => {
    const many = new Home({ NUBE_SANDBOX_INSTANCES: '450' });
    const list = await many.sandbox('list -p cycle -o json');
    expect(list.json()).toHaveLength(450);
    const words = ['api', 'PUT', '/sandbox/settings', '-p', 'cycle', '--data', '{"page_size_max":30}'];
    await many.sandbox(words);
    const cut = await many.sandbox('list -p cycle -o json');
    expect(new Set(cut.json().map(({ id }: { id: string }) => id)).size).toBe(450);
  });

  it('prints Cycle’s own objects with what was included', async () => {
    const [row] = (await cycle.run('list --container api --raw --include servers,creators -o json')).json();
    expect(row).toMatchObject({ hostname: 'api-1', includes: { servers: { [row.server_id]: { nickname: 'ams-1' } } } });
    expect((await cycle.run('list --include servers')).code).toBe(2);
    expect((await cycle.run('list --raw --include nonsense')).code).toBe(2);
  });

  it('does without virtual machines where the key may not see them, and says so', async () => {
    await cycle.set({ missing_capabilities: ['virtual-machines-view'] });
    const run = await cycle.run('list -o json');
    expect({ code: run.code, vm: names(run).includes('vm-1') }).toEqual({ code: 0, vm: false });
    expect(JSON.parse(run.stderr).warning.code).toBe('machines_hidden');
    expect((await cycle.run('list --kind vm')).code).toBe(4);
  });

  it('goes through the containers where the key may not see servers', async () => {
    await cycle.set({ missing_capabilities: ['servers-view'] });
    expect(names(await cycle.run('list -o json'))).toHaveLength(6);
  });
});

describe('get on Cycle', () => {
  it('shows an instance with its container, and its own answer with secrets masked', async () => {
    const { json } = await cycle.run('get store-1 -o json');
    expect(json()).toMatchObject({
      networks: ['production'],
      volumes: [{ name: 'data', sizeGiB: 10 }],
      description: expect.stringMatching(/^container store \(manual strategy, 1 wanted, running\); server ams-1/),
    });
    const raw = await cycle.run('get store-1 --raw -o json');
    expect(raw.json()).toMatchObject({
      data: { hostname: 'store-1' },
      includes: { containers: expect.any(Object) },
    });
    const [container] = Object.values(raw.json().includes.containers) as any[];
    expect(container.config.runtime.environment_vars).toBe('********');
    expect((await cycle.run('volumes store-1 -o json')).stdout).not.toMatch(/password/i);
  });

  it('shows the password of a virtual machine only when asked', async () => {
    await cycle.run('create --kind vm --container api --image alpine-3-19');
    expect((await cycle.run('get vm-2 -o json')).json().password).toBeNull();
    expect((await cycle.run('get vm-2 --show-secrets -o json')).json().password).toMatch(/^\w+$/);
    expect((await cycle.run('get vm-2 --raw -o json')).json().data.root_password).toBe('********');
  });
});

describe('SSH on Cycle', () => {
  const minted = (run: { requests: { method: string; path: string }[] }) =>
    run.requests.filter(({ method, path }) => method === 'GET' && /\/(ssh|sos)$/.test(path)).length;

  it('mints a credential only where it is used, and revokes all', async () => {
    for (const name of ['api-1', 'vm-1']) {
      for (const line of [`get ${name}`, 'list', `volumes ${name}`, `stats ${name}`]) {
        expect({ line, minted: minted(await cycle.run(line)) }).toEqual({ line, minted: 0 });
      }
      const id = await cycle.idOf(name);
      const print = await home.sandbox(`-p cycle ssh --print ${name}`);
      expect({ code: print.code, minted: minted(print) }).toEqual({ code: 0, minted: 1 });
      expect(print.stdout).toContain(`-l ${id} -p `);
      const expire = await home.sandbox(`-p cycle -o json ssh ${name} --expire`);
      expect(expire.code).toBe(0);
      expect(expire.changes).toEqual([
        name === 'vm-1'
          ? `DELETE /v1/virtual-machines/${id}/sos`
          : `DELETE /v1/containers/${await cycle.containerOf('api')}/instances/${id}/ssh`,
      ]);
      expect(expire.json()).toMatchObject([{ status: 'succeeded' }]);
    }
  });
});

describe('a profile for Cycle', () => {
  it('has the choices that a create needs', async () => {
    expect((await cycle.run('catalog servers -o json')).json()).toMatchObject([
      { name: 'ams-1', region: 'Amsterdam', takesInstances: true, reason: null },
      { name: 'ams-2' },
      { name: 'nyc-host-1' },
      { name: 'ams-3', takesInstances: false, reason: 'it is being evacuated' },
      { name: 'nyc-2', takesInstances: false, reason: 'it is offline' },
    ]);
    expect((await cycle.run('catalog containers -o json')).json()).toHaveLength(5);
    expect((await cycle.run('catalog hubs -o json')).json()).toMatchObject([{ name: 'Sandbox Hub' }]);
    expect((await cycle.run('catalog networks -o json')).json()).toMatchObject([{ name: 'production' }]);
  });

  it('is checked with its hub', async () => {
    const test = await home.sandbox('profile test cycle -o json');
    expect(test.json()).toMatchObject([{ name: 'cycle', status: 'succeeded', account: 'Sandbox Hub' }]);
    expect(test.requests.map(({ path }) => path)).toEqual(['/v1/hubs/current']);
    const wrong = await home.sandbox('list -p cycle --hub 0123456789abcdef01234567 -o json');
    expect(wrong.code).toBe(4);
    expect(wrong.error().message).toContain('This belongs to another hub');
  });

  it('takes its hub by name or identifier, too, and asks which it is once', async () => {
    const known = await home.sandbox('list -p cycle -o id');
    for (const hub of ['Sandbox Hub', 'sandbox-hub']) {
      const run = await home.sandbox(['list', '-p', 'cycle', '--hub', hub, '-o', 'id']);
      expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: known.stdout });
      expect(run.requests.filter(({ path }) => path === '/v1/hubs')).toHaveLength(1);
    }
    const wrong = await home.sandbox('list -p cycle --hub sandbox-hb -o json');
    expect(wrong).toMatchObject({ code: 5, stdout: '[]\n' });
    expect(wrong.error()).toMatchObject({
      code: 'resource_not_found',
      message: 'There is no hub "sandbox-hb"',
      hint: 'Did you mean sandbox-hub?',
    });
    expect(wrong.requests.map(({ path }) => path)).toEqual(['/v1/hubs']);
    const stop = await home.sandbox([
      'stop',
      'store-1',
      '--whole-container',
      '--dry-run',
      '-p',
      'cycle',
      '--hub',
      'sandbox-hub',
    ]);
    expect(stop.stdout).toMatch(/-H 'x-hub-id: [0-9a-f]{24}'/);
  });

  it('is kept with the id of a hub that was named', async () => {
    const line = 'profile add other --provider cycle --token-stdin --hub sandbox-hub -o json';
    const add = await home.sandbox(line, { input: 'sandbox-cycle-token' });
    expect(add.json().settings).toEqual({ hub: expect.stringMatching(/^[0-9a-f]{24}$/) });
  });
});
