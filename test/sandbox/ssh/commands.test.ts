import { randomBytes } from 'node:crypto';
import type { Client } from 'ssh2';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/sandbox/ssh';
import { PASSWORD, type RunningMachine, startMachine } from './machine';
import { connect, run, shell } from './sshClient';

async function login(machine: Partial<Machine> = {}): Promise<{ client: Client; running: RunningMachine }> {
  const running = await startMachine({}, machine);
  return { running, client: await connect(running.address, { username: 'x', password: PASSWORD }) };
}

describe('a command', () => {
  test.each([
    ['hostname', 'box-1\n'],
    ['/bin/hostname', 'box-1\n'],
    ['whoami', 'root\n'],
    ['pwd', '/root\n'],
    ['uname', 'Linux\n'],
    ['uname -a', 'Linux box-1 6.1.0-sandbox #1 SMP x86_64 GNU/Linux\n'],
    ['echo one   "two  three" \'$HOME\' $HOME "${USER}"', 'one two  three $HOME /root root\n'],
    ['echo -n bare', 'bare'],
    ['echo a\\ b "c\\"d"', 'a b c"d\n'],
    ['true && echo yes || echo no; false || echo "status $?"', 'yes\nstatus 1\n'],
    ['NAME=value; echo $NAME $NONE.', 'value .\n'],
    ["sh -c 'echo inner; exit 3'; echo $?", 'inner\n3\n'],
    ['ls', ''],
  ])('%s', async (command, stdout) => {
    const { client } = await login();
    expect(await run(client, command)).toEqual({ stdout, stderr: '', code: 0, signal: undefined });
  });

  test('tells for how long the machine has been up', async () => {
    const { client } = await login();
    expect((await run(client, 'uptime')).stdout).toMatch(
      /^ \d\d:\d\d:\d\d up 1 day, 2:03, {2}1 user, {2}load average: /,
    );
  });

  test.each([
    ['true', 0],
    ['false', 1],
    ['exit 7', 7],
    ['exit 300', 44],
    ['false; exit', 1],
  ])('ends with its status: %s', async (command, code) => {
    const { client } = await login();
    expect(await run(client, command)).toEqual({ stdout: '', stderr: '', code, signal: undefined });
  });

  test.each([
    ['frobnicate --now', 127, 'sh: frobnicate: command not found\n'],
    ['ls | cat', 2, 'sh: Syntax error: "|" unexpected\n'],
    ['echo $(hostname)', 2, 'sh: Syntax error: "(" unexpected\n'],
    ['echo "open', 2, 'sh: Unterminated quoted string\n'],
    ['true &&', 2, 'sh: Syntax error: end of file unexpected\n'],
    ['cat missing', 1, 'cat: missing: No such file or directory\n'],
    ['ls missing', 2, "ls: cannot access 'missing': No such file or directory\n"],
    ['sleep soon', 1, "sleep: invalid time interval 'soon'\n"],
    ['sh missing.sh', 2, 'sh: 0: cannot open missing.sh: No such file or directory\n'],
  ])('fails as a shell does: %s', async (command, code, stderr) => {
    const { client } = await login();
    expect(await run(client, command)).toEqual({ stdout: '', stderr, code, signal: undefined });
  });

  test('copies its input byte for byte, however much it is', async () => {
    const { client } = await login();
    const bytes = randomBytes(3_000_000);
    const back: Buffer[] = [];
    const { code } = await run(client, 'cat', {}, (channel) => {
      channel.on('data', (chunk: Buffer) => back.push(chunk));
      channel.end(bytes);
    });
    expect(code).toBe(0);
    expect(Buffer.concat(back).equals(bytes)).toBe(true);
  });

  test('has the environment that was sent', async () => {
    const { client } = await login();
    const { stdout } = await run(client, 'env', { env: { LANG: 'de_DE.UTF-8' } });
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['HOME=/root', 'USER=root', 'SHELL=/bin/sh', 'LANG=de_DE.UTF-8']),
    );
  });

  test('sleeps as long as it is told', async () => {
    const { client } = await login();
    const start = performance.now();
    expect((await run(client, 'sleep 0.3')).code).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(290);
  });

  test('is ended by a signal', async () => {
    const { client } = await login();
    const ended = await run(client, 'sleep 60', {}, (channel) => {
      setTimeout(() => channel.signal('TERM'), 50);
    });
    expect(ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  test('is over when the connection is cut', async () => {
    const { client, running } = await login();
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const started = new Promise<void>((resolve) => {
      client.exec('echo up; sleep 60', (_error, channel) => channel.once('data', () => resolve()));
    });
    await started;
    await running.close();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await expect.poll(timers).toBeLessThanOrEqual(before + 1);
  });

  test('can end itself by a signal', async () => {
    const { client } = await login();
    expect(await run(client, 'echo last; kill -9 $$; echo never')).toMatchObject({
      stdout: 'last\n',
      code: null,
      signal: 'SIGKILL',
    });
    expect(await run(client, 'kill 1')).toMatchObject({ code: 1, stderr: 'kill: (1) - No such process\n' });
  });

  test('reads a script from its input', async () => {
    const { client } = await login();
    const script = '#!/bin/sh\n# first\necho one\nfalse\necho "status $?"\nexit 5\necho never\n';
    const ended = await run(client, 'sh -s', {}, (channel) => channel.end(script));
    expect(ended).toEqual({ stdout: 'one\nstatus 1\n', stderr: '', code: 5, signal: undefined });
  });

  test('is refused where there is no shell, though the login succeeds', async () => {
    const { client } = await login({ shell: false });
    await expect(run(client, 'hostname')).rejects.toThrow('Unable to exec');
    await expect(shell(client, true, () => undefined)).rejects.toThrow();
  });
});

describe('a shell', () => {
  test('greets, prompts, echoes and edits at a terminal', async () => {
    const { client } = await login();
    const ended = await shell(client, true, (channel) => channel.write('hostnamx\u007fe\rexit 4\r'));
    expect(ended.code).toBe(4);
    expect(ended.stdout).toContain('Welcome to box-1, a machine of the nube sandbox.\r\nroot@box-1:~# ');
    expect(ended.stdout).toContain('hostnamx\b \be\r\n');
    expect(ended.stdout).toContain('\r\nbox-1\r\n');
  });

  test('goes on after Ctrl-C and ends with Ctrl-D', async () => {
    const { client } = await login();
    const ended = await shell(client, true, (channel) => {
      channel.write('sleep 60\r');
      setTimeout(() => channel.write('\u0003'), 100);
      setTimeout(() => channel.write('echo "was $?"\r\u0004'), 200);
    });
    expect(ended.stdout).toContain('was 130\r\n');
    expect(ended.stdout).toMatch(/logout\r\n$/);
    expect(ended.code).toBe(0);
  });

  test('gives its input to what it runs', async () => {
    const { client } = await login();
    const ended = await shell(client, true, (channel) => channel.write('cat\rfirst\rsecond\r\u0004exit\r'));
    expect(ended.stdout).toContain('first\r\nsecond\r\n');
    expect(ended.code).toBe(0);
  });

  test('without a terminal says nothing of its own', async () => {
    const { client } = await login({ user: 'civo' });
    const ended = await shell(client, false, (channel) => channel.end('whoami\npwd\nfalse\n'));
    expect(ended).toEqual({ stdout: 'civo\n/home/civo\n', stderr: '', code: 1, signal: undefined });
  });
});
