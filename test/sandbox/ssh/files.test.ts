import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry, Stats } from 'ssh2';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/sandbox/ssh';
import { temporaryDirectory } from '../sandboxClient';
import { PASSWORD, startMachine } from './machine';
import { called, connect, openSftp, run } from './sshClient';

/** Where a user of an emulated machine is at home. */
const home = '/root';

async function login(machine: Partial<Machine> = {}) {
  const running = await startMachine({}, machine);
  const client = await connect(running.address, { username: 'x', password: PASSWORD });
  return { ...running, client, sftp: await openSftp(client) };
}

describe('SFTP', () => {
  test('copies a file there and back byte for byte', async () => {
    const { client, sftp, address } = await login();
    const directory = temporaryDirectory();
    const bytes = randomBytes(2_500_001);
    writeFileSync(join(directory, 'there'), bytes);
    await called((done) => sftp.fastPut(join(directory, 'there'), 'data.bin', done));
    expect((await run(client, 'ls')).stdout).toBe('data.bin\n');
    const again = await openSftp(await connect(address, { username: 'x', password: PASSWORD }));
    await called((done) => again.fastGet(`${home}/data.bin`, join(directory, 'back'), done));
    expect(readFileSync(join(directory, 'back')).equals(bytes)).toBe(true);
  });

  test('keeps modes and times, and shows them', async () => {
    const { client, sftp } = await login();
    await called((done) => sftp.writeFile('run.sh', 'echo from $USER\n', { mode: 0o640 }, done));
    await called((done) => sftp.utimes('run.sh', 1_700_000_000, 1_700_000_000, done));
    await called((done) => sftp.chmod('run.sh', 0o755, done));
    const stats = await called<Stats>((done) => sftp.stat('run.sh', done));
    expect([stats.mode, stats.size, stats.mtime, stats.uid]).toEqual([0o100755, 16, 1_700_000_000, 0]);
    expect((await run(client, 'ls -l')).stdout).toBe('-rwxr-xr-x 1 root root       16 2023-11-14 22:13 run.sh\n');
    expect((await run(client, 'sh run.sh')).stdout).toBe('from root\n');
  });

  test('knows directories', async () => {
    const { sftp } = await login();
    await called((done) => sftp.mkdir('tree', done));
    await called((done) => sftp.mkdir('tree/inner', done));
    await called((done) => sftp.writeFile('tree/inner/leaf', 'green', done));
    const list = await called<FileEntry[]>((done) => sftp.readdir('tree', done));
    expect(list.map(({ filename }) => filename)).toEqual(['inner']);
    await expect(called((done) => sftp.rmdir('tree/inner', done))).rejects.toThrow('Directory not empty');
    await called((done) => sftp.rename('tree', 'forest', done));
    expect(String(await called<Buffer>((done) => sftp.readFile('forest/inner/leaf', done)))).toBe('green');
    await called((done) => sftp.unlink('forest/inner/leaf', done));
    await called((done) => sftp.rmdir('forest/inner', done));
    await expect(called((done) => sftp.stat('tree', done))).rejects.toThrow('No such file or directory');
  });

  test('lists a directory of any size', async () => {
    const { disks, sftp } = await login();
    disks.box = {};
    for (let number = 0; number < 350; number += 1) {
      disks.box[`${home}/${number}`] = { kind: 'file', mode: 0o644, mtime: 0, content: '' };
    }
    expect(await called<FileEntry[]>((done) => sftp.readdir('.', done))).toHaveLength(350);
  });

  test('resolves paths', async () => {
    const { sftp } = await login();
    const resolve = (path: string) => called<string>((done) => sftp.realpath(path, done));
    expect(await resolve('.')).toBe('/root');
    expect(await resolve('~/a/../b')).toBe(`${home}/b`);
    expect(await resolve('/../../etc/./x')).toBe('/etc/x');
    await expect(called((done) => sftp.stat('/constructor', done))).rejects.toThrow('No such file');
  });

  test('appends, overwrites in place and cuts off', async () => {
    const { sftp } = await login();
    const read = async () => String(await called<Buffer>((done) => sftp.readFile('notes', done)));
    await called((done) => sftp.writeFile('notes', 'one', done));
    await called((done) => sftp.appendFile('notes', ', two', done));
    expect(await read()).toBe('one, two');
    const handle = await called<Buffer>((done) => sftp.open('notes', 'r+', done));
    await called((done) => sftp.write(handle, Buffer.from('ONE'), 0, 3, 0, done));
    await called((done) => sftp.fsetstat(handle, { size: 3 } as never, done));
    await called((done) => sftp.close(handle, done));
    expect(await read()).toBe('ONE');
  });

  test('keeps what was written when the connection is lost before the file is closed', async () => {
    const { client, sftp, disks } = await login();
    const handle = await called<Buffer>((done) => sftp.open('half', 'w', done));
    await called((done) => sftp.write(handle, Buffer.from('half'), 0, 4, 0, done));
    client.end();
    await expect
      .poll(() => disks.box?.[`${home}/half`])
      .toMatchObject({ content: Buffer.from('half').toString('base64') });
  });

  test('keeps what was written when the server is closed, and waits for it', async () => {
    const { close, disks, sftp } = await login();
    const handle = await called<Buffer>((done) => sftp.open('half', 'w', done));
    await called((done) => sftp.write(handle, Buffer.from('half'), 0, 4, 0, done));
    await close();
    expect(disks.box?.[`${home}/half`]).toMatchObject({ content: Buffer.from('half').toString('base64') });
  });

  test('refuses as a disk does', async () => {
    const { sftp } = await login({ user: 'civo' });
    const write = (path: string, content: string | Buffer = 'x') =>
      called((done) => sftp.writeFile(path, content, done));
    await expect(write('/missing/x')).rejects.toThrow('No such file or directory');
    await expect(write('/x')).rejects.toThrow('Permission denied');
    await expect(write('/tmp')).rejects.toThrow('Is a directory');
    await write('/tmp/x');
    await expect(called((done) => sftp.mkdir('/tmp/x', done))).rejects.toThrow('File exists');
    await expect(called((done) => sftp.readFile('/home', done))).rejects.toThrow('Is a directory');
    await expect(called((done) => sftp.open('/tmp/x', 'wx', done))).rejects.toThrow('File exists');
    await expect(called((done) => sftp.symlink('/tmp/x', '/tmp/y', done))).rejects.toThrow();
  });

  test('refuses more than the disk holds', async () => {
    const { sftp } = await login();
    const handle = await called<Buffer>((done) => sftp.open('huge', 'w', done));
    const far = 64 * 1024 * 1024;
    await expect(called((done) => sftp.write(handle, Buffer.from('x'), 0, 1, far, done))).rejects.toThrow(
      'No space left on device',
    );
  });

  test('works where there is no shell', async () => {
    const { sftp } = await login({ shell: false });
    await called((done) => sftp.writeFile('kept', 'here', done));
    expect(String(await called<Buffer>((done) => sftp.readFile('kept', done)))).toBe('here');
  });
});

