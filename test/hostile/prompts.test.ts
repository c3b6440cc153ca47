import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createPrompts } from '../../src/io/prompt';
import { attack } from './harmless';

/** What a prompt writes of its own: colours, and how it moves about and clears its lines. */
const own = /\x1b\[[0-9;]*[mGKJABCD]|\x1b\[\?25[hl]|\x1b\[\?2004[hl]/g;

/** A prompt at a terminal at which somebody types. */
function asked(typed: string) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
  let text = '';
  output.on('data', (part) => {
    text += part;
  });
  const timer = setTimeout(() => input.write(typed), 50);
  const prompts = createPrompts(input as never, output as never);
  return {
    prompts,
    shown() {
      clearTimeout(timer);
      return text.replaceAll(own, '');
    },
  };
}

/** What no text of a server may bring to a terminal: whatever is left when the prompt's own is taken out. */
const steering = /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff]/;

describe('a question', () => {
  it.each([
    [
      'which of several',
      '\r',
      (prompts: ReturnType<typeof createPrompts>) =>
        prompts.select(`Size ${attack}`, [{ value: 'a', name: attack, description: attack }]),
    ],
    [
      'some of several',
      '\r',
      (prompts: ReturnType<typeof createPrompts>) => prompts.choose(`Which ${attack}`, [{ value: 'a', name: attack }]),
    ],
    [
      'for a text',
      'x\r',
      (prompts: ReturnType<typeof createPrompts>) => prompts.text(`Name ${attack}`, { default: attack }),
    ],
    ['for a secret', 'x\r', (prompts: ReturnType<typeof createPrompts>) => prompts.secret(`Token of ${attack}`)],
    [
      'whether',
      'y\r',
      (prompts: ReturnType<typeof createPrompts>) =>
        prompts.confirm({ lines: [attack], question: `Delete ${attack}?` }),
    ],
    [
      'whether, with a name to type',
      'y\r',
      (prompts: ReturnType<typeof createPrompts>) =>
        prompts.confirm({ lines: [attack], question: `Delete ${attack}?`, typed: attack }),
    ],
  ] as const)('%s shows nothing of a server that steers', async (_what, typed, ask) => {
    const { prompts, shown } = asked(typed);
    await ask(prompts);
    const text = shown();
    expect(text).toContain('gone');
    expect(steering.exec(text)?.[0]).toBeUndefined();
  });
});
