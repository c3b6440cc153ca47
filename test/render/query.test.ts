import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../src/render/query';

describe('an expression that makes more of the answer than there is', () => {
  it.each([
    ['lists of itself', `@${'|[@,@]'.repeat(60)}`],
    ['objects of itself', `@${'|{a:@,b:@}'.repeat(60)}`],
  ])('by %s is refused', async (_what, expression) => {
    const query = await compileQuery(expression);
    expect(() => query([{ name: 'web-1' }])).toThrow(
      expect.objectContaining({
        code: 'invalid_query',
        details: expect.objectContaining({ reason: 'it makes more of the answer than can be printed' }),
      }),
    );
  });

  it('is printed while it is not too much', async () => {
    const query = await compileQuery(`[0].name${"|join('',[@,@])".repeat(10)}`);
    expect(query([{ name: 'web-1' }])).toBe('web-1'.repeat(1024));
  });
});
