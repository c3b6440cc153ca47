/** One simple command of a command line, and when it runs. */
export interface SimpleCommand {
  /** Always, or only after a success (`&&`) or a failure (`||`) of what came before. */
  when: 'always' | 'success' | 'failure';
  words: Word[];
}

/** A word in parts: text as it stands, and the names of variables to put in. */
export type Word = ({ text: string } | { variable: string })[];

/** A command line that is more than a list of simple commands, or whose quotes don't end. */
export class SyntaxFault extends Error {}

/**
 * Reads one or more lines: words, both kinds of quotes, backslashes, comments, `$NAME`, `${NAME}`, `$?`, `$$`, and `;`,
 * `&&`, `||` or a line end between commands. Pipes, redirections and the rest of a shell's language are refused.
 */
export function parseCommandLine(text: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: Word[] = [];
  let word: Word | undefined;
  let when: SimpleCommand['when'] = 'always';
  let position = 0;

  function addText(part: string): void {
    word ??= [];
    const last = word.at(-1);
    if (last && 'text' in last) last.text += part;
    else word.push({ text: part });
  }

  function endWord(): void {
    if (word) words.push(word);
    word = undefined;
  }

  function endCommand(next: SimpleCommand['when'], sign: string): void {
    endWord();
    if (words.length === 0 && next !== 'always') throw unexpected(sign);
    if (words.length > 0) {
      commands.push({ when, words });
      when = next;
    } else if (sign === ';') {
      throw unexpected(sign);
    }
    words = [];
  }

  function takeVariable(): void {
    const name = /^\$(?:\{([A-Za-z_][A-Za-z0-9_]*|[?$])\}|([A-Za-z_][A-Za-z0-9_]*|[?$]))/.exec(text.slice(position));
    if (!name) {
      if (text[position + 1] === '(') throw unexpected('(');
      addText('$');
      position += 1;
      return;
    }
    word = [...(word ?? []), { variable: (name[1] ?? name[2]) as string }];
    position += name[0].length;
  }

  function takeQuoted(quote: string): void {
    addText('');
    position += 1;
    for (;;) {
      const sign = text[position];
      if (sign === undefined) throw new SyntaxFault('Unterminated quoted string');
      if (sign === quote) break;
      if (quote === '"' && sign === '$') {
        takeVariable();
      } else if (quote === '"' && sign === '\\' && /["\\$`]/.test(text[position + 1] ?? '')) {
        addText(text[position + 1] as string);
        position += 2;
      } else {
        addText(sign);
        position += 1;
      }
    }
    position += 1;
  }

  while (position < text.length) {
    const sign = text[position] as string;
    const pair = text.slice(position, position + 2);
    if (sign === "'" || sign === '"') {
      takeQuoted(sign);
    } else if (sign === '$') {
      takeVariable();
    } else if (pair === '&&' || pair === '||') {
      endCommand(pair === '&&' ? 'success' : 'failure', pair);
      position += 2;
    } else if ('|&<>()`'.includes(sign)) {
      throw unexpected(sign);
    } else if (sign === '\\') {
      if (text[position + 1] !== '\n') addText(text[position + 1] ?? '\\');
      position += 2;
    } else if (sign === '#' && word === undefined) {
      const end = text.indexOf('\n', position);
      position = end < 0 ? text.length : end;
    } else {
      if (sign === ';' || sign === '\n') endCommand('always', sign);
      else if (/\s/.test(sign)) endWord();
      else addText(sign);
      position += 1;
    }
  }
  endWord();
  if (words.length > 0) commands.push({ when, words });
  else if (when !== 'always') throw new SyntaxFault('Syntax error: end of file unexpected');
  return commands;
}

function unexpected(sign: string): SyntaxFault {
  return new SyntaxFault(`Syntax error: "${sign}" unexpected`);
}
