import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sideBySide } from '../../src/core/sideBySide';

describe('streams side by side', () => {
  const unseen: unknown[] = [];
  const note = (reason: unknown) => unseen.push(reason);
  beforeEach(() => process.on('unhandledRejection', note));
  afterEach(() => process.off('unhandledRejection', note));

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
    await new Promise((resolve) => setImmediate(resolve));
    expect(unseen).toEqual([]);
  });

  it('give the failure of one to the reader', async () => {
    async function* failing() {
      yield 1;
      throw new Error('broken off');
    }
    const seen: number[] = [];
    await expect(async () => {
      for await (const one of sideBySide([failing()])) seen.push(one);
    }).rejects.toThrow('broken off');
    expect(seen).toEqual([1]);
  });
});
