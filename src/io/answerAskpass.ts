import { closeSync, openSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { ReadStream } from 'node:tty';

/**
 * What nube does when ssh calls it with a question: prints the password that the waiting nube has for it. Any other
 * question (a jump host's, a key's) goes to the person at the terminal. The answer is the exit code.
 */
export async function answerAskpass(socket: string, question: string): Promise<number> {
  const answer = (await askNube(socket, question)) ?? (await askPerson(question));
  if (answer === null) return 1;
  writeSync(1, `${answer}\n`);
  return 0;
}

function askNube(socket: string, question: string): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const connection = connect(socket);
    connection.on('error', () => resolve(null));
    connection.on('data', (chunk) => chunks.push(chunk));
    connection.on('end', () => {
      const said = Buffer.concat(chunks).toString('utf8');
      resolve(said.startsWith('+') ? said.slice(1) : null);
    });
    connection.end(question);
  });
}

/** Asks at the terminal; what is typed shows only where a yes or no is wanted. Null where there is no terminal. */
async function askPerson(question: string): Promise<string | null> {
  let terminal: number;
  try {
    terminal = openSync('/dev/tty', 'r+');
  } catch {
    return null;
  }
  const shows = /\(yes\/no/.test(question) || process.env.SSH_ASKPASS_PROMPT === 'confirm';
  const input = new ReadStream(terminal);
  writeSync(terminal, question);
  input.setRawMode(true);
  const typed = await new Promise<string | null>((resolve) => {
    let line = '';
    input.on('end', () => resolve(null));
    input.on('data', (chunk) => {
      for (const letter of chunk.toString('utf8')) {
        if (letter === '\r' || letter === '\n') return resolve(line);
        if (letter === '\x03' || (letter === '\x04' && line === '')) return resolve(null);
        if (letter === '\x7f' || letter === '\b') {
          if (shows && line !== '') writeSync(terminal, '\b \b');
          line = [...line].slice(0, -1).join('');
        } else {
          if (shows) writeSync(terminal, letter);
          line += letter;
        }
      }
    });
  });
  input.setRawMode(false);
  writeSync(terminal, '\r\n');
  input.destroy();
  try {
    closeSync(terminal);
  } catch {
    // The stream has closed it.
  }
  return typed;
}
