import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox';
import { Canary } from '../canary/canary';

const before = process.umask(0o000);
afterAll(() => void process.umask(before));

it('whatever nube writes is its owner’s alone, with a umask that forbids nothing', { timeout: 60_000 }, async () => {
  const canary = new Canary();
  const { home } = canary;
  const run = (line: string, input = '') => home.run(line, { input });
  const codes: number[] = [];
  for (const line of [
    'list -o json',
    'stop cloudca/build-1 --yes --no-wait',
    'create new-1 -p civo --region LON1 --size g3.small --image ubuntu-noble --no-wait',
    'exec civo/web-1 -- true',
    'ssh cycle/api-1 -- true',
    'ssh-config',
    'profile set civo region=LON1',
    'op list',
  ]) {
    codes.push((await home.sandbox(line)).code);
  }
  const add = 'profile add work --provider civo --endpoint http://127.0.0.1:9 --token-stdin --no-verify';
  codes.push((await run(add, 'a-token')).code);
  codes.push((await run('profile set work region=LON1')).code);
  codes.push((await run('profile use work')).code);
  const directory = path.join(home.directory, 'appliance');
  const sandbox = await startSandbox({ providers: ['morpheus'], directory, seed: 1, speed: 40 });
  onTestFinished(() => sandbox.close());
  const endpoint = sandbox.providers.morpheus?.endpoint;
  const signIn = `profile add lab --provider morpheus --endpoint ${endpoint} --username sandbox --password-stdin`;
  codes.push((await run(signIn, 'sandbox-password')).code);
  expect(codes).toEqual(codes.map(() => 0));

  const written = ['config', 'data', 'cache', 'appliance'].flatMap((room) => {
    const root = path.join(home.directory, room);
    try {
      return [root, ...readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, name))];
    } catch {
      return [];
    }
  });
  const modes = written.map((file) => {
    const found = statSync(file);
    return [path.relative(home.directory, file), found.isDirectory(), (found.mode & 0o777).toString(8)] as const;
  });
  expect(modes.filter(([, directory, mode]) => mode !== (directory ? '700' : '600'))).toEqual([]);
  const names = modes.map(([name]) => name).join('\n');
  for (const part of [
    'config.json',
    'journal/',
    'known_hosts',
    'ssh_config',
    'sandbox/civo.json',
    'names/',
    'tokens.json',
  ]) {
    expect(names).toContain(part);
  }
});
