import { describe, expect, it } from 'vitest';
import { createGate } from '../../../src/io/http/gate';

/** A gate whose clock moves when its sleepers are woken; `settle` lets everything run that can. */
function setting(limit: number) {
  let time = 1000;
  const sleepers: { milliseconds: number; wake(): void; fail(error: Error): void }[] = [];
  const gate = createGate({
    limit,
    now: () => new Date(time),
    sleep: (milliseconds) =>
      new Promise<void>((resolve, reject) => {
        const wake = () => {
          time += milliseconds;
          resolve();
        };
        sleepers.push({ milliseconds, wake, fail: reject });
      }),
  });
  const inside: string[] = [];
  const leave = new Map<string, () => void>();
  const enter = (name: string, patience = 60_000) =>
    gate.enter(patience).then((got) => {
      if (got instanceof Date) return got;
      inside.push(name);
      leave.set(name, got);
      return null;
    });
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { gate, sleepers, inside, leave, enter, pass, settle };
}

describe('the gate of an account', () => {
  it('lets so many in at once, the others in their order', async () => {
    const { enter, inside, leave, settle } = setting(2);
    for (const name of ['a', 'b', 'c', 'd']) void enter(name);
    await settle();
    expect(inside).toEqual(['a', 'b']);
    leave.get('b')?.();
    await settle();
    expect(inside).toEqual(['a', 'b', 'c']);
    leave.get('a')?.();
    leave.get('c')?.();
    await settle();
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
    void enter('e');
    void enter('f');
    await settle();
    expect(inside).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('has one place at least', async () => {
    const { enter, inside, settle } = setting(0);
    void enter('a');
    void enter('b');
    await settle();
    expect(inside).toEqual(['a']);
  });

  it('takes a place back once, however often it is given', async () => {
    const { enter, inside, leave, settle } = setting(1);
    void enter('a');
    await settle();
    leave.get('a')?.();
    leave.get('a')?.();
    void enter('b');
    void enter('c');
    await settle();
    expect(inside).toEqual(['a', 'b']);
  });

  it('holds everyone back together, with one rest', async () => {
    const { gate, enter, inside, sleepers, settle } = setting(3);
    gate.holdBack(500);
    gate.holdBack(300);
    void enter('a');
    void enter('b');
    await settle();
    expect(inside).toEqual([]);
    expect(sleepers.map(({ milliseconds }) => milliseconds)).toEqual([500]);
    sleepers[0]?.wake();
    await settle();
    expect(inside).toEqual(['a', 'b']);
    void enter('c');
    await settle();
    expect(inside).toEqual(['a', 'b', 'c']);
    expect(sleepers).toHaveLength(1);
  });

  it('rests no more once the time is over', async () => {
    const { gate, enter, inside, sleepers, pass, settle } = setting(1);
    gate.holdBack(500);
    pass(500);
    void enter('a');
    await settle();
    expect(inside).toEqual(['a']);
    expect(sleepers).toEqual([]);
  });

  it('rests on where it is held back longer meanwhile', async () => {
    const { gate, enter, inside, sleepers, settle } = setting(1);
    gate.holdBack(500);
    void enter('a');
    await settle();
    gate.holdBack(800);
    sleepers[0]?.wake();
    await settle();
    expect(inside).toEqual([]);
    expect(sleepers.map(({ milliseconds }) => milliseconds)).toEqual([500, 300]);
    sleepers[1]?.wake();
    await settle();
    expect(inside).toEqual(['a']);
  });

  it('can be held back again after a rest', async () => {
    const { gate, enter, inside, sleepers, settle } = setting(2);
    gate.holdBack(500);
    void enter('a');
    await settle();
    sleepers[0]?.wake();
    await settle();
    gate.holdBack(200);
    void enter('b');
    await settle();
    expect(inside).toEqual(['a']);
    expect(sleepers.map(({ milliseconds }) => milliseconds)).toEqual([500, 200]);
    sleepers[1]?.wake();
    await settle();
    expect(inside).toEqual(['a', 'b']);
  });

  it('sends away who has no patience for it, and gives the place to the next', async () => {
    const { gate, enter, inside, sleepers, settle } = setting(1);
    gate.holdBack(500);
    expect(await enter('a', 499)).toEqual(new Date(1500));
    void enter('b', 500);
    await settle();
    sleepers[0]?.wake();
    await settle();
    expect(inside).toEqual(['b']);
  });

  it('gives the place back where resting fails', async () => {
    const { gate, enter, inside, sleepers, settle } = setting(1);
    gate.holdBack(500);
    const failed = enter('a');
    await settle();
    sleepers[0]?.fail(new Error('stopped'));
    await expect(failed).rejects.toThrow('stopped');
    void enter('b');
    await settle();
    expect(sleepers).toHaveLength(2);
    sleepers[1]?.wake();
    await settle();
    expect(inside).toEqual(['b']);
  });
});
