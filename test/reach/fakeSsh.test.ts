import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { civoAccount, token } from './civoAccount';
import { fakeOpenSsh, ProgramHome } from './program';

const account = civoAccount([{ id: 'aaaa-1111', hostname: 'web-1', public_ip: '192.0.2.7', initial_user: 'admin' }]);
const [web] = account.machines;
const home = new ProgramHome();
const fake = fakeOpenSsh(home);
/** The shipped program, for all that is about streams, signals and the environment. */
const nube = (words: readonly string[], variables: Record<string, string> = {}) =>
  home.run(words, { variables: { ...account.variables(), ...fake.variables, ...variables } });
const inHere = new Home(home.variables);
Object.assign(process.env, fake.variables);
/** The same in this process, where it is only about what is started, if anything, and how that ends. */
const here = (words: readonly string[], script = '') => {
  process.env.FAKE_SSH = script;
  return inHere.run(words, { variables: account.variables() });
};

const hostKeySettings = [
  '-o',
  'HostKeyAlias=civo.env.aaaa-1111',
  '-o',
  `UserKnownHostsFile=${home.file('data/known_hosts')}`,
  '-o',
  'StrictHostKeyChecking=accept-new',
  '-o',
  'CheckHostIP=no',
  '-o',
  'HashKnownHosts=no',
];
const noTerminal = ['-o', 'RequestTTY=no'];

describe('the ssh that nube starts', () => {
  it('is given nube’s host-key settings, then the user’s options, then user, port and host', async () => {
    const { code, stderr } = await nube(['ssh', 'web-1', '-v', '-o', 'User=other', '-L', '80:x:80', '--', 'ls', '-l']);
    expect([code, stderr]).toEqual([0, '']);
    const [call, ...others] = fake.calls();
    expect(others).toEqual([]);
    expect(call?.program).toBe('ssh');
    expect(call?.words).toEqual([
      ...hostKeySettings,
      ...['-v', '-o', 'User=other', '-L', '80:x:80'],
      ...noTerminal,
      ...['-l', 'admin', '-p', '22', '--', '192.0.2.7', 'ls', '-l'],
    ]);
  });

  it('takes user, port, key, jump host and strictness from nube’s own options', async () => {
    const options = ['--user', 'root', '--port', '2222', '--identity', 'my key', '--jump', 'me@hop:24,two', '--strict'];
    expect((await here(['ssh', 'web-1', ...options])).code).toBe(0);
    expect(fake.calls()[0]?.words).toEqual([
      ...hostKeySettings.map((word) => word.replace('accept-new', 'yes')),
      ...['-i', 'my key'],
      ...noTerminal,
      ...['-o', 'ProxyJump=me@hop:24,two', '-l', 'root', '-p', '2222', '--', '192.0.2.7'],
    ]);
  });

  it('goes to the private address where that is asked for', async () => {
    await here(['ssh', 'web-1', '--private']);
    expect(fake.calls()[0]?.words.at(-1)).toBe('192.168.1.2');
  });

  it('takes user and jump host from the profile, and what is typed over them', async () => {
    const added = ['profile', 'add', 'work', '--provider', 'civo', '--region', 'LON1', '--no-verify'];
    const { NUBE_ENDPOINT = '' } = account.variables();
    const settings = ['--endpoint', NUBE_ENDPOINT, '--token-env', 'WORK_TOKEN', '--ssh-user', 'ops', '--jump', 'hop'];
    expect((await home.run([...added, ...settings])).code).toBe(0);
    const variables = { ...fake.variables, WORK_TOKEN: token };
    expect((await home.run(['ssh', 'work/web-1'], { variables })).stderr).toBe('');
    const own = ['-o', 'ProxyJump=hop', '-l', 'ops', '-p', '22', '--', '192.0.2.7'];
    const [first] = fake.calls();
    expect(first?.words.slice(-own.length)).toEqual(own);
    expect(first?.environment).not.toHaveProperty('WORK_TOKEN');
    await home.run(['ssh', 'work/web-1', '--user', 'root'], { variables });
    expect(fake.calls()[0]?.words.slice(-6)).toEqual(['-l', 'root', '-p', '22', '--', '192.0.2.7']);
  });

  it('finds none of nube’s own secrets in its environment, and everything else', async () => {
    const secrets = { NUBE_TOKEN_WORK: 'one', NUBE_PASSWORD: 'two', CIVO_TOKEN: 'three', CYCLE_API_KEY: 'four' };
    await nube(['ssh', 'web-1'], { ...secrets, SSH_AUTH_SOCK: '/agent', LANG: 'C.UTF-8' });
    const [call] = fake.calls();
    expect(call?.environment).toMatchObject({ SSH_AUTH_SOCK: '/agent', LANG: 'C.UTF-8' });
    for (const name of ['NUBE_TOKEN', ...Object.keys(secrets)]) expect(call?.environment).not.toHaveProperty(name);
    expect(JSON.stringify(call)).not.toContain(token);
  });

  it('gives its exit code unchanged, and 128 and the signal where one ended it', async () => {
    for (const code of [0, 1, 2, 254, 255]) expect((await here(['ssh', 'web-1'], `exit ${code}`)).code).toBe(code);
    expect((await nube(['ssh', 'web-1'], { FAKE_SSH: 'exit 77' })).code).toBe(77);
    expect((await here(['ssh', 'web-1'], 'kill -KILL $$')).code).toBe(137);
    expect((await nube(['ssh', 'web-1'], { FAKE_SSH: 'kill -TERM $$' })).code).toBe(143);
    fake.calls();
  });

  it('has its streams passed through byte for byte', async () => {
    const input = Buffer.from([...Array(256).keys()]);
    const { stdout, stderr } = await home.run(['ssh', 'web-1'], {
      variables: { ...account.variables(), ...fake.variables, FAKE_SSH: 'od -An -v -tu1; echo odd >&2' },
      input,
    });
    expect(stdout.trim().split(/\s+/).map(Number)).toEqual([...input]);
    expect(stderr).toBe('odd\n');
    fake.calls();
  });

  it('is told of an interruption of nube alone, which then ends as interrupted', async () => {
    const { code } = await home.run(['ssh', 'web-1'], {
      variables: { ...account.variables(), ...fake.variables, FAKE_SSH: 'trap "exit 3" INT; echo up; sleep 2 & wait' },
      during: (child) => {
        child.stdout?.once('data', () => child.kill('SIGINT'));
      },
    });
    expect(code).toBe(130);
    fake.calls();
  });

  it('must be there: 255, and the code says what is wrong', async () => {
    const { code, stderr } = await nube(['-o', 'json', 'ssh', 'web-1'], { PATH: home.file('empty') });
    expect(code).toBe(255);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'program_missing', kind: 'config', exitCode: 255 } });
  });
});

