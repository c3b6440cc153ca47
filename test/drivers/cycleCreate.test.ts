import { describe, expect, it } from 'vitest';
import type { Creating } from '../../src/core/driver';
import type { CreateInput } from '../../src/core/inputs';
import { Secret } from '../../src/core/secret';
import { cycle } from '../../src/drivers/cycle';
import {
  type Answering,
  changes,
  container,
  data,
  type Fake,
  fakeSession,
  followToEnd,
  instance,
  lost,
  plans,
  target,
} from './cycleSession';

const creating = cycle.verbs.create as Creating;
const accepted = data({ action: 'x', job: { id: 'j1' } });
const completed = data({ id: 'j1', state: { current: 'completed' }, tasks: [] });
const servers = data([
  { id: 's1', nickname: 'ams-1', hostname: 'h1', state: { current: 'live' } },
  { id: 's2', nickname: 'ams-2', hostname: 'h2', state: { current: 'live' } },
  { id: 's3', nickname: 'ams-3', hostname: 'h3', state: { current: 'live' }, evacuate: { started: 'x' } },
]);
const path = '/v1/containers/c1';
const planAll = (fake: Fake, input: CreateInput) => creating.plan(fake.session, [], input);
const planOne = async (fake: Fake, input: CreateInput) => {
  const [plan] = await planAll(fake, { container: 'api', ...input });
  if (plan === undefined) throw new Error('no plan');
  return plan;
};
const made = async (fake: Fake, input: CreateInput) => followToEnd(fake, await (await planOne(fake, input)).run());

/** A container whose list of instances grows by those in `later` once something has been sent. */
function growing(
  over: Parameters<typeof container>[1],
  later: readonly object[],
  answers: Readonly<Record<string, Answering>> = {},
): Fake {
  let sent = false;
  const send = () => {
    sent = true;
    return accepted;
  };
  const all = data([container('c1', over)]);
  return fakeSession({
    '/v1/containers': all,
    [path]: data(container('c1', over)),
    [`${path}/servers/usable`]: servers,
    [`${path}/instances`]: () => data([instance('a'), instance('b'), ...(sent ? later : [])]),
    [`POST ${path}/instances`]: send,
    [`POST ${path}/tasks`]: send,
    '/v1/jobs/j1': completed,
    ...answers,
  });
}

