import { curlCommand, type RecordedRequest, type ShellNames } from './http/curl';
import { quote } from './http/shell';

/** Writes down what a dry run does not do. */
export interface Recorder {
  /** Takes note of a change; gives the variable (`$ID_1`) that stands for the id its answer would tell. */
  request(request: RecordedRequest): string;
  /** Takes note of another program that would be run, and of the file that it would read. */
  command(words: readonly string[], input?: string): void;
  /** Everything so far as shell commands, each under `# 1`, `# 2`; empty when there is nothing. */
  text(): string;
}

/** Makes an empty record of one command's dry run. */
export function createRecorder(): Recorder {
  const entries: (RecordedRequest | { words: readonly string[]; input: string | undefined })[] = [];

  return {
    request(request) {
      entries.push(request);
      return `$ID_${entries.length}`;
    },
    command(words, input) {
      entries.push({ words, input });
    },
    text() {
      const requests = entries.filter((entry): entry is RecordedRequest => 'profile' in entry);
      const several = new Set(requests.map(({ profile }) => profile)).size > 1;
      const tokens = naming();
      const secrets = naming();
      // The credential's own name is taken.
      secrets('NUBE_TOKEN', '');
      const later = new Set<string>();
      const names: ShellNames = {
        token: (profile) => (several ? tokens(`NUBE_TOKEN_${capitals(profile)}`, profile) : 'NUBE_TOKEN'),
        secret: (secret) => secrets(`NUBE_${capitals(secret.label)}`, secret.reveal()),
        later,
      };
      return entries
        .map((entry, index) => {
          if (!('profile' in entry)) {
            const input = entry.input === undefined ? '' : ` < ${bareOrQuoted(entry.input)}`;
            return `# ${index + 1}\n${entry.words.map(bareOrQuoted).join(' ')}${input}\n`;
          }
          const { command, variables } = curlCommand(entry, names);
          later.add(`ID_${index + 1}`);
          const comments = [...variables].map(([name, meaning]) => `# Set ${name} to ${meaning}.\n`);
          return `# ${index + 1}\n${comments.join('')}${command}\n`;
        })
        .join('');
    },
  };
}

function bareOrQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote([word]);
}

function capitals(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** Gives each value its own name: the wanted one, and with a number behind it where another value has that. */
function naming(): (wanted: string, value: string) => string {
  const names = new Map<string, Map<string, string>>();
  return (wanted, value) => {
    const values = names.get(wanted) ?? new Map<string, string>();
    names.set(wanted, values);
    const name = values.get(value) ?? (values.size === 0 ? wanted : `${wanted}_${values.size + 1}`);
    values.set(value, name);
    return name;
  };
}
