import { describe, expect, it } from 'vitest';
import { morpheus } from '../../src/drivers/morpheus';
import { appliance, type Fake, read } from './morpheusSession';

const server = { sshHost: '203.0.113.9', sshPort: 2222, externalIp: '203.0.113.10', internalIp: '10.0.0.9' };

function reach(instance: object, more: Readonly<Record<string, unknown>> = {}, settings = {}): Fake {
  return appliance(
    { '/api/instances/42': { instance: { id: 42, name: 'erp-1', status: 'running', ...instance } }, ...more },
    settings,
  );
}

describe('ssh', () => {
  it.each([
    ['the address that the server names for it', { server }, { host: '203.0.113.9', port: 2222 }],
    ['the outer address', { server: { ...server, sshHost: null, sshPort: null } }, { host: '203.0.113.10', port: 22 }],
    [
      'the inner address',
      { server: { sshHost: '0.0.0.0', externalIp: '', internalIp: '10.0.0.9' } },
      { host: '10.0.0.9', port: 22 },
    ],
    ['that of the container itself', { server: {}, ip: '198.18.0.1' }, { host: '198.18.0.1', port: 22 }],
    [
      'the port that 22 is mapped to',
      {
        ip: '198.18.0.1',
        ports: [
          { internal: 80, external: 8080 },
          { internal: 22, external: 10022 },
        ],
      },
      { host: '198.18.0.1', port: 10022 },
    ],
  ])('takes %s', async (_what, container, endpoint) => {
    const fake = reach({ containerDetails: [{ id: 1, name: 'c', ...container }] });
    expect(await read(fake, 'ssh')).toEqual({ ...endpoint, user: null });
  });

  it('takes the inner address with --private', async () => {
    const fake = reach({ containerDetails: [{ id: 1, server }] });
    expect(await read(fake, 'ssh', { private: true })).toEqual({ host: '10.0.0.9', port: 2222, user: null });
    const closed = reach({ containerDetails: [{ id: 1, server: { sshHost: '203.0.113.9' } }] });
    expect(await read(closed, 'ssh', { private: true })).toMatchObject({ closed: 'erp-1 has no private address yet' });
  });

  it('chooses among several containers, and says which it took', async () => {
    const two = { id: 12, name: 'erp-1-2', server: { sshHost: '203.0.113.12' } };
    const instance = { containerDetails: [{ id: 11, name: 'erp-1', server }, two] };
    for (const container of ['12', 'erp-1-2']) {
      expect(await read(reach(instance), 'ssh', { container })).toMatchObject({ host: '203.0.113.12' });
      expect(await read(reach(instance, {}, { container }), 'ssh')).toMatchObject({ host: '203.0.113.12' });
    }
    const first = reach(instance);
    expect(await read(first, 'ssh')).toMatchObject({ host: '203.0.113.9' });
    expect(first.warnings).toEqual([
      'several_containers: erp-1 has 2 containers: this is erp-1 (11); --container chooses erp-1-2 (12).',
    ]);
    await expect(read(reach(instance), 'ssh', { container: '99' })).rejects.toMatchObject({
      code: 'resource_not_found',
      details: { hint: 'erp-1 has 11 (erp-1), 12 (erp-1-2).' },
    });
  });

  it('asks for the containers where the instance does not have them inside', async () => {
    const containers = [{ id: 1414, name: 'tomcat', ip: '12.96.81.102', internalIp: '192.168.163.232' }];
    const fake = reach({}, { '/api/instances/42/containers': { success: true, containers } });
    expect(await read(fake, 'ssh')).toEqual({ host: '12.96.81.102', port: 22, user: null });
  });

  it('takes the address of the service only where that is a machine’s own', async () => {
    const none = { '/api/instances/42/containers': { containers: [] } };
    const web = { connectionInfo: [{ ip: '198.18.0.1', port: 80 }], instanceType: { category: 'web' } };
    expect(await read(reach(web, none), 'ssh')).toMatchObject({ closed: 'erp-1 has no address yet', open: null });
    const plain = {
      connectionInfo: [
        { ip: '0.0.0.0', port: 22 },
        { ip: '198.18.0.1', port: 22 },
      ],
    };
    expect(await read(reach(plain, none), 'ssh')).toMatchObject({ host: '198.18.0.1', port: 22 });
    const system = { connectionInfo: [{ ip: '198.18.0.1', port: null }], instanceType: { category: 'os' } };
    expect(await read(reach(system, none), 'ssh')).toMatchObject({ host: '198.18.0.1', port: 22 });
  });

  it('knows the user that was made for the requester, and no other', async () => {
    const whoami = { '/api/whoami': { user: { id: 7, linuxUsername: 'ada' } } };
    const details = { containerDetails: [{ id: 1, server }] };
    const made = { ...details, config: { createUser: true }, createdBy: { id: 7 } };
    expect(await read(reach(made, whoami), 'ssh')).toMatchObject({ user: 'ada' });
    expect(await read(reach({ ...made, createdBy: { id: 8 } }, whoami), 'ssh')).toMatchObject({ user: null });
    const plain = reach({ ...details, config: { createUser: 'off' } }, whoami);
    expect(await read(plain, 'ssh')).toMatchObject({ user: null });
    expect(plain.sent).toHaveLength(1);
  });

  it('refuses a port that there is not', async () => {
    const fake = reach({ containerDetails: [{ id: 1, server: { ...server, sshPort: 70000 } }] });
    await expect(read(fake, 'ssh')).rejects.toMatchObject({ code: 'unexpected_answer' });
  });
});

describe('console', () => {
  it('is the web terminal below the endpoint, without a token', async () => {
    const fake = reach({}, {}, { endpoint: 'https://host.example/cloud/' });
    expect(await read(fake, 'console')).toEqual({ url: 'https://host.example/cloud/terminal/42' });
    const chosen = reach({}, {}, { endpoint: 'https://host.example', container: '12' });
    expect(await read(chosen, 'console')).toEqual({ url: 'https://host.example/terminal/42?containerId=12' });
    expect(fake.sent).toEqual([]);
  });
});

describe('who asks', () => {
  const verifyOf = (answers: Readonly<Record<string, unknown>>) => morpheus.verify(appliance(answers).session);

  it('is the user, of a tenant where it is one', async () => {
    const user = { username: 'ada', account: { name: 'Sales' } };
    const verify = (body: object) => verifyOf({ '/api/whoami': body });
    expect(await verify({ user, isMasterAccount: true })).toBe('ada');
    expect(await verify({ user, isMasterAccount: false })).toBe('ada of Sales');
    expect(await verify({})).toBeNull();
    await expect(verify({ user: { username: 3, displayName: 3 } })).rejects.toMatchObject({
      code: 'unexpected_answer',
    });
    expect(await verifyOf({ '/api/instances': { instances: [] } })).toBeNull();
    await expect(verifyOf({})).rejects.toMatchObject({ code: 'resource_not_found' });
  });
});
