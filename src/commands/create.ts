import { defineCommand } from '../core/command';
import { commonOptions } from '../core/common';
import type { Context } from '../core/context';
import { type CreateRequest, checkedNames, createInstances, creatingOf, refuseTakenNames } from '../core/create';
import type { CreateInput } from '../core/driver';
import { CliError, toCliError } from '../core/errors';
import { nearest } from '../core/nearest';
import {
  choice,
  each,
  flag,
  gibibytes,
  mebibytes,
  names,
  type Option,
  type Options,
  text,
  type Values,
  whole,
} from '../core/option';
import { type Profile, scopeNames } from '../core/profile';
import { Secret } from '../core/secret';
import { shellLine } from '../core/shell';
import { createdView } from '../core/views';

/** The options that describe the new instance; their names are those of `CreateInput`. */
const shape = {
  size: text('size', 'SIZE', 'how large', { completes: { catalog: 'sizes' } }),
  image: text('image', 'IMAGE', 'what to install', { completes: { catalog: 'images' } }),
  network: text('network', 'NETWORK', 'the network to join', { completes: { catalog: 'networks' } }),
  tag: names('tag', 'TAGS', 'tags (morpheus: k=v is a tag, k a label)'),
  sshKey: text('ssh-key', 'KEY', 'a key the provider knows', { completes: { catalog: 'ssh-keys' } }),
  publicKey: text('public-key', 'KEY', 'a public key, or @FILE'),
  firewall: text('firewall', 'FIREWALL', 'the firewall', { completes: { catalog: 'firewalls' } }),
  publicIp: choice('public-ip', ['create', 'none'], 'whether to have a public address'),
  reverseDns: text('reverse-dns', 'NAME', 'reverse DNS name'),
  user: text('user', 'NAME', 'the first user'),
  cpus: whole('cpus', 'N', 'processors, for custom sizes', 1),
  memoryMiB: mebibytes('memory', 'memory, for custom sizes'),
  diskOffering: text('disk-offering', 'NAME', 'an extra disk', {
    completes: { catalog: 'disk-offerings' },
  }),
  diskSizeGiB: gibibytes('disk-size', 'size of the extra disk'),
  diskIops: whole('disk-iops', 'N', 'speed of the extra disk', 1),
  rootSizeGiB: gibibytes('root-size', 'size of the root disk'),
  attachVolume: text('attach-volume', 'VOLUME', 'a volume to attach', {
    completes: { catalog: 'volumes' },
  }),
  forwardPort: names('forward-port', 'PORTS', 'ports to forward'),
  affinityGroup: text('affinity-group', 'GROUP', 'affinity group', {
    completes: { catalog: 'affinity-groups' },
  }),
  privateAddress: text('private-address', 'IP', 'private address'),
  server: each('server', 'NAME[=N]', 'on which server, how many', {
    completes: { catalog: 'servers' },
  }),
  scale: whole('scale', 'N', 'the container’s new total', 0),
  kind: choice('kind', ['container', 'vm'], 'which kind of instance'),
  type: text('type', 'TYPE', 'instance type', { completes: { catalog: 'types' } }),
  layout: text('layout', 'LAYOUT', 'layout', { completes: { catalog: 'layouts' } }),
  plan: text('plan', 'PLAN', 'plan, the same as --size', { completes: { catalog: 'plans' } }),
  volume: names('volume', 'NAME=GB', 'a volume'),
  config: each('config', 'KEY=VALUE', 'a setting of the type', { secret: true }),
  label: names('label', 'LABELS', 'labels'),
  env: each('env', 'NAME=VALUE', 'an environment variable', { secret: true }),
  copies: whole('copies', 'N', 'copies inside one instance', 1),
  description: text('description', 'TEXT', 'description'),
} as const satisfies Options;

const options = {
  ...shape,
  count: whole('count', 'N', 'how many: NAME-1 to NAME-N', 1),
  userData: text('user-data', 'FILE', 'a script or cloud-init file, or - for standard input', { completes: 'file' }),
  fromFile: text('from-file', 'FILE', 'YAML or JSON: one instance or a list of them', { completes: 'file' }),
  ifNotExists: flag('if-not-exists', 'do nothing when the name exists, and say whether it differs'),
  showSecrets: flag('show-secrets', 'print the initial password'),
} as const satisfies Options;

type Given = Values<typeof options>;

