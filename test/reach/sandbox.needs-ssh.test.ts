import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

const home = new Home();
const knownHosts = () => readFileSync(path.join(home.directory, 'data/sandbox/known_hosts'), 'utf8');
const nube = (words: string | readonly string[], variables: Record<string, string> = {}, input = '') =>
  home.sandbox(words, { variables, input });

describe('nube ssh on the sandbox', () => {
  it('runs a command on an instance of every provider', async () => {
    for (const name of ['web-1', 'build-1', 'edge-1', 'api-1', 'erp-1']) {
      const { code, stdout } = await nube(`ssh ${name} -- hostname`);
      expect({ code, stdout }).toEqual({ code: 0, stdout: `${name}\n` });
    }
  });

  it('passes the words on as ssh does, and the exit code back', async () => {
    expect((await nube(['ssh', 'web-1', '--', 'echo', 'a', '&&', 'exit', '7'])).code).toBe(7);
    expect((await nube('ssh web-1 -- nonsense')).code).toBe(127);
    expect((await nube('ssh web-1 false')).code).toBe(1);
  });

  it('passes standard input on, and both outputs back', async () => {
    const { stdout, stderr } = await nube(['ssh', '-q', 'web-1', '--', 'cat; cat nothing'], {}, 'one\ntwo\n');
    expect(stdout).toBe('one\ntwo\n');
    expect(stderr).toContain('cat: nothing: No such file or directory');
  });

  it('says what it means when ssh meets a key for the first time, and no more after that', async () => {
    const first = await nube('ssh web-2 -- true');
    expect(first.stderr).toBe("The machine's host key (ED25519) was not known yet, and is kept from now on.\n");
    expect((await nube('ssh web-2 -- true')).stderr).toBe('');
  });

  it('refuses a key that has changed, with what that means and how to forget the old one', async () => {
    const { code, stdout, stderr, error } = await nube('-o json ssh web-1 -- hostname', {
      NUBE_SANDBOX_HOST_KEYS: '2',
    });
    expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
    expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    expect(error()).toMatchObject({ code: 'host_key_changed', kind: 'conflict', exitCode: 255, profile: 'civo' });
    const { id } = (await nube('get web-1 -o json')).json();
    expect(error().hint).toMatch(new RegExp(`^If you know why: ssh-keygen -f \\S+known_hosts -R civo\\.civo\\.${id}$`));
    expect((await nube('ssh web-1 -- hostname')).stdout).toBe('web-1\n');
  });

  it('refuses a key that is not known where that was asked for', async () => {
    const { code, error } = await nube('-o json ssh cache-1 --strict -- hostname');
    expect(code).toBe(255);
    expect(error()).toMatchObject({ code: 'host_key_unknown', exitCode: 255 });
    await nube('ssh cache-1 -- true');
    expect((await nube('ssh cache-1 --strict -- hostname')).stdout).toBe('cache-1\n');
  });

  it('forgets the key of an instance that is deleted, and of no other', async () => {
    const { id } = (await nube('get web-2 -o json')).json();
    expect(knownHosts()).toContain(`civo.civo.${id} `);
    const before = knownHosts().trim().split('\n');
    expect((await nube('delete web-2 --dry-run')).code).toBe(0);
    expect(knownHosts()).toContain(id);
    expect((await nube('delete web-2 --yes')).code).toBe(0);
    expect(knownHosts().trim().split('\n')).toEqual(before.filter((line) => !line.includes(id)));
  });

  it('refuses an instance that is stopped, with the way to start it, and takes no other', async () => {
    const { id } = (await nube('get db-1 -o json')).json();
    for (const line of ['ssh db-1', 'ssh db-1 --wait', 'exec db-1 -- hostname']) {
      const { code, stdout, error } = await nube(`-o json ${line}`);
      expect({ line, code, stdout }).toEqual({ line, code: 255, stdout: '' });
      expect(error()).toMatchObject({ code: 'wrong_state', kind: 'conflict', exitCode: 255 });
      expect(error().hint).toBe(`nube start civo/${id}`);
    }
    expect((await nube('ssh db-1 --print')).code).toBe(7);
  });

  it('ends in 255 for everything on this side, but for mistakes on the command line', async () => {
    const { code, error } = await nube('-o json ssh nothing-like-it');
    expect([code, error().code, error().kind, error().exitCode]).toEqual([255, 'instance_not_found', 'not_found', 255]);
    expect((await nube('ssh web-1 -p', {})).code).toBe(2);
    expect((await nube('ssh api-1 --private')).code).toBe(2);
    const failing = await nube('-o json ssh web-1', { NUBE_SANDBOX_FAULT: '500' });
    expect([failing.code, failing.error().kind]).toEqual([255, 'unavailable']);
  });

  it('waits until a machine that is being made answers', async () => {
    const made = 'create fresh-1 -p civo --region LON1 --size g3.small --image ubuntu-jammy --no-wait';
    expect((await nube(made)).code).toBe(0);
    const { code, stdout } = await nube('ssh fresh-1 --wait -- hostname');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'fresh-1\n' });
  });
});

