import { describe, expect, it } from 'vitest';
import { MorpheusHome, readingsOf } from './morpheusHome';

const home = new MorpheusHome();
const legacy = () => home.set({ age: 'legacy' });

describe('list on Morpheus', () => {
  it('shows every instance in the shared model', async () => {
    const { code, stderr, json } = await home.nube('list -o json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json()[0]).toEqual({
      profile: 'morpheus',
      provider: 'morpheus',
      id: expect.stringMatching(/^\d+$/),
      name: 'erp-1',
      hostname: 'erp-1',
      state: 'running',
      providerState: 'running',
      region: 'vCenter East',
      group: 'Production',
      size: '2 CPU, 4GB Memory',
      image: 'Tomcat',
      cpus: 2,
      memoryMiB: 4096,
      diskGiB: 90,
      publicAddresses: [],
      privateAddresses: ['10.20.0.10', '10.20.0.11'],
      tags: ['erp', 'prod', 'owner=finance', 'tier=app'],
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
  });

  it('reads thousands, page after page side by side, each once', async () => {
    const many = { NUBE_SANDBOX_INSTANCES: '1010' };
    const run = await home.nube('list -o id', many);
    const ids = run.stdout.trim().split('\n');
    expect(new Set(ids).size).toBe(1010);
    expect(ids).toHaveLength(1010);
    expect(run.requests).toHaveLength(11);
    expect(run.requests.every(({ query }) => query.max === '100')).toBe(true);
    const small = await home.nube('list -o id --page-size 500', many);
    expect(small.requests.map(({ query }) => query)).toEqual(
      [0, 500, 1000].map((offset) => ({ max: '500', offset: String(offset) })),
    );
  });

  it('lets the appliance filter, with the same result', async () => {
    const run = await home.nube(
      'list --filter state=running --filter tag=owner=finance --filter name~2 -o json --query [].name',
    );
    expect(run.json()).toEqual(['erp-2']);
    expect(run.requests[0]?.query).toMatchObject({ status: ['running', 'warning'], 'tags.owner': 'finance' });
    expect((await home.nube('list --filter tag=report -o json --query [].name')).json()).toEqual(['report-1']);
    expect((await home.nube('list --filter tag!=erp -o json --query [].name')).json()).toEqual([
      'report-1',
      'sandbox-lab-1',
    ]);
  });

  it('keeps to a group and a cloud, by name or id, and says when there is none', async () => {
    const byName = await home.nube([
      'list',
      '--group',
      'Production',
      '--cloud',
      'AWS West',
      '-o',
      'json',
      '--query',
      '[].name',
    ]);
    expect(byName.json()).toEqual(['report-1']);
    expect(byName.requests.at(-1)?.query).toMatchObject({ siteId: '3', zoneId: '8' });
    expect((await home.nube('list --group 5 -o json --query [].name')).json()).toEqual(['sandbox-lab-1']);
    expect((await home.nube('list --region 8 -o json --query [].name')).json()).toEqual(['report-1']);
    const wrong = await home.nube('list --group Labb -o json');
    expect({ code: wrong.code, hint: wrong.error().hint }).toEqual({ code: 5, hint: 'Did you mean Lab?' });
  });

  it('shows only what changed since a moment', async () => {
    await home.nube('update erp-2 --description new');
    const run = await home.nube('list --updated-since 1d -o json --query [].name');
    expect(run.json()).toEqual(['erp-2']);
    expect(run.requests[0]?.query.lastUpdated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('reads the lists of an old appliance, and what they leave out where a filter asks for it', async () => {
    await legacy();
    const { json } = await home.nube('list -o json');
    expect(json()[0]).toMatchObject({ name: 'erp-1', size: 'vm-4096', cpus: null, memoryMiB: null, tags: [] });
    expect((await home.nube('list --filter tag!=erp -o json --query [].name')).json()).toEqual([
      'report-1',
      'sandbox-lab-1',
    ]);
    expect((await home.nube('list --filter memory>=4GiB -o json --query [].name')).json()).toEqual([
      'erp-1',
      'report-1',
    ]);
    expect((await home.nube('list --updated-since 2001-01-01 -o id')).stdout.trim().split('\n')).toHaveLength(4);
  });

  it('prints the appliance’s own objects', async () => {
    const [erp] = (await home.nube('list --raw -o json')).json();
    expect(erp).toMatchObject({ name: 'erp-1', instanceType: { code: 'tomcat' } });
  });
});

describe('get on Morpheus', () => {
  it('tells all that is worth reading, in both ages', async () => {
    const expected = {
      name: 'erp-1',
      cpus: 2,
      memoryMiB: 4096,
      diskGiB: 90,
      description: 'Finance and stock',
      tags: ['erp', 'prod', 'owner=finance', 'tier=app'],
      volumes: [
        { id: expect.any(String), name: 'root', sizeGiB: 40 },
        { id: expect.any(String), name: 'data-1', sizeGiB: 50 },
      ],
    };
    expect((await home.nube('get erp-1 -o json')).json()).toMatchObject({ ...expected, networks: ['VM Network'] });
    await legacy();
    expect((await home.nube('get erp-1 -o json')).json()).toMatchObject({ ...expected, size: 'vm-4096' });
  });

  it('names what is near when there is none', async () => {
    const { code, error } = await home.nube('get erp-9 -o json');
    expect({ code, hint: error().hint }).toEqual({ code: 5, hint: expect.stringContaining('Did you mean erp-') });
    expect((await home.nube('get 99999')).code).toBe(5);
  });

  it('hides masked values in the raw answer of an old appliance', async () => {
    await legacy();
    expect((await home.nube('env erp-1 -o ref')).stdout).toMatch(/^(morpheus\/1201\n)+$/);
    const env = await home.nube('env erp-1 -o json');
    expect(env.stdout).not.toContain('sandbox-secret');
    expect((await home.nube('get erp-1 --raw -o json')).stdout).not.toContain('sandbox-secret');
  });
});

describe.each(['current', 'legacy'])('what belongs to an instance, on a %s appliance', (age) => {
  it('has figures', async () => {
    await home.set({ age });
    const { json } = await home.nube('stats erp-1 -o json');
    expect(json()).toMatchObject([
      { name: 'erp-1', cpuPercent: expect.any(Number), memoryMaxMiB: 4096, diskMaxGiB: 90, diskPercent: 30 },
    ]);
  });

  it('has volumes', async () => {
    await home.set({ age });
    expect((await home.nube('volumes erp-1 -o json')).json()).toMatchObject([
      { name: 'root', sizeGiB: 40, root: true, instanceId: expect.any(String) },
      { name: 'data-1', sizeGiB: 50, root: false },
    ]);
  });

  it('has containers with their details', async () => {
    await home.set({ age });
    expect((await home.nube('containers erp-1 -o json')).json()).toMatchObject([
      {
        name: 'erp-1',
        status: 'running',
        type: 'Tomcat',
        address: '10.20.0.10',
        memoryMiB: 4096,
        ports: ['8080/http'],
      },
      { name: 'erp-1-2', address: '10.20.0.11', memoryUsedMiB: expect.any(Number) },
    ]);
  });

  it('has variables, secret ones hidden unless asked', async () => {
    await home.set({ age });
    const secret = (rows: { name: string }[]) => rows.find(({ name }) => name === 'ERP_SECRET');
    expect(secret((await home.nube('env erp-1 -o json')).json())).toMatchObject({
      value: '********',
      masked: true,
      source: 'own',
    });
    const shown = (await home.nube('env erp-1 --show-secrets -o json')).json();
    expect(secret(shown)).toMatchObject({ value: age === 'legacy' ? 'sandbox-secret' : '************' });
    expect(shown).toContainEqual(expect.objectContaining({ name: 'ERP_WORKERS', value: '4' }));
    expect(shown).toContainEqual(
      expect.objectContaining({ name: 'MYSQL_USERNAME', value: 'morpheus', source: 'imported' }),
    );
  });

  it('has security groups', async () => {
    await home.set({ age });
    const { code, json } = await home.nube('security-groups erp-1 -o json');
    expect(code).toBe(0);
    expect(json()).toEqual([
      {
        profile: 'morpheus',
        provider: 'morpheus',
        instanceId: expect.any(String),
        firewallEnabled: true,
        groups: [{ id: '19', name: 'All Tomcat Access' }],
      },
    ]);
  });

  it('has backups', async () => {
    await home.set({ age });
    expect((await home.nube('backups erp-1 -o json')).json()).toMatchObject([
      { name: 'erp-1', kind: 'backup', state: age === 'legacy' ? null : 'succeeded' },
    ]);
    expect((await home.nube('backups erp-2 -o json')).json()).toEqual([]);
  });
});

describe('catalog on Morpheus', () => {
  it.each([
    ['groups', 'Lab', { id: '5', clouds: ['vCenter East'] }],
    ['clouds', 'AWS West', { id: '8', type: 'amazon' }],
    ['regions', 'AWS West', { id: '8' }],
    ['types', 'Ubuntu', { code: 'ubuntu', versions: ['24.04', '22.04'] }],
    ['layouts', 'Amazon VM', { id: '205', type: 'ubuntu' }],
    ['plans', '1 CPU, 2GB Memory', { code: 'vm-2048', cpus: 1, memoryMiB: 2048 }],
    ['sizes', '1 CPU, 2GB Memory', { code: 'vm-2048' }],
    ['networks', 'Backend', { id: '111', cloud: 'vCenter East' }],
    ['images', 'Ubuntu 24.04', { status: 'Active' }],
    ['firewalls', 'Web', { id: '2' }],
    ['ssh-keys', 'laptop', { id: '26' }],
    ['environments', 'Dev', { code: 'dev' }],
  ])('has %s', async (kind, name, more) => {
    const rows = (await home.nube(`catalog ${kind} -o json`)).json() as { name: string }[];
    expect(rows.find((row) => row.name === name)).toMatchObject(more);
  });

  it('is narrowed by the group and the cloud', async () => {
    expect((await home.nube('catalog clouds --group Lab -o json --query [].name')).json()).toEqual(['vCenter East']);
    const networks = await home.nube('catalog networks --cloud 8 -o json --query [].name');
    expect(networks.json()).toEqual(['vpc-main us-west-2a']);
    expect(readingsOf(networks)).toEqual(['/api/zones', '/api/networks']);
  });
});