describe('new instances of a container', () => {
  it('go to the servers that were named, and are those that were not there before', async () => {
    const fake = growing({}, [instance('x'), instance('y', 'starting')]);
    const plan = await planOne(fake, { server: ['ams-1=2', 'h2'], count: 3 });
    expect(plan).toMatchObject({ name: null, count: 5, wanted: { group: 'api', image: 'i1' } });
    await plan.run();
    expect(changes(fake).map(({ body }) => body)).toEqual([
      [
        { server_id: 's1', new_instances: 2 },
        { server_id: 's2', new_instances: 3 },
      ],
    ]);
  });

  it('are waited for until they run', async () => {
    let looks = 0;
    const fake = growing({}, [], {
      [`${path}/instances`]: () => {
        looks += 1;
        return data([instance('a'), ...(looks > 2 ? [instance('x', looks > 4 ? 'running' : 'starting')] : [])]);
      },
    });
    const end = await made(fake, { server: ['ams-1'] });
    expect(end).toMatchObject({ status: 'succeeded', instances: [{ instance: { id: 'x', state: 'running' } }] });
  });

  it('of a container that does not run are there when they are stopped', async () => {
    const fake = growing({ state: { current: 'stopped', desired: 'stopped' } }, [instance('x', 'stopped')]);
    expect(await made(fake, { server: ['ams-1'] })).toMatchObject({ instances: [{ instance: { state: 'stopped' } }] });
  });

  it('of which fewer come than were asked for are a failure', async () => {
    const fake = growing({}, [instance('x')]);
    expect(await made(fake, { server: ['ams-1=2'] })).toMatchObject({
      status: 'failed',
      failure: { message: '1 of 2 new instances are there' },
    });
  });

  it('that fail say why, and which they are', async () => {
    const error = { message: 'no such command' };
    const fake = growing({}, [instance('x'), instance('y', 'failed', { state: { current: 'failed', error } })]);
    expect(await made(fake, { server: ['ams-1=2'] })).toMatchObject({
      status: 'failed',
      failure: { message: 'host-y failed: no such command (y)' },
    });
  });

  it('whose answer was lost are found among the instances, and asked for once', async () => {
    const lostAfter = (later: readonly object[]) => {
      let sent = false;
      return growing({}, [], {
        [`${path}/instances`]: () => data([instance('a'), ...(sent ? later : [])]),
        [`POST ${path}/instances`]: () => {
          sent = true;
          return lost;
        },
      });
    };
    const found = lostAfter([instance('x')]);
    expect(await made(found, { server: ['ams-1'] })).toMatchObject({ instances: [{ instance: { id: 'x' } }] });
    expect(changes(found)).toHaveLength(1);
    await expect(made(lostAfter([]), { server: ['ams-1'] })).rejects.toMatchObject({ code: 'answer_lost' });
  });

  it('are made one after another in one container', async () => {
    let count = 0;
    const fake = growing({}, [], {
      [`${path}/instances`]: () =>
        data([instance('a'), ...Array.from({ length: count }, (_, index) => instance(`n${index + 1}`))]),
      [`POST ${path}/instances`]: () => {
        count += 1;
        return accepted;
      },
    });
    const both = [await planOne(fake, { server: ['ams-1'] }), await planOne(fake, { server: ['ams-2'] })];
    const ends = await Promise.all(both.map(async (plan) => followToEnd(fake, await plan.run())));
    expect(ends).toMatchObject([
      { instances: [{ instance: { id: 'n1' } }] },
      { instances: [{ instance: { id: 'n2' } }] },
    ]);
  });

  it.each([
    [{}, 'missing_argument', 'These do: ams-1, ams-2.'],
    [{ server: ['ams-3'] }, 'wrong_state', 'These do: ams-1, ams-2.'],
    [{ server: ['nowhere'] }, 'resource_not_found', 'nube catalog servers'],
    [{ server: ['ams-1=x'] }, 'invalid_value', 'For example --server ams-1=2 makes two there.'],
    [{ server: ['ams-1=0'] }, 'invalid_value', 'For example --server ams-1=2 makes two there.'],
    [{ server: ['ams-1', 's1=2'] }, 'conflicting_options', 'Give it once: --server ams-1=N'],
    [{ scale: 3 }, 'not_supported', 'nube create --container api --server NAME=N'],
    [{ server: ['ams-1'], image: 'x' }, 'option_not_available', 'nube help create says which option goes with which.'],
  ] as [CreateInput, string, string][])('are refused with %j', async (input, code, hint) => {
    const fake = growing({}, []);
    await expect(planOne(fake, input)).rejects.toMatchObject({ code, details: { hint } });
    expect(changes(fake)).toEqual([]);
  });

  it("are refused in a deprecated container, one of Cycle's own and one that carries a machine", async () => {
    const input = { server: ['ams-1'] };
    await expect(planOne(growing({ deprecate: true }, []), input)).rejects.toMatchObject({ code: 'provider_conflict' });
    await expect(planOne(growing({ image: { service: 'vpn' } }, []), input)).rejects.toMatchObject({
      code: 'not_supported',
    });
    await expect(planOne(growing({ image: { extension: { id: 'v' } } }, []), input)).rejects.toMatchObject({
      code: 'not_supported',
    });
  });
});