describe('what a provider says of host and user', () => {
  const [own] = account.machines.map((machine) => ({ ...machine }));
  const hostile = [
    '-oProxyCommand=touch marked',
    '192.0.2.7 -oProxyCommand=touch',
    '192.0.2.7;touch marked',
    '$(touch marked)',
    '`touch marked`',
    '192.0.2.7\nProxyCommand touch marked',
    '192.0.2.7\u0000',
    '\u001b[2J192.0.2.7',
    'fe80::1%eth0',
    'user@192.0.2.7',
    '[192.0.2.7]:22',
    'a'.repeat(300),
    '../etc',
    'web_1-',
    '"quoted"',
    "it's",
    '*',
  ];

  it.each(hostile)('is refused as a host unless it can be nothing else: %j', async (address) => {
    Object.assign(web as object, own, { public_ip: address });
    const { code, stderr, stdout } = await here(['ssh', 'web-1']);
    expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
    expect(stderr).toMatch(/^error: The provider gave web-1 the host "/);
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(fake.calls()).toEqual([]);
    expect(existsSync('marked')).toBe(false);
  });

  it.each(['-oProxyCommand=id', 'root evil', '$(id)', 'a\nb', 'x;y', '', ' '])(
    'is refused as a user likewise: %j',
    async (user) => {
      Object.assign(web as object, own, { initial_user: user });
      const { code } = await here(['ssh', 'web-1']);
      const calls = fake.calls();
      // One that is blank is as good as none.
      if (user.trim() === '') expect(calls.flatMap(({ words }) => words)).not.toContain('-l');
      else expect({ code, calls }).toEqual({ code: 255, calls: [] });
    },
  );

  it('may be an address of either kind, or a name', async () => {
    for (const host of ['192.0.2.7', '2001:db8::1', 'web-1.example.com', 'localhost']) {
      Object.assign(web as object, own, { public_ip: host });
      expect((await here(['ssh', 'web-1'])).code).toBe(0);
      expect(fake.calls()[0]?.words.slice(-2)).toEqual(['--', host]);
    }
    Object.assign(web as object, own, { public_ip: '2001:db8::1' });
    const { code } = await here(['cp', 'a', 'web-1:/b']);
    expect([code, fake.calls()[0]?.words.at(-1)]).toEqual([0, '[2001:db8::1]:/b']);
    Object.assign(web as object, own);
  });

  it('never chooses where host keys are kept, however odd an id or name is', async () => {
    const ids = ['A/../b', 'x y', 'ünïcode', '*', '!web', 'a,b', '|1|hash', '@cert-authority'];
    for (const id of ids) {
      Object.assign(web as object, own, { id, hostname: '-oProxyCommand=id', public_ip: '192.0.2.7' });
      expect((await here(['ssh', id])).code).toBe(0);
      const alias = fake.calls()[0]?.words[1] ?? '';
      expect(alias).toMatch(/^HostKeyAlias=civo\.env\.[a-z0-9_-]+$/);
    }
    Object.assign(web as object, own);
  });
});

describe('what is typed', () => {
  it.each([
    [['ssh', 'web-1', '--user', '-x']],
    [['ssh', 'web-1', '--user', 'a b']],
    [['ssh', 'web-1', '--jump', '-oProxyCommand=id']],
    [['ssh', 'web-1', '--jump', 'a;b']],
    [['ssh', 'web-1', '--port', '0']],
    [['ssh', 'web-1', '--port', '65536']],
    [['ssh']],
    [['ssh', '-t', 'web-1']],
    [['exec', 'web-1']],
    [['exec', 'web-1', '--']],
    [['exec', '--', 'id']],
    [['cp', 'x']],
    [['cp', 'x', 'y']],
    [['cp', 'web-1:x', 'web-1:y']],
    [['cp', ':x', '.']],
    [['cp', 'web-1:x', 'other:y', '.']],
    [['inventory', '--list', '--host', 'x']],
  ])('is refused with 2 before anything is started: nube %j', async (words) => {
    expect((await here(words)).code).toBe(2);
    expect(fake.calls()).toEqual([]);
  });

  it('is printed as a line that a shell reads back', async () => {
    const command = ['echo', 'a b', "it's", '$HOME', '*'];
    const { stdout, code } = await here(['ssh', 'web-1', '--print', '-L', '80:x:80', '--', ...command]);
    expect(code).toBe(0);
    expect(fake.calls()).toEqual([]);
    const words = execFileSync('sh', ['-c', `set -f; for w in ${stdout.trim()}; do printf '%s\\n' "$w"; done`]);
    const expected = ['ssh', ...hostKeySettings, '-L', '80:x:80', '-l', 'admin', '-p', '22', '--', '192.0.2.7'];
    expect(words.toString().trim().split('\n')).toEqual([...expected, ...command]);
  });

  it('is shown by a dry run, and nothing is started', async () => {
    const { stdout, code } = await here(['exec', 'web-1', '--dry-run', '--', 'rm', '-rf', '/tmp/x']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# 1\nssh -o HostKeyAlias=civo\.env\.aaaa-1111 .* -- 192\.0\.2\.7 rm -rf \/tmp\/x\n$/);
    const copied = await here(['cp', '-r', 'a', 'b', 'web-1:/srv/', '--dry-run']);
    expect(copied.stdout).toMatch(/^# 1\nscp -o .* -o User=admin -o Port=22 -r -- \.\/a \.\/b 192\.0\.2\.7:\/srv\/\n$/);
    expect((await here(['ssh', 'web-1', '--dry-run'])).stdout).toMatch(
      /^# 1\nssh .* -l admin -p 22 -- 192\.0\.2\.7\n$/,
    );
    expect(fake.calls()).toEqual([]);
  });
});

describe('the scp that nube starts', () => {
  it('never takes a path of this machine for another’s', async () => {
    await here(['cp', './a:b', 'c', '/d', '..', 'web-1:/tmp/x y']);
    const [call] = fake.calls();
    expect(call?.program).toBe('scp');
    expect(call?.words.slice(call.words.indexOf('--'))).toEqual([
      '--',
      './a:b',
      './c',
      '/d',
      '..',
      '192.0.2.7:/tmp/x y',
    ]);
    await here(['cp', 'web-1:notes', 'web-1:/etc/motd', '.']);
    const words = fake.calls()[0]?.words ?? [];
    expect(words.slice(words.indexOf('--'))).toEqual(['--', '192.0.2.7:notes', '192.0.2.7:/etc/motd', '.']);
  });

  it('says beside JSON what scp says as JSON, and nothing of a host key that is new', async () => {
    const { code, stderr } = await nube(['cp', 'x', 'web-1:', '-o', 'json'], {
      FAKE_SSH: `echo "Warning: Permanently added 'civo.env.aaaa-1111' (ED25519) to the list of known hosts." >&2; echo "scp: odd" >&2`,
    });
    expect({ code, said: JSON.parse(stderr) }).toEqual({
      code: 0,
      said: { warning: { code: 'scp', message: 'scp: odd' } },
    });
    fake.calls();
  });

  it('ends in 10 where it fails', async () => {
    const { code, stderr } = await here(['cp', 'x', 'web-1:', '-o', 'json'], 'echo "scp: no such thing" >&2; exit 1');
    expect(code).toBe(10);
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({ code: 'command_failed', kind: 'failed', exitCode: 10 });
    expect(error.message).toContain('scp: no such thing');
    fake.calls();
  });

  it('lets scp say why to people, and does not say it again', async () => {
    const why = 'echo "/usr/bin/scp: stat local \\"x\\": No such file or directory" >&2; exit 255';
    const { code, stdout, stderr } = await here(['cp', 'x', 'web-1:'], why);
    expect({ code, stderr }).toEqual({
      code: 10,
      stderr: [
        '/usr/bin/scp: stat local "x": No such file or directory',
        'error: The copy to web-1 failed: scp ended with exit code 255',
        '',
      ].join('\n'),
    });
    expect(stdout.split('\n')).toHaveLength(3);
    fake.calls();
  });
});

it('keeps its file of host keys to itself', async () => {
  await nube(['ssh', 'web-1']);
  expect(readFileSync(home.file('data/known_hosts'), 'utf8')).toBe('');
  const mode = execFileSync('ls', ['-ld', home.file('data'), home.file('data/known_hosts')]).toString();
  expect(mode).toMatch(/^drwx------/);
  expect(mode).toMatch(/\n-rw-------/);
});
