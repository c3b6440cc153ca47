import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { filterWords } from '../../core/filter';
import { aliasesOfProfile } from '../../core/hostKeyAlias';
import type { OpenSsh } from '../../core/openssh';
import { each, flag } from '../../core/option';
import { clean } from '../../core/text';
import { findHosts, type Host, type Hosts } from './hosts';
import { nameHosts } from './nameHosts';
import { hostKeySettings, sshWord } from './sshArguments';

export const sshConfig = defineCommand({
  name: 'ssh-config',
  output: 'text',
  group: 'reach',
  summary: 'write a configuration that lets ssh, scp and rsync know instances by name',
  description:
    'A host is called PROFILE-NAME. It goes to a file of nube’s own; the line that is printed, at the top of ~/.ssh/config, makes OpenSSH read it. Hosts of a profile that does not answer stay as they are.',
  options: {
    print: flag('print', 'print the configuration and write nothing'),
    filter: each('filter', 'CONDITION', 'only these: state=running, tag=web …', { completes: { words: filterWords } }),
  },
  examples: [
    { line: 'nube ssh-config', does: 'write it anew' },
    { line: 'nube ssh-config --filter tag=web --print', does: 'look at some of it' },
  ],
  async run(context, { options }) {
    const openssh = await context.openssh();
    const before = readBlocks(await openssh.readConfig());
    const found = await findHosts(context, options.filter ?? []);
    const kept = await blocksToKeep(context, before, found);
    const hosts = found.hosts.filter(({ alias }) => !kept.some((block) => block.alias === alias));
    const names = nameHosts(
      hosts.map(({ instance }) => instance),
      kept.flatMap((block) => block.names),
    );
    const blocks = [...kept, ...hosts.map((host, index) => blockOf(host, names[index] ?? '', openssh))];
    blocks.sort((a, b) => (a.alias < b.alias ? -1 : 1));
    const include = `Include ${sshWord(openssh.configFile)}`;
    const text = `${[heading(include), ...blocks.map((block) => block.text)].join('\n\n')}\n`;
    if (options.print === true) context.write(text);
    else {
      await openssh.writeConfig(text);
      for (const { instance, reason } of hosts) {
        if (reason !== null) context.note(`Left out ${instance.profile}/${instance.name}: ${reason}`);
      }
      context.note(
        `${blocks.flatMap((block) => block.names).length} hosts are in ${openssh.configFile}. With this line at the top of ~/.ssh/config OpenSSH reads it:`,
      );
      context.write(`${include}\n`);
    }
    const { failures, attempted } = found;
    return { kind: 'written', code: 0, failures, attempted: () => attempted, what: 'profiles' };
  },
});

interface Block {
  alias: string;
  names: readonly string[];
  text: string;
}

const mark = '# nube: ';

function heading(include: string): string {
  return `# Written by nube ssh-config, and written over the next time. At the top of ~/.ssh/config:\n#   ${include}`;
}

function blockOf({ alias, way, reason }: Host, name: string, openssh: OpenSsh): Block {
  if (way === null) {
    return { alias, names: [], text: `${mark}${alias}\n# ${name} is left out: ${clean(reason ?? '')}` };
  }
  const settings: [string, string][] = [
    ['HostName', way.host],
    ['Port', String(way.port)],
    ...(way.user === null ? [] : [['User', way.user] satisfies [string, string]]),
    ...hostKeySettings(openssh, way.alias),
    ...(way.jump === null ? [] : [['ProxyJump', way.jump] satisfies [string, string]]),
  ];
  const lines = settings.map(([key, value]) => `  ${key} ${value}`);
  return { alias, names: [name], text: [`${mark}${alias}`, `Host ${name}`, ...lines].join('\n') };
}

/** The blocks of a file that nube has written. */
function readBlocks(text: string): Block[] {
  return text
    .split(/\n\n+/)
    .map((block) => block.trim())
    .flatMap((block) => {
      if (!block.startsWith(mark)) return [];
      const [first = '', ...others] = block.split('\n');
      const names = others.flatMap((line) => /^Host (\S+)$/.exec(line)?.[1] ?? []);
      return [{ alias: first.slice(mark.length).trim(), names, text: block }];
    });
}

/**
 * The blocks that stay as they are: those of profiles that are not looked at this time, and of the others those of
 * instances of which nothing was heard.
 */
async function blocksToKeep(context: Context, before: readonly Block[], { hosts, complete }: Hosts): Promise<Block[]> {
  const heard = (await context.chosen()).filter(({ name }) => complete.has(name)).map(aliasesOfProfile);
  const known = (await context.known()).map(aliasesOfProfile);
  return before.filter(({ alias }) => {
    const host = hosts.find((one) => one.alias === alias);
    if (host !== undefined) return host.failed;
    const from = (starts: readonly string[]) => starts.some((start) => alias.startsWith(start));
    return from(known) && !from(heard);
  });
}
