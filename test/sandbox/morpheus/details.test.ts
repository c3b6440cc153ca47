import { describe, expect, test } from 'vitest';
import { startMorpheus } from './morpheusClient';

interface Identified {
  id: number;
}

describe('containers', () => {
  test('have each a server, ports and figures', async () => {
    const { ask, find } = await startMorpheus();
    const erp = await find('erp-1');
    const { status, body } = await ask('GET', `/instances/${erp.id}/containers`);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['containers']);
    expect(body.containers.map(({ id }: Identified) => id)).toEqual(erp.containers);
    expect(body.containers[1]).toMatchObject({
      name: 'erp-1-2',
      status: 'running',
      ip: '10.20.0.11',
      internalIp: '10.20.0.11',
      externalFqdn: 'erp-1-2.localdomain',
      containerType: { code: 'tomcat-vm', category: 'app', name: 'Tomcat' },
      server: { id: erp.servers[1], name: 'erp-1-2' },
      cloud: { id: 6, name: 'vCenter East' },
      plan: { id: 75, code: 'vm-4096' },
      ports: [{ internal: 8080, external: 8080, displayName: 'Http', primaryPort: true, protocol: 'http' }],
      stats: { running: true },
      maxCores: 2,
    });
    expect(body.containers[1].configs).toBeUndefined();
  });

  test('had JSON in strings in the old age', async () => {
    const { ask, find, set } = await startMorpheus();
    const erp = await find('erp-1');
    await set({ age: 'legacy' });
    const { body } = await ask('GET', `/instances/${erp.id}/containers`);
    expect(Object.keys(body)).toEqual(['success', 'containers']);
    const [first, second] = body.containers;
    expect(Object.keys(first)).toEqual([
      'id',
      'name',
      'configs',
      'containerType',
      'lastStats',
      'environmentPrefix',
      'status',
      'dateCreated',
      'ip',
      'externalIp',
      'internalIp',
      'ports',
    ]);
    expect(JSON.parse(first.configs).hosts).toEqual({
      [`container${first.id}`]: '127.0.0.1',
      [`container${second.id}`]: '10.20.0.11',
    });
    expect(JSON.parse(first.lastStats)).toMatchObject({ running: true, maxMemory: 4294967296 });
    expect((await ask('GET', `/containers/${first.id}`)).body).toMatchObject({
      success: true,
      container: { id: first.id },
    });
  });

  test('can be looked at, started and stopped by themselves', async () => {
    const { ask, find, reach, until } = await startMorpheus();
    const erp = await find('erp-1');
    const [one, two] = erp.containers;
    const { container } = (await ask('GET', `/containers/${one}`)).body;
    expect(container).toMatchObject({ id: one, server: { id: erp.servers[0], powerState: 'on' } });
    expect((await ask('PUT', `/containers/${one}/stop`, null)).body).toEqual({ success: true });
    expect((await ask('GET', `/containers/${one}`)).body.container.status).toBe('stopping');
    await until(`/containers/${one}`, (body) => body.container.status === 'stopped');
    expect((await find('erp-1')).status).toBe('running');
    await ask('PUT', `/containers/${two}/stop`);
    await reach(erp.id, 'stopped');
    expect((await ask('GET', `/containers/${one}/actions`)).body.actions).toContainEqual({
      code: 'generic-start',
      name: 'Start',
    });
    expect((await ask('PUT', `/containers/${one}/action?code=generic-start`)).body).toEqual({ success: true });
    await until(`/containers/${one}`, (body) => body.container.status === 'running');
    expect((await ask('PUT', `/containers/${one}/action?code=dance`)).status).toBe(400);
    expect((await ask('PUT', `/containers/${one}/suspend`)).status).toBe(200);
    expect((await ask('PUT', `/containers/${one}/eject`)).body).toEqual({ success: true });
    expect((await ask('PUT', '/containers/1/start')).body).toEqual({ success: false, msg: 'Container not found' });
  });

  test('can get floating addresses and become images', async () => {
    const { ask, find } = await startMorpheus();
    const [id] = (await find('erp-2')).containers;
    expect((await ask('PUT', `/containers/${id}/attach-floating-ip`)).body).toEqual({ success: true });
    const { container } = (await ask('GET', `/containers/${id}`)).body;
    expect(container.server.sshHost).toBe(container.externalIp);
    expect((await ask('PUT', `/containers/${id}/attach-floating-ip`)).status).toBe(400);
    expect((await ask('PUT', `/containers/${id}/detach-floating-ip`)).body).toEqual({ success: true });
    expect((await ask('PUT', `/containers/${id}/detach-floating-ip`)).status).toBe(400);
    expect((await ask('PUT', `/containers/${id}/import`)).body).toEqual({ success: true });
    expect((await ask('PUT', `/containers/${id}/clone-image`, { templateName: 'x' })).body).toEqual({ success: true });
    expect((await ask('GET', '/virtual-images?name=x')).body.meta.total).toBe(1);
  });

  test('stand on servers, and write logs', async () => {
    const { ask, find } = await startMorpheus();
    const erp = await find('erp-1');
    expect((await ask('GET', '/servers')).body.meta.total).toBe(5);
    expect((await ask('GET', `/servers/${erp.servers[1]}`)).body.server).toMatchObject({
      name: 'erp-1-2',
      parentServer: { id: 31 },
      volumes: [{ name: 'root' }, { name: 'data-1' }],
    });
    expect((await ask('GET', '/servers/1')).status).toBe(404);
    const logs = (await ask('GET', `/logs?containers=${erp.containers[0]}&containers=${erp.containers[1]}`)).body;
    expect(logs.data.map(({ message }: { message: string }) => message)).toEqual([
      'erp-1 is running',
      'erp-1-2 is running',
    ]);
  });

  test('have interfaces with labels', async () => {
    const { ask, find } = await startMorpheus();
    const { id, interfaces } = await find('erp-2');
    const answer = await ask('PUT', `/instances/${id}/networkInterfaces/${interfaces[0].id}`, { name: 'front' });
    expect(answer.body).toMatchObject({ success: true, networkInterface: { name: 'front' } });
    expect((await find('erp-2')).interfaces[0].name).toBe('front');
    expect((await ask('PUT', `/instances/${id}/networkInterfaces/7`, { name: 'x' })).status).toBe(404);
  });
});

