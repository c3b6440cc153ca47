import { CliError } from './errors';
import { shellWord } from './shell';

/** The shells that have a completion script. */
export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type CompletionShell = (typeof completionShells)[number];

/** Where the completion of one shell is set up. */
export interface CompletionFile {
  shell: CompletionShell;
  /** Where the script goes. */
  script: string;
  /** The file that the shell reads when it starts, where lines are needed in it, and those lines. */
  startup: string | null;
  lines: readonly string[];
}

/** Where things are on this machine. */
export interface Surroundings {
  home: string;
  /** Where nube keeps things of its own. */
  data: string;
  variable(name: string): string | undefined;
  windows: boolean;
}

/** The shell that is meant: the one named, else that of `SHELL`. Throws a usage error. */
export function shellOf(word: string | undefined, variable: Surroundings['variable']): CompletionShell {
  const named = word ?? variable('SHELL')?.split(/[\\/]/).at(-1);
  const found = completionShells.find((shell) => shell === named || (shell === 'powershell' && named === 'pwsh'));
  if (found !== undefined) return found;
  const hint = `Name one of ${completionShells.join(', ')}: nube completion bash`;
  if (word === undefined) throw new CliError('missing_argument', 'SHELL does not tell which shell is meant', { hint });
  throw new CliError('invalid_value', `There is no completion for ${JSON.stringify(word)}`, { hint });
}

/** What setting completion up for a shell comes to. */
export function completionFiles(
  shell: CompletionShell,
  file: string,
  { home, data, variable, windows }: Surroundings,
): CompletionFile {
  const script = `${data}/completions/${file}`;
  const quoted = shellWord(script);
  const config = variable('XDG_CONFIG_HOME') ?? `${home}/.config`;
  if (shell === 'fish') return { shell, script: `${config}/fish/completions/${file}`, startup: null, lines: [] };
  if (shell === 'bash')
    return { shell, script, startup: `${home}/.bashrc`, lines: [`[ -r ${quoted} ] && . ${quoted}`] };
  if (shell === 'zsh') {
    const lines = [
      '(( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }',
      `[[ -r ${quoted} ]] && . ${quoted}`,
    ];
    return { shell, script, startup: `${variable('ZDOTDIR') ?? home}/.zshrc`, lines };
  }
  const startup = windows ? `${home}/Documents/PowerShell/profile.ps1` : `${config}/powershell/profile.ps1`;
  const literal = `'${script.replaceAll("'", "''")}'`;
  return { shell, script, startup, lines: [`if (Test-Path ${literal}) { . ${literal} }`] };
}

const begin = '# nube completion: begin';
const end = '# nube completion: end';
// A mark without its end is nobody's: what follows it may be the user's own.
const block = new RegExp(`\\n?^${begin}\\n(?:(?!${begin}$)[^\\n]*\\n)*?${end}\\n?`, 'm');

/** The text with the lines between marks of nube's own, at its end or where they have been. */
export function withBlock(text: string, lines: readonly string[]): string {
  const whole = `${begin}\n${lines.join('\n')}\n${end}\n`;
  if (block.test(text)) return text.replace(block, (before) => (before.startsWith('\n') ? `\n${whole}` : whole));
  return text === '' ? whole : `${text}${text.endsWith('\n') ? '' : '\n'}\n${whole}`;
}

/** The text without those lines. */
export function withoutBlock(text: string): string {
  return text.replace(block, '');
}