describe('the older scp', () => {
  test('brings a file', async () => {
    const { client, disks } = await login();
    const ended = await run(client, "scp -p -t 'my file'", {}, (channel) => {
      channel.end('T1700000000 0 1700000000 0\nC0600 5 here\nhello\0');
    });
    expect(ended).toEqual({ stdout: '\0\0\0\0', stderr: '', code: 0, signal: undefined });
    expect(disks.box?.[`${home}/my file`]).toEqual({
      kind: 'file',
      mode: 0o600,
      mtime: 1_700_000_000,
      content: Buffer.from('hello').toString('base64'),
    });
  });

  test('brings and fetches whole directories', async () => {
    const { client, disks } = await login();
    const sent = 'D0755 0 tree\nC0644 1 a\nA\0D0700 0 sub\nC0644 2 b\nBB\0E\nE\n';
    expect((await run(client, 'scp -r -t .', {}, (channel) => channel.end(sent))).code).toBe(0);
    expect(Object.keys(disks.box ?? {})).toEqual([
      `${home}/tree`,
      `${home}/tree/a`,
      `${home}/tree/sub`,
      `${home}/tree/sub/b`,
    ]);
    const fetched = await run(client, 'scp -r -f tree', {}, (channel) => channel.end('\0'.repeat(20)));
    expect(fetched.stdout).toBe(sent);
    expect(fetched.code).toBe(0);
  });

  test('says what it can not find', async () => {
    const { client } = await login();
    const ended = await run(client, 'scp -f missing', {}, (channel) => channel.end('\0'));
    expect(ended).toMatchObject({ stdout: '\u0001scp: missing: No such file or directory\n', code: 1 });
  });

  test('does not leave the directory it was told', async () => {
    const { client, disks } = await login();
    const ended = await run(client, 'scp -r -t .', {}, (channel) => channel.end('C0644 1 ..\nA\0'));
    expect(ended.code).toBe(1);
    expect(disks).toEqual({});
  });
});
