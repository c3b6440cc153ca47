import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';
import { whenSent } from './support/whenSent';

const ubuntu = '--group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048';
const stuck = { NUBE_SANDBOX_FAULT: 'stuck' };
const look = /^GET \/v2\/instances\/[0-9a-f-]+$/;
const journalOf = (home: Home) => path.join(home.directory, 'data', 'sandbox', 'journal');
const open = async (home: Home) => (await home.sandbox('op list -o json')).json() as Record<string, unknown>[];

describe('a change that nobody waits for', () => {
  const home = new Home();
  let id = '';
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
    const run = await home.sandbox('stop web-1 -p civo --yes --no-wait');
    expect(run.code).toBe(0);
    [, id = ''] = /; nube op resume (\w+) waits for its end\n/.exec(run.stderr) ?? [];
  });

  it('is in the list of what is open, with no request to anybody', async () => {
    const run = await home.sandbox('op list -o json');
    expect({ code: run.code, requests: run.requests, stderr: run.stderr }).toEqual({
      ...{ code: 0, requests: [], stderr: '' },
    });
    expect(run.json()).toEqual([
      {
        profile: 'civo',
        provider: 'civo',
        id,
        name: 'web-1',
        instanceId: ids['web-1'],
        action: 'stop',
        status: 'accepted',
        attended: false,
        operation: null,
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        error: null,
        command: 'nube stop web-1 -p civo --yes --no-wait',
      },
    ]);
  });

  it('is shown whole by op get, by the start of its id too', async () => {
    const run = await home.sandbox(`op get ${id.slice(0, 8)} -o json`);
    expect(run.json()).toMatchObject({
      id,
      requests: [`PUT /v2/instances/${ids['web-1']}/stop`],
      targets: [{ id: ids['web-1'], name: 'web-1', state: 'running' }],
      timeoutSeconds: 600,
    });
  });

  it('is waited for by op resume, which prints what stop would have, sends nothing and closes it', async () => {
    const run = await home.sandbox(`op resume ${id} -o json`);
    expect({ code: run.code, changes: run.changes, stderr: run.stderr }).toEqual({ code: 0, changes: [], stderr: '' });
    expect(run.json()).toEqual([
      {
        profile: 'civo',
        provider: 'civo',
        id: ids['web-1'],
        name: 'web-1',
        action: 'stop',
        status: 'succeeded',
        state: 'stopped',
        operation: null,
        error: null,
        result: null,
      },
    ]);
    expect(await open(home)).toEqual([]);
    expect((await home.sandbox('op list --all -o json')).json()).toMatchObject([{ id, status: 'succeeded' }]);
  });

  it('gives the same again once it has ended', async () => {
    const run = await home.sandbox(`op resume ${id} -o json`);
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 0, changes: [] });
    expect(run.json()).toMatchObject([{ name: 'web-1', status: 'succeeded', state: 'stopped' }]);
  });

  it('keeps the journal from others', () => {
    const directory = journalOf(home);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    const modes = readdirSync(directory).map((name) => statSync(path.join(directory, name)).mode & 0o777);
    expect(modes).toEqual([0o600]);
  });
});

describe('op resume without an id', () => {
  const home = new Home();

  it('takes the only one that is open, and has nothing to do where none is', async () => {
    const none = await home.sandbox('op resume -o json');
    expect({ code: none.code, stdout: none.stdout }).toEqual({ code: 0, stdout: '[]\n' });
    const typed = await home.run('stop web-1 --sandbox -p civo --yes --no-wait');
    expect(typed.stderr).toMatch(/; nube --sandbox op resume \w+ waits for its end\n/);
    const run = await home.sandbox('op resume -o json');
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 0, changes: [] });
    expect(run.json()).toMatchObject([{ name: 'web-1', action: 'stop', status: 'succeeded' }]);
  });

  it('names those that are open where there are several, and nobody can choose', async () => {
    for (const line of ['stop web-2', 'reboot cache-1']) await home.sandbox(`${line} -p civo --yes --no-wait`);
    const ids = (await open(home)).map(({ id }) => id);
    const run = await home.sandbox('op resume -o json');
    expect({ code: run.code, requests: run.requests }).toEqual({ code: 2, requests: [] });
    expect(run.error()).toMatchObject({ message: '2 operations are open: op resume needs their ids' });
    for (const id of ids) expect(run.error().hint).toContain(id);
  });
});

