import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SecretSource } from '../../src/core/profile';
import { createSecrets } from '../../src/io/secrets';
import { failure, told } from './http/connection';

let directory = '';
let notes: string[] = [];
let clock = 0;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'nube-secrets-'));
  const made = directory;
  onTestFinished(() => rmSync(made, { recursive: true }));
  notes = [];
  clock = Date.UTC(2026, 0, 1);
});

const secrets = (patienceMs = 20_000) =>
  createSecrets({
    variable: (name) => ({ FULL: 'value' })[name],
    keychain: () => Promise.reject(new Error('nobody asked for it')),
    note: (message) => notes.push(message),
    now: () => new Date(clock),
    patienceMs,
  });

function file(name: string, content: string, mode = 0o600): string {
  const whole = path.join(directory, name);
  writeFileSync(whole, content);
  chmodSync(whole, mode);
  return whole;
}

/** The source of a secret that a shell script prints. */
function script(text: string): SecretSource {
  return `command:${JSON.stringify([file('script', `#!/bin/sh\n${text}\n`, 0o700), 'an argument'])}`;
}

describe('a secret in a file', () => {
  it('is what stands there, without the line end', async () => {
    expect(await secrets().fetch(`file:${file('token', 'a b\n')}`)).toBe('a b');
  });

  it.each([0o640, 0o604, 0o644, 0o620, 0o666])('is refused where others can reach it: %o', async (mode) => {
    const token = file('token', 'a', mode);
    expect(told(await failure(secrets().fetch(`file:${token}`)))).toEqual({
      code: 'secret_unavailable',
      message: `Others can read the secret in ${token}`,
      hint: `chmod 600 ${token}`,
    });
  });

  it('is refused where others can put another in its place, behind a link too', async () => {
    const open = path.join(directory, 'open');
    mkdirSync(path.join(open, 'inner'), { recursive: true, mode: 0o700 });
    const token = file('open/inner/token', 'a');
    symlinkSync(token, path.join(directory, 'link'));
    expect(await secrets().fetch(`file:${token}`)).toBe('a');
    chmodSync(open, 0o777);
    for (const named of [token, path.join(directory, 'link')]) {
      expect(told(await failure(secrets().fetch(`file:${named}`)))).toMatchObject({
        message: `Others can put another file in the place of ${named}`,
        hint: `chmod o-w ${open}`,
      });
    }
    chmodSync(open, 0o1777);
    expect(await secrets().fetch(`file:${token}`)).toBe('a');
  });

  it.each([
    ['token', 'The secret in token depends on the directory that nube is called in'],
    ['./token', 'The secret in ./token depends on the directory that nube is called in'],
    ['/nowhere/token', 'The secret in /nowhere/token cannot be read: there is no such file'],
    ['/dev/null', '/dev/null is not a file'],
  ])('is not looked for at %s', async (name, message) => {
    expect(told(await failure(secrets().fetch(`file:${name}`)))).toMatchObject({ code: 'secret_unavailable', message });
  });

  it('is neither empty nor huge', async () => {
    const empty = file('empty', '\n');
    expect((await failure(secrets().fetch(`file:${empty}`))).message).toBe(`${empty} is empty`);
    const huge = file('huge', 'x'.repeat(65 * 1024));
    expect((await failure(secrets().fetch(`file:${huge}`))).message).toBe(`${huge} is too large to be a secret`);
  });
});

