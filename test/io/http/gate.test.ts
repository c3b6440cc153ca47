import { expect, it } from 'vitest';
import { createGate } from '../../../src/io/http';

it('holds two hundred requests back together once one is told to wait, and lets eight in at once', async () => {
  let time = 1000;
  const sleeping: { until: number; wake(): void }[] = [];
  const gate = createGate({
    limit: 8,
    now: () => new Date(time),
    sleep: (milliseconds) =>
      new Promise((resolve) => sleeping.push({ until: time + milliseconds, wake: () => resolve(undefined) })),
  });
  const inside = new Set<() => void>();
  const entered: number[] = [];
  let most = 0;
  const all = Array.from({ length: 200 }, async () => {
    const leave = await gate.enter(60_000);
    if (typeof leave !== 'function') throw new Error('sent away');
    entered.push(time);
    inside.add(leave);
    most = Math.max(most, inside.size);
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const letOut = () => {
    for (const leave of [...inside]) {
      inside.delete(leave);
      leave();
    }
  };
  await turn();
  expect(entered).toHaveLength(8);
  // Each of the eight is told to wait, the last for longest.
  for (const seconds of [3, 1, 2, 5]) gate.holdBack(seconds * 1000);
  letOut();
  await turn();
  expect({ entered: entered.length, sleeping: sleeping.length }).toEqual({ entered: 8, sleeping: 1 });
  for (; entered.length < 200; await turn()) {
    time = sleeping[0]?.until ?? time;
    sleeping.shift()?.wake();
    await turn();
    letOut();
  }
  await Promise.all(all);
  expect(entered.slice(8).every((at) => at === 6000)).toBe(true);
  expect(most).toBe(8);
});