describe('a container that places its instances itself', () => {
  const automatic = { strategy: 'resource-density' };

  it('takes no servers, with the way out', async () => {
    await expect(planOne(growing(automatic, []), { server: ['ams-1'], count: 2 })).rejects.toMatchObject({
      code: 'not_supported',
      details: { hint: 'nube create --container api --scale 4 sets how many there are.' },
    });
    await expect(planOne(growing({ strategy: null }, []), {})).rejects.toMatchObject({ code: 'not_supported' });
  });

  it('is scaled to a total, and what is new is made', async () => {
    const fake = growing(automatic, [instance('x')]);
    const plan = await planOne(fake, { scale: 3 });
    expect(plan.count).toBe(1);
    expect(await followToEnd(fake, await plan.run())).toMatchObject({ instances: [{ instance: { id: 'x' } }] });
    expect(changes(fake)[0]?.body).toEqual({ action: 'scale', contents: { instances: 3 } });
  });

  it('says which go when it is scaled down', async () => {
    let sent = false;
    const fake = growing(automatic, [], {
      [`${path}/instances`]: () => data(sent ? [instance('a')] : [instance('a'), instance('b')]),
      [`POST ${path}/tasks`]: () => {
        sent = true;
        return accepted;
      },
    });
    const plan = await planOne(fake, { scale: 1 });
    expect(fake.warnings).toEqual(['The container api goes from 2 to 1: Cycle removes the newest, host-b.']);
    expect(await followToEnd(fake, await plan.run())).toMatchObject({ instances: [{ instance: { id: 'a' } }] });
  });

  it('is sent nothing where it has as many', async () => {
    const fake = growing(automatic, []);
    expect(await made(fake, { scale: 2 })).toMatchObject({ status: 'succeeded' });
    expect(changes(fake)).toEqual([]);
  });

  it('has a scale or servers, not both', async () => {
    await expect(planOne(growing(automatic, []), { scale: 2, count: 2 })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
  });
});

describe('a clone', () => {
  it('is one more instance on the same server, for all targets of a container in one request', async () => {
    const fake = growing({}, [instance('x'), instance('y')], {
      [`${path}/instances/a`]: data(instance('a')),
      [`${path}/instances/b`]: data(instance('b')),
    });
    const [plan, ...others] = await plans(fake, 'clone', [target('a'), target('b')]);
    expect(others).toEqual([]);
    expect(await followToEnd(fake, (await plan?.run()) as never)).toMatchObject({
      instances: [{ instance: { id: 'x' } }, { instance: { id: 'y' } }],
    });
    expect(changes(fake)[0]?.body).toEqual([{ server_id: 's1', new_instances: 2 }]);
  });

  it('is a larger scale where Cycle places it', async () => {
    const fake = growing({ strategy: 'edge' }, [instance('x')]);
    const [plan] = await plans(fake, 'clone', [target('a')]);
    await plan?.run();
    expect(changes(fake)[0]?.body).toEqual({ action: 'scale', contents: { instances: 3 } });
  });
});

describe('a new virtual machine', () => {
  const machines = '/v1/virtual-machines';
  const machine = (name: string, id = name) => ({ id, name, config: {}, state: { current: 'stopped' }, events: {} });
  const withMachines = (answers: Readonly<Record<string, Answering>> = {}) =>
    growing({}, [], {
      '/v1/infrastructure/servers': data([]),
      [machines]: data([machine('vm-1'), machine('box')]),
      [`${machines}/images/base`]: data({
        alpine: { title: 'Alpine', versions: [{ identifier: 'alpine-3-19', version: '3.19', supported: true }] },
      }),
      [`${machines}/ssh-keys`]: data([{ id: 'k1', name: 'laptop' }]),
      '/v1/environments': data([{ id: 'e2', identifier: 'lab', state: { current: 'live' } }]),
      [`POST ${machines}`]: data({ ...machine('vm-2', 'v2'), root_password: { current: 'secret' } }),
      [`${machines}/v2`]: data(machine('vm-2', 'v2')),
      ...answers,
    });
  const input = { kind: 'vm', image: 'alpine-3-19' } as const;

  it('joins the environment of the container, or the one that was named', async () => {
    const fake = withMachines();
    const plan = await planOne(fake, { ...input, cpus: 2, memoryMiB: 2048, sshKey: 'laptop' });
    expect(plan).toMatchObject({ name: 'vm-2', count: 1 });
    const operation = await plan.run();
    expect(operation.result?.password).toBeInstanceOf(Secret);
    expect(await followToEnd(fake, operation)).toMatchObject({ instances: [{ instance: { id: 'v2' } }] });
    expect(changes(fake)[0]?.body).toMatchObject({
      name: 'vm-2',
      identifier: 'vm-2',
      environment_id: 'e1',
      image: { type: 'base', details: { identifier: 'alpine-3-19' } },
      config: {
        network: { hostname: 'vm-2' },
        resources: { ram: { limit: '2G' }, cpu: { cores: { number: 2 } } },
      },
      lock: false,
      ssh_keys: ['k1'],
    });
    const other = withMachines();
    await (await planOne(other, { ...input, network: 'lab', image: 'https://example.com/a.qcow2' })).run();
    expect(changes(other)[0]?.body).toMatchObject({
      environment_id: 'e2',
      image: { type: 'url', details: { url: 'https://example.com/a.qcow2' } },
    });
  });

  it('is one request each, with names that nobody has', async () => {
    const all = await planAll(withMachines(), { ...input, container: 'api', count: 2 });
    expect(all.map(({ name }) => name)).toEqual(['vm-2', 'vm-3']);
  });

  it('whose answer was lost is found by its name, and made once', async () => {
    let sent = false;
    const fake = withMachines({
      [machines]: () => data([machine('vm-1'), ...(sent ? [machine('vm-2', 'v2')] : [])]),
      [`POST ${machines}`]: () => {
        sent = true;
        return lost;
      },
    });
    const operation = await (await planOne(fake, input)).run();
    expect(operation.wait).toMatchObject({ instance: 'v2' });
    expect(changes(fake)).toHaveLength(1);
  });

  it.each([
    [{ kind: 'vm' }, 'missing_argument'],
    [{ ...input, image: 'windows-95' }, 'resource_not_found'],
    [{ ...input, cpus: 33 }, 'invalid_value'],
    [{ ...input, memoryMiB: 256 }, 'invalid_value'],
    [{ ...input, server: ['ams-1'] }, 'option_not_available'],
    [{ ...input, sshKey: 'none' }, 'resource_not_found'],
  ] as [CreateInput, string][])('is refused with %j', async (given, code) => {
    await expect(planOne(withMachines(), given)).rejects.toMatchObject({ code });
  });
});

describe('the questions of a create', () => {
  it('offer containers that take instances by hand, and servers that take them', async () => {
    const fake = fakeSession({
      '/v1/containers': data([
        container('c1'),
        container('c2', { identifier: 'auto', strategy: 'edge' }),
        container('c3', { identifier: 'dns', image: { service: 'discovery' } }),
        container('c4', { identifier: 'same' }),
        container('c5', { identifier: 'same' }),
      ]),
      [`${path}/servers/usable`]: servers,
    });
    const [ofContainer, ofServer] = creating.questions;
    const offered = await ofContainer?.choices?.(fake.session, {});
    expect(offered?.map(({ value }) => value)).toEqual(['api', 'c4', 'c5']);
    const only = fakeSession({ '/v1/containers': data([container('c1')]), [`${path}/servers/usable`]: servers });
    expect(await ofServer?.when?.(only.session, { container: 'api' })).toBe(true);
    expect(await ofServer?.when?.(only.session, { container: 'api', scale: 2 })).toBe(false);
    expect((await ofServer?.choices?.(only.session, { container: 'api' }))?.map(({ value }) => value)).toEqual([
      'ams-1',
      'ams-2',
    ]);
  });
});