describe('a secret from a command', () => {
  it('is what it prints; no shell reads its words, and it runs outside of the working directory', async () => {
    const echo = `command:${JSON.stringify(['echo', '$HOME; echo `id` "x"'])}` as const;
    expect(await secrets().fetch(echo)).toBe('$HOME; echo `id` "x"');
    expect(await secrets().fetch('command:["pwd"]')).toBe(os.homedir());
  });

  it('is fetched once for a call, however many ask', async () => {
    const source = script(`echo x >> ${directory}/calls; wc -l < ${directory}/calls`);
    const { fetch } = secrets();
    expect(await Promise.all([fetch(source), fetch(source)])).toEqual(['1', '1']);
    clock += 3_600_000;
    expect(await fetch(source)).toBe('1');
  });

  it.each([
    ['{"token":"tok","expiresAt":"2026-01-01T01:00:00Z"}', 'of its own form'],
    ['{"access_token":"tok","token_type":"Bearer","expires_in":3600}', 'as OAuth has it'],
    ['{"Version":1,"token":"tok","Expiration":"2026-01-01T01:00:00Z"}', 'as AWS has it'],
    [
      '{"kind":"ExecCredential","apiVersion":"v1","status":{"token":"tok","expirationTimestamp":"2026-01-01T01:00:00Z"}}',
      'as kubectl has it',
    ],
    ['{"token":"tok","expiresAt":1767229200}', 'in seconds'],
  ])('may be JSON with its end, and is fetched anew near that: %s (%s)', async (json) => {
    const source = script(`echo x >> ${directory}/calls; cat <<'END'\n${json}\nEND`);
    const { fetch } = secrets();
    const calls = async () => (await secrets().fetch(`command:["wc","-l","${directory}/calls"]`)).split(' ')[0];
    expect(await fetch(source)).toBe('tok');
    clock += 3_580_000;
    expect(await fetch(source)).toBe('tok');
    expect(await calls()).toBe('1');
    clock += 15_000;
    await Promise.allSettled([fetch(source), fetch(source)]);
    expect(await calls()).toBe('2');
  });

  it.each([
    ['exit 3', 'failed (3)', undefined],
    ['printf "one\\n\\033[31mno such entry\\n" >&2; exit 1', 'failed (1)', 'no such entry'],
    ['kill -TERM $$', 'failed (SIGTERM)', undefined],
    ['true', 'printed nothing', undefined],
    ['echo \'{"tokn":"x"}\'', 'printed JSON without a token in it', undefined],
    [
      'echo \'{"token":"x","expiresAt":"2025-12-31T00:00:00Z"}\'',
      'gave one that ended at 2025-12-31T00:00:00.000Z',
      undefined,
    ],
    ['yes', 'printed too much', undefined],
  ])('that does not come is told: %s', async (text, what, reason) => {
    const source = script(text);
    const name = path.join(directory, 'script');
    const error = told(await failure(secrets().fetch(source)));
    expect(error).toEqual({
      code: 'secret_unavailable',
      message: `The command ${name} for the secret ${what}`,
      hint: `Try it: ${name} an argument`,
      ...(reason === undefined ? {} : { reason }),
    });
  });

  it('that does not end is given up in time, whatever it has left behind', async () => {
    const { message } = await failure(secrets(300).fetch(script('trap "" TERM; sleep 30 & wait')));
    expect(message).toMatch(/ took longer than 0\.3 s$/);
    expect(await secrets().fetch(script('sleep 30 & echo early'))).toBe('early');
  });

  it('that waits for a person shows what it says, cleaned', async () => {
    expect(await secrets().fetch(script('printf "\\033[1mtouch the key\\033[0m\\n" >&2; sleep 1.3; echo tok'))).toBe(
      'tok',
    );
    expect(notes.join('')).toContain('touch the key');
    expect(notes.join('')).not.toContain('\u001b');
    notes = [];
    expect(await secrets().fetch(script('echo quick >&2; echo tok'))).toBe('tok');
    expect(await secrets().fetch(script('echo "it is tok" >&2; echo tok; sleep 1.3'))).toBe('tok');
    expect(notes).toEqual([]);
  });

  it('is not looked for where the working directory decides', async () => {
    file('helper', '#!/bin/sh\necho planted\n', 0o700);
    const before = { cwd: process.cwd(), PATH: process.env.PATH };
    onTestFinished(() => {
      process.env.PATH = before.PATH;
    });
    for (const searched of [
      `.:${before.PATH}`,
      `:${before.PATH}`,
      `${path.relative(before.cwd, directory)}:${before.PATH}`,
    ]) {
      process.env.PATH = searched;
      expect((await failure(secrets().fetch('command:["helper"]'))).message).toBe(
        'The command helper for the secret was not found in PATH',
      );
    }
    const relative = path.relative(before.cwd, path.join(directory, 'helper'));
    expect((await failure(secrets().fetch(`command:${JSON.stringify([relative])}`))).code).toBe('secret_unavailable');
    process.env.PATH = `${directory}:${before.PATH}`;
    expect(await secrets().fetch('command:["helper"]')).toBe('planted');
  });
});

it('a secret in a variable that is not set, or of a kind that is not known, is told', async () => {
  expect(await secrets().fetch('env:FULL')).toBe('value');
  expect((await failure(secrets().fetch('env:OTHER'))).message).toBe('The variable OTHER is not set');
  expect((await failure(secrets().fetch('vault:x' as SecretSource))).message).toBe(
    'The profile keeps its secret in vault, which this nube does not know',
  );
});
