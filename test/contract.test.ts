import { afterEach, describe, expect, it } from 'vitest';
import { type CatalogKind, catalogKinds, type DriverVerb, isUnsupported } from '../src/core/driver';
import { instanceFields, states } from '../src/core/instance';
import { drivers } from '../src/drivers';
import { Home } from './nube';

/** What the suite needs to know of a provider's sandbox. */
interface Subject {
  profile: string;
  /** The name of a seeded instance that runs, and of one that does not. */
  running: string;
  stopped: string;
  /** Stopping and starting is for a whole container here. */
  whole?: true;
  /** Options that delete for good, where a deleted instance could be recovered otherwise. */
  forGood?: string;
  /** Options that make one instance; null where the name is the provider's. */
  create: { name: string | null; options: string };
}

const subjects: readonly Subject[] = [
  {
    profile: 'civo',
    running: 'web-1',
    stopped: 'db-1',
    create: { name: 'made-1', options: '--region LON1 --size g3.small --image ubuntu-jammy' },
  },
  {
    profile: 'cloudca',
    running: 'build-1',
    stopped: 'mail-1',
    forGood: '--purge',
    create: {
      name: 'made-1',
      options: '--size 1vCPU.1GB --image a4e6dcc6-3fcd-4c88-84b4-7bac9548f827 --network Web-prod',
    },
  },
  {
    profile: 'coxedge',
    running: 'edge-1',
    stopped: 'edge-3',
    forGood: '--purge',
    create: {
      name: 'made-1',
      options: '--size 1vCPU.1GB --image a4e6dcc6-3fcd-4c88-84b4-7bac9548f827 --network Web-prod',
    },
  },
  { profile: 'cycle', running: 'store-1', stopped: 'reports-1', create: { name: null, options: '' } },
  {
    profile: 'morpheus',
    running: 'erp-1',
    stopped: 'report-1',
    create: {
      name: 'made-1',
      options: '--group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048',
    },
  },
];

/** Verbs of the table that need words of their own to be well-formed. */
const words: Partial<Record<DriverVerb, string>> = {
  update: '--name renamed',
  resize: '--cpus 2',
  clone: '--shape-only --name copy-1',
  migrate: '--to somewhere',
  tag: '--add one',
  firewall: '--on',
  network: '--to other',
  'ssh-key': '--set key',
  iso: '--detach',
  upgrade: '--to more',
  'security-groups': '--set 1',
  'delete-backup': '--delete some',
  'reset-password': '--show-secrets',
};

const kindsOf = { usage: 2, auth: 4, conflict: 7, unsupported: 8, failed: 10, rate_limited: 13, unavailable: 14 };