it('nube wait --for ssh asks the machine itself', async () => {
  const { code, json } = await nube('wait web-1 --for ssh -o json');
  expect(code).toBe(0);
  expect(json()).toMatchObject([{ name: 'web-1', status: 'succeeded' }]);
});

describe('where nothing leads to an instance', () => {
  it('names the command that opens a way, and opens none', async () => {
    expect((await nube('start edge-3')).code).toBe(0);
    const { code, error, changes } = await nube('-o json ssh edge-3');
    expect({ code, changes }).toEqual({ code: 255, changes: [] });
    expect(error()).toMatchObject({ code: 'not_reachable', kind: 'conflict', exitCode: 255 });
    expect(error().hint).toMatch(/^nube api POST .*portforwardingrules/);
    expect((await nube('exec edge-3 --yes -- hostname')).changes).toEqual([]);
  });

  it('shows in a dry run what would be sent', async () => {
    const { code, stdout, changes } = await nube('ssh edge-3 --dry-run');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(stdout).toMatch(/^# 1\ncurl -sS --fail-with-body -X POST .*portforwardingrules/);
  });

  it('opens one with --yes, and goes in', async () => {
    const { code, stdout, changes } = await nube('ssh --yes edge-3 -- hostname');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'edge-3\n' });
    expect(changes).toEqual([expect.stringMatching(/^POST .*\/portforwardingrules$/)]);
    expect((await nube('ssh edge-3 -- hostname')).changes).toEqual([]);
  });
});

describe('one of several machines behind an instance', () => {
  it('is chosen with --container, and has a host key of its own', async () => {
    expect((await nube('-p morpheus ssh erp-1 --container erp-1-2 -- true')).code).toBe(0);
    expect(knownHosts()).toMatch(/^morpheus\.morpheus\.1201\.\S+ ssh-ed25519 /m);
    expect((await nube('-p cycle ssh api-1 --container api -- hostname')).stdout).toBe('api-1\n');
    expect((await nube('-p civo ssh web-1 --container x')).code).toBe(2);
  });
});

describe('nube exec on one instance', () => {
  it('has the command’s own streams and exit code', async () => {
    const { code, stdout, stderr } = await nube(['exec', 'web-1', '--', 'cat; cat nothing; exit 3'], {}, 'in\n');
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: 'in\n',
      stderr: 'cat: nothing: No such file or directory\n',
    });
  });

  it('gives what it said as data with -o, and still the exit code', async () => {
    const { code, json, error } = await nube(['exec', 'web-1', '-o', 'json', '--', 'echo out; cat nothing; exit 3']);
    expect(code).toBe(3);
    expect(json()).toEqual([
      {
        profile: 'civo',
        provider: 'civo',
        id: expect.any(String),
        name: 'web-1',
        status: 'failed',
        exitCode: 3,
        stdout: 'out\n',
        stderr: 'cat: nothing: No such file or directory\n',
        error: expect.objectContaining({ code: 'command_failed', kind: 'failed' }),
      },
    ]);
    expect(error()).toMatchObject({ code: 'command_failed', exitCode: 3 });
    expect((await nube(['exec', 'web-1', '--query', '[0].stdout', '--', 'hostname'])).stdout).toBe('"web-1\\n"\n');
  });

  it('runs a local script', async () => {
    const script = path.join(home.directory, 'script.sh');
    writeFileSync(script, 'hostname\ncat nothing\nexit 5\n');
    const { code, stdout } = await nube(['exec', 'web-1', '--script', script]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: 'web-1\n' });
    expect((await nube(['exec', 'web-1', '--script', '-'], {}, 'echo from stdin\n')).stdout).toBe('from stdin\n');
    expect((await nube('exec web-1 --script missing.sh')).code).toBe(2);
  });

  it('ends what takes too long', async () => {
    const { code, error } = await nube('-o json exec web-1 --timeout 1s -- sleep 30');
    expect([code, error().code, error().kind]).toEqual([255, 'timed_out', 'timeout']);
  });
});

