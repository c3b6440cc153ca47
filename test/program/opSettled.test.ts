import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { small } from './support/seeded';

const stuck = { NUBE_SANDBOX_FAULT: 'stuck' };
const look = /^GET \/v2\/instances\/[0-9a-f-]+$/;
const onCloudca = ['--size', '1vCPU.1GB', '--image', 'Ubuntu 22.04 HVM base (64bit)', '--network', 'Web-prod'];
const journalOf = (home: Home) => path.join(home.directory, 'data', 'sandbox', 'journal');
const open = async (home: Home) => (await home.sandbox('op list -o json')).json() as Record<string, unknown>[];

const idIn = ({ stderr }: { stderr: string }): RegExpExecArray => {
  const found = /nube op resume (\w+)/.exec(stderr);
  if (found === null) throw new Error(`No operation in ${stderr}`);
  return found;
};

describe('op resume of a change that something else has ended', () => {
  const home = new Home();

  /** The entry as it would be had it been sent so many hours ago. */
  function age(id: string, hours: number): void {
    const file = path.join(journalOf(home), `${id}.jsonl`);
    const earlier = (_: string, at: string) => new Date(Date.parse(at) - hours * 3_600_000).toISOString();
    const text = readFileSync(file, 'utf8')
      .replace(/(?<="startedAt":")([^"]+)/, earlier)
      .replace(/(?<="since":)\d+/g, (since) => String(Number(since) - hours * 3_600_000));
    writeFileSync(file, text);
  }

  it('ends a reboot whose instance has been stopped meanwhile, and closes it', async () => {
    const [, id = ''] = await home.sandbox('reboot cache-1 -p civo --yes --no-wait').then(idIn);
    expect((await home.sandbox('get cache-1 --watch --until state=running')).code).toBe(0);
    expect((await home.sandbox('stop cache-1 -p civo --yes')).code).toBe(0);
    age(id, 0.5);
    const run = await home.sandbox(`op resume ${id} -o json`);
    expect({ code: run.code, looks: run.requests.filter(({ path }) => look.test(`GET ${path}`)).length }).toEqual({
      ...{ code: 10, looks: 3 },
    });
    expect(run.json()).toMatchObject([
      {
        name: 'cache-1',
        action: 'reboot',
        status: 'failed',
        state: 'stopped',
        error: { code: 'operation_failed', message: 'cache-1 is SHUTOFF, and nothing goes on any more' },
      },
    ]);
    expect(await open(home)).toEqual([]);
  });

  it('does not know of a stop whether it was done and undone, and closes it', async () => {
    const [, id = ''] = await home.sandbox('stop web-2 -p civo --yes --no-wait').then(idIn);
    for (const line of ['get web-2 --watch --until state=stopped', 'start web-2 -p civo']) {
      expect((await home.sandbox(line)).code).toBe(0);
    }
    age(id, 1);
    const lost = {
      code: 'answer_lost',
      message: 'How stop of web-2 ended is not known: web-2 is ACTIVE, as it was before',
    };
    for (let times = 0; times < 2; times += 1) {
      const run = await home.sandbox(`op resume ${id} -o json`);
      expect(run.code).toBe(14);
      expect(run.json()).toMatchObject([
        { name: 'web-2', action: 'stop', status: 'unknown', state: 'running', error: lost },
      ]);
    }
    expect(await open(home)).toEqual([]);
    expect((await home.sandbox('op list --all -o json')).json()).toContainEqual(
      expect.objectContaining({ id, status: 'lost' }),
    );
  });
});

describe('what another command has seen the end of', () => {
  const home = new Home();
  const create = (name: string) => home.sandbox(`create ${name} -p civo --region LON1 ${small} --no-wait`).then(idIn);
  const openIds = async () => (await open(home)).map(({ id }) => id);
  const ended = async (id: string) =>
    ((await home.sandbox('op list --all -o json')).json() as { id: string }[]).find((row) => row.id === id);

  it('is closed by wait, with one look', async () => {
    const [, id = ''] = await create('made');
    expect(await openIds()).toEqual([id]);
    const run = await home.sandbox('wait made -o json');
    expect({ code: run.code, stderr: run.stderr, changes: run.changes }).toEqual({ code: 0, stderr: '', changes: [] });
    expect(await openIds()).toEqual([]);
    expect(await ended(id)).toMatchObject({ name: 'made', status: 'succeeded', error: null });
  });

  it('is left open by a wait for something else, and by one whose time is up', async () => {
    const [, id] = await home.sandbox('stop made -p civo --yes --no-wait', { variables: stuck }).then(idIn);
    expect((await home.sandbox('wait made --for stopping')).code).toBe(0);
    expect((await home.sandbox('wait made --for stopped --timeout 5s')).code).toBe(11);
    expect(await openIds()).toEqual([id]);
    await home.sandbox('sandbox reset');
  });

  it('is closed by the delete of the instance, whatever it was', async () => {
    const [, made = ''] = await create('brief');
    await home.sandbox('wait brief');
    const [, reboot = ''] = await home.sandbox('reboot brief -p civo --yes --no-wait').then(idIn);
    const [, other = ''] = await home.sandbox('start db-1 -p civo --no-wait').then(idIn);
    expect((await home.sandbox('delete brief -p civo --yes')).code).toBe(0);
    expect(await openIds()).toEqual([other]);
    expect(await ended(made)).toMatchObject({ status: 'succeeded' });
    expect(await ended(reboot)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/ is gone from LON1$/),
    });
  });

  it('is closed where the wait is for the end of a delete', async () => {
    const [, id = ''] = await home.sandbox('delete web-2 -p civo --yes --no-wait').then(idIn);
    expect(await openIds()).toContain(id);
    expect((await home.sandbox('wait web-2 --for deleted')).code).toBe(0);
    expect(await openIds()).not.toContain(id);
    expect(await ended(id)).toMatchObject({ status: 'succeeded' });
  });

  it('stays open where it gives a password, for op resume to give it', async () => {
    const [, id = ''] = await home
      .sandbox(['create', 'build-9', '-p', 'cloudca', ...onCloudca, '--no-wait'])
      .then(idIn);
    expect((await home.sandbox('wait build-9 -p cloudca')).code).toBe(0);
    expect(await openIds()).toContain(id);
    const run = await home.sandbox(`op resume ${id} --show-secrets -o json`);
    expect(run.json()).toMatchObject([{ name: 'build-9', status: 'succeeded', password: expect.any(String) }]);
  });
});
