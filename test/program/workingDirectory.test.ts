import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { shipped, startProgram } from '../startProgram';
import { Gateway } from './support/gateway';

const home = new Home();
const gateway = new Gateway(home);
const hostile = path.join(home.directory, 'hostile');
const trace = path.join(home.directory, 'trace');

/** Runs the shipped program in a directory that somebody else has filled. */
function there(words: readonly string[], more: Record<string, string> = {}) {
  const own = { PATH: process.env.PATH, HOME: home.directory, ...home.variables, WORK_TOKEN: gateway.token };
  return startProgram(shipped(words), { variables: { ...own, ...more }, directory: hostile });
}

function plant(name: string, content: string, mode = 0o644): void {
  const file = path.join(hostile, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, mode);
}

describe('a working directory of somebody else', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    await gateway.open();
    const program = `#!/bin/sh\necho "$0" >> ${trace}\necho sandbox-civo-token\n`;
    const module = `require('node:fs').appendFileSync(${JSON.stringify(trace)}, __filename + '\\n');`;
    for (const name of ['ssh', 'scp', 'pass', 'xdg-open', 'sh', 'node']) plant(name, program, 0o755);
    for (const name of ['@napi-rs/keyring', 'conf', 'got', 'ws', 'bufferutil', 'utf-8-validate', 'cpu-features']) {
      plant(`node_modules/${name}/index.js`, module);
    }
    plant('package.json', '{"name":"nube","type":"module","imports":{"#x":"./x.js"}}');
    plant('.env', 'NUBE_ENDPOINT=http://127.0.0.1:9\nNUBE_TOKEN=planted\n');
    plant('.npmrc', 'node-options=--require ./trap.js\n');
    plant('config.json', '{"version":1,"profiles":{"planted":{"provider":"civo","token":"plain:planted"}}}');
    plant('nube/config.json', '{"version":1,"profiles":{"planted":{"provider":"civo","token":"plain:planted"}}}');
    plant('ca.pem', readFileSync('test/io/http/certificates/authority.pem', 'utf8'));
    plant('token', 'planted\n', 0o600);
    const line = `profile add work --provider civo --endpoint ${gateway.endpoint} --token-env WORK_TOKEN`;
    expect((await home.run(line, { variables: { WORK_TOKEN: gateway.token } })).code).toBe(0);
  });
  beforeEach(() => gateway.clear());

  it('can neither lead elsewhere nor give other credentials', async () => {
    plant('.nube', 'endpoint=http://127.0.0.1:9\ntoken=planted\nprovider=civo\nproxy=127.0.0.1:9\noutput=json\n');
    const run = await there(['list', '--columns', 'name', '--no-headers'], { XDG_CONFIG_HOME: '.' });
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: 'web-1\nweb-2\ndb-1\ncache-1\n' });
    expect(run.stderr.match(/means nothing there and is ignored/g)).toHaveLength(5);
    expect(new Set(gateway.arrivals.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`bearer ${gateway.token}`]),
    );
    expect((await there(['profile', 'list', '-o', 'id'])).stdout).toBe('work\n');
  });

  it('is not where the configuration is because a variable of the system is relative', async () => {
    const own = { NUBE_CONFIG_DIR: '', NUBE_DATA_DIR: '', NUBE_CACHE_DIR: '', XDG_CONFIG_HOME: '.' };
    const run = await there(['profile', 'list', '-o', 'id'], own);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('runs nothing of its own, although PATH names it', async () => {
    const searched = { PATH: `.::${process.env.PATH}` };
    const command = JSON.stringify(['pass', 'show', 'civo']);
    const add = ['profile', 'add', 'passing', '--provider', 'civo', '--endpoint', gateway.endpoint];
    const passed = await there([...add, '--token-command', command], searched);
    expect({ code: passed.code, stdout: passed.stdout }).toEqual({ code: 3, stdout: '' });
    expect(passed.stderr).toContain('error: The command pass for the secret was not found in PATH\n');
    const nothing = { PATH: '.:' };
    const ssh = await there(['ssh', 'web-1', '--', 'true'], nothing);
    expect({ code: ssh.code, stderr: ssh.stderr }).toMatchObject({ code: 255 });
    expect(ssh.stderr).toContain('error: There is no ssh on this machine\n');
    const browser = await there(['console', 'web-1', '--open'], nothing);
    expect(browser.stderr).toContain('error: No browser could be started: ');
    await there(['profile', 'add', 'kept', '--provider', 'civo', '--no-verify', '--token', 'x', '--token-keychain'], {
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    });
    expect(existsSync(trace) ? readFileSync(trace, 'utf8') : '').toBe('');
  });

  it('gives a profile its files only when it is set up, and then by their whole paths', async () => {
    const add = ['profile', 'add', 'filed', '--provider', 'civo', '--no-verify', '-o', 'json'];
    const filed = await there([...add, '--token-file', 'token', '--ca-file', './ca.pem']);
    expect(JSON.parse(filed.stdout)).toMatchObject({
      token: `file:${hostile}/token`,
      settings: { 'ca-file': `${hostile}/ca.pem` },
    });
    const set = await there(['profile', 'set', 'filed', 'ca-file=../hostile/ca.pem', '-o', 'json']);
    expect(JSON.parse(set.stdout)).toMatchObject({ settings: { 'ca-file': `${hostile}/ca.pem` } });
    const file = path.join(home.directory, 'config', 'config.json');
    const configuration = JSON.parse(readFileSync(file, 'utf8'));
    configuration.profiles.filed.settings['ca-file'] = 'ca.pem';
    configuration.profiles.loose = { provider: 'civo', settings: { endpoint: gateway.endpoint }, token: 'file:token' };
    writeFileSync(file, JSON.stringify(configuration));
    const relative = await there(['list', '-p', 'filed']);
    expect(relative.code).toBe(3);
    expect(relative.stderr).toContain(
      `error: The ca-file of filed depends on the directory: ca.pem\nhint: nube profile set filed ca-file=${hostile}/ca.pem, if that is the one.\n`,
    );
    const loose = await there(['list', '-p', 'loose']);
    expect(loose.code).toBe(3);
    expect(loose.stderr).toContain('error: The secret in token depends on the directory that nube is called in\n');
    expect(gateway.arrivals).toEqual([]);
  });

  it('holds nobody up with a .nube that is no file', async () => {
    execFileSync('sh', ['-c', 'rm -f .nube; mkfifo .nube'], { cwd: hostile });
    expect((await there(['profile', 'list', '-o', 'id'])).code).toBe(0);
  });
});
