import { describe, expect, test } from 'vitest';
import { startMorpheus } from './morpheusClient';

const GIB = 1024 ** 3;

interface Volume {
  id: number;
  name: string;
  size: number;
  rootVolume: boolean;
}

describe('resizing an instance', () => {
  test('to another plan changes cores and memory, and leaves the volumes as they are', async () => {
    const { ask, idOf, watch } = await startMorpheus();
    const id = await idOf('erp-1');
    const answer = await ask('PUT', `/instances/${id}/resize`, { instance: { id, plan: { id: 76 } } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ success: true, instance: { id, status: 'resizing', plan: { id: 75 } } });
    expect(await watch(id, 'running')).toEqual(['resizing', 'running']);
    const { instance } = (await ask('GET', `/instances/${id}`)).body;
    expect(instance).toMatchObject({ plan: { id: 76 }, maxCores: 4, maxMemory: 8 * GIB, maxStorage: 90 * GIB });
    await ask('PUT', `/instances/${id}/resize`, { instance: { plan: { id: '11' } } });
    await watch(id, 'running');
    const smaller = (await ask('GET', `/instances/${id}`)).body.instance;
    expect(smaller).toMatchObject({ plan: { id: 11 }, maxCores: 1, maxMemory: GIB, maxStorage: 90 * GIB });
  });

  test('takes the volumes as the complete list: grows, adds, and deletes what is left out', async () => {
    const { ask, idOf, reach } = await startMorpheus();
    const id = await idOf('erp-1');
    const [root, data] = (await ask('GET', `/instances/${id}/volumes`)).body.volumes as Volume[];
    const body = {
      instance: { id },
      volumes: [
        { ...root, size: 60 },
        { ...data, size: '55' },
        { id: -1, rootVolume: false, name: 'logs', size: 5, sizeId: null, storageType: 1, datastoreId: 'auto' },
      ],
      deleteOriginalVolumes: true,
    };
    expect((await ask('PUT', `/instances/${id}/resize`, body)).status).toBe(200);
    const grown = await reach(id, 'running');
    expect(grown.volumes.map(({ name, size }: Volume) => `${name} ${size}`)).toEqual([
      'root 60',
      'data-1 55',
      'logs 5',
    ]);
    expect(grown.volumes.slice(0, 2).map((volume: Volume) => volume.id)).toEqual([root?.id, data?.id]);
    await ask('PUT', `/instances/${id}/resize`, { instance: { id }, volumes: [{ id: root?.id, size: 60 }] });
    const shrunk = await reach(id, 'running');
    expect(shrunk.volumes.map(({ name }: Volume) => name)).toEqual(['root']);
    expect(shrunk.plan.id).toBe(75);
  });

  test('looks for volumes and the rest at the top of the body only', async () => {
    const { ask, idOf, reach } = await startMorpheus();
    const id = await idOf('erp-1');
    await ask('PUT', `/instances/${id}/resize`, { instance: { volumes: [], servicePlanOptions: { maxCores: 9 } } });
    expect(await reach(id, 'running')).toMatchObject({ maxCores: 2, volumes: [{ size: 40 }, { size: 50 }] });
  });

  test('refuses what can not be', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('erp-1');
    const [root, data] = (await ask('GET', `/instances/${id}/volumes`)).body.volumes as Volume[];
    const refusal = async (body: Record<string, unknown>) => {
      const answer = await ask('PUT', `/instances/${id}/resize`, { instance: { id }, ...body });
      return [answer.status, answer.body];
    };
    const volumes = (msg: string) => [400, { success: false, errors: { volumes: msg } }];
    expect(await refusal({ volumes: [{ ...root, size: 30 }, data] })).toEqual(
      volumes('Volume root has 40 GB and can only grow'),
    );
    expect(await refusal({ volumes: [data] })).toEqual(volumes('The root volume can not be removed'));
    const again = { id: '-1', rootVolume: true, name: 'root', size: 60, datastoreId: 59 };
    expect(await refusal({ volumes: [again, data] })).toEqual(volumes('The root volume can not be removed'));
    expect(await refusal({ volumes: [root, { id: 7 }] })).toEqual(volumes('Volume 7 not found'));
    expect(await refusal({ volumes: [root, root] })).toEqual(volumes('A volume is listed twice'));
    expect(await refusal({ volumes: [root, { id: -1, size: 5 }] })).toEqual(volumes('Datastore is required'));
    expect(await refusal({ instance: { plan: { id: 90 } } })).toEqual([
      400,
      { success: false, errors: { plan: 'Plan is not available in this cloud' } },
    ]);
    expect(await refusal({ networkInterfaces: [] })).toEqual([
      400,
      { success: false, errors: { networkInterfaces: 'One network interface must stay' } },
    ]);
    await ask('PUT', `/instances/${id}/stop?server=true`);
    expect(await refusal({})).toEqual([400, { success: false, msg: 'Instance is busy: stopping' }]);
  });

  test('lets cores and memory be chosen where the plan leaves them open', async () => {
    const { ask, idOf, reach } = await startMorpheus();
    const id = await idOf('sandbox-lab-1');
    const options = { maxCores: 3, maxMemory: 4 * GIB };
    await ask('PUT', `/instances/${id}/resize`, { instance: { plan: { id: 77 } }, servicePlanOptions: options });
    expect(await reach(id, 'suspended')).toMatchObject({ maxCores: 3, coresPerSocket: 1, maxMemory: 4 * GIB });
    await ask('PUT', `/instances/${id}/resize`, { servicePlanOptions: { maxCores: 4 } });
    expect(await reach(id, 'suspended')).toMatchObject({ plan: { id: 77 }, maxCores: 4, maxMemory: 4 * GIB });
  });

  test('takes network interfaces as the complete list as well', async () => {
    const { ask, find, idOf, reach } = await startMorpheus();
    const id = await idOf('erp-2');
    const [nic] = (await find('erp-2')).interfaces;
    const { server } = (await ask('GET', `/servers/${(await find('erp-2')).servers[0]}`)).body;
    expect(`network-${server.interfaces[0].id}`).toBe(nic.id);
    const added = { network: { id: 'network-111' } };
    await ask('PUT', `/instances/${id}/resize`, { networkInterfaces: [{ id: server.interfaces[0].id }, added] });
    const both = (await reach(id, 'running')).interfaces;
    expect(both.map((item: { network: { id: number } }) => item.network.id)).toEqual([110, 111]);
    expect(both[0].id).toBe(nic.id);
    await ask('PUT', `/instances/${id}/resize`, { networkInterfaces: [added] });
    expect((await reach(id, 'running')).interfaces).toHaveLength(1);
  });

  test('does not let volumes grow under snapshots unless forced', async () => {
    const { ask, idOf, until } = await startMorpheus();
    const id = await idOf('erp-2');
    await ask('PUT', `/instances/${id}/snapshot`, null);
    await until(`/instances/${id}/snapshots`, ({ snapshots }) => snapshots[0].status === 'complete');
    const [root] = (await ask('GET', `/instances/${id}/volumes`)).body.volumes;
    const body = { volumes: [{ ...root, size: 99 }] };
    expect((await ask('PUT', `/instances/${id}/resize`, body)).body).toEqual({
      success: false,
      msg: 'Volumes can not be resized while the instance has snapshots',
    });
    expect((await ask('PUT', `/instances/${id}/resize?force=true`, body)).status).toBe(200);
  });

  test('can need approval', async () => {
    const { ask, idOf, reach, set } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ approval: 'pending' });
    await ask('PUT', `/instances/${id}/resize`, { instance: { plan: { id: 76 } } });
    expect(await reach(id, 'pendingReconfigureApproval')).toMatchObject({ plan: { id: 75 } });
    await set({ approval: 'none' });
    expect(await reach(id, 'running')).toMatchObject({ plan: { id: 76 } });
    await set({ approval: 'denied' });
    await ask('PUT', `/instances/${id}/resize`, { instance: { plan: { id: 75 } } });
    expect(await reach(id, 'denied')).toMatchObject({ plan: { id: 76 } });
    await ask('PUT', `/instances/${id}/start?server=true`);
    await reach(id, 'running');
  });

  test('answers nothing but success in the old age, in which -1 is the root volume that is there', async () => {
    const { ask, idOf, set, until } = await startMorpheus();
    const id = await idOf('erp-2');
    await set({ age: 'legacy' });
    const volumes = [{ id: '-1', rootVolume: true, name: 'root', size: 30, sizeId: null, storageType: null }];
    const answer = await ask('PUT', `/instances/${id}/resize`, { instance: { id, plan: { id: 75 } }, volumes });
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    const { instance } = await until(`/instances/${id}`, (body) => body.instance.status === 'running');
    expect(instance).toMatchObject({ plan: { id: 75, code: 'vm-4096' }, maxStorage: 30 * GIB });
  });
});