describe('environment variables', () => {
  test('are own, exported and imported ones, as objects or plain strings', async () => {
    const { ask, find } = await startMorpheus();
    const { id, containers } = await find('erp-1');
    const { body } = await ask('GET', `/instances/${id}/envs`);
    expect(Object.keys(body)).toEqual(['envs', 'readOnlyEnvs', 'importedEnvs']);
    expect(body.envs).toEqual([
      { name: 'DATABASE_NAME', value: 'erp', export: false, masked: false },
      { name: 'ERP_WORKERS', value: 4, export: true, masked: false },
      { name: 'ERP_SECRET', value: '************', export: true, masked: true },
    ]);
    expect(body.readOnlyEnvs).toMatchObject({
      TOMCAT_HOST: { name: 'TOMCAT_HOST', value: `container${containers[0]}`, export: true, masked: false },
      TOMCAT_PORT: { value: 8080 },
      TOMCAT_PORT_8080_TCP_2: { value: 'tcp://10.20.0.11:8080' },
    });
    expect(body.importedEnvs).toEqual({
      MYSQL_HOST: { name: 'MYSQL_HOST', value: 'container1413', export: true, masked: false },
      MYSQL_PORT: { name: 'MYSQL_PORT', value: 3306, export: true, masked: false },
      MYSQL_PASSWORD: { name: 'MYSQL_PASSWORD', value: '************', export: true, masked: true },
      MYSQL_USERNAME: 'morpheus',
    });
  });

  test('came in the clear in the old age', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const id = await idOf('erp-1');
    await set({ age: 'legacy' });
    const { body } = await ask('GET', `/instances/${id}/envs`);
    expect(body.envs[2].value).toBe('sandbox-secret');
    expect(body.importedEnvs.MYSQL_PASSWORD.value).toBe('morpheus');
  });

  test('can be set and taken away', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('erp-2');
    const envs = [
      { name: 'A', value: 1, export: 'on' },
      { name: 'B', value: 'two', masked: true },
    ];
    expect((await ask('POST', `/instances/${id}/envs`, { envs })).body).toEqual({ success: true });
    await ask('POST', `/instances/${id}/envs`, { envs: [{ name: 'A', value: 'one' }] });
    expect((await ask('GET', `/instances/${id}/envs`)).body.envs).toEqual([
      { name: 'B', value: '************', export: false, masked: true },
      { name: 'A', value: 'one', export: false, masked: false },
    ]);
    expect((await ask('DELETE', `/instances/${id}/envs/B`)).body).toEqual({ success: true });
    expect((await ask('DELETE', `/instances/${id}/envs/B`)).status).toBe(404);
    for (const body of [{}, null, { envs: [{ value: 1 }] }]) {
      expect((await ask('POST', `/instances/${id}/envs`, body)).status).toBe(400);
    }
  });
});

