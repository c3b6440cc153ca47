import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { describe, expect, test } from 'vitest';
import { resetSandbox, sandboxStatus } from '../../src/sandbox';
import { startClient, temporaryDirectory } from './sandboxClient';

const run = promisify(execFile);

describe('the state of the sandbox', () => {
  test('survives from one sandbox to the next in the same directory', async () => {
    const directory = temporaryDirectory();
    const first = await startClient({ directory });
    const made = await first.send('POST', '/v2/sshkeys', { name: 'kept', public_key: 'ssh-ed25519 AAAA' });
    await first.sandbox.close();
    const second = await startClient({ directory });
    const { body } = await second.send('GET', '/v2/sshkeys');
    expect(body.map((key: { id: string }) => key.id)).toContain(made.body.id);
  });

  test('is seen at once by another sandbox that runs on the same directory', async () => {
    const directory = temporaryDirectory();
    const [one, other] = [await startClient({ directory }), await startClient({ directory })];
    const before = await other.send('GET', '/v2/sshkeys');
    await one.send('POST', '/v2/sshkeys', { name: 'new', public_key: 'ssh-ed25519 AAAA' });
    const after = await other.send('GET', '/v2/sshkeys');
    expect(after.body).toHaveLength(before.body.length + 1);
  });

  test('loses no change that several processes make at the same time', async () => {
    const directory = temporaryDirectory();
    const program = join(directory, 'program');
    await build({
      input: 'src/sandbox/index.ts',
      platform: 'node',
      external: [/\.node$/, 'cpu-features'],
      output: { dir: program, format: 'cjs' },
    });
    const script = join(directory, 'changes.cjs');
    writeFileSync(
      script,
      `const { startSandbox } = require(${JSON.stringify(join(program, 'index.js'))});
       (async () => {
         const sandbox = await startSandbox({ directory: ${JSON.stringify(join(directory, 'state'))}, providers: ['civo'] });
         const { endpoint, token } = sandbox.providers.civo;
         const headers = { authorization: 'bearer ' + token, 'content-type': 'application/json' };
         await Promise.all(Array.from({ length: 20 }, async (_, index) => {
           const body = JSON.stringify({ name: process.argv[2] + index, public_key: 'ssh-ed25519 AAAA' });
           const answer = await fetch(endpoint + '/v2/sshkeys', { method: 'POST', headers, body });
           if (answer.status !== 200) throw new Error(await answer.text());
         }));
         await sandbox.close();
       })();`,
    );
    await Promise.all(['a', 'b', 'c'].map((name) => run(process.execPath, [script, name])));
    const { send } = await startClient({ directory: join(directory, 'state') });
    const { body } = await send('GET', '/v2/sshkeys');
    expect(body).toHaveLength(1 + 60);
    expect(new Set(body.map((key: { id: string }) => key.id)).size).toBe(61);
    expect(readdirSync(join(directory, 'state'))).toEqual(['civo.json']);
  }, 240_000);

  test('takes all of many changes sent at once to one sandbox', async () => {
    const { send } = await startClient();
    const names = Array.from({ length: 30 }, (_, index) => `key-${index}`);
    const answers = await Promise.all(
      names.map((name) => send('POST', '/v2/sshkeys', { name, public_key: 'ssh-ed25519 AAAA' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    expect((await send('GET', '/v2/sshkeys')).body).toHaveLength(31);
  });

  test('is readable by its owner only', async () => {
    const directory = join(temporaryDirectory(), 'made');
    const { send } = await startClient({ directory });
    await send('GET', '/v2/sshkeys');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'civo.json')).mode & 0o777).toBe(0o600);
    await send('POST', '/v2/sshkeys', { name: 'new', public_key: 'ssh-ed25519 AAAA' });
    expect(statSync(join(directory, 'civo.json')).mode & 0o777).toBe(0o600);
  });

  test('goes on in another process where a middle state was left', async () => {
    const directory = temporaryDirectory();
    const first = await startClient({ directory });
    const { body } = await first.send('GET', '/v2/instances?region=LON1');
    const path = `/v2/instances/${body.items[0].id}`;
    await first.send('PUT', `${path}/stop?region=LON1`);
    await first.sandbox.close();
    const second = await startClient({ directory });
    await second.until(`${path}?region=LON1`, (instance) => instance.status === 'SHUTOFF');
  });

  test('is put aside when it is broken, with a warning, and begun anew', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'civo.json'), '{"provider":"civo","data"');
    const { sandbox, send } = await startClient({ directory });
    expect((await send('GET', '/v2/instances?region=LON1')).body.items).toHaveLength(2);
    expect(sandbox.warnings).toEqual([
      expect.stringMatching(/^The sandbox state of civo could not be read\. It was put aside as .*, and begun anew\.$/),
    ]);
    expect(readdirSync(directory).some((name) => name.startsWith('civo.json.broken-'))).toBe(true);
  });

  test('begins anew after a reset, also for a sandbox that is running', async () => {
    const { directory, send } = await startClient();
    await send('POST', '/v2/sshkeys', { name: 'new', public_key: 'ssh-ed25519 AAAA' });
    writeFileSync(join(directory, 'profiles.json'), '{}');
    await resetSandbox(directory);
    expect((await send('GET', '/v2/sshkeys')).body).toHaveLength(1);
    expect(existsSync(join(directory, 'profiles.json'))).toBe(true);
  });

  test('can be reset where there is none', async () => {
    await expect(resetSandbox(join(temporaryDirectory(), 'missing'))).resolves.toBeUndefined();
  });

  test('is counted without a server', async () => {
    const { directory, send, sandbox } = await startClient();
    await send('GET', '/v2/instances');
    await sandbox.close();
    const { civo } = await sandboxStatus(directory);
    expect(civo).toEqual({
      file: join(directory, 'civo.json'),
      size: statSync(join(directory, 'civo.json')).size,
      instances: 4,
      states: { ACTIVE: 3, SHUTOFF: 1 },
    });
    const empty = await sandboxStatus(join(directory, 'missing'));
    expect(empty.civo).toMatchObject({ size: null, instances: 0, states: {} });
  });
});

