import { defineCommand } from '../core/command';
import {
  type CompletionFile,
  completionFiles,
  completionShells,
  shellOf,
  withBlock,
  withoutBlock,
} from '../core/completionFiles';
import type { Context } from '../core/context';
import { CliError } from '../core/errors';
import { fileTrouble } from '../core/fileTrouble';
import { sure } from './profile/stored';

const shellArgument = {
  name: 'shell',
  summary: 'bash, zsh, fish or powershell',
  required: false,
  completes: { words: completionShells },
} as const;

export const completion = defineCommand({
  name: 'completion',
  group: 'set up',
  output: 'text',
  summary: 'print the completion script of a shell',
  description:
    'nube completion install puts it where the shell finds it, and says first what that changes; without SHELL it is the one that $SHELL names.',
  arguments: [shellArgument],
  examples: [
    { line: 'nube completion zsh', does: 'the script, for a place of your own' },
    { line: 'nube completion', does: 'that of the shell in use' },
  ],
  async run(context, { words: [word] }) {
    const { variable } = await context.ownFiles();
    const { text } = await context.completionScript(shellOf(word, variable));
    return { kind: 'text', text };
  },
});

export const completionInstall = defineCommand({
  name: 'completion install',
  group: 'set up',
  output: 'text',
  summary: 'set completion up for a shell',
  description: 'Says which file it writes and which lines it adds, and asks. Doing it again changes only what is old.',
  arguments: [shellArgument],
  mutating: ['yes', 'dry-run'],
  examples: [
    { line: 'nube completion install', does: 'for the shell in use' },
    { line: 'nube completion install zsh --dry-run', does: 'only say what would be changed' },
  ],
  async run(context, { words: [word] }) {
    const files = await filesFor(context, word);
    const { read } = await context.ownFiles();
    const script = { text: (await context.completionScript(files.shell)).text };
    const changes: Change[] = [{ file: files.script, text: script.text, says: `write the script to ${files.script}` }];
    if (files.startup !== null) {
      const says = `add to ${files.startup}:\n${files.lines.map((line) => `    ${line}`).join('\n')}`;
      changes.push({ file: files.startup, text: withBlock(read(files.startup) ?? '', files.lines), says });
    }
    const wanted = changes.filter(({ file, text }) => read(file) !== text);
    const again = files.startup === null ? 'Open a new shell.' : `Open a new shell, or type: ${files.lines.at(-1)}`;
    return apply(context, wanted, { already: 'It is set up already; nothing was changed.', next: again });
  },
});

export const completionUninstall = defineCommand({
  name: 'completion uninstall',
  group: 'set up',
  output: 'text',
  summary: 'take away what completion install has set up',
  arguments: [shellArgument],
  mutating: ['yes', 'dry-run'],
  examples: [{ line: 'nube completion uninstall', does: 'for the shell in use, after a question' }],
  async run(context, { words: [word] }) {
    const files = await filesFor(context, word);
    const { read } = await context.ownFiles();
    const changes: Change[] = [];
    if (read(files.script) !== null) changes.push({ file: files.script, text: null, says: `remove ${files.script}` });
    const before = files.startup === null ? null : read(files.startup);
    if (files.startup !== null && before !== null && withoutBlock(before) !== before) {
      const says = `take the lines of nube completion out of ${files.startup}`;
      changes.push({ file: files.startup, text: withoutBlock(before), says });
    }
    return apply(context, changes, { already: 'Nothing is set up; nothing was changed.', next: 'Open a new shell.' });
  },
});

interface Change {
  file: string;
  /** Null removes it. */
  text: string | null;
  says: string;
}

async function filesFor(context: Context, word: string | undefined): Promise<CompletionFile> {
  const { home, data, variable, windows } = await context.ownFiles();
  const shell = shellOf(word, variable);
  const { file } = await context.completionScript(shell);
  return completionFiles(shell, file, { home, data, variable, windows });
}

async function apply(
  context: Context,
  changes: readonly Change[],
  { already, next }: { already: string; next: string },
): Promise<{ kind: 'text'; text: string }> {
  if (changes.length === 0) return { kind: 'text', text: `${already}\n` };
  const said = changes.map(({ says }) => `  ${says}\n`).join('');
  if (context.options.dryRun) return { kind: 'text', text: `This would\n${said}` };
  if (!context.options.yes) context.writeError(`This will\n${said}`);
  await sure(context, 'Go on?');
  const { write, remove } = await context.ownFiles();
  for (const { file, text } of changes) {
    try {
      if (text === null) remove(file);
      else write(file, text);
    } catch (error) {
      throw new CliError('broken_configuration', `${file} cannot be changed`, {
        reason: fileTrouble(error, 'written'),
        hint: 'nube completion SHELL prints the script, for another place.',
      });
    }
  }
  return { kind: 'text', text: `Done:\n${said}${next}\n` };
}
