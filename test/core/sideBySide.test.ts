import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sideBySide } from '../../src/core/sideBySide';
import { fed, reading, settled } from './streams';

describe('streams side by side', () => {
  const unseen: unknown[] = [];
  const note = (reason: unknown) => unseen.push(reason);
  beforeEach(() => process.on('unhandledRejection', note));
  afterEach(() => process.off('unhandledRejection', note));

  it('give what comes as it comes, and end with the last of them', async () => {
    const [first, second] = [fed<string>(), fed<string>()];
    const { got, end } = reading(sideBySide([first.stream, second.stream]));
    second.give('b1');
    await settled();
    first.give('a1');
    await settled();
    first.end();
    await settled();
    second.give('b2');
    await settled();
    expect(got).toEqual(['b1', 'a1', 'b2']);
    expect(end()).toBe('open');
    second.end();
    await settled();
    expect(end()).toBe('ended');
    expect([first.left(), second.left()]).toEqual([false, false]);
  });

  it('are read one item ahead of the reader, and no further', async () => {
    const one = fed<string>();
    const all = sideBySide([one.stream]);
    for (const item of ['a', 'b', 'c']) one.give(item);
    await settled();
    expect(one.asked()).toBe(0);
    expect(await all.next()).toEqual({ done: false, value: 'a' });
    await settled();
    expect(one.asked()).toBe(2);
  });

  it('are left when the reader leaves, and when one of them fails', async () => {
    const [first, second] = [fed<string>(), fed<string>()];
    const all = sideBySide([first.stream, second.stream]);
    first.give('a1');
    await all.next();
    await all.return(undefined);
    expect([first.left(), second.left()]).toEqual([true, true]);

    const [good, bad] = [fed<string>(), fed<string>()];
    const { got, end } = reading(sideBySide([good.stream, bad.stream]));
    const broken = new Error('broken');
    bad.give('b1');
    bad.fail(broken);
    await settled();
    expect([got, end()]).toEqual([['b1'], broken]);
    expect(good.left()).toBe(true);
  });

  it('leave no failure behind that nobody sees when the reader leaves', async () => {
    let fail = () => {};
    async function* failing() {
      yield 1;
      await new Promise<void>((_resolve, reject) => {
        fail = () => reject(new Error('broken off'));
      });
    }
    for await (const one of sideBySide([failing()])) {
      expect(one).toBe(1);
      break;
    }
    fail();
    await settled();
    expect(unseen).toEqual([]);
  });

  it('are none where there is none', async () => {
    const { got, end } = reading(sideBySide([]));
    await settled();
    expect([got, end()]).toEqual([[], 'ended']);
  });
});
