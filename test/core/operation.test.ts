import { describe, expect, it } from 'vitest';
import { ended } from '../../src/core/operation';

describe('an operation that has ended', () => {
  it('has a result where there is one', () => {
    expect(Object.entries(ended())).toEqual([
      ['id', null],
      ['wait', null],
    ]);
    expect(ended({ n: 1 })).toEqual({ id: null, wait: null, result: { n: 1 } });
  });
});
