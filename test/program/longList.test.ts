import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { CivoPages } from './support/civoPages';

const namesOf = (csv: string) => csv.split('\n').slice(1, -1);
const first = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`);

describe('a list of several profiles, the first of which answers last', () => {
  const home = new Home({ TOKEN: 'token-for-tests' });
  const [slow, quick] = [new CivoPages('slow', 250, 60), new CivoPages('quick', 250)];
  const list = (options: string) => home.run(`list -p slow,quick ${options}`);
  beforeAll(async () => {
    await slow.addTo(home);
    await quick.addTo(home);
  });
  beforeEach(() => {
    for (const account of [slow, quick]) {
      account.clear();
      account.instead = () => null;
    }
  });

  it('keeps the order of the profiles, but where rows are streamed', async () => {
    const order = [...first('slow', 250), ...first('quick', 250)];
    expect((await list('-o json --query [].name')).json()).toEqual(order);
    const ids = order.map((name) => name.replace(/-(\d+)$/, '-id-$1'));
    expect((await list('-o id')).stdout.split('\n').slice(0, -1)).toEqual(ids);
    expect((await list('-o ref')).stdout.split('\n')[0]).toBe('slow/slow-id-0');
    const streamed = namesOf((await list('-o csv --columns name')).stdout);
    expect(streamed[0]).toBe('quick-0');
    expect(streamed.filter((name) => name.startsWith('slow'))).toEqual(first('slow', 250));
    expect(streamed.filter((name) => name.startsWith('quick'))).toEqual(first('quick', 250));
  });

  it.each([
    [2, first('slow', 2)],
    [252, [...first('slow', 250), ...first('quick', 2)]],
  ])('gives the same %i rows with --limit in every format', async (limit, names) => {
    expect((await list(`--limit ${limit} -o json --query [].name`)).json()).toEqual(names);
    expect(namesOf((await list(`--limit ${limit} -o csv --columns name`)).stdout)).toEqual(names);
    const lines = (await list(`--limit ${limit} -o ndjson`)).stdout.split('\n').slice(0, -1);
    expect(lines.map((line) => JSON.parse(line).name)).toEqual(names);
  });

  it('asks for no more pages than the limit takes', async () => {
    const { stdout } = await list('--limit 2 --concurrency 1 -o csv --columns name');
    expect(namesOf(stdout)).toEqual(first('slow', 2));
    // One page may be under way before it is known that the first is enough.
    expect(slow.pages.length).toBeLessThanOrEqual(2);
    expect(quick.pages.length).toBeLessThanOrEqual(2);
  });

  it('ends with the same code in every format when a profile fails that the limit would not need', async () => {
    quick.instead = () => ({ status: 403, body: '{"code":"account_not_enabled","reason":"no"}' });
    for (const format of ['json', 'csv', 'table']) {
      const { code, stdout } = await list(`--limit 1 -o ${format}`);
      expect({ format, code, rows: stdout.includes('slow-0') }).toEqual({ format, code: 12, rows: true });
    }
  });

  it('sorts before it counts, equals in the order of the profiles', async () => {
    const sorted = await list('--sort -cpus --limit 3 -o csv --columns name');
    expect(namesOf(sorted.stdout)).toEqual(['slow-249', 'quick-249', 'slow-248']);
    const equal = await list('--sort size --limit 251 -o csv --columns name');
    expect(namesOf(equal.stdout)).toEqual([...first('slow', 250), 'quick-0']);
  });
});

describe('a long list of one profile', () => {
  const home = new Home({ TOKEN: 'token-for-tests', OTHER_TOKEN: 'another-token' });
  const many = new CivoPages('many', 10_000, 5);
  beforeAll(() => many.addTo(home));
  beforeEach(() => {
    many.clear();
    many.instead = () => null;
  });

  it('is read eight pages at once, each once, and comes in order', async () => {
    many.together = 8;
    const { stdout } = await home.run('list -p many -o csv --columns name');
    expect(namesOf(stdout)).toEqual(first('many', 10_000));
    expect([...many.pages].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(many.most).toBe(8);
  });

  it('is read as many pages at once as --concurrency says, of the size that --page-size says', async () => {
    many.together = 3;
    await home.run('list -p many -o id --concurrency 3 --page-size 500');
    expect(many.most).toBe(3);
    expect(many.pages).toHaveLength(20);
  });

  it('is filtered', async () => {
    const { json } = await home.run('list -p many -o json --filter state=stopped --filter cpus>=9000 --query [].name');
    expect(json()).toEqual(Array.from({ length: 100 }, (_, index) => `many-${9000 + 10 * index}`));
  });

  it('is chosen from, and refused beyond --max before anything is sent', async () => {
    const chosen = await home.run('stop -p many --filter state=running --filter cpus<20 --dry-run');
    expect(chosen.code).toBe(0);
    expect(chosen.stdout.match(/^curl /gm)).toHaveLength(18);
    const refused = await home.run('stop -p many --all --max 100 --yes -o json');
    expect(refused.code).toBe(7);
    expect(refused.error()).toMatchObject({ code: 'too_many_targets' });
  });

  it('loses no page to a provider that is asked too much, and waits as long as it says', async () => {
    let refused = 0;
    many.instead = (page) => {
      if (page === 1 || refused >= 8) return null;
      refused += 1;
      return { status: 429, headers: { 'retry-after': '1' }, body: '{}' };
    };
    const { code, stdout } = await home.run('list -p many -o csv --columns name');
    expect({ code, names: namesOf(stdout) }).toEqual({ code: 0, names: first('many', 10_000) });
    expect(many.pages).toHaveLength(108);
  });

  it('of two profiles with one credential is asked for as by one client', async () => {
    await many.addTo(home, 'same');
    many.together = 9;
    const { code, stdout } = await home.run('list -p many,same -o id --page-size 1000');
    expect({ code, rows: stdout.split('\n').length - 1, most: many.most }).toEqual({ code: 0, rows: 20_000, most: 8 });
  });

  it('of two profiles with credentials of their own is asked for by each as if it were alone', async () => {
    await many.addTo(home, 'other', 'OTHER_TOKEN');
    many.together = 17;
    const { code, stdout } = await home.run('list -p many,other -o id --page-size 1000');
    expect({ code, rows: stdout.split('\n').length - 1, most: many.most }).toEqual({ code: 0, rows: 20_000, most: 16 });
  });
});
