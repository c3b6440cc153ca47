import { expect, it } from 'vitest';
import { Home } from '../nube';

const home = new Home({ NUBE_SANDBOX_SPEED: '1000' });

it('lists, filters and chooses among ten thousand instances of one profile', async () => {
  const many = (line: string) => home.sandbox(`${line} -p civo`, { variables: { NUBE_SANDBOX_INSTANCES: '10000' } });
  const ids = await many('list -o id');
  expect({ code: ids.code, stderr: ids.stderr }).toEqual({ code: 0, stderr: '' });
  expect(new Set(ids.stdout.trim().split('\n')).size).toBe(10_000);
  const running = await many('list --filter state=running -o json');
  const rows = running.json() as { state: string }[];
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(10_000);
  expect(rows.every(({ state }) => state === 'running')).toBe(true);
  const [, last = ''] = /([^\n]+)\n$/.exec(ids.stdout) ?? [];
  expect((await many(`get ${last} -o id`)).stdout).toBe(`${last}\n`);
}, 120_000);

it('accounts for every one of two hundred targets', async () => {
  const variables = { NUBE_SANDBOX_INSTANCES: '200', NUBE_SANDBOX_DIR: `${home.directory}/two-hundred` };
  const run = await home.sandbox('stop --filter name~. -p civo --yes -o json', { variables });
  const rows = run.json() as { id: string; status: string; state: string }[];
  expect(new Set(rows.map(({ id }) => id)).size).toBe(200);
  expect({ code: run.code, states: [...new Set(rows.map(({ state }) => state))] }).toEqual({
    code: 0,
    states: ['stopped'],
  });
  const sent = rows.filter(({ status }) => status === 'succeeded').length;
  expect(run.changes).toHaveLength(sent);
  expect(sent + rows.filter(({ status }) => status === 'skipped').length).toBe(200);
}, 120_000);
