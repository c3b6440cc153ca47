import { type CompletionShell, completionFiles } from '../../core/completionFiles';
import type { Context } from '../../core/context';
import type { Machine } from '../../core/machine';
import { shownAddress } from '../profile/stored';
import { type Problem, warning } from './problem';

/** What around nube matters to it. */
export interface Surroundings {
  ssh: string | null;
  proxies: Readonly<Record<string, string>>;
  /** A file of certificate authorities beside the usual ones, for every request. */
  authorities: string | null;
  completion: readonly { shell: string; installed: string | null }[];
}

/** Reads programs, variables and files; opens no connection. */
export async function lookAround(
  context: Context,
  machine: Machine,
): Promise<{ around: Surroundings; problems: Problem[] }> {
  const { variable } = context;
  const problems: Problem[] = [];
  const ssh = await machine.saysOf('ssh', ['-V']);
  if (ssh === null) {
    problems.push(
      warning('ssh', 'OpenSSH’s client is not installed, so ssh, exec and cp cannot work', 'Install openssh-client.'),
    );
  }
  const authorities = variable('NODE_EXTRA_CA_CERTS') ?? null;
  if (authorities !== null && machine.facts(authorities) === null) {
    problems.push(warning('NODE_EXTRA_CA_CERTS', `There is no file ${authorities}`, 'Name a file that there is.'));
  }
  const proxies = Object.fromEntries(
    ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap((name) => {
      const value = variable(name.toLowerCase()) ?? variable(name);
      return value === undefined ? [] : [[name, shownAddress(value)]];
    }),
  );
  const completion = await Promise.all(shells.map((shell) => completionOf(context, machine, shell)));
  return { around: { ssh, proxies, authorities, completion }, problems };
}

const shells = ['bash', 'zsh', 'fish'] as const;

/** Where each shell looks for completions of its own accord. */
const places: Readonly<Record<(typeof shells)[number], readonly string[]>> = {
  bash: [
    '~/.local/share/bash-completion/completions/nube',
    '/usr/local/share/bash-completion/completions/nube',
    '/usr/share/bash-completion/completions/nube',
    '/etc/bash_completion.d/nube',
  ],
  zsh: [
    '~/.zfunc/_nube',
    '~/.zsh/completions/_nube',
    '~/.local/share/zsh/site-functions/_nube',
    '/usr/local/share/zsh/site-functions/_nube',
    '/usr/share/zsh/site-functions/_nube',
  ],
  fish: ['~/.config/fish/completions/nube.fish', '/usr/share/fish/vendor_completions.d/nube.fish'],
};
/** The file in which a shell may be told to load them. */
const startFiles: Readonly<Record<(typeof shells)[number], string>> = {
  bash: '~/.bashrc',
  zsh: '~/.zshrc',
  fish: '~/.config/fish/config.fish',
};

async function completionOf(context: Context, machine: Machine, shell: (typeof shells)[number]) {
  const installed = await installedBy(context, machine, shell);
  if (installed !== null) return { shell, installed };
  const own = (path: string) => (path.startsWith('~') ? (machine.home ?? '') + path.slice(1) : path);
  const found = places[shell].map(own).find((file) => machine.facts(file)?.kind === 'file');
  const start = own(startFiles[shell]);
  return { shell, installed: found ?? (loads(machine, start) ? start : null) };
}

/** The script that `completion install` has put in its place, where the shell is told to load it. */
async function installedBy(context: Context, machine: Machine, shell: CompletionShell): Promise<string | null> {
  if (machine.home === null) return null;
  const [own, { file }] = await Promise.all([context.ownFiles(), context.completionScript(shell)]);
  const { script, startup, lines } = completionFiles(shell, file, own);
  const told = startup === null || lines.every((line) => own.read(startup)?.includes(line));
  return told && machine.facts(script) !== null ? script : null;
}

function loads(machine: Machine, file: string): boolean {
  try {
    return /^[^#\n]*\bnube completion\b/m.test(machine.readText(file) ?? '');
  } catch {
    return false;
  }
}
