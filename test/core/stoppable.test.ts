import { describe, expect, it } from 'vitest';
import { stoppable, wasStopped } from '../../src/core/stoppable';

const failureOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('work that can be stopped', () => {
  it('is done once more at each call', () => {
    let count = 0;
    const run = stoppable(() => {
      count += 1;
      return count;
    });
    expect([run(1000), run(1000)]).toEqual([1, 2]);
  });

  it('is stopped when its time is up, which is told from other failures', () => {
    const endless = stoppable(() => {
      for (;;);
    });
    expect(wasStopped(failureOf(() => endless(5)))).toBe(true);
    const failing = stoppable(() => {
      throw new TypeError('oops');
    });
    const error = failureOf(() => failing(1000));
    expect(error).toEqual(new TypeError('oops'));
    expect([error, null, undefined, 'x', { code: 'ENOENT' }].map(wasStopped)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
