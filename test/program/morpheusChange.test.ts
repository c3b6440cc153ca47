import { describe, expect, it } from 'vitest';
import { changesOf, MorpheusHome } from './morpheusHome';

const home = new MorpheusHome();

describe.each(['current', 'legacy'])('resize on a %s appliance', (age) => {
  it('to another plan', async () => {
    await home.set({ age });
    const run = await home.nube(['resize', 'erp-2', '--plan', '2 CPU, 4GB Memory', '--yes', '-o', 'json']);
    expect(run.json()).toMatchObject([{ status: 'succeeded', state: 'running' }]);
    const id = Number(await home.idOf('erp-2'));
    expect(changesOf(run)).toEqual([
      { method: 'PUT', path: `/api/instances/${id}/resize`, query: {}, body: { instance: { id, plan: { id: 75 } } } },
    ]);
    expect((await home.nube('get erp-2 -o json')).json()).toMatchObject({ cpus: 2, memoryMiB: 4096, diskGiB: 20 });
  });

  it('grows and adds volumes, and loses none', async () => {
    await home.set({ age });
    const volumes = async () =>
      (await home.nube('volumes erp-1 -o json'))
        .json()
        .map(({ name, sizeGiB }: Record<string, unknown>) => `${name} ${sizeGiB}`);
    const asked = await home.nube('resize erp-1 --volume data-1=+10 --add-volume logs=5');
    expect(asked.code).toBe(9);
    expect(asked.stderr).toContain('volume data-1 grows from 50 to 60 GB; volume logs of 5 GB is added');
    const run = await home.nube('resize erp-1 --volume data-1=+10 --add-volume logs=5 --yes -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)[0]?.body).toMatchObject({
      volumes: [
        { rootVolume: true, name: 'root', size: 40 },
        { rootVolume: false, name: 'data-1', size: 60 },
        { id: -1, rootVolume: false, name: 'logs', size: 5 },
      ],
    });
    expect(await volumes()).toEqual(['root 40', 'data-1 60', 'logs 5']);
    const gone = await home.nube('resize erp-1 --remove-volume logs --yes -o json');
    expect(gone.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(await volumes()).toEqual(['root 40', 'data-1 60']);
  });

  it('deletes original volumes only on request', async () => {
    await home.set({ age });
    const run = await home.nube('resize erp-2 --plan vm-4096 --delete-original-volumes --yes -o json');
    expect(changesOf(run)[0]?.body).toMatchObject({ deleteOriginalVolumes: true });
  });
});

describe('resize on Morpheus', () => {
  it.each([
    ['a smaller volume', '--volume root=10', 8, 'Volume root has 20 GB and can only grow'],
    ['an unknown volume', '--volume tmp=10', 5, 'There is no volume "tmp" of this instance'],
    ['a root volume that goes', '--remove-volume root', 8, 'root is the root volume, and an instance keeps that'],
    ['an unknown plan', '--plan vm-1', 5, 'There is no plan "vm-1"'],
    ['processors that the plan fixes', '--cpus 4', 8, 'The plan 1 CPU, 2GB Memory leaves no choice of --cpus'],
  ])('refuses %s before it sends anything', async (_what, options, code, message) => {
    const run = await home.nube(`resize erp-2 ${options} --yes -o json`);
    expect({ code: run.code, message: run.error().message, changes: run.changes }).toEqual({
      code,
      message,
      changes: [],
    });
  });

  it('gives processors and memory where the plan leaves them open', async () => {
    const open = (await home.nube('catalog plans -o json'))
      .json()
      .find(({ name }: { name: string }) => /custom/i.test(name));
    const run = await home.nube([
      'resize',
      'erp-2',
      '--plan',
      open.id,
      '--cpus',
      '3',
      '--memory',
      '6GiB',
      '--yes',
      '-o',
      'json',
    ]);
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)[0]?.body).toMatchObject({ servicePlanOptions: { maxCores: 3, maxMemory: 6442450944 } });
    expect((await home.nube('get erp-2 -o json')).json()).toMatchObject({ cpus: 3, memoryMiB: 6144 });
  });

  it('sends the interfaces along before 7.0.8', async () => {
    await home.set({ buildVersion: '7.0.7' });
    const run = await home.nube('resize erp-2 --plan vm-4096 --yes -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)[0]?.body).toMatchObject({
      networkInterfaces: [
        { id: expect.any(Number), network: { id: 'network-110' }, networkInterfaceTypeId: 4, ipMode: 'dhcp' },
      ],
    });
    expect((await home.instance(await home.idOf('erp-2'))).interfaces).toHaveLength(1);
  });

  it('says when somebody has to approve it, when it was denied, and when nothing came of it', async () => {
    await home.set({ approval: 'pending' });
    const held = await home.nube('resize erp-1 --plan vm-8192 --yes -o json');
    expect({ code: held.code, status: held.json()[0].status }).toEqual({ code: 11, status: 'accepted' });
    expect(held.error().message).toContain('its new size waits for somebody to approve it (reconfigure, requested)');
    await home.sandbox('sandbox reset');
    const nothing = await home.nube('resize erp-1 --plan vm-8192 --yes -o json', {
      NUBE_SANDBOX_FAULT: 'task-vanished',
    });
    expect({ code: nothing.code, message: nothing.error().message }).toEqual({
      code: 10,
      message: 'Nothing came of it: the plan is still 2 CPU, 4GB Memory',
    });
  });
});