export const create = defineCommand({
  name: 'create',
  output: 'created',
  view: createdView,
  group: 'life',
  summary: 'make new instances',
  description:
    'With all options given it asks nothing. At a terminal it asks for what is missing, with live choices, and ends by printing the whole command.',
  arguments: [{ name: 'name', summary: 'the name of the new instance', required: false }],
  options,
  mutating: ['yes', 'dry-run', 'no-wait', 'timeout', 'concurrency', 'max'],
  examples: [
    { line: 'nube create web-3 -p civo --region LON1 --size g3.small --image ubuntu-jammy', does: 'make one instance' },
    {
      line: 'nube create web -p civo --region LON1 --size g3.small --image ubuntu-jammy --count 3',
      does: 'make web-1 to web-3',
    },
    { line: 'nube create --from-file fleet.yaml -p civo', does: 'make what a file describes' },
  ],
  async run(context, { words: [name = null], options: given }) {
    const profile = await context.chosenOne('create');
    if (given.fromFile === undefined) {
      const own = await described(context, given, {}, name);
      const { request, words } = await completed(context, profile, own);
      const output = await createInstances(context, [request]);
      const whole = context.asked.length + words.length > 0;
      const line = ['nube', ...context.line, ...context.asked, ...words];
      if (whole) context.note(`The same without questions: ${shellLine(line)}`);
      return output;
    }
    const entries = await fromFile(context, given.fromFile);
    if (given.fromFile === '-' && [given, ...entries].some(({ userData }) => userData === '-')) {
      throw new CliError('conflicting_options', 'Standard input cannot be both the instances and the user data', {
        hint: 'Give one of the two as a file.',
      });
    }
    const requests: CreateRequest[] = [];
    for (const [index, entry] of entries.entries()) {
      const from = whereIn(given.fromFile, index, entries.length);
      const kept = beside(entry, context, given);
      const { scopes, ...rest } = await described(context, { ...kept, ...given }, kept, name);
      requests.push({ ...rest, from, connection: await context.connect(profile, { scopes }) });
    }
    return createInstances(context, requests);
  },
});

/** Options that are two names for one thing. */
const twoNames = [
  ['size', 'plan'],
  ['region', 'cloud'],
] as const;

/** The entry without what a flag says under another name. */
function beside(entry: Entry, { options: { scopes } }: Context, given: Given): Entry {
  const said: object = { ...scopes, ...given };
  const names = twoNames.filter((pair) => pair.some((name) => name in said)).flat();
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !names.some((one) => one === name)));
}

type Scopes = Context['options']['scopes'];
type Entry = Given & { name?: string } & Scopes;
type Described = Omit<CreateRequest, 'connection'> & { scopes: Scopes };

/** One instance as the options and, where there is one, the entry of a file describe it. */
async function described(context: Context, given: Entry, entry: Entry, name: string | null): Promise<Described> {
  const { count, userData, fromFile: _file, ifNotExists, showSecrets, name: _name, ...rest } = given;
  const key = rest.publicKey?.startsWith('@')
    ? (await context.readFile(rest.publicKey.slice(1))).toString().trim()
    : rest.publicKey;
  const scopes = { ...scopesOf(entry), ...context.options.scopes };
  const secret = userData === undefined ? {} : { userData: await readUserData(context, userData) };
  const input = {
    ...rest,
    ...(key === undefined ? {} : { publicKey: key }),
    ...(count === undefined ? {} : { count }),
    ...scopes,
    ...secret,
  };
  return {
    name: name ?? entry.name ?? null,
    count: count ?? 1,
    input,
    rules: { ifNotExists: ifNotExists === true, showSecrets: showSecrets === true },
    scopes,
  };
}

const scopesOf = (entry: Entry): Scopes =>
  Object.fromEntries(scopeNames.flatMap((scope) => (entry[scope] === undefined ? [] : [[scope, entry[scope]]])));

async function readUserData(context: Context, file: string): Promise<Secret> {
  const content = file === '-' ? await context.readInput() : await context.readFile(file);
  return new Secret(content.toString('utf8'), 'user-data', file);
}

/** The instances that a file describes; its keys are `name` and the long flags without their dashes. */
async function fromFile(context: Context, file: string): Promise<Entry[]> {
  const content = file === '-' ? await context.readInput() : await context.readFile(file);
  const document = await context.parseDocument(content.toString('utf8'), whereIn(file, 0, 1));
  const entries = Array.isArray(document) ? document : [document];
  return entries.map((entry: unknown, index) => {
    const where = whereIn(file, index, entries.length);
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) {
      throw new CliError('invalid_value', `${where} is not a mapping of name and options`);
    }
    return Object.fromEntries(Object.entries(entry).map(([key, value]) => fileEntry(key, value, where)));
  });
}

/** The file, and which of several entries. */
function whereIn(file: string, index: number, count: number): string {
  const name = file === '-' ? 'Standard input' : file;
  return count === 1 ? name : `${name}, entry ${index + 1}`;
}

