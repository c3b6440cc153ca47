import { optionName } from '../core/capability';
import { defineCommand } from '../core/command';
import { commonOptions } from '../core/common';
import type { Connection, Context } from '../core/context';
import { type CreateRequest, createInstances, creatingOf } from '../core/create';
import type { CreateInput } from '../core/driver';
import { CliError } from '../core/errors';
import {
  choice,
  each,
  flag,
  gibibytes,
  mebibytes,
  names,
  type Options,
  text,
  type Values,
  whole,
} from '../core/option';
import { scopeNames } from '../core/profile';
import { Secret } from '../core/secret';
import { shellLine } from '../core/shell';
import { createdView } from '../core/views';

const some = 'Only some providers';

/** The options that describe the new instance; their names are those of `CreateInput`. */
const shape = {
  size: text('size', 'SIZE', 'how large', { completes: { catalog: 'sizes' } }),
  image: text('image', 'IMAGE', 'what to install', { completes: { catalog: 'images' } }),
  network: text('network', 'NETWORK', 'the network to join', { completes: { catalog: 'networks' } }),
  tag: names('tag', 'TAGS', 'tags (morpheus: k=v is a tag, k a label)'),
  sshKey: text('ssh-key', 'KEY', 'a key the provider knows', { completes: { catalog: 'ssh-keys' } }),
  publicKey: text('public-key', 'KEY', 'a public key, or @FILE'),
  firewall: text('firewall', 'FIREWALL', 'the firewall (civo)', { heading: some, completes: { catalog: 'firewalls' } }),
  publicIp: choice('public-ip', ['create', 'none'], 'whether to have a public address (civo)', { heading: some }),
  reverseDns: text('reverse-dns', 'NAME', 'reverse DNS name (civo)', { heading: some }),
  user: text('user', 'NAME', 'the first user (civo)', { heading: some }),
  cpus: whole('cpus', 'N', 'processors, for custom sizes (cloudca, coxedge, cloudmc)', 1, { heading: some }),
  memoryMiB: mebibytes('memory', 'memory, for custom sizes (cloudca, coxedge, cloudmc)', { heading: some }),
  diskOffering: text('disk-offering', 'NAME', 'an extra disk (cloudca, coxedge, cloudmc)', {
    heading: some,
    completes: { catalog: 'disk-offerings' },
  }),
  diskSizeGiB: gibibytes('disk-size', 'size of the extra disk (cloudca, coxedge, cloudmc)', { heading: some }),
  diskIops: whole('disk-iops', 'N', 'speed of the extra disk (cloudca, coxedge, cloudmc)', 1, { heading: some }),
  rootSizeGiB: gibibytes('root-size', 'size of the root disk (cloudca, coxedge, cloudmc)', { heading: some }),
  attachVolume: text('attach-volume', 'VOLUME', 'a volume to attach (cloudca, coxedge, cloudmc)', {
    heading: some,
    completes: { catalog: 'volumes' },
  }),
  forwardPort: names('forward-port', 'PORTS', 'ports to forward (cloudca, coxedge, cloudmc)', { heading: some }),
  affinityGroup: text('affinity-group', 'GROUP', 'affinity group (cloudca, coxedge, cloudmc)', {
    heading: some,
    completes: { catalog: 'affinity-groups' },
  }),
  privateAddress: text('private-address', 'IP', 'private address (cloudca, coxedge, cloudmc)', { heading: some }),
  server: each('server', 'NAME[=N]', 'on which server, how many (cycle)', {
    heading: some,
    completes: { catalog: 'servers' },
  }),
  scale: whole('scale', 'N', 'the container’s new total (cycle)', 0, { heading: some }),
  kind: choice('kind', ['container', 'vm'], 'which kind of instance (cycle)', { heading: some }),
  type: text('type', 'TYPE', 'instance type (morpheus)', { heading: some, completes: { catalog: 'types' } }),
  layout: text('layout', 'LAYOUT', 'layout (morpheus)', { heading: some, completes: { catalog: 'layouts' } }),
  plan: text('plan', 'PLAN', 'plan, the same as --size (morpheus)', { heading: some, completes: { catalog: 'plans' } }),
  volume: names('volume', 'NAME=GB', 'a volume (morpheus)', { heading: some }),
  config: each('config', 'KEY=VALUE', 'a setting of the type (morpheus)', { heading: some }),
  label: names('label', 'LABELS', 'labels (morpheus)', { heading: some }),
  env: each('env', 'NAME=VALUE', 'an environment variable (morpheus)', { heading: some }),
  copies: whole('copies', 'N', 'copies inside one instance (morpheus)', 1, { heading: some }),
  description: text('description', 'TEXT', 'description (morpheus)', { heading: some }),
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
    const connection = await context.connect(profile);
    const described = given.fromFile === undefined ? [{}] : await fromFile(context, given.fromFile);
    const requests: CreateRequest[] = [];
    for (const one of described) requests.push(await request(context, { ...one, ...given }, one, name));
    const rules = { ifNotExists: given.ifNotExists === true, showSecrets: given.showSecrets === true };
    const [only] = requests;
    if (requests.length !== 1 || only === undefined || !context.ask.available || given.fromFile !== undefined) {
      return createInstances(context, connection, requests, rules);
    }
    const asked = await askForMissing(context, connection, only);
    const output = await createInstances(context, connection, [asked.request], rules);
    if (asked.words.length > 0)
      context.note(`The same without questions: ${shellLine(['nube', ...context.line, ...asked.words])}`);
    return output;
  },
});

