import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands';
import { LocalServer } from '../localServer';
import { Canary, planted } from './canary';
import { lines, others } from './lines';

it('every command has a line', () => {
  const all = [...Object.values(lines).flat(), ...others].map((line) => `${line} `);
  // It prints the tokens of the sandbox, which is what it is for.
  const open = ['sandbox serve'];
  const missing = Object.keys(commands).filter((name) => !all.some((line) => line.startsWith(`${name} `)));
  expect(missing).toEqual(open);
});

describe('a planted secret', { timeout: 120_000 }, () => {
  const seen = new Set<string>();
  const server = new LocalServer((request, response) => {
    seen.add((request.headers.authorization ?? '').replace(/^bearer /i, ''));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"pages":1,"items":[]}');
  });
  beforeAll(() => server.listen());

  it('is shown by no command that needs no provider', async () => {
    const canary = new Canary();
    const wrong: string[] = [];
    for (const line of others) {
      const run = await canary.sandbox(line, { variables: { WORK: planted['a token of the environment'] } });
      if ([1, 2].includes(run.code)) wrong.push(`${line}: ${run.stderr}`);
    }
    expect(wrong).toEqual([]);
    expect(canary.leaks(planted, ['sandbox/config', 'config.json'])).toEqual([]);
  });

  it('of each source is used and shown nowhere', async () => {
    const canary = new Canary();
    const file = path.join(canary.home.directory, 'own', 'token');
    const program = path.join(canary.home.directory, 'own', 'helper.js');
    const secrets = {
      variable: 'canary-source-variable',
      file: 'canary-source-file',
      command: 'canary-source-command',
      keychain: 'canary-source-keychain',
      stdin: 'canary-source-stdin',
      typed: 'canary-source-typed',
    };
    writeFileSync(file, secrets.file, { mode: 0o600 });
    writeFileSync(program, `console.error('${secrets.command}'); console.log('${secrets.command}')`, { mode: 0o600 });
    const sources: Readonly<Record<keyof typeof secrets, readonly string[]>> = {
      variable: ['--token-env', 'SOURCE'],
      file: ['--token-file', file],
      command: ['--token-command', JSON.stringify([process.execPath, program])],
      keychain: ['--token-keychain', '--token-stdin'],
      stdin: ['--token-stdin'],
      typed: ['--token', secrets.typed],
    };
    const variables = { SOURCE: secrets.variable };
    for (const [name, words] of Object.entries(sources)) {
      const input = secrets[name as keyof typeof secrets];
      const add = [
        'profile',
        'add',
        name,
        '--provider',
        'civo',
        '--region',
        'LON1',
        '--endpoint',
        server.origin,
        ...words,
      ];
      const more = ['--proxy', 'http://me:canary-proxy-password@127.0.0.1:9', '--no-verify'];
      const added = await canary.home.run(['--debug', ...add, ...more], { input, variables });
      expect({ name, code: added.code, stderr: added.code === 0 ? '' : added.stderr }).toEqual({
        name,
        code: 0,
        stderr: '',
      });
      canary.keep(`profile add ${name}`, added);
      for (const line of [
        `list -p ${name} -o json`,
        `get nothing -p ${name}`,
        `profile get ${name}`,
        `profile get ${name} -o json`,
        `profile test ${name} -o json`,
        `api POST /v2/x -p ${name} --data {} --dry-run`,
        `doctor -p ${name} -o json`,
      ]) {
        const run = await canary.home.run(`--debug ${line}`, { variables });
        expect({ line, code: run.code === 1 ? run.stderr : 0 }).toEqual({ line, code: 0 });
        canary.keep(line, run);
      }
    }
    expect([...seen].sort()).toEqual(Object.values(secrets).sort());
    canary.keep('profile list', await canary.home.run('profile list -o json'));
    const kept = path.join(canary.home.directory, 'config', 'config.json');
    const all = { ...planted, ...secrets, 'the password of a proxy': 'canary-proxy-password' };
    expect(canary.leaks(all, [kept])).toEqual([]);
    const text = readFileSync(kept, 'utf8');
    expect(Object.values(secrets).filter((secret) => text.includes(secret))).toEqual([secrets.stdin, secrets.typed]);
  });
});
