import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { killed } from './killed';
import { type Hold, Tap } from './tap';

interface Case {
  what: string;
  action: 'create' | 'clone';
  provider: string;
  line: readonly string[];
  /** The request that makes the instance. */
  creates: RegExp;
  /** What waiting for it consists of. */
  polls: RegExp;
}

const cases: readonly Case[] = [
  {
    what: 'a create on civo',
    action: 'create',
    provider: 'civo',
    line: 'create new-1 --region LON1 --size g3.xsmall --image ubuntu-jammy'.split(' '),
    creates: /^POST \/v2\/instances$/,
    polls: /^GET \/v2\/instances\/[0-9a-f-]+$/,
  },
  {
    what: 'a create on cloudca',
    action: 'create',
    provider: 'cloudca',
    line: [...'create new-1 --size 1vCPU.1GB --network Web-prod --image'.split(' '), 'Ubuntu 22.04 HVM base (64bit)'],
    creates: /^POST \/v1\/services\/[^/]+\/[^/]+\/instances$/,
    polls: /^GET \/v1\/tasks\//,
  },
  {
    what: 'a create on coxedge',
    action: 'create',
    provider: 'coxedge',
    line: [...'create new-1 --size 1vCPU.1GB --network Web-prod --image'.split(' '), 'Ubuntu 22.04 HVM base (64bit)'],
    creates: /^POST \/api\/v2\/services\/[^/]+\/[^/]+\/instances$/,
    polls: /^GET \/api\/v2\/tasks\//,
  },
  {
    what: 'a create on cycle',
    action: 'create',
    provider: 'cycle',
    line: 'create --container api --server ams-1'.split(' '),
    creates: /^POST \/v1\/containers\/[^/]+\/instances$/,
    polls: /^GET \/v1\/jobs\//,
  },
  {
    what: 'a clone on cycle',
    action: 'clone',
    provider: 'cycle',
    line: 'clone api-1'.split(' '),
    creates: /^POST \/v1\/containers\/[^/]+\/instances$/,
    polls: /^GET \/v1\/jobs\//,
  },
  {
    what: 'a virtual machine on cycle',
    action: 'create',
    provider: 'cycle',
    line: 'create --kind vm --container api --image ubuntu-24-04 --cpus 2 --memory 2GB --ssh-key laptop'.split(' '),
    creates: /^POST \/v1\/virtual-machines$/,
    polls: /^GET \/v1\/virtual-machines\/[0-9a-f]+$/,
  },
  {
    what: 'a create on morpheus',
    action: 'create',
    provider: 'morpheus',
    line: 'create new-1 --group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048'.split(
      ' ',
    ),
    creates: /^POST \/api\/instances$/,
    polls: /^GET \/api\/instances\/\d+$/,
  },
];

const points = ['looking', 'prepared', 'request', 'answer', 'polling'] as const;

/** A home and a provider for each point at which a process is killed. */
function kills({ provider, line, creates }: Case) {
  const homes = Object.fromEntries(points.map((point) => [point, { home: new Home(), tap: new Tap(provider) }]));
  beforeAll(async () => {
    await Promise.all(Object.values(homes).map(({ home, tap }) => tap.open(path.join(home.directory, 'cloud'))));
  });
  afterAll(async () => {
    await Promise.all(Object.values(homes).map(({ tap }) => tap.close()));
  });
  return async (point: (typeof points)[number], hold: Hold) => {
    const { home, tap } = homes[point] as { home: Home; tap: Tap };
    const { variables } = tap;
    const run = (words: string) => home.run(words, { variables });
    const before = new Set((await run('list -o id')).stdout.split('\n'));
    await killed(home, tap, line, hold, variables);
    const open = (await run('op list -o json')).json();
    const fresh = async () => (await run('list -o json')).json().filter(({ id }: { id: string }) => !before.has(id));
    const sent = () => tap.arrived.filter((one) => creates.test(one)).length;
    return { run, open, fresh, sent };
  };
}

describe.concurrent.each(cases)('$what that is killed', (one) => {
  const { action, creates, polls } = one;
  const killedAt = kills(one);

  it('before anything was written down has left nothing', async () => {
    const { open, fresh, sent } = await killedAt('looking', { request: /^GET /, at: 'request' });
    expect({ open, fresh: await fresh(), sent: sent() }).toEqual({ open: [], fresh: [], sent: 0 });
  });

  it('on the way there is unknown, and is not sent again', async () => {
    const { run, open, fresh, sent } = await killedAt('request', { request: creates, at: 'request' });
    expect(open).toMatchObject([{ action, status: 'sent', attended: false, instanceId: null }]);
    const resumed = await run(`op resume ${open[0].id} -o json --timeout 3s`);
    expect(resumed.code).toBe(14);
    expect(resumed.json()).toMatchObject([{ action, status: 'unknown', id: null }]);
    expect(resumed.error()).toMatchObject({
      code: 'answer_lost',
      hint: 'Look before doing it again: nube list -p env',
    });
    expect((await run('op list -o json')).json()).toMatchObject([{ status: 'unknown' }]);
    expect({ fresh: await fresh(), sent: sent() }).toEqual({ fresh: [], sent: 0 });
  });

  it.each([
    ['answer', 'on the way back', { request: creates, at: 'answer' }, 'sent'],
    ['polling', 'while it waits', { request: polls, at: 'request', after: creates }, 'accepted'],
  ] as const)('%s: %s ends with the one instance', async (point, _where, hold, status) => {
    const { run, open, fresh, sent } = await killedAt(point, hold);
    expect(open).toMatchObject([{ action, status }]);
    const resumed = await run(`op resume ${open[0].id} -o json`);
    expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: '' });
    const [made, ...others] = await fresh();
    expect(others).toEqual([]);
    expect(resumed.json()).toMatchObject([{ action, status: 'succeeded', id: made.id, name: made.name }]);
    expect({ open: (await run('op list -o json')).json(), sent: sent() }).toEqual({ open: [], sent: 1 });
  });
});

describe('a create on Cycle that is killed', () => {
  const cycle = cases.find(({ provider }) => provider === 'cycle') as Case;
  const killedAt = kills(cycle);

  it('after it was written down and before it was sent is closed as never sent', async () => {
    const hold: Hold = { request: /^GET \/v1\/containers\/[^/]+\/instances$/, at: 'request' };
    const { run, open, fresh, sent } = await killedAt('prepared', hold);
    expect(open).toMatchObject([{ action: 'create', status: 'prepared', attended: false }]);
    const resumed = await run(`op resume ${open[0].id} -o json`);
    expect({ code: resumed.code, changes: sent() }).toEqual({ code: 130, changes: 0 });
    expect(resumed.error()).toMatchObject({
      code: 'not_sent',
      hint: `Nothing has happened. Run it again: nube ${cycle.line.join(' ')}`,
    });
    expect({ open: (await run('op list -o json')).json(), fresh: await fresh() }).toEqual({ open: [], fresh: [] });
  });
});
