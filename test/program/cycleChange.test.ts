import { afterEach, describe, expect, it } from 'vitest';
import { CycleHome, outcomes } from './cycleHome';

const cycle = new CycleHome();
const { home } = cycle;
afterEach(() => cycle.reset());

const bodies = (run: { requests: { method: string; body: unknown }[] }) =>
  run.requests.filter(({ method }) => method !== 'GET').map(({ body }) => body);
const names = async (line = 'list') =>
  ((await cycle.run(`${line} -o json`)).json() as { name: string }[]).map(({ name }) => name).sort();

describe('create on Cycle', () => {
  it('places instances on servers by name or id, with one request, and prints those that are new', async () => {
    const servers = (await cycle.run('catalog servers -o json')).json() as { id: string; name: string }[];
    const [first, , third] = servers.map(({ id }) => id);
    const run = await cycle.run(`create --container api --server ams-1=2 --server ${third} -o json`);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(bodies(run)).toEqual([
      [
        { server_id: first, new_instances: 2 },
        { server_id: third, new_instances: 1 },
      ],
    ]);
    expect(outcomes(run)).toEqual([
      ['api-3', 'succeeded', 'running'],
      ['api-4', 'succeeded', 'running'],
      ['api-5', 'succeeded', 'running'],
    ]);
    expect(run.json()[0]).toMatchObject({ action: 'create', group: 'api', image: 'shop/api:1.4.2' });
  });

  it('gives a server without a number of its own the count', async () => {
    const run = await cycle.run('create --container api --server ams-1 --count 2 -o json');
    expect(run.json()).toHaveLength(2);
    expect(bodies(run)).toMatchObject([[{ new_instances: 2 }]]);
  });

  it('is exactly once where the answer is lost', async () => {
    const run = await cycle.run('create --container api --server ams-1 -o json', {
      variables: { NUBE_SANDBOX_FAULT: 'drop-after-commitx1' },
    });
    expect(outcomes(run)).toEqual([['api-3', 'succeeded', 'running']]);
    expect(await names('list --container api')).toEqual(['api-1', 'api-2', 'api-3']);
  });

  it('makes those of a file in one container one after another', async () => {
    const file = '[{"container":"api","server":"ams-1"},{"container":"api","server":"ams-2=2"}]';
    const run = await cycle.run('create --from-file - -o json', { input: file });
    expect(outcomes(run)).toEqual([
      ['api-3', 'succeeded', 'running'],
      ['api-4', 'succeeded', 'running'],
      ['api-5', 'succeeded', 'running'],
    ]);
  });

  it.each([
    ['create api-9 --container api --server ams-1', 2, 'Cycle names its instances itself; leave api-9 out'],
    ['create --container api', 2, 'New instances of api need --server'],
    ['create --container nothing --server ams-1', 5, 'There is no container "nothing"'],
    ['create --container api --server nowhere', 5, 'There is no server "nowhere"'],
    ['create --container api --server ams-3', 7, 'The server ams-3 takes no instances: it is being evacuated'],
    ['create --container api --server nyc-2', 7, 'The server nyc-2 takes no instances: it is offline'],
    ['create --container worker --server ams-1', 8, 'The container worker has the strategy resource-density'],
    ['create --container api --scale 3', 8, 'The container api has the manual strategy'],
    ['create --container api --server ams-1 --size large', 2, 'Cycle has no --size for create'],
  ])('refuses `%s` before it sends anything', async (line, code, message) => {
    const run = await cycle.run(`${line} -o json`);
    expect({ code: run.code, changes: run.changes }).toEqual({ code, changes: [] });
    expect(run.error().message).toContain(message);
  });

  it('scales a container that places its instances itself, up and down', async () => {
    const hint = (await cycle.run('create --container worker --server ams-1 -o json')).error().hint;
    expect(hint).toBe('nube create --container worker --scale 2 sets how many there are.');
    const up = await cycle.run('create --container worker --scale 3 -o json');
    expect(bodies(up)).toEqual([{ action: 'scale', contents: { instances: 3 } }]);
    expect(outcomes(up)).toEqual([
      ['worker-2', 'succeeded', 'running'],
      ['worker-3', 'succeeded', 'running'],
    ]);
    const down = await cycle.run('create --container worker --scale 1 -o json');
    expect(JSON.parse(down.stderr).warning).toEqual({
      code: 'scales_down',
      message: 'The container worker goes from 3 to 1: Cycle removes the newest, worker-3, worker-2.',
    });
    expect(await names('list --container worker')).toEqual(['worker-1']);
  });

  it('makes a virtual machine, stopped, its password shown only when asked', async () => {
    const line = 'create --kind vm --container api --image ubuntu-24-04 --cpus 2 --memory 2GB --ssh-key laptop';
    const run = await cycle.run(`${line} -o json`);
    expect(outcomes(run)).toEqual([['vm-2', 'succeeded', 'stopped']]);
    expect(run.json()[0]).toMatchObject({ cpus: 2, memoryMiB: 2048, image: 'ubuntu-24-04' });
    expect(run.json()[0]).not.toHaveProperty('password');
    const shown = await cycle.run(`${line} --show-secrets -o json`);
    expect(shown.json()).toMatchObject([{ name: 'vm-3', password: expect.stringMatching(/^\w{10,}$/) }]);
    expect(outcomes(await cycle.run('delete vm-2 vm-3 --yes -o json'))).toEqual([
      ['vm-2', 'succeeded', null],
      ['vm-3', 'succeeded', null],
    ]);
    expect(await names('list --kind vm')).toEqual(['vm-1']);
  });
});

