import type { Input } from './input';

/** The line editing of a terminal: it echoes what is typed and hands it on line by line. */
export interface Terminal {
  /** What came from the keyboard. */
  type(chunk: Buffer): void;
}

const BACKSPACE = [8, 127];
const INTERRUPT = 3;
const END = 4;
const KILL_LINE = 21;

/** `interrupt` is called for Ctrl-C. */
export function createTerminal(input: Input, echo: (text: string | Buffer) => void, interrupt: () => void): Terminal {
  let line: number[] = [];
  let sequence = false;

  function erase(): void {
    // A character of several bytes goes as a whole.
    while (((line.at(-1) ?? 0) & 0xc0) === 0x80) line.pop();
    if (line.pop() !== undefined) echo('\b \b');
  }

  function take(byte: number): void {
    if (sequence) {
      // Cursor keys and the like: `ESC [ … letter`.
      sequence = !((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 126));
      return;
    }
    if (byte === 27) {
      sequence = true;
    } else if (byte === 13 || byte === 10) {
      echo('\r\n');
      input.push(Buffer.from([...line, 10]));
      line = [];
    } else if (BACKSPACE.includes(byte)) {
      erase();
    } else if (byte === KILL_LINE) {
      while (line.length > 0) erase();
    } else if (byte === INTERRUPT) {
      echo('^C');
      line = [];
      interrupt();
    } else if (byte === END) {
      if (line.length > 0) input.push(Buffer.from(line));
      else input.pushEnd();
      line = [];
    } else {
      line.push(byte);
      echo(Buffer.from([byte]));
    }
  }

  return {
    type(chunk) {
      for (const byte of chunk) take(byte);
    },
  };
}