describe('op resume', () => {
  const home = new Home();
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
  });

  it('takes up what Ctrl-C has left, ends with 11 when its own time is up, and can be interrupted again', async () => {
    const first = await home.sandbox('stop web-1 -p civo --yes', { variables: stuck, during: whenSent(home, look) });
    expect(first.code).toBe(130);
    const [, id = ''] = /hint: Follow it with nube op resume (\w+)\n/.exec(first.stderr) ?? [];
    const second = await home.sandbox(`op resume ${id} -o json --timeout 20s`);
    expect(second.code).toBe(11);
    expect(second.error()).toMatchObject({
      code: 'timed_out',
      hint: `It goes on: follow it with nube op resume ${id}, or look with nube get civo/${ids['web-1']}`,
    });
    const late = await home.sandbox(`op resume ${id} --timeout 1s`);
    expect(late.stderr).toMatch(/: still going on\nerror: .* was still going on when the time was up\n/);
    const third = await home.sandbox(`op resume ${id} -o json`, { during: whenSent(home, look) });
    expect(third.code).toBe(130);
    expect(third.json()).toMatchObject([{ name: 'web-1', status: 'accepted', error: { code: 'interrupted' } }]);
    expect(await open(home)).toMatchObject([{ id, status: 'accepted' }]);
  });

  it('takes several, and those that fail have their own codes', async () => {
    const [, one] = await home.sandbox('reboot cache-1 -p civo --yes --no-wait').then(idIn);
    const variables = { NUBE_SANDBOX_FAULT: 'task-failure' };
    const [, other] = await home
      .sandbox(`create broken -p civo --region LON1 ${small} --no-wait`, { variables })
      .then(idIn);
    const run = await home.sandbox(`op resume ${one} ${other} -o json`);
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 12, changes: [] });
    expect(run.json()).toMatchObject([
      { name: 'cache-1', action: 'reboot', status: 'succeeded' },
      { name: 'broken', action: 'create', status: 'failed', error: { kind: 'failed' } },
    ]);
    const again = await home.sandbox(`op resume ${other} -o json`);
    expect(again.code).toBe(10);
    expect(again.json()).toMatchObject([{ name: 'broken', status: 'failed', error: { kind: 'failed' } }]);
  });

  it('prints the new instance of a create', async () => {
    const [, id] = await home.sandbox(`create made -p civo --region LON1 ${small} --no-wait`).then(idIn);
    const run = await home.sandbox(`op resume ${id} -o json`);
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([{ name: 'made', action: 'create', status: 'succeeded', state: 'running' }]);
  });

  it('says that there is no such operation, and which fit an id that fits several', async () => {
    const none = await home.sandbox('op resume zzzzzzzzz -o json');
    expect(none.code).toBe(5);
    expect(none.error()).toMatchObject({ code: 'resource_not_found', hint: 'nube op list --all shows them.' });
    const several = await home.sandbox(`op get ${(await home.sandbox('op list --all -o id')).stdout.slice(0, 4)}`);
    expect(several.code).toBe(6);
    expect(several.stderr).toMatch(/fits \d+ operations: \w{9} \(/);
  });

  it('explains an entry whose profile is gone or of another provider', async () => {
    const [, id] = await home.sandbox('start db-1 -p civo --no-wait').then(idIn);
    const file = path.join(journalOf(home), `${id}.jsonl`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"profile":"civo"', '"profile":"old"'));
    const gone = await home.sandbox(`op resume ${id} -o json`);
    expect({ code: gone.code, requests: gone.requests }).toEqual({ code: 3, requests: [] });
    expect(gone.error()).toMatchObject({
      code: 'unknown_profile',
      message: 'start of db-1 was made through the profile old, which is gone',
    });
    writeFileSync(file, text.replace('"profile":"civo"', '"profile":"cycle"'));
    const other = await home.sandbox(`op resume ${id} -o json`);
    expect({ code: other.code, requests: other.requests }).toEqual({ code: 3, requests: [] });
    expect(other.error()).toMatchObject({ hint: 'The profile cycle is of cycle now.' });
  });
});