describe('delete on Cycle', () => {
  it('names one in the path, and several of a container in one body, each with its own result', async () => {
    const container = await cycle.containerOf('api');
    await cycle.run('create --container api --server ams-1=2');
    const [one, two, three] = [await cycle.idOf('api-2'), await cycle.idOf('api-3'), await cycle.idOf('api-4')];
    const first = await cycle.run('delete api-2 --yes -o json');
    expect(first.changes).toEqual([`DELETE /v1/containers/${container}/instances/${one}`]);
    expect(outcomes(first)).toEqual([['api-2', 'succeeded', null]]);
    const both = await cycle.run('delete api-3 api-4 --yes -o json');
    expect(both.changes).toEqual([`DELETE /v1/containers/${container}/instances`]);
    expect(bodies(both)).toEqual([{ instances_ids: [two, three] }]);
    expect(outcomes(both)).toEqual([
      ['api-3', 'succeeded', null],
      ['api-4', 'succeeded', null],
    ]);
    expect((await cycle.run('get api-3')).code).toBe(5);
  });

  it('never names none', async () => {
    const { stdout } = await cycle.run('delete api-1 api-2 --dry-run');
    expect(stdout).toMatch(/-d '\{"instances_ids":\["[0-9a-f]{24}","[0-9a-f]{24}"\]\}'\n$/);
  });

  it('is refused where Cycle picks what goes, with the way out', async () => {
    const { code, changes, error } = await cycle.run('delete worker-1 --yes -o json');
    expect({ code, changes, hint: error().hint }).toEqual({
      code: 8,
      changes: [],
      hint: 'nube create --container worker --scale 0',
    });
  });

  it('is refused in a locked container', async () => {
    const id = await cycle.containerOf('api');
    await home.sandbox(['api', 'PATCH', `/v1/containers/${id}`, '-p', 'cycle', '--data', '{"lock":true}']);
    const { code, changes, error } = await cycle.run('delete api-1 --yes -o json');
    expect({ code, changes }).toEqual({ code: 7, changes: [] });
    expect(error().message).toBe('The container api is locked against deletion');
  });

  it('is settled by looking where the answer is lost', async () => {
    const variables = { NUBE_SANDBOX_FAULT: 'drop-after-commitx1' };
    expect(outcomes(await cycle.run('delete api-1 api-2 --yes -o json', { variables }))).toEqual([
      ['api-1', 'succeeded', null],
      ['api-2', 'succeeded', null],
    ]);
  });
});

