import inquirer from 'inquirer';
import type { Ask } from '../core/context';
import { CliError } from '../core/errors';
import { clean } from '../core/text';

/** What Node tells of a key. */
interface Key {
  name?: string;
  ctrl?: boolean;
}

/** Questions on a terminal; they are written to stderr, so that stdout carries the result and nothing else. */
export function createPrompts(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Omit<Ask, 'available'> {
  const ask = async <T>(question: { message: string } & Record<string, unknown>): Promise<T> => {
    const left = new AbortController();
    let last: Key = {};
    const pressed = (_: unknown, key: Key) => {
      last = key;
    };
    // Whoever reads the keys pauses at Ctrl-D behind nothing, and tells nobody; and where nube comes back from Ctrl-Z.
    const paused = () =>
      setImmediate(() => {
        if (last.ctrl !== true) return;
        if (last.name === 'd') left.abort();
        if (last.name === 'z') input.resume();
      });
    const ended = () => left.abort();
    input.on('keypress', pressed).on('pause', paused).on('end', ended);
    try {
      const prompt = inquirer.createPromptModule({ input, output, signal: left.signal });
      const message = clean(question.message);
      const { answer } = (await prompt([{ name: 'answer', ...question, message }] as never)) as { answer: T };
      return answer;
    } catch (error) {
      if (['ExitPromptError', 'AbortPromptError'].includes((error as Error).name))
        throw new CliError('interrupted', 'Interrupted; nothing was sent');
      throw error;
    } finally {
      // One that was resumed here would keep the process alive.
      input.off('keypress', pressed).off('pause', paused).off('end', ended).pause();
    }
  };
  return {
    async confirm({ lines, question, typed }) {
      for (const line of lines) output.write(wrapped(clean(line), output.columns || 80));
      if (typed === undefined) return ask<boolean>({ type: 'confirm', message: question, default: false });
      const answer = await ask<string>({ type: 'input', message: `${question} Type ${typed} to go on:` });
      return answer.trim() === typed;
    },
    text: (message, { default: usual, validate } = {}) =>
      ask<string>({
        type: 'input',
        message,
        // What could not be shown as it is, is not proposed.
        ...(usual === undefined || clean(usual) !== usual ? {} : { default: usual }),
        validate: validate ?? ((value: string) => value.trim() !== '' || 'Something must be typed'),
      }),
    secret: (message) =>
      ask<string>({
        type: 'password',
        message,
        mask: '*',
        toggleMask: false,
        validate: (value: string) => value.trim() !== '' || 'Something must be typed',
      }),
    select: (message, choices) =>
      ask<string>({
        type: 'select',
        message,
        loop: false,
        choices: choices.map(({ value, name, description }) => ({
          value,
          name: clean(name),
          ...(description === undefined ? {} : { description: clean(description) }),
        })),
      }),
    choose: (message, choices) =>
      ask<string[]>({
        type: 'checkbox',
        message,
        loop: false,
        choices: choices.map(({ value, name }) => ({ value, name: clean(name), checked: true })),
      }),
  };
}

/** The text broken between words to fit a terminal, indented by two, its further lines by four. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = ' ';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].map((one) => `${one}\n`).join('');
}
