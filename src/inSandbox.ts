import { knownCommands } from './knownCommands';

/** Commands to which it is all one where they are called. */
const anywhere = ['help', 'sandbox', 'demo', 'completion', 'schema', 'providers', 'explain'];

/** A sentence whose commands are named with --sandbox, as they must be typed after a call that was made with it. */
export function inSandbox(text: string): string {
  if (text.includes('--sandbox')) return text;
  const known = (word: string) => knownCommands.some(({ name }) => name.split(' ')[0] === word);
  return text.replace(/\bnube (?=([a-z][a-z-]*))/g, (whole, word: string) =>
    known(word) && !anywhere.includes(word) ? 'nube --sandbox ' : whole,
  );
}