describe('clone on Cycle', () => {
  it('is one more instance of the container', async () => {
    expect(outcomes(await cycle.run('clone api-1 -o json'))).toEqual([['api-3', 'succeeded', 'running']]);
    const automatic = await cycle.run('clone worker-1 -o json');
    expect(bodies(automatic)).toEqual([{ action: 'scale', contents: { instances: 2 } }]);
    expect(outcomes(automatic)).toEqual([['worker-2', 'succeeded', 'running']]);
    expect((await cycle.run('clone vm-1')).code).toBe(8);
  });
});

describe('migrate on Cycle', () => {
  it('must be told whether volumes go along', async () => {
    const { code, changes, error } = await cycle.run('migrate store-1 --to ams-2 --yes -o json');
    expect({ code, changes }).toEqual({ code: 2, changes: [] });
    expect(error().hint).toBe('Give --copy-volumes, or --no-copy-volumes to begin with empty ones.');
  });

  it('answers with the new instance, says until when it can be undone, and undoes it from either end', async () => {
    for (const end of ['old', 'new']) {
      const old = await cycle.idOf('store-1');
      const run = await cycle.run('migrate store-1 --to ams-2 --copy-volumes --yes -o json');
      expect(bodies(run)).toMatchObject([
        { action: 'migration.start', contents: { stateful: { copy_volumes: true } } },
      ]);
      const [row] = run.json();
      expect(row).toMatchObject({
        id: old,
        status: 'succeeded',
        state: 'stopped',
        result: { provider: 'cycle', state: 'running', region: 'Amsterdam', group: 'store' },
      });
      expect(row.result.id).not.toBe(old);
      const { warning } = JSON.parse(run.stderr);
      expect(warning.message).toMatch(
        new RegExp(`until 2\\S+Z, nube migrate cycle/${row.result.id} --revert undoes it\\.$`),
      );
      const id = end === 'old' ? old : row.result.id;
      const revert = await cycle.run(`migrate ${id} --revert --yes -o json`);
      expect(bodies(revert)).toEqual([{ action: 'migration.revert' }]);
      expect(revert.json()).toMatchObject([{ id, status: 'succeeded', result: { id: old, state: 'running' } }]);
      await cycle.reset();
    }
  });

  it('leaves an instance behind that does not start any more, with the way back', async () => {
    await cycle.run('migrate worker-1 --to nyc-host-1 --yes');
    const { code, error } = await cycle.run('start worker-1 -o json');
    expect({ code, hint: error().hint }).toEqual({
      code: 7,
      hint: expect.stringMatching(/^nube migrate cycle\/[0-9a-f]{24} --revert brings it back\.$/),
    });
  });

  it('is refused where there is nothing to undo, and for virtual machines', async () => {
    expect((await cycle.run('migrate api-1 --revert --yes')).code).toBe(7);
    expect((await cycle.run('migrate vm-1 --to ams-1 --yes')).code).toBe(8);
    expect((await cycle.run('migrate api-1 --to ams-3 --yes')).code).toBe(7);
  });
});

describe('drain on Cycle', () => {
  it('takes an instance out of the traffic and puts it back', async () => {
    const drain = await cycle.run('drain api-1 -o json');
    expect(bodies(drain)).toEqual([{ action: 'traffic-drain.reconfigure', contents: { enable: true } }]);
    expect((await cycle.run('get api-1 -o json')).json().description).toContain('out of the traffic since');
    expect((await cycle.run('drain api-1 -o json')).json()).toMatchObject([{ status: 'skipped' }]);
    const back = await cycle.run('drain api-1 --off -o json');
    expect(outcomes(back)).toEqual([['api-1', 'succeeded', 'running']]);
  });
});

