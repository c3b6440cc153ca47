import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home, type Run } from '../nube';
import { small } from './support/seeded';

const erp = '--group Production --cloud 6 --type ubuntu --layout ubuntu-vmware-24.04-single --plan vm-2048';
const lost = { NUBE_SANDBOX_FAULT: 'drop-after-commit@MUTATING' };
const cut = { NUBE_SANDBOX_FAULT: 'reset@MUTATING' };

/** What makes something new, what request makes it, where it is listed afterwards, and how many there are. */
const lines: readonly (readonly [line: string, request: RegExp, listing: string, times?: number])[] = [
  [`create new-1 -p civo --region LON1 ${small}`, /^POST \/v2\/instances$/, 'list -p civo'],
  ['create -p cycle --container api --server ams-1', /^POST .*\/instances$/, 'list -p cycle'],
  ['create -p cycle --container api --server ams-1=2', /^POST .*\/instances$/, 'list -p cycle'],
  [`create new-1 -p morpheus ${erp}`, /^POST \/api\/instances$/, 'list -p morpheus'],
  ['clone civo/web-1 --shape-only --name new-1', /^POST \/v2\/instances$/, 'list -p civo'],
  ['clone cloudca/build-1 --shape-only --name new-1', /^POST .*\/instances$/, 'list -p cloudca'],
  ['clone coxedge/edge-1 --shape-only --name new-1', /^POST .*\/instances$/, 'list -p coxedge'],
  ['clone morpheus/erp-1 --name new-1', /^PUT .*\/clone$/, 'list -p morpheus'],
  ['backup morpheus/erp-1', /^PUT .*\/backup$/, 'backups morpheus/erp-1'],
  ['backup morpheus/erp-1 --snapshot', /^PUT .*\/snapshot$/, 'backups morpheus/erp-1'],
  ['backup cloudca/build-1', /^POST .*\/snapshots$/, 'backups cloudca/build-1', 2],
];

/** How many different changes a run has sent; throws where one was sent twice. */
function sentBy({ requests }: Run): number {
  const changes = requests.filter(({ method }) => method !== 'GET');
  const different = new Set(changes.map(({ path: where, body }) => JSON.stringify([where, body])));
  expect(different.size).toBe(changes.length);
  return different.size;
}

const cases = lines.map(([line, request, listing, times = 1]) => ({ line, request, listing, times }));

describe.each(cases)('$line', ({ line, request, listing, times }) => {
  const home = new Home({ NUBE_SANDBOX_SPEED: '100' });
  const idsIn = async () => (await home.sandbox(`${listing} -o id`)).stdout.split('\n').filter((id) => id !== '');

  it('whose answer is lost is sent once, found, and waited for', async () => {
    const before = await idsIn();
    const run = await home.sandbox(`${line} -o json`, { variables: lost });
    expect(run.stderr).not.toContain('"error"');
    expect(run.code).toBe(0);
    expect(run.changes.every((one) => request.test(one))).toBe(true);
    expect(sentBy(run)).toBe(times);
    const fresh = (await idsIn()).filter((id) => !before.includes(id));
    const rows = run.json() as { id: string; status: string }[];
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    if (listing.startsWith('list')) expect(rows.map(({ id }) => id).sort()).toEqual(fresh.sort());
    expect((await home.sandbox('op list -o json')).json()).toEqual([]);
  });

  it('that never arrives is unknown, sent once, and left open with the way to look', async () => {
    const before = await idsIn();
    const other = line.replace('new-1', 'new-2');
    const run = await home.sandbox(`${other} -o json`, { variables: cut });
    expect(run.code).toBe(14);
    expect(sentBy(run)).toBe(times);
    expect(run.json()).toMatchObject([{ status: 'unknown', error: { code: 'answer_lost' } }]);
    const [entry, ...others] = (await home.sandbox('op list -o json')).json();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ status: 'unknown', action: other.split(' ')[0] });
    expect(run.error().hint).toContain(`nube op resume ${entry.id}`);
    expect(await idsIn()).toEqual(before);
    const resumed = await home.sandbox(`op resume ${entry.id} -o json`);
    expect({ code: resumed.code, changes: resumed.changes }).toEqual({ code: 14, changes: [] });
  });
});

describe('several creates at once whose answers are lost', () => {
  const home = new Home({ NUBE_SANDBOX_SPEED: '100' });

  it.each([
    ['by --count', `create many -p civo --region LON1 ${small} --count 3`],
    ['by --from-file', 'create -p civo --from-file fleet.json'],
  ])('%s are each sent once, one after another', async (_how, line) => {
    await home.sandbox('sandbox reset');
    const entry = (name: string) => ({ name, region: 'LON1', size: 'g3.xsmall', image: 'ubuntu-jammy' });
    const file = path.join(home.directory, 'fleet.json');
    writeFileSync(file, JSON.stringify(['many-1', 'many-2', 'many-3'].map(entry)));
    const run = await home.sandbox(`${line.replace('fleet.json', file)} -o json`, { variables: lost });
    expect({ code: run.code, changes: run.changes }).toEqual({ code: 0, changes: Array(3).fill('POST /v2/instances') });
    const made = (await home.sandbox('list -p civo --filter name~^many- -o json')).json() as { id: string }[];
    const rows = run.json() as { id: string; name: string }[];
    expect(rows.map(({ name }) => name)).toEqual(['many-1', 'many-2', 'many-3']);
    expect(rows.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
  });
});

describe('a backup at Civo', () => {
  const home = new Home({ NUBE_SANDBOX_SPEED: '100' });

  it('whose answer is lost is found by its name; one that never arrives is unknown', async () => {
    const made = await home.sandbox(`create kept -p civo --region PRIV1 ${small}`);
    expect(made.code).toBe(0);
    const run = await home.sandbox('backup civo/kept --name first -o json', { variables: lost });
    expect({ code: run.code, stderr: run.stderr, sent: sentBy(run) }).toEqual({ code: 0, stderr: '', sent: 1 });
    expect(run.json()).toMatchObject([{ status: 'succeeded', result: { name: 'first' } }]);
    const other = await home.sandbox('backup civo/kept --name second -o json', { variables: cut });
    expect({ code: other.code, sent: sentBy(other) }).toEqual({ code: 14, sent: 1 });
    expect((await home.sandbox('backups civo/kept -o json')).json()).toMatchObject([{ name: 'first' }]);
  });
});
