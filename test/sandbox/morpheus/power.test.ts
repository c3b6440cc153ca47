import { describe, expect, test } from 'vitest';
import { startMorpheus } from './morpheusClient';

const ok = (id: number, msg: string) => ({ success: true, results: { [id]: { success: true, msg } } });
const no = (id: number, msg: string) => ({ success: true, results: { [id]: { success: false, msg } } });

describe('power', () => {
  test('stop and start pass through their middle states, with a result for the instance', async () => {
    const { ask, idOf, watch } = await startMorpheus();
    const id = await idOf('erp-1');
    const stop = await ask('PUT', `/instances/${id}/stop?server=true&muteMonitoring=false`);
    expect([stop.status, stop.body]).toEqual([200, ok(id, 'Instance stopping')]);
    expect(await watch(id, 'stopped')).toEqual(['stopping', 'stopped']);
    const { containerDetails } = (await ask('GET', `/instances/${id}`)).body.instance;
    expect(containerDetails).toMatchObject([
      { status: 'stopped', server: { powerState: 'off' } },
      { status: 'stopped', server: { powerState: 'off' } },
    ]);
    expect((await ask('PUT', `/instances/${id}/start?server=true`)).body).toEqual(ok(id, 'Instance starting'));
    expect(await watch(id, 'running')).toEqual(['starting', 'running']);
    expect((await ask('PUT', `/instances/${id}/restart?server=on`)).body).toEqual(ok(id, 'Instance restarting'));
    expect(await watch(id, 'running')).toEqual(['restarting', 'running']);
    expect((await ask('PUT', `/instances/${id}/suspend`)).body).toEqual(ok(id, 'Instance suspending'));
    expect(await watch(id, 'suspended')).toEqual(['suspending', 'suspended']);
  });

  test('takes bodies of every kind, and none', async () => {
    const { ask, idOf, reach } = await startMorpheus();
    const id = await idOf('erp-2');
    for (const body of [null, {}, undefined, 'null']) {
      const path = `/instances/${id}/restart?server=true`;
      const headers = body === 'null' ? { 'content-type': 'application/json' } : {};
      expect((await ask('PUT', path, body, headers)).body).toEqual(ok(id, 'Instance restarting'));
      await reach(id, 'running');
    }
  });

  test('without the server only the service is stopped, and can not be started when the server is off', async () => {
    const { ask, find, idOf, reach } = await startMorpheus();
    const id = await idOf('erp-2');
    const powerOf = async () =>
      (await ask('GET', `/instances/${id}`)).body.instance.containerDetails[0].server.powerState;
    await ask('PUT', `/instances/${id}/stop?server=false`);
    await reach(id, 'stopped');
    expect(await powerOf()).toBe('on');
    await ask('PUT', `/instances/${id}/start?server=false`);
    await reach(id, 'running');
    await ask('PUT', `/instances/${id}/stop`);
    await reach(id, 'stopped');
    expect(await powerOf()).toBe('on');
    await ask('PUT', `/instances/${id}/stop?server=true`);
    expect((await find('erp-2')).status).toBe('stopping');
    await reach(id, 'stopped');
    expect(await powerOf()).toBe('off');
    expect((await ask('PUT', `/instances/${id}/start?server=false`)).body).toEqual(no(id, 'Server is powered off'));
    await ask('PUT', `/instances/${id}/start`);
    await reach(id, 'running');
    expect(await powerOf()).toBe('on');
  });

  test('leaves alone what is already so, and refuses what makes no sense in the result', async () => {
    const { ask, idOf } = await startMorpheus();
    const [erp, report, lab] = [await idOf('erp-2'), await idOf('report-1'), await idOf('sandbox-lab-1')];
    expect((await ask('PUT', `/instances/${erp}/start?server=true`)).body).toEqual(ok(erp, 'Instance is running'));
    expect((await ask('PUT', `/instances/${report}/stop?server=true`)).body).toEqual(ok(report, 'Instance is stopped'));
    expect((await ask('PUT', `/instances/${lab}/suspend`)).body).toEqual(ok(lab, 'Instance is suspended'));
    expect((await ask('PUT', `/instances/${report}/suspend`)).body).toEqual(
      no(report, 'Instance is stopped, not running'),
    );
    await ask('PUT', `/instances/${erp}/stop?server=true`);
    expect((await ask('PUT', `/instances/${erp}/start?server=true`)).body).toEqual(
      no(erp, 'Instance is busy: stopping'),
    );
    expect((await ask('PUT', '/instances/99/stop?server=true')).body).toEqual({
      success: false,
      msg: 'Instance not found',
    });
  });

  test('suspends and ejects several at once, each with its result', async () => {
    const { ask, idOf, reach } = await startMorpheus();
    const [erp, report] = [await idOf('erp-2'), await idOf('report-1')];
    const answer = await ask('PUT', `/instances/suspend?ids=${erp}&ids=${report}&ids=99`, null);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        success: true,
        results: {
          [erp]: { success: true, msg: 'Instance suspending' },
          [report]: { success: false, msg: 'Instance is stopped, not running' },
          99: { success: false, msg: 'Instance not found' },
        },
      },
    ]);
    await reach(erp, 'suspended');
    expect((await ask('PUT', `/instances/eject?ids=${erp}`, null)).body).toEqual(ok(erp, 'No media left'));
    expect((await ask('PUT', `/instances/${erp}/eject?server=true`)).body).toEqual(ok(erp, 'No media left'));
    expect((await ask('PUT', '/instances/suspend')).status).toBe(400);
  });

  test('can be refused by the cloud in an answer that is a success', async () => {
    const { ask, find, idOf, set } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ refusedIds: [id] });
    const answer = await ask('PUT', `/instances/${id}/stop?server=true`);
    expect([answer.status, answer.body]).toEqual([200, no(id, 'The cloud refused the request')]);
    expect((await find('erp-1')).status).toBe('running');
  });

  test('can fail, and be begun again from there', async () => {
    const { ask, idOf, reach } = await startMorpheus({ faults: 'task-failurex1' });
    const id = await idOf('erp-1');
    await ask('PUT', `/instances/${id}/stop?server=true`);
    const failed = await reach(id, 'failed');
    expect(failed.errorMessage).toContain('Shutdown of erp-1 failed');
    await ask('PUT', `/instances/${id}/stop?server=true`);
    expect((await reach(id, 'stopped')).errorMessage).toBeNull();
  });

  test('can come to nothing', async () => {
    const { ask, idOf, watch } = await startMorpheus({ faults: 'task-vanished' });
    const id = await idOf('erp-1');
    await ask('PUT', `/instances/${id}/stop?server=true`);
    expect(await watch(id, 'running')).toEqual(['stopping', 'running']);
    const { processes } = (await ask('GET', `/instances/${id}/history`)).body;
    expect(processes.map(({ status }: { status: string }) => status)).toEqual(['complete']);
  });

  test('can take a while to show', async () => {
    const { ask, idOf, set, watch } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ statusLag: 2000 });
    await ask('PUT', `/instances/${id}/stop?server=true`);
    const { instance } = (await ask('GET', `/instances/${id}`)).body;
    expect([instance.status, instance.isBusy]).toEqual(['running', true]);
    expect(await watch(id, 'stopped')).toEqual(['running', 'stopping', 'stopped']);
  });

  test('has one answer for all in the old age, and stops the server in any case', async () => {
    const { ask, idOf, set, until } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ age: 'legacy' });
    const stop = await ask('PUT', `/instances/${id}/stop`);
    expect([stop.status, stop.body]).toEqual([200, { success: true }]);
    await until(`/instances/${id}`, ({ instance }) => instance.status === 'stopped');
    const suspend = await ask('PUT', `/instances/${id}/suspend`);
    expect([suspend.status, suspend.body]).toEqual([200, { success: false, msg: 'Instance is stopped, not running' }]);
    await set({ age: 'current' });
    const { instance } = (await ask('GET', `/instances/${id}`)).body;
    expect(instance.containerDetails[0].server.powerState).toBe('off');
  });
});
