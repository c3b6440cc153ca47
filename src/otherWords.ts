import { catalogKinds } from './core/driver';
import { shellLine } from './core/shell';
import type { KnownCommand } from './knownCommands';

/** What other programs call an instance, before or in place of a verb. */
const instances =
  'instance instances server servers vm vms machine machines droplet droplets node nodes virtual-machine compute linodes';

/** What people type who come from other programs, by what nube calls it. */
const words: Readonly<Record<string, string>> = {
  list: `ps search find ${instances}`,
  'get REF': 'describe inspect info view status details display',
  create: 'new launch provision deploy run add',
  'delete REF': 'terminate destroy remove del erase',
  'start REF': 'poweron power-on boot resume unpause up on',
  'stop REF': 'poweroff power-off shutdown halt down kill off',
  'reboot REF': 'reset hard-reboot soft-reboot power-cycle powercycle cycle bounce',
  'suspend REF': 'pause hibernate',
  'recover REF': 'undelete undestroy',
  'resize REF': 'scale upscale grow',
  'update REF': 'edit modify rename change',
  'clone REF': 'duplicate fork',
  'backup REF': 'snapshot',
  'backups REF': 'snapshots',
  'ssh REF': 'connect shell enter attach',
  cp: 'scp rsync copy sftp',
  'console REF': 'log logs vnc serial',
  'stats REF': 'top metrics usage monitor graph graphs',
  'tag REF': 'label labels tags',
  'profile add': 'login auth signin configure init setup account',
  'profile list': 'accounts config contexts context whoami',
  'profile remove': 'logout signout',
  'profile use': 'switch',
  'op list': 'tasks task jobs job operations events activities history',
  catalog: 'options offerings',
  api: 'curl request rest',
  '--version': 'version',
};

/** What other programs call an option, by nube's. */
const options: Readonly<Record<string, string>> = {
  output: 'format output-format',
  'output json': 'json',
  'output yaml': 'yaml',
  'output csv': 'csv',
  columns: 'fields field cols',
  'no-headers': 'no-header noheaders',
  filter: 'selector where',
  profile: 'context account',
  region: 'zone location datacenter',
  size: 'flavor flavour machine-type instance-type server-type',
  yes: 'assume-yes auto-approve no-confirm skip-confirmation',
  debug: 'verbose trace',
  limit: 'max-results',
  'page-size': 'per-page',
};

const read = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).flatMap(([own, others]) => others.split(' ').map((word) => [word, own] as const));

const known = new Map([...catalogKinds.map((kind) => [kind as string, `catalog ${kind}`] as const), ...read(words)]);
const knownOptions = new Map(read(options));
const nouns = new Set(instances.split(' '));

/**
 * The command line, without the program's name, that the words of another program stand for: a verb, what there is to
 * list, or a noun with a verb behind it, whose further words are kept. Null for none.
 */
export function lineFor(typed: readonly string[], commands: readonly KnownCommand[]): string | null {
  const [first = '', ...rest] = typed.map((word) => word.toLowerCase());
  const [second] = rest;
  if (second !== undefined && nouns.has(first)) {
    const own = ownVerb(second, commands) ?? lineFor(typed.slice(1), commands);
    if (own !== null) return filled(own, typed.slice(2));
  }
  const listed = second === undefined ? null : listingFor(first, second, commands);
  if (listed !== null) return listed;
  const kind = known.get(`${first}s`);
  return known.get(first) ?? (kind?.startsWith('catalog ') === true ? kind : null);
}

/** What lists the things of that name, where the word behind it says that they are to be listed; else null. */
export function listingFor(noun: string, word: string, commands: readonly KnownCommand[]): string | null {
  return verbFor(word, commands) === 'list' ? (known.get(`${noun}s`) ?? null) : null;
}

/** The verb of nube's that a word is, or is another name of; null for none. */
export function verbFor(word: string, commands: readonly KnownCommand[]): string | null {
  return (ownVerb(word, commands) ?? known.get(word))?.split(' ')[0] ?? null;
}

/** The option of nube's that another program's stands for, as it is typed without its dashes; null for none. */
export function optionFor(word: string): string | null {
  return knownOptions.get(word.toLowerCase()) ?? null;
}

/** A verb of nube's own by its name or another name of it, as a line to be filled. */
function ownVerb(word: string, commands: readonly KnownCommand[]): string | null {
  const found = commands.find(({ name, aliases }) => name === word || aliases.includes(word));
  if (found === undefined || found.name.includes(' ')) return null;
  return found.name === 'list' || found.name === 'create' ? found.name : `${found.name} REF`;
}

/** The words of an other line in place of REF. */
function filled(line: string, rest: readonly string[]): string {
  const [reference, ...others] = rest;
  if (reference === undefined || reference.startsWith('-') || line === 'list') return line;
  const end = others.findIndex((word) => word.startsWith('-'));
  const kept = shellLine([reference, ...(end < 0 ? others : others.slice(0, end))]);
  return line === 'create' ? `create ${kept}` : line.replace(/ REF$/, ` ${kept}`);
}