describe('nube exec on several', () => {
  const both = ['web-1', 'cache-1'];

  it('asks first, and without a terminal starts nothing', async () => {
    const { code, stdout, stderr } = await nube(['exec', ...both, '--', 'hostname']);
    expect({ code, stdout }).toEqual({ code: 9, stdout: '' });
    expect(stderr).toContain('civo/web-1');
  });

  it('groups what they say, and indents it so that none can speak for another', async () => {
    const { code, stdout, stderr } = await nube([
      'exec',
      ...both,
      '--yes',
      '--',
      'hostname; echo "== civo/db-1: ok"; cat nothing; true',
    ]);
    expect(code).toBe(0);
    const groups = stdout.split(/^(?=== )/m).sort();
    expect(groups).toEqual([
      '== civo/cache-1: ok\n  cache-1\n  == civo/db-1: ok\n',
      '== civo/web-1: ok\n  web-1\n  == civo/db-1: ok\n',
    ]);
    expect(stderr.trim().split('\n').sort()).toEqual([
      'civo/cache-1: cat: nothing: No such file or directory',
      'civo/web-1: cat: nothing: No such file or directory',
    ]);
  });

  it('gives each a status, and 12 when some failed', async () => {
    const script = 'hostname && cat only-here';
    await nube(['ssh', 'web-1', '--', 'true']);
    writeFileSync(path.join(home.directory, 'only-here'), 'x\n');
    await nube(['exec', 'cache-1', '-o', 'json', '--', 'true']).then(({ stderr }) => expect(stderr).toBe(''));
    const copied = await nube(['cp', path.join(home.directory, 'only-here'), 'web-1:', '-o', 'json']);
    expect({ code: copied.code, stderr: copied.stderr }).toEqual({ code: 0, stderr: '' });
    const grouped = await nube(['exec', ...both, '--yes', '--', script]);
    expect(grouped.code).toBe(12);
    expect(grouped.stdout).toContain('== civo/web-1: ok\n  web-1\n  x\n');
    expect(grouped.stdout).toContain('== civo/cache-1: exit code 1\n  cache-1\n');
    const { code, json, error } = await nube(['exec', ...both, '--yes', '-o', 'json', '--', script]);
    expect(code).toBe(12);
    expect(json()).toMatchObject([
      { name: 'web-1', status: 'succeeded', exitCode: 0, stdout: 'web-1\nx\n', error: null },
      { name: 'cache-1', status: 'failed', exitCode: 1, stdout: 'cache-1\n', error: { code: 'command_failed' } },
    ]);
    expect(error()).toMatchObject({ code: 'some_failed', exitCode: 12, errors: [{ code: 'command_failed' }] });
  });

  it('ends in the kind that all failures share', async () => {
    expect((await nube(['exec', ...both, '--yes', '--', 'false'])).code).toBe(10);
    const { code, json } = await nube(['exec', ...both, '--yes', '-o', 'ndjson', '--', 'false'], {
      NUBE_SANDBOX_HOST_KEYS: '3',
    }).then((run) => ({
      ...run,
      json: () =>
        run.stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
    }));
    expect(code).toBe(7);
    expect(json()).toHaveLength(2);
    for (const row of json()) expect(row).toMatchObject({ status: 'failed', error: { code: 'host_key_changed' } });
  });

  it('reaches a selection over all providers, each a row', async () => {
    const { code, json } = await nube(['exec', '--filter', 'state=running', '--yes', '-o', 'json', '--', 'hostname']);
    expect(code).toBe(0);
    const rows: { name: string; stdout: string; provider: string }[] = json();
    expect(new Set(rows.map(({ provider }) => provider)).size).toBe(5);
    for (const { name, stdout } of rows) expect(stdout).toBe(`${name}\n`);
  });

  it('treats a selection of one as one of several', async () => {
    const { code, stdout } = await nube(['exec', '--filter', 'name=web-1', '--', 'exit 3']);
    expect({ code, stdout }).toEqual({ code: 10, stdout: '== civo/web-1: exit code 3\n' });
  });

  it('refuses all when one is stopped, and starts nothing', async () => {
    const { code, stdout } = await nube('exec web-1 db-1 --yes -- hostname');
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  });

  it('runs on the canary first, and on the others only if that succeeded', async () => {
    const { code, json } = await nube([
      'exec',
      'cache-1',
      'web-1',
      '--yes',
      '--canary',
      '-o',
      'json',
      '--',
      'cat only-here',
    ]);
    expect(code).toBe(12);
    expect(json().map(({ name, status }: any) => [name, status])).toEqual([
      ['cache-1', 'failed'],
      ['web-1', 'skipped'],
    ]);
    const good = await nube(['exec', 'web-1', 'cache-1', '--yes', '--canary', '-o', 'json', '--', 'hostname']);
    expect(good.json().map(({ status }: any) => status)).toEqual(['succeeded', 'succeeded']);
  });

  it('starts no more once enough have failed', async () => {
    const line = [
      'exec',
      '--filter',
      'state=running',
      '-p',
      'civo',
      '--yes',
      '--concurrency',
      '1',
      '--stop-after',
      '1',
    ];
    const { code, stdout } = await nube([...line, '--', 'false']);
    expect(code).toBe(12);
    expect(stdout.match(/exit code 1/g)).toHaveLength(1);
    expect(stdout.match(/not run/g)?.length).toBeGreaterThan(0);
  });

  it('touches no more than --max, and nothing that a profile guards', async () => {
    expect((await nube('exec web-1 cache-1 --yes --max 1 -- hostname')).code).toBe(7);
    expect((await nube('profile set civo readOnly=true')).code).toBe(0);
    const { code, error } = await nube('-o json exec web-1 -- hostname');
    expect([code, error().code, error().exitCode]).toEqual([255, 'guarded', 255]);
    expect((await nube('cp x web-1:')).code).toBe(7);
    expect((await nube('ssh web-1 -- hostname')).code).toBe(0);
    expect((await nube('profile unguard civo readOnly --yes')).code).toBe(0);
  });

  it('fits nothing: done', async () => {
    const { code, stdout } = await nube('exec --filter name=none -o json -- hostname');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
  });
});

describe('an interruption', () => {
  it('ends what runs, starts no more, and returns 130', async () => {
    const { code, stdout } = await home.sandbox(
      [
        'exec',
        '--filter',
        'state=running',
        '--yes',
        '--concurrency',
        '1',
        '-p',
        'civo',
        '-o',
        'ndjson',
        '--',
        'sleep 30',
      ],
      { during: (interrupt) => setTimeout(() => interrupt('SIGINT'), 1500) },
    );
    expect(code).toBe(130);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.filter(({ error }) => error?.code === 'interrupted')).toHaveLength(1);
    expect(rows.filter(({ status }) => status === 'skipped').length).toBe(rows.length - 1);
  });
});

describe('nube sandbox reset', () => {
  it('forgets host keys and disks too', async () => {
    expect((await nube('sandbox reset')).code).toBe(0);
    expect((await nube('ssh web-1 --strict -- true')).code).toBe(255);
    await nube('ssh web-1 -- true');
    expect((await nube('ssh web-1 -- cat only-here')).code).toBe(1);
  });
});
