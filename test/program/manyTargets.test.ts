import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home, type Run } from '../nube';

/** A sandbox of many instances, slow enough for the waiting to take longer than the sending. */
function manyIn(provider: string, instances: string) {
  const home = new Home({ NUBE_SANDBOX_INSTANCES: instances, NUBE_SANDBOX_SPEED: '2' });
  const sandbox = path.join(home.directory, provider);
  return (line: string) => home.sandbox(`${line} -p ${provider}`, { variables: { NUBE_SANDBOX_DIR: sandbox } });
}

/** What was read after the first change, but for the name of an image, which is asked for once. */
function looksOf({ requests }: Run): number {
  const first = requests.findIndex(({ method }) => method !== 'GET');
  return requests
    .slice(first)
    .filter(({ method, path: asked }) => method === 'GET' && !/^\/v1\/containers\/[^/]+$/.test(asked)).length;
}

describe.each([
  ['civo', '500', '--region LON1'],
  ['morpheus', '250', ''],
  ['cycle', '300', '--whole-container'],
])('two hundred instances of %s', (provider, instances, options) => {
  it('are stopped with fewer looks than three times those of one, and each is accounted for', async () => {
    const run = manyIn(provider, instances);
    const scope = provider === 'civo' ? options : '';
    const running = (await run(`list ${scope} --filter state=running -o json --query [].id`)).json() as string[];
    const single = await run(`stop ${running[0]} ${options} --yes -o json`);
    expect(single.code).toBe(0);
    const stopped = (single.json() as { id: string }[]).map(({ id }) => id);
    const targets = running.filter((id) => !stopped.includes(id));
    expect(targets.length).toBeGreaterThan(100);
    const many = await run(`stop --filter state=running ${options} --yes -o json`);
    const rows = many.json() as { id: string; status: string; state: string }[];
    expect(rows.map(({ id }) => id).sort()).toEqual(targets.sort());
    expect(new Set(rows.map(({ status, state }) => `${status} ${state}`))).toEqual(new Set(['succeeded stopped']));
    // Cycle has no list over several containers: each is looked at once more by itself.
    const containers = provider === 'cycle' ? many.changes.length : 0;
    expect(looksOf(many)).toBeLessThan(3 * looksOf(single) + containers);
  }, 60_000);
});

describe('waiting for two hundred instances', () => {
  it.each(['civo', 'cloudca', 'morpheus', 'cycle'])('of %s asks for lists', async (provider) => {
    const run = manyIn(provider, '200');
    const { code, requests, json } = await run('wait --filter state=running --for stopped --timeout 9s -o json');
    expect(code).toBe(11);
    const rows = json() as { status: string; state: string }[];
    expect(rows.length).toBeGreaterThan(100);
    expect(new Set(rows.map(({ status, state }) => `${status} ${state}`))).toEqual(new Set(['accepted running']));
    expect(requests.length).toBeLessThan(50);
  });
});