function fileEntry(key: string, value: unknown, where: string): [string, unknown] {
  const wrong = (wanted: string) =>
    new CliError('invalid_value', `${where}: ${key} takes ${wanted}, not ${kindOf(value)}`);
  const word = (one: unknown, wanted = 'a text or a number'): string => {
    if (typeof one === 'number' || (typeof one === 'string' && one !== '')) return String(one);
    throw wrong(wanted);
  };
  if (key === 'name') return [key, word(value)];
  const scope = scopeNames.find((one) => one === key);
  if (scope !== undefined) return [scope, word(value)];
  const found = Object.entries(options).find(([, option]) => option.name === key && key !== 'from-file');
  if (found === undefined) {
    const names = Object.values(options).map(({ name }) => name);
    const guess = nearest(key, ['name', ...scopeNames, ...names.filter((name) => name !== 'from-file')]);
    throw new CliError('unknown_option', `${where}: create has no option ${JSON.stringify(key)}`, {
      hint:
        guess !== null
          ? `Did you mean ${guess}?`
          : 'The keys are name and the long flags of nube help create, without their dashes.',
    });
  }
  const [field, option] = found;
  if (option.value === undefined) {
    if (typeof value !== 'boolean') throw wrong('true or false');
    return [field, value];
  }
  if (!option.list) return [field, readAt(where, option, word(value), undefined)];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const words = items.map((one) => word(one, 'a text or a list of texts'));
  return [field, words.reduce<unknown>((previous, one) => readAt(where, option, one, previous), [])];
}

/** What a value is, without telling it: it may be secret. */
function kindOf(value: unknown): string {
  if (value === null || value === '') return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

/** Reads a value of a file; throws as the option does, saying where the value stands. */
function readAt(where: string, option: Option, word: string, previous: unknown): unknown {
  try {
    return option.read(word, previous);
  } catch (error) {
    throw error instanceof CliError ? new CliError(error.code, `${where}: ${error.message}`, error.details) : error;
  }
}

/**
 * Asks for the name and for each thing the provider needs, with live choices, where somebody is there to answer. A name
 * that was given is judged before there are answers that could be lost.
 */
async function completed(
  context: Context,
  profile: Profile,
  { scopes, ...own }: Described,
): Promise<{ request: CreateRequest; words: string[] }> {
  let connection = await context.connect(profile, { scopes });
  const creating = creatingOf(connection);
  let { input, name } = own;
  const words: string[] = [];
  const missing = (option: keyof CreateInput) => {
    const settings: Readonly<Record<string, string | undefined>> = connection.session.settings;
    return input[option] === undefined && settings[option] === undefined;
  };
  const nameless = creating.name === 'required' && name === null;
  const wizard = context.ask.available && (creating.required.some(missing) || nameless);
  const named = wizard && !nameless ? checkedNames({ ...own, connection }) : [];
  const unjudged = own.rules.ifNotExists ? [] : named;
  for (const { option, message, choices, when } of wizard ? creating.questions : []) {
    const scope = scopeNames.find((one) => one === option);
    if (scope === undefined) await refuseTakenNames(context, connection, unjudged.splice(0));
    if (!missing(option)) continue;
    const wanted = when === undefined ? creating.required.includes(option) : await when(connection.session, input);
    if (!wanted) continue;
    const offered = await choices?.(connection.session, input);
    if (offered !== undefined && offered.length === 0) continue;
    const word = offered === undefined ? await context.ask.text(message) : await context.ask.select(message, offered);
    if (word === '') continue;
    const definition = (options as Options)[option] ?? (commonOptions as Options)[option];
    input = { ...input, [option]: definition === undefined ? word : definition.read(word, undefined) };
    words.push(`--${definition?.name ?? option}`, word);
    if (scope !== undefined) connection = await context.connect(profile, { scopes: { ...scopes, [scope]: word } });
  }
  if (wizard && nameless) {
    name = await context.ask.text('Name of the new instance', {
      validate: (typed) => wrongWith(context, { ...own, name: typed, connection }),
    });
    words.unshift(name);
  }
  return { request: { ...own, name, input, connection }, words };
}

/** What is wrong with a name as it was typed, so that the question can be put again and no answer is lost. */
async function wrongWith(
  context: Context,
  request: Pick<CreateRequest, 'connection' | 'count' | 'rules'> & { name: string },
): Promise<string | true> {
  if (request.name.trim() === '') return 'Something must be typed';
  try {
    const names = checkedNames(request);
    if (!request.rules.ifNotExists) await refuseTakenNames(context, request.connection, names);
    return true;
  } catch (thrown) {
    const { code, kind, message, details } = toCliError(thrown);
    if (code === 'name_taken') return message;
    // Nothing is wrong with the name where nobody could look.
    return kind === 'usage' ? [message, details.hint].filter((part) => part !== undefined).join('. ') : true;
  }
}
