import { describe, expect, it } from 'vitest';
import { Home } from '../nube';

describe('stop', () => {
  const home = new Home();

  it('asks first, and without a terminal sends nothing', async () => {
    const run = await home.sandbox('stop web-1');
    expect(run.code).toBe(9);
    expect(run.stdout).toBe('');
    expect(run.changes).toEqual([]);
    expect(run.stderr).toContain('error: stop asks first, and nobody is there to answer\n');
  });

  it('stops with --yes and prints the state after the waiting', async () => {
    const run = await home.sandbox('stop web-1 --yes -o json');
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([
      { name: 'web-1', action: 'stop', status: 'succeeded', state: 'stopped', error: null },
    ]);
    expect(run.changes).toEqual([expect.stringMatching(/^PUT \/v2\/instances\/[0-9a-f-]+\/stop$/)]);
  });

  it('sends nothing when it is stopped already', async () => {
    const run = await home.sandbox('stop web-1 -o json');
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([{ name: 'web-1', status: 'skipped', state: 'stopped' }]);
    expect(run.changes).toEqual([]);
  });
});