async function request(
  context: Context,
  given: Given & { name?: string },
  one: { name?: string },
  name: string | null,
): Promise<CreateRequest> {
  const {
    count,
    userData,
    fromFile: _file,
    ifNotExists: _exists,
    showSecrets: _secrets,
    name: _name,
    ...input
  } = given;
  const key = input.publicKey?.startsWith('@')
    ? (await context.readFile(input.publicKey.slice(1))).toString().trim()
    : input.publicKey;
  return {
    name: name ?? one.name ?? null,
    count: count ?? 1,
    input: {
      ...input,
      ...(key === undefined ? {} : { publicKey: key }),
      ...(count === undefined ? {} : { count }),
      ...context.options.scopes,
      ...(userData === undefined ? {} : { userData: await readUserData(context, userData) }),
    } as CreateInput,
  };
}

async function readUserData(context: Context, file: string): Promise<Secret> {
  const content = file === '-' ? await context.readInput() : await context.readFile(file);
  return new Secret(content.toString('utf8'), 'user-data', file);
}

/** The instances that a file describes; its keys are `name` and the long flags without their dashes. */
async function fromFile(context: Context, file: string): Promise<(Given & { name?: string })[]> {
  const content = file === '-' ? await context.readInput() : await context.readFile(file);
  const document = await context.parseDocument(content.toString('utf8'), file);
  const entries = Array.isArray(document) ? document : [document];
  return entries.map((entry: unknown, index) => {
    const where = entries.length === 1 ? file : `${file}, entry ${index + 1}`;
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) {
      throw new CliError('invalid_value', `${where} is not a mapping of name and options`);
    }
    return Object.fromEntries(Object.entries(entry).map(([key, value]) => fileEntry(key, value, where)));
  });
}

function fileEntry(key: string, value: unknown, where: string): [string, unknown] {
  if (key === 'name') return [key, String(value)];
  const scope = scopeNames.find((one) => one === key);
  if (scope !== undefined) return [scope, String(value)];
  const found = Object.entries(options).find(([, option]) => option.name === key && key !== 'from-file');
  if (found === undefined) {
    throw new CliError('unknown_option', `${where}: create has no option ${JSON.stringify(key)}`, {
      hint: 'The keys are name and the long flags of nube help create, without their dashes.',
    });
  }
  const [field, option] = found;
  if (option.value === undefined) return [field, value === true];
  const words = Array.isArray(value) ? value : [value];
  return [field, words.reduce<unknown>((previous, word) => option.read(String(word), previous as never), undefined)];
}

/** Asks for the name and for each thing the provider needs, with live choices. */
async function askForMissing(
  context: Context,
  connection: Connection,
  { name, count, input }: CreateRequest,
): Promise<{ request: CreateRequest; words: string[] }> {
  const creating = creatingOf(connection);
  const settings: Readonly<Record<string, string | undefined>> = connection.session.settings;
  const missing = (option: keyof CreateInput) => answered[option] === undefined && settings[option] === undefined;
  let answered: CreateInput = input;
  const words: string[] = [];
  const wizard = creating.required.some(missing) || (creating.name === 'required' && name === null);
  for (const question of wizard ? creating.questions : []) {
    const { option, message, choices, when } = question;
    if (!missing(option)) continue;
    if (when === undefined ? !creating.required.includes(option) : !(await when(connection.session, answered)))
      continue;
    const offered = await choices?.(connection.session, answered);
    if (offered !== undefined && offered.length === 0) continue;
    const word = offered === undefined ? await context.ask.text(message) : await context.ask.select(message, offered);
    if (word === '') continue;
    const definition = (options as Options)[option] ?? (commonOptions as Options)[option];
    answered = { ...answered, [option]: definition === undefined ? word : definition.read(word, undefined) };
    words.push(`--${optionName(option)}`, word);
  }
  const chosen =
    creating.name === 'required' && name === null ? await context.ask.text('Name of the new instance') : name;
  if (chosen !== name && chosen !== null) words.unshift(chosen);
  return { request: { name: chosen, count, input: answered }, words };
}
