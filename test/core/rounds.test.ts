import { describe, expect, it } from 'vitest';
import { createRounds } from '../../src/core/rounds';
import type { Seat } from '../../src/core/seat';
import { createClock } from './clock';

const never = Number.POSITIVE_INFINITY;

/** Rounds over a clock of the test's own, with a note of when what was asked. */
function setting(least = 0) {
  const clock = createClock(100);
  const { sleep } = clock.context;
  let slept = 0;
  clock.context.sleep = (milliseconds) => {
    slept += 1;
    return sleep(milliseconds);
  };
  const asked: [number, ...string[]][] = [];
  const rounds = createRounds<string, string>(clock.context, least, (questions) => {
    asked.push([clock.now() - 100, ...questions]);
    return questions.map(async (question) => {
      if (question.startsWith('bad')) throw new Error(question);
      return question.toUpperCase();
    });
  });
  /** Asks the same again and again until nobody answers. */
  const keepAsking = async (seat: Seat<string, string>, question: string) => {
    while ((await seat.ask(question, never)) !== null);
  };
  return { ...clock, asked, rounds, keepAsking, sleeps: () => slept };
}

describe('rounds', () => {
  it('come after a second, then further and further apart, up to five seconds', async () => {
    const { pass, asked, rounds, keepAsking } = setting();
    void keepAsking(rounds.join(), 'a');
    await pass(25_000);
    expect(asked.map(([at]) => at)).toEqual([1000, 2500, 4750, 8125, 13_125, 18_125, 23_125]);
  });

  it('come no more often than is advised', async () => {
    const { pass, asked, rounds, keepAsking } = setting(7000);
    void keepAsking(rounds.join(), 'a');
    await pass(20_000);
    expect(asked.map(([at]) => at)).toEqual([1000, 8000, 15_000]);
  });

  it('ask for all in one, and give each its own answer', async () => {
    const { pass, asked, rounds } = setting();
    const [first, second, bad] = [rounds.join(), rounds.join(), rounds.join()];
    const answers = Promise.allSettled([first.ask('a', never), bad.ask('bad', never), second.ask('b', never)]);
    await pass(999);
    expect(asked).toEqual([]);
    await pass(1);
    expect(asked).toEqual([[1000, 'a', 'bad', 'b']]);
    expect(await answers).toEqual([
      { status: 'fulfilled', value: { answer: 'A' } },
      { status: 'rejected', reason: new Error('bad') },
      { status: 'fulfilled', value: { answer: 'B' } },
    ]);
  });

  it('wait for whoever is about to ask, and ask nobody in the first second', async () => {
    const { pass, asked, rounds, keepAsking } = setting();
    void keepAsking(rounds.join(), 'a');
    await pass(600);
    const late = rounds.join();
    await pass(100);
    void keepAsking(late, 'b');
    await pass(900);
    expect(asked).toEqual([[1600, 'a', 'b']]);
    await pass(1500);
    expect(asked.slice(1)).toEqual([[3100, 'a', 'b']]);
  });

  it('are put off half a minute at most, and then ask those who have waited for a second', async () => {
    const { pass, asked, rounds, keepAsking } = setting();
    for (let count = 0; count < 80; count += 1) {
      void keepAsking(rounds.join(), `q${count}`);
      await pass(400);
    }
    const [first] = asked;
    expect(first?.[0]).toBe(31_000);
    expect(first?.slice(1)).toEqual(Array.from({ length: 76 }, (_, index) => `q${index}`));
    await pass(1500);
    expect(asked[1]?.[0]).toBe(32_600);
    expect(asked[1]?.length).toBe(81);
  });

  it('ask whoever’s time is up by itself, and count that for no round', async () => {
    const { pass, asked, rounds, keepAsking } = setting();
    void keepAsking(rounds.join(), 'a');
    const hurried = rounds.join();
    await pass(1000);
    const answer = hurried.ask('b', 1700);
    await pass(600);
    expect(await answer).toEqual({ answer: 'B' });
    await pass(3000);
    expect(asked).toEqual([
      [1000, 'a'],
      [1600, 'b'],
      [2500, 'a'],
    ]);
  });

  it('ask in the first second, too, where the time is up then', async () => {
    const { pass, asked, rounds } = setting();
    const answer = rounds.join().ask('a', 350);
    await pass(250);
    expect(await answer).toEqual({ answer: 'A' });
    expect(asked).toEqual([[250, 'a']]);
  });

  it('sleep once, however many ask, and anew only for those whose time is up sooner', async () => {
    const { pass, asked, rounds, sleeps } = setting();
    const seats = [rounds.join(), rounds.join(), rounds.join(), rounds.join()];
    const ask = (index: number, deadline: number) => seats[index]?.ask(`q${index}`, deadline);
    ask(0, never);
    ask(1, never);
    ask(2, 1100);
    expect(sleeps()).toBe(1);
    ask(3, 600);
    expect(sleeps()).toBe(2);
    await pass(500);
    expect(asked).toEqual([[500, 'q3']]);
    await pass(500);
    expect(asked.slice(1)).toEqual([[1000, 'q0', 'q1', 'q2']]);
    expect(sleeps()).toBe(3);
  });

  it('end for everybody when the user interrupts', async () => {
    const { pass, interrupt, asked, rounds } = setting();
    const answers = [rounds.join().ask('a', never), rounds.join().ask('b', never)];
    await pass(500);
    interrupt();
    await pass(500);
    expect(await Promise.all(answers)).toEqual([null, null]);
    const later = rounds.join().ask('c', never);
    await pass(1500);
    expect(await later).toBeNull();
    expect(asked).toEqual([]);
  });

  it('begin anew once everybody has left', async () => {
    const { pass, asked, rounds, keepAsking } = setting();
    const [one, other] = [rounds.join(), rounds.join()];
    const round = async (seat: Seat<string, string>, question: string) => {
      const answer = seat.ask(question, never);
      await pass(5000);
      await answer;
    };
    await round(one, 'a');
    await round(one, 'a');
    one.leave();
    one.leave();
    await pass(1000);
    await round(other, 'b');
    other.leave();
    await pass(1000);
    asked.length = 0;
    void keepAsking(rounds.join(), 'c');
    await pass(3000);
    expect(asked).toEqual([
      [18_000, 'c'],
      [19_500, 'c'],
    ]);
  });

  it('keep their pace for those who join later as long as somebody is there', async () => {
    const { pass, asked, rounds, keepAsking } = setting();
    const one = rounds.join();
    void keepAsking(one, 'a');
    await pass(9000);
    void keepAsking(rounds.join(), 'b');
    one.leave();
    one.leave();
    await pass(3000);
    void keepAsking(rounds.join(), 'c');
    await pass(4000);
    expect(asked.slice(4)).toEqual([[13_125, 'a', 'b', 'c']]);
  });
});
