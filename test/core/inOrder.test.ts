import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/core/inOrder';
import { fed, reading, settled } from './streams';

describe('streams in order', () => {
  it('are read side by side and given one after the other', async () => {
    const [first, second] = [fed<string>(), fed<string>()];
    const { got, end } = reading(inOrder([first.stream, second.stream]));
    second.give('b1');
    second.give('b2');
    await settled();
    expect(second.asked()).toBe(3);
    expect(got).toEqual([]);
    first.give('a1');
    await settled();
    expect(got).toEqual(['a1']);
    second.end();
    first.give('a2');
    await settled();
    expect(got).toEqual(['a1', 'a2']);
    expect(end()).toBe('open');
    first.end();
    await settled();
    expect(got).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(end()).toBe('ended');
  });

  it('fail when the turn of the one that fails has come, after what it had given', async () => {
    const [first, second] = [fed<string>(), fed<string>()];
    const { got, end } = reading(inOrder([first.stream, second.stream]));
    const broken = new Error('broken');
    second.give('b1');
    second.fail(broken);
    first.give('a1');
    await settled();
    expect(end()).toBe('open');
    first.end();
    await settled();
    expect(got).toEqual(['a1', 'b1']);
    expect(end()).toBe(broken);
  });

  it('are none where there is none', async () => {
    const { got, end } = reading(inOrder([]));
    await settled();
    expect([got, end()]).toEqual([[], 'ended']);
  });

  it('are left when the reader leaves', async () => {
    const [first, second] = [fed<string>(), fed<string>()];
    const all = inOrder([first.stream, second.stream]);
    first.give('a1');
    expect(await all.next()).toEqual({ done: false, value: 'a1' });
    await all.return(undefined);
    first.give('a2');
    second.give('b1');
    await settled();
    expect([first.left(), second.left()]).toEqual([true, true]);
    expect([first.asked(), second.asked()]).toEqual([2, 1]);
  });

  it('are read to the end all the same where that was asked for', async () => {
    const [first, second] = [fed<string>(), fed<string>()];
    const all = inOrder([first.stream, second.stream], true);
    first.give('a1');
    await all.next();
    let over = false;
    const leaving = all.return(undefined).then(() => {
      over = true;
    });
    first.give('a2');
    first.end();
    second.give('b1');
    second.give('b2');
    await settled();
    expect([first.asked(), second.asked()]).toEqual([3, 3]);
    expect([first.left(), second.left(), over]).toEqual([false, false, false]);
    second.fail(new Error('nobody looks at it any more'));
    await leaving;
    expect(over).toBe(true);
  });
});
