import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands';
import { Home } from '../nube';
import { small } from './support/seeded';

/** One command line for each verb that changes something, each of which would be carried out but for the guard. */
const lines: Readonly<Record<string, readonly string[]>> = {
  create: [`create extra -p civo --region LON1 ${small} --yes`],
  update: ['update web-1 -p civo --hostname other --yes'],
  delete: ['delete web-1 -p civo --yes', 'delete api-1 -p cycle --yes'],
  start: ['start db-1 -p civo --yes', 'start mail-1 -p cloudca --yes'],
  stop: ['stop web-1 -p civo --yes', 'stop --all -p civo --yes --max 99', 'stop store-1 -p cycle --yes'],
  reboot: ['reboot web-1 -p civo --yes', 'reboot build-1 -p cloudca --yes'],
  suspend: ['suspend erp-1 -p morpheus --yes'],
  recover: ['recover old-1 -p cloudca --yes'],
  purge: ['purge old-1 -p cloudca --yes --max 99'],
  resize: ['resize web-1 -p civo --size g3.large --yes'],
  clone: ['clone web-1 -p civo --name copy --shape-only --yes', 'clone erp-1 -p morpheus --name copy --yes'],
  migrate: ['migrate store-1 -p cycle --to ams-2 --copy-volumes --yes'],
  drain: ['drain api-1 -p cycle --yes'],
  tag: ['tag web-1 -p civo --add x --yes', 'tag web-1 -p civo --clear --yes'],
  firewall: ['firewall web-1 -p civo --set web --yes'],
  'security-groups': ['security-groups erp-1 -p morpheus --clear --yes'],
  network: ['network build-1 -p cloudca --to DB-prod --yes'],
  'ssh-key': ['ssh-key mail-1 -p cloudca --set laptop --yes'],
  'reset-password': ['reset-password build-1 -p cloudca --show-secrets --yes'],
  iso: ['iso edge-1 -p coxedge --attach xs-tools.iso --yes'],
  upgrade: ['upgrade erp-1 -p morpheus --to generic-add-node --yes'],
  backups: ['backups erp-2 -p morpheus --delete kept --yes'],
  restore: ['restore erp-2 kept -p morpheus --yes'],
  backup: ['backup erp-1 -p morpheus --yes', 'backup build-1 -p cloudca --yes'],
  image: ['image erp-1 -p morpheus --yes'],
  exec: ['exec web-1 -p civo -- true', 'exec web-1 web-2 -p civo --yes -- true'],
  ssh: ['ssh api-1 -p cycle --expire'],
  cp: ['cp package.json web-1:/tmp/ -p civo --yes'],
};

/** A guard as `profile set` takes it, and how its refusal begins. */
const guards = [
  ['readOnly=true', /^error: The profile (\w+) is read-only: no /],
  ['protect=*', /^error: The profile (\w+) protects .* by \*$/m],
  ['maxTargets=0', /^error: The profile (\w+) allows 0 at once, and .* would touch \d+$/m],
] as const;

const verbs = async () => {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return all
    .filter(({ takes }) => takes.mutating.includes('dry-run'))
    .filter(({ group }) => group !== 'set up')
    .map(({ name }) => name);
};

it('has a line for every verb that changes something', async () => {
  expect(Object.keys(lines).sort()).toEqual((await verbs()).sort());
});

describe.each(guards)('with %s', (setting, message) => {
  const home = new Home();
  beforeAll(async () => {
    expect((await home.sandbox('backup erp-2 -p morpheus --snapshot --name kept --yes')).code).toBe(0);
    for (const profile of ['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus']) {
      expect((await home.sandbox(['profile', 'set', profile, setting])).code).toBe(0);
    }
  });
  // What is to be made has no name to protect yet.
  const made = setting.startsWith('protect') ? ['create'] : [];
  // Further lines of a verb differ in how it is asked for, which one guard is enough to prove.
  const most = setting.startsWith('readOnly') ? 9 : 1;
  const guarded = Object.entries(lines).flatMap(([verb, some]) => (made.includes(verb) ? [] : some.slice(0, most)));

  it.each(guarded)('nothing is sent by nube %s', async (line) => {
    const { code, stdout, stderr, changes } = await home.sandbox(line);
    expect({ code, stdout, changes, stderr }).toEqual({
      // On one instance the code is the command's own, and 255 whatever keeps it from running.
      ...{ code: line.startsWith('exec web-1 -p') ? 255 : 7, stdout: '', changes: [] },
      stderr: expect.stringMatching(message),
    });
  });
});

it.each([
  ['readOnly=true', /^error: The profile civo is read-only: no api POST/],
  ['protect=prod-*', /^error: The profile civo has the guard protect, and api cannot tell what it changes$/m],
  ['confirm=typed', /^error: The profile civo has the guard confirm, and api cannot tell what it changes$/m],
])('with %s nothing is sent by nube api but readings', async (setting, message) => {
  const home = new Home();
  await home.sandbox(['profile', 'set', 'civo', setting]);
  const { code, stdout, stderr, requests } = await home.sandbox('api POST /v2/instances -p civo --field a=1');
  expect({ code, stdout, requests, stderr }).toEqual({
    ...{ code: 7, stdout: '', requests: [] },
    stderr: expect.stringMatching(message),
  });
  expect((await home.sandbox('api GET /v2/quota -p civo')).code).toBe(0);
});