const idIn = ({ stderr }: { stderr: string }): RegExpExecArray => {
  const found = /nube op resume (\w+)/.exec(stderr);
  if (found === null) throw new Error(`No operation in ${stderr}`);
  return found;
};

describe('the journal', () => {
  const home = new Home();
  const withSecrets = [
    ...`create erp-9 -p morpheus ${ubuntu} --no-wait`.split(' '),
    ...['--env', 'DB_PASSWORD=hunter2', '--config=customOptions.key=hunter3', '--dry-run'],
  ];

  it('writes nothing in a dry run', async () => {
    await home.sandbox(withSecrets);
    await home.sandbox('stop web-1 -p civo --dry-run');
    expect((await home.sandbox('op list --all -o json')).json()).toEqual([]);
  });

  it('holds no user data, and no value of an option that may be secret', async () => {
    writeFileSync(path.join(home.directory, 'init.sh'), '#!/bin/sh\necho hunter1\n');
    const script = path.join(home.directory, 'init.sh');
    const run = await home.sandbox(`create web-9 -p civo --region LON1 ${small} --user-data ${script} --no-wait`);
    expect(run.code).toBe(0);
    await home.sandbox(['api', 'POST', '/v2/sshkeys?x=hunter4', '-p', 'civo', '--field', 'name=hunter5']);
    await home.sandbox(withSecrets.slice(0, -1));
    const directory = journalOf(home);
    const texts = readdirSync(directory).map((name) => readFileSync(path.join(directory, name), 'utf8'));
    expect(texts.length).toBe(3);
    expect(texts.join('')).not.toMatch(/hunter|initial_password/);
  });

  it('reads no line that a killed process has left half written, nor a file without a whole first line', async () => {
    const [entry] = await open(home);
    const file = path.join(journalOf(home), `${entry?.id}.jsonl`);
    appendFileSync(file, '\n{"at":"2026-01-01T00:00:00.000Z","status":"succ');
    writeFileSync(path.join(journalOf(home), '1aaaaaaaa.jsonl'), '{"id":"1aaaaaaaa","version":1,"sta');
    const run = await home.sandbox('op list -o json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.json()[0]).toMatchObject({ id: entry?.id, status: 'accepted' });
    const resumed = await home.sandbox(`op resume ${entry?.id} -o json`);
    expect(resumed.code).toBe(0);
    expect((await home.sandbox('op list --all -o json')).json()).toContainEqual(
      expect.objectContaining({ id: entry?.id, status: 'succeeded' }),
    );
  });

  it('goes with the sandbox that is reset', async () => {
    await home.sandbox('sandbox reset');
    expect((await home.sandbox('op list --all -o json')).json()).toEqual([]);
  });

  it('takes note of a change although something old cannot be cleared away', async () => {
    mkdirSync(path.join(journalOf(home), '0000000aa.jsonl'), { recursive: true });
    const run = await home.sandbox('stop web-2 -p civo --yes --no-wait -o json');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect((await home.sandbox('op list -o json')).json()).toMatchObject([{ action: 'stop', name: 'web-2' }]);
    await home.sandbox('sandbox reset');
  });

  it('that cannot be written warns and lets the work go on', async () => {
    mkdirSync(path.join(home.directory, 'data', 'sandbox'), { recursive: true });
    writeFileSync(journalOf(home), 'in the way');
    const run = await home.sandbox('start db-1 -p civo -o json');
    expect({ code: run.code, changes: run.changes.length }).toEqual({ code: 0, changes: 1 });
    expect(JSON.parse(run.stderr)).toEqual({
      warning: {
        code: 'journal_unwritable',
        message:
          "What is sent can't be written down (a file stands in place of its directory), so op resume won't know it.",
      },
    });
    expect(await home.sandbox('op list -o id')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });
});
