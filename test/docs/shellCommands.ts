/** Words of the shell's grammar after which a command may stand. */
const before = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', 'time', '!', 'exec', '{']);

/** The simple commands of a shell script, each as its words without quotes; those inside of `$( )` too. */
export function shellCommands(script: string): string[][] {
  const found: string[][] = [];
  let at = 0;

  const commands = (end: string | null): void => {
    let words: string[] = [];
    let word: string | null = null;
    const endWord = () => {
      if (word !== null) words.push(word);
      word = null;
    };
    const endCommand = () => {
      endWord();
      const start = words.findIndex((one) => !before.has(one) && !/^[A-Za-z_]\w*=/.test(one));
      if (start >= 0) found.push(words.slice(start));
      words = [];
    };
    while (at < script.length) {
      const rest = script.slice(at);
      const sign = script.charAt(at);
      if (end !== null && sign === end) break;
      if (rest.startsWith('\\\n')) {
        at += 2;
      } else if (rest.startsWith('<<')) {
        // A here-document: its text is data.
        const mark = /^<<-?'?(\w+)'?/.exec(rest)?.[1] ?? '';
        const close = script.indexOf(`\n${mark}\n`, at);
        const line = script.indexOf('\n', at);
        endCommand();
        at = close < 0 || line < 0 ? script.length : close + mark.length + 1;
      } else if (rest.startsWith('$(')) {
        at += 2;
        commands(')');
        at += 1;
        word = `${word ?? ''}$`;
      } else if (sign === "'") {
        const close = script.indexOf("'", at + 1);
        word = (word ?? '') + script.slice(at + 1, close);
        at = close + 1;
      } else if (sign === '"') {
        at += 1;
        word ??= '';
        while (script.charAt(at) !== '"') {
          if (script.startsWith('$(', at)) {
            at += 2;
            commands(')');
            at += 1;
          } else {
            if (script.charAt(at) === '\\') at += 1;
            word += script.charAt(at);
            at += 1;
          }
        }
        at += 1;
      } else if (sign === '#' && word === null) {
        const line = script.indexOf('\n', at);
        at = line < 0 ? script.length : line;
      } else if ('\n;|&()'.includes(sign)) {
        // `2>&1` is a redirection, not the end of a command.
        if (sign === '&' && script.charAt(at - 1) === '>') word = `${word ?? ''}&`;
        else endCommand();
        at += 1;
      } else if (' \t'.includes(sign)) {
        endWord();
        at += 1;
      } else {
        word = (word ?? '') + sign;
        at += 1;
      }
    }
    endCommand();
  };
  commands(null);
  return found.map((words) => words.filter((word) => !/^\d?>/.test(word)));
}