describe('security groups', () => {
  test('are shown, set as a whole by numbers or text, and cleared', async () => {
    const { ask, idOf } = await startMorpheus();
    const path = `/instances/${await idOf('erp-1')}/security-groups`;
    const tomcat = {
      id: 19,
      accountId: 1,
      name: 'All Tomcat Access',
      description: 'Allow everyone to access Tomcat',
    };
    expect((await ask('GET', path)).body).toEqual({ success: true, firewallEnabled: true, securityGroups: [tomcat] });
    const set = await ask('POST', path, { securityGroupIds: ['19', 2] });
    expect([set.status, set.body]).toEqual([
      200,
      {
        success: true,
        securityGroups: [tomcat, { id: 2, accountId: 1, name: 'Web', description: 'HTTP and HTTPS' }],
      },
    ]);
    expect((await ask('POST', path, { securityGroupIds: [] })).body).toEqual({ success: true, securityGroups: [] });
    const wrong = await ask('POST', path, { securityGroupIds: [99] });
    expect([wrong.status, wrong.body]).toEqual([
      400,
      { success: false, errors: { securityGroupIds: 'Security group not found' } },
    ]);
    expect((await ask('POST', path, {})).status).toBe(400);
    expect((await ask('PUT', path, { securityGroupIds: [] })).status).toBe(405);
  });

  test('can be switched off and on in the old age only', async () => {
    const { ask, idOf, set } = await startMorpheus();
    const path = `/instances/${await idOf('erp-1')}/security-groups`;
    const none = await ask('PUT', `${path}/disable`);
    expect([none.status, none.body]).toEqual([404, { success: false, msg: 'Not found' }]);
    await set({ age: 'legacy' });
    expect((await ask('PUT', `${path}/disable`)).body).toEqual({ success: true });
    expect((await ask('GET', path)).body.firewallEnabled).toBe(false);
    expect((await ask('PUT', `${path}/enable`)).body).toEqual({ success: true });
    expect((await ask('POST', path, { securityGroupIds: [] })).body).toEqual({
      success: true,
      firewallEnabled: true,
      securityGroups: [],
    });
  });
});

