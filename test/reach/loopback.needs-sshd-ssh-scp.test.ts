import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { civoAccount } from './civoAccount';
import { ProgramHome } from './program';
import { makeKey, type Sshd, startSshd, user } from './sshd';

const account = civoAccount([
  { id: 'aaaa-1111', hostname: 'web-1', public_ip: '127.0.0.1', initial_user: user, tags: ['web'] },
  { id: 'bbbb-2222', hostname: 'web-2', public_ip: '127.0.0.1', initial_user: user, tags: ['web'] },
  { id: 'cccc-3333', hostname: 'old-1', public_ip: '127.0.0.1', initial_user: user, status: 'SHUTOFF' },
]);
const home = new ProgramHome();
const key = makeKey(home.file('key'));
const strangeKey = makeKey(home.file('strange'));
let machine: Sshd;
let bastion: Sshd;

beforeAll(async () => {
  machine = await startSshd(home.file('machine'), key);
  bastion = await startSshd(home.file('bastion'), key);
  // The user's own configuration, which OpenSSH takes from the home directory that the password file names.
  writeFileSync(
    home.file('ssh_config'),
    [
      'Host bastion',
      '  HostName 127.0.0.1',
      `  Port ${bastion.port}`,
      `  User ${user}`,
      `  IdentityFile ${key}`,
      `  UserKnownHostsFile ${home.file('bastion-hosts')}`,
      '  StrictHostKeyChecking accept-new',
      '',
    ].join('\n'),
  );
});
afterAll(() => Promise.all([machine.stop(), bastion.stop()]));

const nube = (words: readonly string[], input?: string, variables: Record<string, string> = {}) =>
  home.run(words, { variables: { ...account.variables(), ...variables }, ...(input === undefined ? {} : { input }) });
const there = () => ['--port', String(machine.port), '--identity', key];
const ssh = (words: readonly string[], input?: string) => nube(['ssh', 'web-1', ...there(), ...words], input);
const knownHosts = () => readFileSync(home.file('data/known_hosts'), 'utf8');

const newKey = "The machine's host key (ED25519) was not known yet, and is kept from now on.\n";

