import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret';
import { serveAskpass } from '../../src/io/serveAskpass';
import { fakeOpenSsh, ProgramHome } from './program';

const home = new ProgramHome({ NUBE_SANDBOX: '1' });
const temporary = home.file('tmp');
mkdirSync(temporary);
home.variables.TMPDIR = temporary;

/** The passwords that the emulator has handed out so far. */
function passwords(): string[] {
  const { data } = JSON.parse(readFileSync(home.file('data/sandbox/cycle.json'), 'utf8'));
  return Object.values(data.credentials as Record<string, { secret: string }>).map(({ secret }) => secret);
}

/** Argument lists and environments of everything that runs, and what lies in directories for sockets. */
function inSight(): string {
  const processes = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  const files = [
    ...processes.flatMap((id) => [`/proc/${id}/cmdline`, `/proc/${id}/environ`]),
    ...readdirSync(temporary, { recursive: true, encoding: 'utf8' }).map((file) => path.join(temporary, file)),
  ];
  return files
    .map((file) => {
      try {
        return readFileSync(file, 'latin1');
      } catch {
        // It has ended, or is a socket.
        return '';
      }
    })
    .join('\n');
}

describe('a one-time password', () => {
  it('opens the machine, and is nowhere to be seen meanwhile', async () => {
    const seen: string[] = [];
    const { code, stdout, stderr } = await home.run(['ssh', 'api-1', '--', 'hostname; sleep 1'], {
      during: async (child) => {
        while (child.exitCode === null) {
          seen.push(inSight());
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'api-1\n' });
    const [password, ...others] = passwords();
    expect([password?.length, others]).toEqual([25, []]);
    expect(seen.length).toBeGreaterThan(10);
    // The looking itself works: ssh was seen, and so was where its password is to be had.
    expect(seen.some((text) => text.includes('HostKeyAlias=cycle.cycle.'))).toBe(process.platform === 'linux');
    expect(seen.some((text) => text.includes('SSH_ASKPASS_REQUIRE=force'))).toBe(process.platform === 'linux');
    for (const text of seen) expect(text.includes(password ?? '')).toBe(false);
    expect(stderr).not.toContain(password);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('is in no output and no debug log', async () => {
    for (const line of [
      ['ssh', 'api-1', '--debug', '--', 'true'],
      ['exec', 'api-1', '--debug', '-o', 'json', '--', 'env'],
      ['ssh', 'api-1', '--print'],
      ['exec', 'api-1', '--dry-run', '--', 'env'],
    ]) {
      const { stdout, stderr } = await home.run(line);
      for (const password of passwords()) expect(stdout + stderr).not.toContain(password);
    }
  });

  it('copies files, too', async () => {
    const { code } = await home.run(['cp', path.resolve('package.json'), 'api-1:']);
    expect(code).toBe(0);
    const { stdout } = await home.run(['exec', 'api-1', '--', 'cat package.json']);
    expect(stdout).toBe(readFileSync('package.json', 'utf8'));
  });

  it('reaches several at once, each with its own', async () => {
    const line = ['exec', '--filter', 'state=running', '-p', 'cycle', '--yes', '-o', 'json', '--', 'hostname'];
    const { code, stdout } = await home.run(line);
    expect(code).toBe(0);
    for (const { name, stdout: said } of JSON.parse(stdout)) expect(said).toBe(`${name}\n`);
  });

  it('is revoked with --expire', async () => {
    const { code, stdout } = await home.run(['-o', 'json', 'ssh', 'api-1', '--expire']);
    expect(code).toBe(0);
    const [row] = JSON.parse(stdout);
    expect(row).toMatchObject({ action: 'ssh', status: 'succeeded', name: 'api-1' });
    expect(row.result.expired).toBeGreaterThan(0);
    const dry = await home.run(['ssh', 'api-1', '--expire', '--dry-run']);
    expect(dry.stdout).toMatch(/^# 1\ncurl -sS --fail-with-body -X DELETE .*\/ssh'/);
    expect((await home.run(['ssh', 'web-1', '--expire'])).code).toBe(8);
  });

  it('is not written down for other programs', async () => {
    const written = await home.run(['ssh-config', '--print']);
    expect(written.stdout).toMatch(/^# cycle-api-1 is left out: it takes a one-time password: nube ssh cycle\//m);
    const before = passwords().length;
    const { stdout } = await home.run(['inventory']);
    expect(JSON.parse(stdout)._meta.hostvars['cycle-api-1']).not.toHaveProperty('ansible_host');
    expect(passwords().length).toBe(before);
  });
});

describe('the answer to ssh', () => {
  const fake = fakeOpenSsh(home);
  const ask = (environment: Readonly<Record<string, string>>, question: string) =>
    home.start([environment.SSH_ASKPASS ?? '', question], { variables: environment });

  it('is given once, to the question that names the machine', async () => {
    const { environment, close } = await serveAskpass(new Secret('s3cret', 'ssh-password'), 'cycle.cycle.abc');
    try {
      expect(Object.keys(environment).sort()).toEqual(['NUBE_ASKPASS', 'SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE']);
      expect(await ask(environment, "me@bastion's password: ")).toMatchObject({ code: 1, stdout: '' });
      expect(await ask(environment, 'Enter passphrase for key /x: ')).toMatchObject({ code: 1, stdout: '' });
      expect(await ask(environment, "abc@cycle.cycle.abc's password: ")).toMatchObject({ code: 0, stdout: 's3cret\n' });
      expect(await ask(environment, "abc@cycle.cycle.abc's password: ")).toMatchObject({ code: 1, stdout: '' });
    } finally {
      await close();
    }
    expect(await ask(environment, "abc@cycle.cycle.abc's password: ")).toMatchObject({ code: 1, stdout: '' });
  });

  it('is for machines with such a password only', async () => {
    await home.run(['ssh', 'web-1'], { variables: fake.variables });
    expect(Object.keys(fake.calls()[0]?.environment ?? {}).filter((name) => /ASKPASS/.test(name))).toEqual([]);
    await home.run(['ssh', 'api-1'], { variables: fake.variables });
    const [call] = fake.calls();
    expect(call?.environment).toMatchObject({ SSH_ASKPASS_REQUIRE: 'force' });
    expect(call?.words).toEqual(expect.arrayContaining(['NumberOfPasswordPrompts=1', 'PubkeyAuthentication=no']));
  });
});
