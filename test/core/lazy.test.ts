import { describe, expect, it } from 'vitest';
import { createOnce, lazy } from '../../src/core/lazy';

describe('a value that is made on first use', () => {
  it('is made once, for however many ask, and tells whether it was', async () => {
    let made = 0;
    const value = lazy(async () => {
      made += 1;
      return { made };
    });
    expect([made, value.opened()]).toEqual([0, false]);
    const [first, second] = await Promise.all([value(), value()]);
    expect(first).toBe(second);
    expect([made, value.opened()]).toEqual([1, true]);
  });
});

describe('values by key', () => {
  it('are made once for each key', async () => {
    const made: string[] = [];
    const once = createOnce();
    const get = (key: string) =>
      once(key, async () => {
        made.push(key);
        return { key };
      });
    const [a, b, again] = await Promise.all([get('a'), get('b'), get('a')]);
    expect(again).toBe(a);
    expect([a, b]).toEqual([{ key: 'a' }, { key: 'b' }]);
    expect(made).toEqual(['a', 'b']);
  });
});