describe('the real OpenSSH', () => {
  it('runs a command with its streams and exit code', async () => {
    const { code, stdout, stderr } = await ssh(['--', 'cat; echo problem >&2; exit 42'], 'input\n');
    expect({ code, stdout }).toEqual({ code: 42, stdout: 'input\n' });
    expect(stderr).toBe(`${newKey}problem\n`);
    expect((await ssh(['--', 'exit', '255'])).code).toBe(255);
    expect((await ssh(['--', 'true'])).code).toBe(0);
  });

  it('has the remote command joined by spaces', async () => {
    expect((await ssh(['--', 'printf', '%s.', '$((1+1))', '"a  b"'])).stdout).toBe('2.a  b.');
  });

  it('asks for no terminal where nube has none', async () => {
    expect((await ssh(['--', 'tty'])).stdout).toBe('not a tty\n');
    expect((await ssh(['-tt', '--', 'tty'])).stdout).toMatch(/^\/dev\//);
  });

  it('lets the user’s own options win over the provider’s', async () => {
    const { code, stdout } = await nube([
      'ssh',
      'web-1',
      ...['-p', String(machine.port), '-i', key, '-o', 'SetEnv=PROBE=seen'],
      ...['--', 'echo', '$PROBE'],
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'seen\n' });
  });

  it('does not hold nube up when it leaves a connection open behind it', async () => {
    const control = [
      '-o',
      'ControlMaster=auto',
      '-o',
      'ControlPersist=20',
      '-o',
      `ControlPath=${home.file('control')}`,
    ];
    const began = Date.now();
    expect(await ssh([...control, '--', 'echo', 'done'])).toMatchObject({ code: 0, stdout: 'done\n' });
    expect(Date.now() - began).toBeLessThan(19_000);
  });

  it('gives a shell its commands by standard input', async () => {
    expect((await ssh([], 'echo from the shell; exit 3\n')).code).toBe(3);
  });

  it('says when nothing answers, and 255', async () => {
    const { code, stderr } = await nube(['-o', 'json', 'ssh', 'web-1', '--port', '1']);
    expect(code).toBe(255);
    const { error } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
    expect(error).toMatchObject({ code: 'machine_unreachable', kind: 'unavailable', exitCode: 255 });
  });

  it('says when the login is refused, and 255', async () => {
    const { code, stderr } = await nube([
      'ssh',
      'web-1',
      ...['--port', String(machine.port), '--identity', strangeKey, '-F', 'none', '-o', 'IdentitiesOnly=yes'],
    ]);
    expect(code).toBe(255);
    expect(stderr).toContain(`error: web-1 refused the login of ${user}\nhint: Give --user,`);
  });
});

describe('host keys', () => {
  it('belong to the instance: another one at the same address and port neither alarms nor fools', async () => {
    await ssh(['--', 'true']);
    await machine.restart({ anotherKey: true });
    const other = await nube(['ssh', 'web-2', ...there(), '--', 'echo', 'fine']);
    expect([other.code, other.stdout]).toEqual([0, 'fine\n']);
    expect(other.stderr).toBe(newKey);
  });

  it('that have changed are refused, until the old one is forgotten as the hint says', async () => {
    const { code, stdout, stderr } = await ssh(['--', 'echo', 'in']);
    expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
    expect(stderr).toContain('error: web-1 shows another host key than before');
    const hint = /^hint: If you know why: (.*)$/m.exec(stderr)?.[1] ?? '';
    execFileSync('sh', ['-c', hint], { stdio: 'pipe' });
    expect(await ssh(['--', 'echo', 'in'])).toMatchObject({ code: 0, stdout: 'in\n' });
  });

  it('are kept by name and not by address, in a file that the user’s own settings do not touch', () => {
    expect(knownHosts()).not.toContain('127.0.0.1');
    const names = knownHosts()
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect([...new Set(names)].sort()).toEqual(['civo.env.aaaa-1111', 'civo.env.bbbb-2222']);
  });
});

describe('a jump host', () => {
  it('is gone through, and has its key in the user’s own file', async () => {
    const before = bastion.connections();
    const words = ['--jump', 'bastion', '-F', home.file('ssh_config'), '--', 'echo', 'behind'];
    const { code, stdout } = await ssh(words);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'behind\n' });
    expect(bastion.connections()).toBe(before + 1);
    expect(knownHosts()).not.toContain(String(bastion.port));
    expect(existsSync(home.file('bastion-hosts'))).toBe(true);
  });

  it('is gone through while waiting, too', async () => {
    const before = bastion.connections();
    const words = ['--wait', '--jump', 'bastion', '-F', home.file('ssh_config'), '--', 'echo', 'behind'];
    expect(await ssh(words)).toMatchObject({ code: 0, stdout: 'behind\n' });
    expect(bastion.connections()).toBe(before + 2);
  });

  it('gives way to one among the user’s own options', async () => {
    const before = bastion.connections();
    const words = ['--jump', 'nowhere.invalid', '-J', 'bastion', '-F', home.file('ssh_config'), '--', 'echo', 'behind'];
    expect(await ssh(words)).toMatchObject({ code: 0, stdout: 'behind\n' });
    expect(bastion.connections()).toBe(before + 1);
  });
});

