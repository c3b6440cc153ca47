import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox';
import { Home } from '../nube';
import { variablesOf } from '../sandboxProfile';

/** By provider, the simplest line of each verb that changes something there. */
const lines: Readonly<Record<string, readonly string[]>> = {
  civo: [
    'create new-1 --region LON1 --size g3.xsmall --image ubuntu-jammy --user-data FILE --tag a,b',
    'create new --region LON1 --size g3.xsmall --image ubuntu-jammy --count 2',
    'update web-1 --hostname other',
    'delete web-1',
    'start db-1',
    'stop web-1',
    'reboot web-1',
    'reboot web-1 --soft',
    'resize web-1 --size g3.large',
    'clone web-1 --shape-only --name copy',
    'tag web-1 --add new',
    'tag web-1 --clear',
    'firewall web-1 --set web',
    'stop --filter tag=web',
  ],
  cloudca: [
    'create new-1 --size 1vCPU.1GB --network Web-prod --image IMAGE --user-data FILE',
    'update build-1 --name other',
    'delete build-1',
    'start mail-1',
    'stop build-1',
    'reboot build-1',
    'recover old-1',
    'purge old-1',
    'network build-1 --to DB-prod',
    'ssh-key mail-1 --set laptop',
    'reset-password build-1 --show-secrets',
    'clone build-1 --shape-only --name copy',
    'backup mail-1',
  ],
  coxedge: [
    'create new-1 --size 1vCPU.1GB --network Web-prod --image IMAGE',
    'stop edge-1 --force',
    'iso edge-1 --attach xs-tools.iso',
    'delete edge-1 --purge',
  ],
  cycle: [
    'create --container api --server ams-1 --count 2',
    'delete store-1',
    'start reports-1 --whole-container',
    'stop store-1 --whole-container',
    'reboot store-1 --whole-container',
    'clone api-1',
    'drain api-1',
    'migrate store-1 --to ams-2 --copy-volumes',
  ],
  morpheus: [
    'create new-1 --group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048',
    'update erp-1 --description new',
    'delete erp-1',
    'start sandbox-lab-1',
    'stop erp-1',
    'reboot erp-1',
    'suspend erp-1',
    'resize erp-2 --plan vm-4096',
    'clone erp-1 --name copy',
    'tag erp-1 --add new --add k=v',
    'security-groups erp-1 --set 2',
    'security-groups erp-1 --clear',
    'backup erp-2 --snapshot --name before',
    'image erp-2',
    'upgrade erp-1 --to generic-add-node',
  ],
};

interface Change {
  method: string;
  path: string;
  query: object;
  body: unknown;
  status: number;
}

/** The text without the moments that are part of names and of Cycle's ids. */
const untimed = (text: string): string =>
  text.replaceAll(/\b[0-9a-f]{8}([0-9a-f]{16})\b/g, '$1').replaceAll(/_\d{17}\b/g, '_TIME');

/** Does something with a world that is as it is at the beginning, and gives the changes that were sent to it. */
async function changesOf(
  provider: string,
  work: (variables: Record<string, string>) => Promise<void>,
): Promise<Change[]> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-pasted-'));
  const requestLog = path.join(directory, 'requests.ndjson');
  const sandbox = await startSandbox({ directory, providers: [provider], seed: 1, speed: 60, requestLog });
  try {
    await work(variablesOf(sandbox, provider));
    const sent = readFileSync(requestLog, 'utf8').trimEnd().split('\n');
    return sent
      .map((line) => JSON.parse(untimed(line)) as Change)
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, query, body, status }) => ({ method, path, query, body, status }));
  } finally {
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

describe('the lines of a dry run, pasted into a shell,', () => {
  const home = new Home();
  const file = path.join(home.directory, "it's.sh");
  writeFileSync(file, '#!/bin/sh\necho "$HOME" \'x\'\n');
  const wordsOf = (line: string) =>
    line.split(' ').map((word) => (word === 'FILE' ? file : word === 'IMAGE' ? 'Ubuntu 22.04 HVM base (64bit)' : word));

  const all = Object.entries(lines).flatMap(([provider, own]) => own.map((line) => [provider, line] as const));
  it.each(all)('do what nube does, on %s: %s', async (provider, line) => {
    const pasted = await changesOf(provider, async (variables) => {
      const dry = await home.run([...wordsOf(line), '--dry-run'], { variables });
      expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: '' });
      expect(dry.stdout).not.toContain(variables.NUBE_TOKEN);
      const numbers = dry.stdout.split('\n').filter((text) => /^# \d+$/.test(text));
      expect(numbers).toEqual(numbers.map((_number, index) => `# ${index + 1}`));
      const env = { PATH: process.env.PATH, NUBE_TOKEN: variables.NUBE_TOKEN };
      await promisify(execFile)('sh', ['-e', '-c', dry.stdout], { env });
    });
    const done = await changesOf(provider, async (variables) => {
      const run = await home.run([...wordsOf(line), '--yes', '-q'], { variables, haste: 60 });
      expect(run.code, run.stderr).toBe(0);
    });
    expect(pasted.length).toBeGreaterThan(0);
    expect(pasted).toEqual(done);
    for (const { status } of pasted) expect(status).toBeLessThan(300);
  });

  it('end a script at the first that is refused, and show why', async () => {
    const sent = await changesOf('civo', async (variables) => {
      const dry = await home.run('stop --filter tag=web --dry-run', { variables });
      const env = { PATH: process.env.PATH, NUBE_TOKEN: 'wrong' };
      await expect(promisify(execFile)('sh', ['-e', '-c', dry.stdout], { env })).rejects.toMatchObject({
        code: 22,
        stdout: expect.stringContaining('authentication'),
        stderr: expect.stringMatching(/^curl: \(22\)/),
      });
    });
    expect(sent).toMatchObject([{ method: 'PUT', status: 401 }]);
  });
});
