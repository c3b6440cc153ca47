import { describe, expect, it } from 'vitest';
import { alone, pauseAfterLook } from '../../src/core/seat';
import { stage } from './stage';

describe('a seat for one who asks alone', () => {
  it('asks after a second, then further and further apart, at the deadline at the latest', async () => {
    const { context, slept } = stage();
    const seat = alone(context, 0, async (question: number) => question * 2);
    expect(await seat.ask(4, 20_000)).toEqual({ answer: 8 });
    for (let count = 0; count < 5; count += 1) await seat.ask(1, 20_000);
    expect(slept).toEqual([1000, 1500, 2250, 3375, 5000, 5000]);
    await seat.ask(1, 20_000);
    await seat.ask(1, 20_000);
    await seat.ask(1, 10_000);
    expect(slept.slice(6)).toEqual([1875, 0, 0]);
    expect(seat.leave()).toBeUndefined();
  });

  it('asks no more often than is advised', async () => {
    const { context, slept } = stage();
    const seat = alone(context, 7000, async () => 1);
    await seat.ask(1, 90_000);
    await seat.ask(1, 90_000);
    expect(slept).toEqual([1000, 7000]);
    expect([pauseAfterLook(1000, 0), pauseAfterLook(4000, 0), pauseAfterLook(1000, 6000)]).toEqual([1500, 5000, 6000]);
  });

  it('asks nothing more after the user has interrupted', async () => {
    const set = stage({ slept: () => set.interrupt() });
    const seat = alone(set.context, 0, () => Promise.reject(new Error('asked')));
    expect(await seat.ask(1, 9000)).toBeNull();
  });
});