describe('resize on Cycle', () => {
  it('changes the container, and keeps its variables out of a dry run', async () => {
    const dry = await cycle.run('resize store-1 --cpus 2 --dry-run');
    expect(dry.stdout).toContain('--arg env_app "$NUBE_ENV_APP"');
    const run = await cycle.run('resize store-1 --cpus 2 --memory 1GiB --yes -o json');
    expect(bodies(run)).toMatchObject([
      {
        action: 'reconfigure',
        contents: {
          network: { hostname: 'store' },
          deploy: { instances: 1, strategy: 'manual' },
          resources: { cpu: { shares: { limit: 20 } }, ram: { limit: '1G' } },
        },
      },
    ]);
    expect(outcomes(run)).toEqual([['store-1', 'succeeded', 'running']]);
    expect((await cycle.run('get store-1 -o json')).json()).toMatchObject({ cpus: 2, memoryMiB: 1024 });
    expect((await cycle.run('resize store-1 --cpus 2 --yes -o json')).json()).toMatchObject([{ status: 'skipped' }]);
    expect((await cycle.run('resize api-1 --cpus 2 --yes')).code).toBe(9);
  });

  it('adds to a volume of one instance', async () => {
    const [volume] = (await cycle.run('volumes store-1 -o json')).json();
    expect(volume).toMatchObject({ sizeGiB: 10, name: 'data' });
    const run = await cycle.run(`resize store-1 --volume ${volume.id}=+5 --yes -o json`);
    expect(bodies(run)).toEqual([{ action: 'volume.extend', contents: { volume_id: volume.id, extend_size: '5G' } }]);
    expect((await cycle.run('volumes store-1 -o json')).json()).toMatchObject([{ sizeGiB: 15 }]);
  });

  it('changes one virtual machine, within its bounds', async () => {
    const run = await cycle.run('resize vm-1 --cpus 4 --memory 4GiB --yes -o json');
    expect(outcomes(run)).toEqual([['vm-1', 'succeeded', 'running']]);
    expect((await cycle.run('get vm-1 -o json')).json()).toMatchObject({ cpus: 4, memoryMiB: 4096 });
    expect((await cycle.run('resize vm-1 --memory 100 --yes')).code).toBe(2);
    const [volume] = (await cycle.run('volumes vm-1 -o json')).json();
    await cycle.run(`resize vm-1 --volume ${volume.id}=+4 --yes`);
    expect((await cycle.run('volumes vm-1 -o json')).json()).toMatchObject([{ sizeGiB: 24 }]);
  });
});

describe('what else can be changed on Cycle', () => {
  it('is the name of a virtual machine', async () => {
    expect(outcomes(await cycle.run('update vm-1 --name batch -o json'))).toEqual([['batch', 'succeeded', 'running']]);
    expect((await cycle.run('update api-1 --name batch')).code).toBe(8);
  });

  it('are backups, where the container has them', async () => {
    const [first, second] = (await cycle.run('backups store-1 -o json')).json();
    expect(first).toMatchObject({ kind: 'backup', state: 'live', instanceId: await cycle.idOf('store-1') });
    const none = await home.sandbox('restore cycle/store-1 -o json');
    expect({ code: none.code, changes: none.changes }).toEqual({ code: 2, changes: [] });
    expect(none.error()).toMatchObject({
      message: 'Which backup?',
      hint: `nube backups cycle/${await cycle.idOf('store-1')}`,
    });
    const restore = await home.sandbox(`restore cycle/store-1 ${first.id} --yes -o json`);
    expect(bodies(restore)).toMatchObject([{ action: 'restore' }]);
    expect(restore.code).toBe(0);
    expect((await cycle.run(`backups store-1 --delete ${first.id} --yes`)).code).toBe(0);
    expect((await cycle.run('backups store-1 -o json')).json()).toMatchObject([{ id: second.id }]);
    expect((await cycle.run('backups api-1')).code).toBe(8);
    expect((await cycle.run('backup store-1')).code).toBe(8);
  });
});