describe('clone on Morpheus', () => {
  it.each(['current', 'legacy'])('makes a copy that is found by its name, on a %s appliance', async (age) => {
    await home.set({ age });
    const run = await home.nube('clone erp-2 --name erp-3 --group Lab -o json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.json()).toMatchObject([
      { name: 'erp-3', group: 'Lab', action: 'clone', status: 'succeeded', state: 'running' },
    ]);
    expect(changesOf(run)).toMatchObject([{ method: 'PUT', body: { name: 'erp-3', group: { id: 5 } } }]);
  });

  it('always sends a name, and refuses one that is taken', async () => {
    const run = await home.nube('clone erp-2 -o json');
    expect(changesOf(run)[0]?.body).toEqual({ name: 'erp-2-clone' });
    const again = await home.nube('clone erp-2 -o json');
    expect({ code: again.code, changes: again.changes }).toEqual({ code: 7, changes: [] });
  });

  it('never clones twice when the answer is lost', async () => {
    const run = await home.nube('clone erp-2 --name erp-3 -o json', { NUBE_SANDBOX_FAULT: 'drop-after-commitx1' });
    expect(run.json()).toMatchObject([{ name: 'erp-3', status: 'succeeded' }]);
    expect(run.changes).toHaveLength(1);
  });

  it('tells why it failed', async () => {
    const run = await home.nube('clone erp-2 --name erp-3 -o json', { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect(run.code).toBe(10);
    expect(run.error().message).toMatch(/^erp-3 went to failed/);
  });
});

describe('tag on Morpheus', () => {
  it.each([
    ['current', { labels: ['prod', 'web'], addTags: [{ name: 'tier', value: 'front' }] }],
    [
      'legacy',
      {
        tags: ['prod', 'web'],
        metadata: [
          { name: 'owner', value: 'finance' },
          { name: 'tier', value: 'front' },
        ],
      },
    ],
  ])('adds and removes on a %s appliance', async (age, instance) => {
    await home.set({ age });
    const run = await home.nube('tag erp-2 --add web --add tier=front --remove erp -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)[0]?.body).toEqual({ instance });
    expect((await home.nube('get erp-2 -o json')).json().tags).toEqual(['prod', 'web', 'owner=finance', 'tier=front']);
  });

  it.each(['current', 'legacy'])('replaces and clears on a %s appliance, after a question', async (age) => {
    await home.set({ age });
    expect((await home.nube('tag erp-1 --clear')).code).toBe(9);
    await home.nube('tag erp-1 --set one --set k=v --yes');
    expect((await home.nube('get erp-1 -o json')).json().tags).toEqual(['one', 'k=v']);
    expect((await home.nube('tag erp-1 --set one --set k=v --yes -o json')).json()).toMatchObject([
      { status: 'skipped' },
    ]);
    await home.nube('tag erp-1 --clear --yes');
    expect((await home.nube('get erp-1 -o json')).json().tags).toEqual([]);
  });
});

describe('firewall on Morpheus', () => {
  it('is switched on an old appliance', async () => {
    await home.set({ age: 'legacy' });
    const off = await home.nube('firewall erp-1 --off -o json');
    expect(off.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(off.changes).toEqual([expect.stringMatching(/^PUT \/api\/instances\/\d+\/security-groups\/disable$/)]);
    expect((await home.nube('security-groups erp-1 -o json')).json()).toMatchObject([{ firewallEnabled: false }]);
    expect((await home.nube('firewall erp-1 --off -o json')).json()).toMatchObject([{ status: 'skipped' }]);
    expect((await home.nube('firewall erp-1 --on -o json')).json()).toMatchObject([{ status: 'succeeded' }]);
  });

  it('is refused by the version of a later one, before anything is sent', async () => {
    const run = await home.nube('firewall erp-1 --off -o json');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 8, changes: [] });
    expect(run.error().message).toContain('Morpheus 9.0.0 cannot switch the firewall');
    expect((await home.nube('firewall erp-1 --set web')).code).toBe(2);
  });

  it('is refused by the answer of one that no longer has it', async () => {
    await home.set({ buildVersion: '4.1.0' });
    const run = await home.nube('firewall erp-1 --off -o json');
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 8,
      message: 'This appliance cannot switch the firewall of an instance on and off any more',
    });
  });
});