describe('cloning an instance', () => {
  test('says nothing of the new one, which appears after a while under its name', async () => {
    const { ask, find, idOf, reach, until } = await startMorpheus({ speed: 10 });
    const id = await idOf('erp-1');
    const answer = await ask('PUT', `/instances/${id}/clone`, { name: 'erp-3', group: { id: 5 } });
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    expect((await find('erp-1')).status).toBe('cloning');
    expect(await find('erp-3')).toBeUndefined();
    const again = await ask('PUT', `/instances/${await idOf('erp-2')}/clone`, { name: 'erp-3' });
    expect([again.status, again.body]).toEqual([400, { success: false, errors: { name: 'must be unique' } }]);
    const { instances } = await until('/instances?name=erp-3', (body) => body.instances.length > 0);
    expect(instances[0].status).toBe('provisioning');
    await reach(id, 'running');
    const clone = await reach(instances[0].id, 'running');
    expect(clone).toMatchObject({
      name: 'erp-3',
      hostName: 'erp-3',
      group: { id: 5 },
      cloud: { id: 6 },
      plan: { id: 75 },
      labels: ['erp', 'prod'],
      config: { cloneInstanceId: id },
      volumes: [
        { name: 'root', size: 40, rootVolume: true },
        { name: 'data-1', size: 50, rootVolume: false },
      ],
    });
    expect(clone.containers).toHaveLength(2);
    const source = await find('erp-1');
    expect(clone.volumes[0].id).not.toBe(source.volumes[0].id);
    expect(clone.connectionInfo[0].ip).not.toBe(source.connectionInfo[0].ip);
  });

  test('finds a name of its own when none is sent', async () => {
    const { ask, idOf, reach, until } = await startMorpheus();
    const id = await idOf('erp-2');
    await ask('PUT', `/instances/${id}/clone`, null);
    await until('/instances?name=erp-2-clone', (body) => body.instances.length > 0);
    await reach(id, 'running');
    await ask('PUT', `/instances/${id}/clone`, {});
    await until('/instances?name=erp-2-clone-2', (body) => body.instances.length > 0);
  });

  test('takes other things at the top of the body, not inside of instance', async () => {
    const { ask, idOf, until } = await startMorpheus();
    const body = {
      name: 'copy',
      plan: { id: 76 },
      tags: [{ name: 'owner', value: 'me' }],
      networkInterfaces: [{ network: { id: 'network-111' } }],
      config: { resourcePoolId: 'pool-76' },
      instance: { name: 'other', site: { id: 5 } },
    };
    await ask('PUT', `/instances/${await idOf('erp-2')}/clone`, body);
    const { instances } = await until('/instances?name=copy', (found) => found.instances.length > 0);
    expect(instances[0]).toMatchObject({
      group: { id: 3 },
      plan: { id: 76 },
      maxCores: 4,
      tags: [{ name: 'owner', value: 'me' }],
      interfaces: [{ network: { id: 111 } }],
      config: { resourcePoolId: 'pool-76' },
    });
  });

  test('refuses what does not fit', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('report-1');
    const errorsOf = async (body: Record<string, unknown>) =>
      (await ask('PUT', `/instances/${id}/clone`, { name: 'copy', ...body })).body.errors;
    expect(await errorsOf({ group: { id: 99 } })).toEqual({ group: 'Group not found' });
    expect(await errorsOf({ group: { id: 5 } })).toEqual({ group: 'Group does not have the cloud' });
    expect(await errorsOf({ plan: { id: 76 } })).toEqual({ plan: 'Plan is not available in this cloud' });
    expect(await errorsOf({ cloud: { id: 6 } })).toMatchObject({ layout: 'Layout is not available in this cloud' });
    const moved = { cloud: { id: 6 }, layout: { id: 105 }, plan: { id: 12 }, group: 5 };
    expect((await ask('PUT', `/instances/${id}/clone`, { name: 'moved', ...moved })).body).toEqual({ success: true });
  });

  test('leaves the source alone when it fails', async () => {
    const { ask, idOf, reach, until } = await startMorpheus({ faults: 'task-failurex1' });
    const id = await idOf('erp-2');
    await ask('PUT', `/instances/${id}/clone`, { name: 'copy' });
    const { instances } = await until('/instances?name=copy', (body) => body.instances.length > 0);
    await reach(instances[0].id, 'failed');
    await reach(id, 'running');
  });
});