describe('actions', () => {
  test('are listed and add or remove a node', async () => {
    const { ask, find, idOf, until } = await startMorpheus();
    const id = await idOf('erp-2');
    const addNode = { code: 'generic-add-node', name: 'Add Node' };
    const removeNode = { code: 'generic-remove-node', name: 'Remove Node' };
    expect((await ask('GET', `/instances/${id}/actions`)).body).toEqual({ instanceIds: [id], actions: [addNode] });
    const answer = await ask('PUT', `/instances/${id}/action?code=generic-add-node`);
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    const nodes = (await ask('GET', `/instances/${id}/containers`)).body.containers;
    expect(nodes).toMatchObject([{ status: 'running' }, { status: 'deploying', name: 'erp-2-2' }]);
    await until(`/instances/${id}/containers`, ({ containers }) => containers[1]?.status === 'running');
    expect((await ask('GET', `/instances/${id}/actions`)).body.actions).toEqual([addNode, removeNode]);
    await ask('PUT', `/instances/${id}/action`, { code: 'generic-remove-node' });
    await until(`/instances/${id}/containers`, ({ containers }) => containers.length === 1);
    expect((await find('erp-2')).status).toBe('running');
  });

  test('can be asked for several at once', async () => {
    const { ask, idOf } = await startMorpheus();
    const ids = [await idOf('erp-1'), await idOf('erp-2')];
    const query = ids.map((id) => `ids=${id}`).join('&');
    expect((await ask('GET', `/instances/actions?${query}`)).body).toEqual({
      instanceIds: ids,
      actions: [{ code: 'generic-add-node', name: 'Add Node' }],
    });
    expect((await ask('PUT', `/instances/action?${query}&code=generic-add-node`)).body).toEqual({ success: true });
    expect((await ask('GET', '/instances')).body.instances[1].containers).toHaveLength(2);
  });

  test('are refused when there is no such thing', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('erp-2');
    const unknown = await ask('PUT', `/instances/${id}/action?code=dance`);
    expect([unknown.status, unknown.body]).toEqual([400, { success: false, msg: 'Action not found' }]);
    expect((await ask('PUT', `/instances/${id}/action?code=generic-remove-node`)).body).toEqual({
      success: false,
      msg: 'Remove Node is not available for erp-2',
    });
  });

  test('were upgrades in the old age', async () => {
    const { ask, find, idOf, set } = await startMorpheus();
    const id = await idOf('erp-2');
    expect((await ask('PUT', `/instances/${id}/upgrade`, { upgrade: { id: 1 } })).status).toBe(404);
    await set({ age: 'legacy' });
    expect((await ask('GET', `/instances/${id}/actions`)).status).toBe(404);
    const answer = await ask('PUT', `/instances/${id}/upgrade`, { upgrade: { id: 1 } });
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    expect((await find('erp-2')).containers).toHaveLength(2);
    expect((await ask('PUT', `/instances/${id}/upgrade`, { upgrade: { id: 9 } })).status).toBe(400);
  });
});

