import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/core/group';

describe('groups', () => {
  it('keep their order and that of their items', () => {
    const groups = groupBy(['b1', 'a1', 'b2'], (word) => word.charAt(0));
    expect([...groups]).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ]);
  });
});
