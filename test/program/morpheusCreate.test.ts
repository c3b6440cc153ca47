import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf, MorpheusHome } from './morpheusHome';

const home = new MorpheusHome();
const usual = '--group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048';

describe.each(['current', 'legacy'])('create on a %s appliance', (age) => {
  it('makes an instance with everything that was said', async () => {
    await home.set({ age });
    const run = await home.nube([
      ...`create web-1 ${usual} --description front --tag one --tag owner=me --label two -o json`.split(' '),
      ...['--network', 'VM Network', '--volume', 'root=30', '--volume', 'data=5', '--env', 'GREETING=hello there'],
      ...['--ssh-key', 'laptop', '--config', 'customOptions.colour=blue', '--config', 'instance.instanceContext=dev'],
    ]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    const labels = ['two', 'one'];
    const pairs = [{ name: 'owner', value: 'me' }];
    expect(changesOf(run)).toEqual([
      {
        method: 'POST',
        path: '/api/instances',
        query: {},
        body: {
          zoneId: 6,
          instance: {
            name: 'web-1',
            site: { id: 3 },
            instanceType: { code: 'ubuntu' },
            layout: { id: 105 },
            plan: { id: 12 },
            description: 'front',
            instanceContext: 'dev',
            ...(age === 'legacy' ? { tags: labels } : { labels }),
          },
          config: { customOptions: { colour: 'blue' }, publicKeyId: 26 },
          networkInterfaces: [{ network: { id: 'network-110' }, networkInterfaceTypeId: 4, ipMode: 'dhcp' }],
          volumes: [
            { id: -1, rootVolume: true, name: 'root', size: 30, sizeId: null, storageType: 1, datastoreId: 'auto' },
            { id: -1, rootVolume: false, name: 'data', size: 5, sizeId: null, storageType: 1, datastoreId: 'auto' },
          ],
          evars: [{ name: 'GREETING', value: 'hello there' }],
          ...(age === 'legacy' ? { metadata: pairs } : { tags: pairs }),
        },
      },
    ]);
    expect(run.json()).toMatchObject([
      { name: 'web-1', action: 'create', status: 'succeeded', state: 'running', group: 'Production' },
    ]);
    expect((await home.nube('get web-1 -o json')).json()).toMatchObject({
      description: 'front',
      diskGiB: 35,
      volumes: [
        { name: 'root', sizeGiB: 30 },
        { name: 'data', sizeGiB: 5 },
      ],
    });
  });

  it('is unchanged where it is there as asked', async () => {
    await home.set({ age });
    await home.nube(`create web-1 ${usual}`);
    const again = await home.nube(`create web-1 ${usual} --if-not-exists -o json`);
    expect({ code: again.code, changes: again.changes }).toEqual({ code: 0, changes: [] });
    expect(again.json()).toMatchObject([{ status: 'unchanged' }]);
    const other = await home.nube(
      `create web-1 ${usual.replace('ubuntu ', 'windows ').replace('ubuntu-vmware-24.04-single', '130')} --if-not-exists -o json`,
    );
    expect({ code: other.code, message: other.error().message }).toEqual({
      code: 7,
      message: 'web-1 exists and differs: image is Ubuntu, not Windows',
    });
  });

  it('names the flag of a field that is refused', async () => {
    await home.set({ age });
    const run = await home.nube(`create web-1 ${usual} --config resourcePoolId=pool-99 -o json`);
    expect(run.code).toBe(10);
    expect(run.error()).toMatchObject({
      code: 'provider_refused',
      message: 'Morpheus refused the request: --config resourcePoolId: Resource pool not found',
    });
  });
});

describe('create on Morpheus', () => {
  it('takes --region and --size for --cloud and --plan', async () => {
    const run = await home.nube([
      'create',
      'aws-1',
      '--group',
      '3',
      '--region',
      'AWS West',
      '--type',
      'ubuntu',
      '--size',
      'amazon-t3.small',
      '-o',
      'json',
    ]);
    // The cloud does not power on: stopped is done. Its layout and its resource pool are the only ones.
    expect(run.json()).toMatchObject([{ status: 'succeeded', state: 'stopped', region: 'AWS West' }]);
    expect(changesOf(run)[0]?.body).toMatchObject({
      zoneId: 8,
      instance: { layout: { id: 205 }, plan: { id: 90 } },
      config: { resourcePoolId: 'pool-80' },
    });
  });

  it('reads a file of several, with flags over it', async () => {
    const file = path.join(home.directory, 'fleet.yaml');
    writeFileSync(
      file,
      [
        '- name: web-1',
        '  group: Production',
        '  cloud: vCenter East',
        '  type: ubuntu',
        '  layout: ubuntu-vmware-22.04-single',
        '  plan: vm-2048',
        '  volume: [root=25, data=5]',
        '  config: [noAgent=true]',
        '  env: [LEVEL=3]',
        '- name: lab-1',
        '  group: Lab',
        '  cloud: 6',
        '  type: apache',
        '  plan: vm-1024',
      ].join('\n'),
    );
    const run = await home.nube(`create --from-file ${file} --label fleet -o json`);
    expect(run.stderr).toBe('');
    expect(run.json()).toMatchObject([
      { name: 'web-1', group: 'Production', tags: ['fleet'] },
      { name: 'lab-1', group: 'Lab', image: 'Apache', tags: ['fleet'] },
    ]);
    expect(changesOf(run)[0]?.body).toMatchObject({
      config: { noAgent: true },
      evars: [{ name: 'LEVEL', value: '3' }],
      volumes: [{ size: 25 }, { size: 5 }],
    });
  });

  it('makes several, each by its own request', async () => {
    const run = await home.nube(`create web ${usual} --count 2 -o json`);
    expect(run.json()).toMatchObject([
      { name: 'web-1', status: 'succeeded' },
      { name: 'web-2', status: 'succeeded' },
    ]);
    expect(run.changes).toEqual(['POST /api/instances', 'POST /api/instances']);
  });

  it.each([
    ['without a plan', 'create web-1 --group Production --cloud 6 --type apache', 2, 'Morpheus needs --plan'],
    ['without a group', 'create web-1 --type ubuntu --plan vm-2048', 2, 'Morpheus needs --group'],
    [
      'of several clouds',
      'create web-1 --group Production --type ubuntu --plan vm-2048',
      2,
      'The group Production has several clouds: it takes --cloud',
    ],
    [
      'of several layouts',
      'create web-1 --group Production --cloud 6 --type ubuntu --plan vm-2048',
      2,
      'Ubuntu in vCenter East has several layouts: it takes --layout',
    ],
    ['of an unknown plan', `create web-1 ${usual.replace('vm-2048', 'vm-2084')}`, 5, 'There is no plan "vm-2084"'],
    [
      'of a layout of another cloud',
      `create web-1 ${usual.replace('ubuntu-vmware-24.04-single', '205')}`,
      5,
      'There is no layout "205"',
    ],
    [
      'with an option of another provider',
      `create web-1 ${usual} --firewall x`,
      2,
      'Morpheus has no --firewall for create',
    ],
    ['of a name that is taken', `create erp-1 ${usual}`, 7, 'An instance called erp-1 exists already: morpheus/'],
    [
      'of a name that is taken in another group',
      `create sandbox-lab-1 ${usual}`,
      7,
      'An instance called sandbox-lab-1 exists already in the group Lab',
    ],
  ])('refuses one %s before it sends anything', async (_what, line, code, message) => {
    const run = await home.nube(`${line} -o json`);
    expect({ code: run.code, changes: run.changes }).toEqual({ code, changes: [] });
    expect(run.error().message.startsWith(message)).toBe(true);
  });

  it('takes a refusal with status 200 for a refusal', async () => {
    await home.set({ errorsIn200: true });
    const run = await home.nube(`create web-1 ${usual} --config instance.instanceContext=moon -o json`);
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: 'Morpheus refused the request: instanceContext: Environment not found',
    });
  });

  it('says when somebody has to approve it', async () => {
    await home.set({ approval: 'pending' });
    const run = await home.nube(`create web-1 ${usual} -o json`);
    expect(run.code).toBe(11);
    expect(run.json()).toMatchObject([
      { name: 'web-1', id: expect.any(String), status: 'accepted', error: { code: 'held' } },
    ]);
    expect(run.error().message).toContain('it is made only once somebody has approved it (provision, requested)');
  });

  it('tells why it failed, and when it vanished', async () => {
    const failed = await home.nube(`create web-1 ${usual} -o json`, { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect({ code: failed.code, message: failed.error().message }).toEqual({
      code: 10,
      message: 'web-1 went to failed: Provision of web-1 failed: the cloud did not carry it out',
    });
    const vanished = await home.nube(`create web-2 ${usual} -o json`, { NUBE_SANDBOX_FAULT: 'task-vanished' });
    expect({ code: vanished.code, message: vanished.error().message }).toEqual({
      code: 10,
      message: expect.stringMatching(/^Instance \d+ is gone/),
    });
  });

  it('prints what it would send, without secrets, and sends nothing', async () => {
    const run = await home.nube(`create web-1 ${usual} --tag a=b --dry-run`);
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 0, changes: [] });
    expect(run.stdout).toContain('/api/instances');
    expect(run.stdout).toContain('Bearer $NUBE_TOKEN');
    expect(run.stdout).not.toContain('sandbox-morpheus-token');
  });
});
