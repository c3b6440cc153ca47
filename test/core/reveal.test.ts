import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action';
import type { ConfirmationRequest } from '../../src/core/context';
import { revealPasswords } from '../../src/core/reveal';
import { Secret } from '../../src/core/secret';
import type { Output, RowsOutput } from '../../src/core/view';
import { actionView } from '../../src/core/views';
import { stage } from './stage';

const action = (result: Action['result'], name = 'web-1') => ({ name, result }) as Action;
const output = (...rows: Action[]): RowsOutput => ({
  kind: 'rows',
  view: actionView,
  rows,
  failures: [],
  attempted: () => 1,
  what: 'targets',
});
const secret = (word = 'hunter2') => ({ password: new Secret(word, 'password'), user: 'root' });

const rowsOf = (shown: Output) => (shown.kind === 'rows' && Array.isArray(shown.rows) ? (shown.rows as Action[]) : []);

async function reveal(
  what: Output,
  asked: boolean,
  { answer, terminal = false }: { answer?: boolean; terminal?: boolean } = {},
) {
  const questions: ConfirmationRequest[] = [];
  const { context, said } = stage({
    over: {
      isTerminal: { output: terminal },
      ask: {
        available: answer !== undefined,
        confirm: async (question: ConfirmationRequest) => {
          questions.push(question);
          return answer;
        },
      },
    },
  });
  const shown = await revealPasswords(context, what, asked);
  return {
    shown,
    results: rowsOf(shown).map(({ result }) => result),
    said,
    questions,
  };
}

describe('a new password', () => {
  it('is shown where it is asked for, and masked', async () => {
    expect(await reveal(output(action(secret()), action(null, 'db-1')), true)).toMatchObject({
      results: [{ password: 'hunter2', user: 'root' }, null],
      shown: { kind: 'rows', what: 'targets' },
      said: ['mask hunter2'],
      questions: [],
    });
    expect(await reveal(output(action(secret())), true, { terminal: true, answer: false })).toMatchObject({
      results: [{ password: 'hunter2' }],
      said: ['mask hunter2', 'note web-1: the new password is hunter2'],
      questions: [],
    });
  });

  it('is shown after a yes', async () => {
    const rows = output(action(secret('one')), action(secret('two'), 'db-1'));
    expect(await reveal(rows, false, { answer: true, terminal: true })).toMatchObject({
      results: [{ password: 'one' }, { password: 'two' }],
      questions: [{ lines: [], question: 'Show the new password?' }],
      said: ['mask one', 'note web-1: the new password is one', 'mask two', 'note db-1: the new password is two'],
    });
  });

  it('is hidden otherwise', async () => {
    const hidden = { results: [{ password: null, user: 'root' }], said: [] };
    expect(await reveal(output(action(secret())), false, { answer: false, terminal: true })).toMatchObject(hidden);
    expect(await reveal(output(action(secret())), false, { terminal: true })).toMatchObject(hidden);
  });

  it('is not asked about where there is none', async () => {
    const rows = output(action({ password: 'plain' }), action(null));
    expect(await reveal(rows, false, { answer: true })).toMatchObject({ shown: rows, questions: [] });
    expect((await reveal(rows, true)).shown).toBe(rows);
    const text: Output = { kind: 'text', text: 'x' };
    expect((await reveal(text, true)).shown).toBe(text);
    const streamed = { ...output(), rows: (async function* () {})() };
    expect((await reveal(streamed, true)).shown).toBe(streamed);
    const some = output(action({ password: 'plain' }), action(secret()));
    expect((await reveal(some, true)).results).toEqual([{ password: 'plain' }, { password: 'hunter2', user: 'root' }]);
  });
});
