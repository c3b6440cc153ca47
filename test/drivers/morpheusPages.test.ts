import { describe, expect, it } from 'vitest';
import { readAll } from '../../src/drivers/morpheus/pages';
import { fakeSession } from './morpheusSession';

describe('a list of Morpheus', () => {
  it.each([
    ['with a total that it never reaches', { total: 1_000_000 }],
    ['without a total', {}],
  ])('whose rows have no id ends with the first page that tells nothing new, %s', async (_how, meta) => {
    const { session, sent } = fakeSession(() => ({ body: { instances: Array(100).fill({ id: null }), meta } }), {}, 1);
    expect(await readAll(session, '/api/instances', 'instances')).toHaveLength(200);
    expect(sent.map(({ query }) => query.offset)).toEqual(['0', '100']);
  });
});