describe('history', () => {
  test('has the newest first, with events, and can be narrowed', async () => {
    const { ask, find, reach } = await startMorpheus();
    const { containers, id, servers } = await find('erp-1');
    await ask('PUT', `/instances/${id}/stop?server=true`);
    await reach(id, 'stopped');
    const { body } = await ask('GET', `/instances/${id}/history`);
    expect(body.meta.total).toBe(2);
    expect(body.processes[0]).toMatchObject({
      processType: { code: 'shutdown', name: 'Shutdown' },
      displayName: 'Shutdown erp-1',
      instanceId: id,
      status: 'complete',
      percent: 100,
      error: null,
      endDate: expect.any(String),
      events: [{ status: 'complete' }],
      createdBy: { id: 1, username: 'sandbox' },
    });
    expect(body.processes[1].processType.code).toBe('provision');
    const [process] = body.processes;
    expect((await ask('GET', `/processes/${process.id}`)).body.process.id).toBe(process.id);
    expect((await ask('GET', `/instances/${id}/history/${process.id}`)).body.process.id).toBe(process.id);
    const event = process.events[0].id;
    expect((await ask('GET', `/instances/${id}/history/events/${event}`)).body.processEvent.id).toBe(event);
    const countOf = async (query: string) => (await ask('GET', `/processes?${query}`)).body.meta.total;
    expect(await countOf(`instanceId=${id}`)).toBe(2);
    expect(await countOf(`instanceId=${id}&phrase=shut`)).toBe(1);
    expect(await countOf(`containerId=${containers[1]}`)).toBe(2);
    expect(await countOf(`serverId=${servers[0]}&zoneId=6`)).toBe(2);
    expect(await countOf('zoneId=8')).toBe(1);
    expect((await ask('GET', '/processes/1')).status).toBe(404);
    expect((await ask('GET', `/instances/${id}/history/1`)).status).toBe(404);
    expect((await ask('GET', `/instances/${id}/history/events/1`)).status).toBe(404);
  });

  test('knows workflows', async () => {
    const { ask, idOf, until } = await startMorpheus();
    const id = await idOf('erp-2');
    const answer = await ask('PUT', `/instances/${id}/workflow?workflowName=Patch`, { taskSet: {} });
    expect(answer.body).toEqual({ success: true, processId: expect.any(Number) });
    await until(`/processes/${answer.body.processId}`, ({ process }) => process.status === 'complete');
    expect((await ask('PUT', `/instances/${id}/workflow?workflowId=62`)).status).toBe(200);
    expect((await ask('PUT', `/instances/${id}/workflow?workflowId=1`)).status).toBe(400);
    expect((await ask('GET', '/task-sets')).body.taskSets).toHaveLength(2);
  });
});

describe('commands', () => {
  test('run inside a machine, and say so after a while', async () => {
    const { ask, find, until } = await startMorpheus();
    const { containers, id, servers } = await find('erp-1');
    const answer = await ask('POST', `/execution-request/execute?instanceId=${id}`, {
      script: "echo 'hello there'\nhostname",
    });
    const { executionRequest } = answer.body;
    expect(executionRequest).toMatchObject({ status: 'executing', stdOut: null, exitCode: null });
    const path = `/execution-request/${executionRequest.uniqueId}`;
    const done = await until(path, (body) => body.executionRequest.status !== 'executing');
    expect(done.executionRequest).toMatchObject({
      status: 'complete',
      stdOut: 'hello there\nerp-1\n',
      stdErr: '',
      exitCode: 0,
    });
    for (const query of [`containerId=${containers[1]}`, `serverId=${servers[1]}`]) {
      const other = await ask('POST', `/execution-request/execute?${query}`, { script: 'whoami; exit 3' });
      const failed = await until(
        `/execution-request/${other.body.executionRequest.uniqueId}`,
        (body) => body.executionRequest.status !== 'executing',
      );
      expect(failed.executionRequest).toMatchObject({
        status: 'failed',
        containerId: containers[1],
        stdOut: 'root\n',
        exitCode: 3,
      });
    }
  });

  test('need a machine that runs, and a script', async () => {
    const { ask, idOf } = await startMorpheus();
    const path = '/execution-request/execute?instanceId=';
    const stopped = await ask('POST', path + (await idOf('report-1')), { script: 'true' });
    expect([stopped.status, stopped.body]).toEqual([400, { success: false, msg: 'Server report-1 is not running' }]);
    expect((await ask('POST', path + (await idOf('erp-1')), {})).body.errors).toEqual({ script: 'is required' });
    expect((await ask('POST', path, { script: 'true' })).status).toBe(404);
    expect((await ask('GET', '/execution-request/x')).status).toBe(404);
  });
});

describe('what machines do not have', () => {
  test('is refused with 400', async () => {
    const { ask, idOf } = await startMorpheus();
    const id = await idOf('erp-1');
    for (const [method, word] of [
      ['GET', 'state'],
      ['POST', 'refresh'],
      ['GET', 'prepare-apply'],
      ['POST', 'validate-apply'],
      ['POST', 'apply'],
    ] as const) {
      expect((await ask(method, `/instances/${id}/${word}`)).status).toBe(400);
    }
  });
});