describe('security-groups on Morpheus', () => {
  it.each(['current', 'legacy'])('sets and clears on a %s appliance, after a question', async (age) => {
    await home.set({ age });
    expect((await home.nube('security-groups erp-1 --set 43')).code).toBe(9);
    const set = await home.nube('security-groups erp-1 --set Web,43 --yes -o json');
    expect(set.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(set)).toMatchObject([{ method: 'POST', body: { securityGroupIds: [2, 43] } }]);
    expect(
      (await home.nube('security-groups erp-1 -o json')).json()[0].groups.map(({ id }: { id: string }) => id),
    ).toEqual(['2', '43']);
    const cleared = await home.nube('security-groups erp-1 --clear --yes -o json');
    expect(changesOf(cleared)).toMatchObject([{ body: { securityGroupIds: [] } }]);
    expect((await home.nube('security-groups erp-1 -o json')).json()).toMatchObject([{ groups: [] }]);
  });

  it('passes on what the appliance says of a wrong id', async () => {
    const run = await home.nube('security-groups erp-1 --set 99 --yes -o json');
    expect({ code: run.code, message: run.error().message }).toEqual({
      code: 10,
      message: 'Morpheus refused the request: --set: Security group not found',
    });
  });
});

describe('iso on Morpheus', () => {
  it.each(['current', 'legacy'])('ejects on a %s appliance', async (age) => {
    await home.set({ age });
    const run = await home.nube('iso erp-1 --detach -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)).toMatchObject([
      { method: 'PUT', path: expect.stringMatching(/eject$/), query: { server: 'true' } },
    ]);
  });

  it('attaches nothing', async () => {
    const run = await home.nube('iso erp-1 --attach 1');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 8, changes: [] });
  });
});

describe('upgrade on Morpheus', () => {
  it('lists the actions and runs one', async () => {
    expect((await home.nube('upgrade erp-2 -o json')).json()).toMatchObject([
      { id: 'generic-add-node', name: 'Add Node' },
    ]);
    const run = await home.nube('upgrade erp-2 --to generic-add-node --yes -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)).toMatchObject([
      { path: expect.stringMatching(/action$/), query: { code: 'generic-add-node' } },
    ]);
    expect((await home.nube('containers erp-2 -o json')).json()).toMatchObject([
      { status: 'running' },
      { status: 'running' },
    ]);
    const unknown = await home.nube('upgrade erp-2 --to dance --yes');
    expect({ code: unknown.code, changes: unknown.changes }).toEqual({ code: 5, changes: [] });
  });

  it('runs the upgrade of old where there are no actions', async () => {
    await home.set({ age: 'legacy' });
    const list = await home.nube('upgrade erp-2 -o json');
    expect({ code: list.code, hint: list.error().hint }).toEqual({
      code: 8,
      hint: 'nube upgrade REF --to NUMBER runs one by its number.',
    });
    const run = await home.nube('upgrade erp-2 --to 1 --yes -o json');
    expect(run.json()).toMatchObject([{ status: 'succeeded' }]);
    expect(changesOf(run)).toMatchObject([{ path: expect.stringMatching(/upgrade$/), body: { upgrade: { id: 1 } } }]);
    expect((await home.nube('upgrade erp-2 --to add --yes')).code).toBe(2);
  });
});