describe('copies', () => {
  const scp = (words: readonly string[]) => nube(['cp', ...words]);
  // scp has no option for the port of its own: the provider names none but 22.
  const wrapped = () => ({ PATH: `${home.file('wrap')}:${process.env.PATH}` });
  const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const copy = (words: readonly string[]) => nube(['cp', ...words], undefined, wrapped());

  beforeAll(() => {
    // In front of scp: the port and key of the sshd of this test.
    mkdirSync(home.file('wrap'));
    const options = `-o Port=${machine.port} -i ${key} -o IdentitiesOnly=yes`;
    writeFileSync(
      home.file('wrap/scp'),
      `#!/bin/sh\nexec /usr/bin/env PATH="${process.env.PATH}" scp ${options} "$@"\n`,
      {
        mode: 0o755,
      },
    );
  });

  it('arrive byte for byte, in both directions', async () => {
    writeFileSync(home.file('blob'), randomBytes(5_000_000));
    const up = await copy(['blob', `web-1:${home.file('arrived')}`, '-o', 'json']);
    expect(up.stderr).toBe('');
    expect(JSON.parse(up.stdout)).toMatchObject([{ action: 'cp', name: 'web-1', status: 'succeeded' }]);
    expect(digest(home.file('arrived'))).toBe(digest(home.file('blob')));
    expect((await copy([`web-1:${home.file('arrived')}`, 'back'])).code).toBe(0);
    expect(digest(home.file('back'))).toBe(digest(home.file('blob')));
  });

  it('of directories hold all that is in them, odd names too', async () => {
    mkdirSync(home.file('tree/sub dir'), { recursive: true });
    const names = ['tree/a:b', "tree/it's", 'tree/sub dir/-dash', 'tree/$(x)', 'tree/*'];
    for (const name of names) writeFileSync(home.file(name), name);
    expect((await copy(['-r', 'tree', `web-1:${home.file('up')}`])).code).toBe(0);
    expect((await copy(['-r', `web-1:${home.file('up')}`, 'down'])).code).toBe(0);
    const listed = (directory: string) => readdirSync(home.file(directory), { recursive: true }).sort();
    expect(listed('down')).toEqual(listed('tree'));
    expect(readFileSync(home.file('down/a:b'), 'utf8')).toBe('tree/a:b');
    expect((await copy(['tree', 'web-1:/tmp/never'])).code).toBe(10);
  });

  it('go to many at once', async () => {
    const { code, stdout } = await copy(['--filter', 'tag=web', '--yes', 'blob', `:${home.file('many')}`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/web-1 .*succeeded[\s\S]*web-2 .*succeeded/);
    expect(digest(home.file('many'))).toBe(digest(home.file('blob')));
  });

  it('that fail are 10, and say why', async () => {
    const missing = await scp(['nothing-here', 'web-1:/tmp/', '-o', 'json']);
    expect(missing.code).toBe(10);
    const some = await copy(['--filter', 'tag=web', '--yes', 'blob', ':/nonexistent/x', '-o', 'json']);
    expect(some.code).toBe(10);
    const { error } = JSON.parse(some.stderr.trim().split('\n').at(-1) ?? '');
    expect(error.errors).toHaveLength(2);
    expect(error.errors[0]).toMatchObject({ code: 'command_failed', message: expect.stringMatching(/No such file/) });
  });
});

describe('a fleet', () => {
  it('answers for each of its instances, and 12 when some failed', async () => {
    const script = path.join(home.directory, 'once.sh');
    // Whoever makes the directory first has succeeded.
    writeFileSync(script, `mkdir ${home.file('won')} 2>/dev/null && echo won "$1"\n`);
    const config = ['Host *', `  Port ${machine.port}`, `  IdentityFile ${key}`, '  IdentitiesOnly yes'];
    writeFileSync(home.file('wrap/ssh'), fakePort(config), { mode: 0o755 });
    const line = ['exec', '--filter', 'tag=web', '--yes', '--script', script, '-o', 'json', '--', 'indeed'];
    const variables = { PATH: `${home.file('wrap')}:${process.env.PATH}` };
    const { code, stdout } = await nube(line, undefined, variables);
    expect(code).toBe(12);
    const rows: { status: string; exitCode: number; stdout: string }[] = JSON.parse(stdout);
    expect(rows.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
    expect(rows.find(({ status }) => status === 'succeeded')?.stdout).toBe('won indeed\n');
  });

  /** An ssh in front of the real one, with options that stand before nube's own. */
  function fakePort(config: readonly string[]): string {
    writeFileSync(home.file('fleet_config'), `${config.join('\n')}\n`);
    return `#!/bin/sh\nexec /usr/bin/env PATH="${process.env.PATH}" ssh -F ${home.file('fleet_config')} -p ${machine.port} "$@"\n`;
  }
});