describe.each(subjects)('the driver of $profile', (subject) => {
  const { profile, running, stopped, create } = subject;
  const home = new Home();
  const run = (line: string, variables: Record<string, string> = {}) =>
    home.sandbox(`${line} -p ${profile}`, { variables });
  const whole = subject.whole === true ? ' --whole-container' : '';
  const made = create.name ?? running;
  afterEach(() => home.sandbox('sandbox reset'));

  it('lists instances in the shared model', async () => {
    const { code, stderr, json } = await run('list -o json');
    expect([code, stderr]).toEqual([0, '']);
    const rows = json() as Record<string, unknown>[];
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining([running, stopped]));
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([...instanceFields]);
      expect(row).toMatchObject({ profile, id: expect.any(String), name: expect.any(String) });
      expect(states).toContain(row.state);
      for (const field of ['cpus', 'memoryMiB', 'diskGiB'])
        expect([null, expect.any(Number)]).toContainEqual(row[field]);
      for (const field of ['publicAddresses', 'privateAddresses', 'tags']) expect(row[field]).toBeInstanceOf(Array);
      for (const field of ['createdAt', 'updatedAt']) {
        expect(row[field] === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(row[field]))).toBe(true);
      }
    }
  });

  it('gets one instance with all that get adds, secrets hidden', async () => {
    const { code, json } = await run(`get ${running} -o json`);
    expect(code).toBe(0);
    const added = ['user', 'description', 'networks', 'publicIps', 'volumes', 'userData', 'password'];
    expect(Object.keys(json())).toEqual([...instanceFields, ...added]);
    expect(json()).toMatchObject({ name: running, state: 'running', userData: null, password: null });
  });

  it('gives the same instance for its name, its id and PROFILE/ID', async () => {
    const { id } = (await run(`get ${running} -o json`)).json();
    expect((await run(`get ${id} -o id`)).stdout).toBe(`${id}\n`);
    expect((await home.sandbox(`get ${profile}/${id} -o ref`)).stdout).toBe(`${profile}/${id}\n`);
  });

  it.each([
    ['401', 'auth'],
    ['429', 'rate_limited'],
    ['500', 'unavailable'],
    ['html', 'unavailable'],
    ['503', 'unavailable'],
    ['reset', 'unavailable'],
    ['truncated', 'failed'],
    ['wrong-types', 'failed'],
  ] as const)('says what is wrong when listing meets %s', async (fault, kind) => {
    const { code, stdout, error } = await run('list -o json', { NUBE_SANDBOX_FAULT: fault });
    expect(stdout).toBe('[]\n');
    expect({ code, kind: error().kind }).toEqual({ code: kindsOf[kind], kind });
    expect(error()).toMatchObject({ profile, exitCode: code });
  });

  it('goes on after faults that pass', async () => {
    const { code, json, requests } = await run('list -o json', { NUBE_SANDBOX_FAULT: '503x1' });
    expect(code).toBe(0);
    expect(json().length).toBeGreaterThan(0);
    expect(requests.map(({ status }) => status)).toContain(503);
  });

  it('stops and starts, and prints the state after the waiting', async () => {
    const stop = await run(`stop ${running} --yes -o json${whole}`);
    expect(stop.json()).toMatchObject([{ name: running, action: 'stop', status: 'succeeded', state: 'stopped' }]);
    expect(stop.code).toBe(0);
    const start = await run(`start ${running} --yes -o json${whole}`);
    expect(start.json()).toMatchObject([{ name: running, action: 'start', status: 'succeeded', state: 'running' }]);
    expect(start.code).toBe(0);
  });

  it('reports an operation that ends in failure', async () => {
    const { code, json } = await run(`stop ${running} --yes -o json${whole}`, { NUBE_SANDBOX_FAULT: 'task-failure' });
    expect(code).toBe(10);
    expect(json()).toMatchObject([{ name: running, status: 'failed', error: { kind: 'failed' } }]);
  });

  it('reports an operation that never ends as a time-out', async () => {
    const { code, json } = await run(`stop ${running} --yes --timeout 10s -o json${whole}`, {
      NUBE_SANDBOX_FAULT: 'stuck',
    });
    expect(code).toBe(11);
    expect(json()).toMatchObject([{ name: running, status: 'accepted', error: { code: 'timed_out' } }]);
  });

  it('sends nothing to an instance that is already as asked', async () => {
    const { code, json, changes } = await run(`start ${running} -o json${whole}`);
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(json()).toMatchObject([{ status: 'skipped', state: 'running' }]);
  });

  it('prints what it would send, and sends none of it', async () => {
    const { code, stdout, changes } = await run(`delete ${running} --dry-run`);
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(stdout).toMatch(/^# 1\n(#.*\n)*(jq .*\| )?curl -sS --fail-with-body -X /);
    expect(stdout).not.toContain(`sandbox-${profile}-token`);
  });

  if (create.name !== null) {
    it('creates once, refuses the name a second time, and deletes until it is gone', async () => {
      const line = `create ${made} ${create.options}`;
      const first = await run(`${line} -o json`);
      expect(first.stderr).toBe('');
      expect(first.json()).toMatchObject([
        { name: made, status: 'succeeded', action: 'create', id: expect.any(String) },
      ]);
      const second = await run(`${line} -o json`);
      expect({ code: second.code, changes: second.changes }).toEqual({ code: kindsOf.conflict, changes: [] });
      expect((await run(`${line} --if-not-exists -o json`)).json()).toMatchObject([
        { name: made, status: 'unchanged' },
      ]);
      const gone = await run(`delete ${made} --yes ${subject.forGood ?? ''} -o json`);
      expect(gone.json()).toMatchObject([{ name: made, status: 'succeeded', state: null }]);
      expect((await run(`get ${made}`)).code).toBe(5);
    });

    it('never creates twice when the answer is lost', async () => {
      const { code, json } = await run(`create ${made} ${create.options} -o json`, {
        NUBE_SANDBOX_FAULT: 'drop-after-commitx1',
      });
      expect(code).toBe(0);
      expect(json()).toMatchObject([{ name: made, status: 'succeeded', id: expect.any(String) }]);
      const named = (await run('list -o json')).json().filter(({ name }: { name: string }) => name === made);
      expect(named).toHaveLength(1);
    });

    it('returns at once with --no-wait', async () => {
      const { code, json } = await run(`create ${made} ${create.options} --no-wait -o json`);
      expect(code).toBe(0);
      expect(json()).toMatchObject([{ name: made, status: 'accepted' }]);
    });
  }

  it('refuses each verb it does not have with a reason, before it sends anything', async () => {
    const { verbs } = await (drivers[profile] as NonNullable<(typeof drivers)[string]>)();
    for (const verb of Object.keys(verbs) as DriverVerb[]) {
      const capability = verbs[verb];
      if (!isUnsupported(capability) || ['create', 'ssh', 'console'].includes(verb)) continue;
      const command = verb === 'delete-backup' ? 'backups' : verb;
      const backup = verb === 'restore' ? ' some' : '';
      const line = `${command} ${running}${backup} ${words[verb] ?? ''} -o json`;
      const refused = await home.sandbox(`${line} -p ${profile}`, {});
      expect({ line, code: refused.code, changes: refused.changes }).toEqual({ line, code: 8, changes: [] });
      expect(refused.error().message).toContain(capability.unsupported);
    }
  });

  it('has a catalog of each kind, or says that it lacks it', async () => {
    const { catalog } = await (drivers[profile] as NonNullable<(typeof drivers)[string]>)();
    for (const kind of catalogKinds satisfies readonly CatalogKind[]) {
      const { code, json, stdout } = await run(`catalog ${kind} -o json`);
      expect({ kind, code }).toEqual({ kind, code: catalog[kind] === undefined ? 8 : 0 });
      if (code !== 0) expect(stdout).toBe('');
      else for (const row of json()) expect(row).toMatchObject({ profile, id: expect.any(String) });
    }
  });
});