describe('seeding', () => {
  test('gives the same ids for the same seed and others for another', async () => {
    const ids = async (seed: number) => {
      const { send } = await startClient({ seed });
      return (await send('GET', '/v2/instances?region=LON1')).body.items.map((item: { id: string }) => item.id);
    };
    const [first, again, other] = [await ids(7), await ids(7), await ids(8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test('makes as many instances as asked for, and keeps them and their changes', async () => {
    const directory = temporaryDirectory();
    const first = await startClient({ directory, instances: 100_000 });
    const list = await first.send('GET', '/v2/instances?region=LON1&page=1&per_page=1');
    const other = await first.send('GET', '/v2/instances?region=FRA1&page=1&per_page=1');
    const third = await first.send('GET', '/v2/instances?region=NYC1&page=1&per_page=1');
    expect(list.body.pages + other.body.pages + third.body.pages).toBe(100_000);
    expect(statSync(join(directory, 'civo.json')).size).toBeLessThan(1000);
    const { id } = list.body.items[0];
    await first.send('PUT', `/v2/instances/${id}/tags?region=LON1`, { tags: 'mine' });
    await first.sandbox.close();
    const second = await startClient({ directory });
    expect((await second.send('GET', `/v2/instances/${id}?region=LON1`)).body.tags).toEqual(['mine']);
    expect((await second.send('GET', '/v2/instances?region=LON1&per_page=1')).body.pages).toBe(list.body.pages);
  }, 240_000);

  test('follows another number of instances while nothing was changed, then keeps what there is', async () => {
    const directory = temporaryDirectory();
    const pages = '/v2/instances?region=LON1&per_page=1';
    const first = await startClient({ directory, instances: 9 });
    expect((await first.send('GET', pages)).body.pages).toBe(3);
    const second = await startClient({ directory, instances: 30 });
    expect((await second.send('GET', pages)).body.pages).toBe(10);
    await second.send('POST', '/v2/sshkeys', { name: 'new', public_key: 'ssh-ed25519 AAAA' });
    const third = await startClient({ directory, instances: 9 });
    expect((await third.send('GET', pages)).body.pages).toBe(10);
    expect(third.sandbox.warnings).toEqual([
      'The sandbox state of civo has been changed and keeps its own seed and number of instances. Reset the sandbox to begin anew.',
    ]);
  });
});
