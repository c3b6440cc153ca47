import { defineCommand } from '../../core/command';
import { CliError, summarise } from '../../core/errors';
import { filterWords } from '../../core/filter';
import type { Instance } from '../../core/instance';
import { jsonText } from '../../core/jsonText';
import { nearest } from '../../core/nearest';
import type { OpenSsh } from '../../core/openssh';
import { each, flag, text } from '../../core/option';
import { shellLine } from '../../core/shell';
import { findHosts, type Host } from './hosts';
import { isHostOf, nameHosts } from './nameHosts';
import { hostKeySettings } from './sshArguments';

export const inventory = defineCommand({
  name: 'inventory',
  output: ['inventory', 'hostVariables'],
  group: 'reach',
  summary: 'print all instances as a dynamic inventory of Ansible',
  description:
    'Hosts are called PROFILE-NAME; groups are by provider, profile, region, tag and state (tag_web, state_running). It is JSON whatever -o says.',
  options: {
    list: flag('list', 'the whole inventory (unless said otherwise)'),
    host: text('host', 'NAME', 'only the variables of one host'),
    filter: each('filter', 'CONDITION', 'only these: state=running, tag=web …', { completes: { words: filterWords } }),
  },
  examples: [
    { line: 'nube inventory --list', does: 'what Ansible asks for' },
    { line: 'nube inventory --host civo-web-1', does: 'one host’s variables' },
  ],
  async run(context, { options }) {
    if (options.list === true && options.host !== undefined) {
      throw new CliError('conflicting_options', '--list and --host contradict each other');
    }
    const openssh = await context.openssh();
    const {
      hosts: found,
      failures,
      attempted,
    } = await findHosts(context, options.filter ?? [], ({ name }) => {
      return options.host === undefined || isHostOf(name, options.host);
    });
    const hosts = named(found);
    const value = options.host === undefined ? wholeOf(hosts, openssh) : variablesFor(options.host, hosts, openssh);
    const error = failures.length === 0 ? null : summarise(failures, attempted, 'profiles');
    return {
      kind: 'bytes',
      bytes: Buffer.from(`${jsonText(value, 2)}\n`),
      onlyJson: true,
      error,
    };
  },
});

type NamedHost = Host & { name: string };

function named(hosts: readonly Host[]): NamedHost[] {
  const names = nameHosts(hosts.map(({ instance }) => instance));
  return hosts.map((host, index) => ({ ...host, name: names[index] ?? '' }));
}

function variablesFor(name: string, hosts: readonly NamedHost[], openssh: OpenSsh): object {
  const found = hosts.find((host) => host.name === name);
  if (found !== undefined) return variablesOf(found, openssh);
  const guess = nearest(
    name,
    hosts.map((host) => host.name),
  );
  throw new CliError('instance_not_found', `No host is called ${JSON.stringify(name)}`, {
    hint: guess === null ? 'nube inventory --list shows them all.' : `Did you mean ${guess}?`,
  });
}

function wholeOf(hosts: readonly NamedHost[], openssh: OpenSsh): object {
  const groups = new Map<string, string[]>();
  for (const { name, instance } of hosts) {
    for (const group of groupsOf(instance)) groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const names = [...groups.keys()].sort();
  return {
    _meta: { hostvars: Object.fromEntries(hosts.map((host) => [host.name, variablesOf(host, openssh)])) },
    all: { hosts: hosts.map(({ name }) => name), children: names },
    ...Object.fromEntries(names.map((name) => [name, { hosts: [...new Set(groups.get(name))] }])),
  };
}

function groupsOf({ provider, profile, region, tags, state }: Instance): string[] {
  return [
    groupName('provider', provider),
    groupName('profile', profile),
    ...(region === null ? [] : [groupName('region', region)]),
    ...tags.map((tag) => groupName('tag', tag)),
    groupName('state', state),
  ];
}

/** Ansible takes letters, digits and underlines in the names of groups. */
const groupName = (kind: string, value: string): string => `${kind}_${value.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;

function variablesOf({ instance, way }: Host, openssh: OpenSsh): object {
  const { profile, provider, id, name, hostname, state, region, group, size, image, tags } = instance;
  const own = { profile, provider, id, name, hostname, state, region, group, size, image, tags };
  return {
    ...(way === null
      ? {}
      : {
          ansible_host: way.host,
          ansible_port: way.port,
          ...(way.user === null ? {} : { ansible_user: way.user }),
          ansible_ssh_common_args: shellLine(
            [
              ...hostKeySettings(openssh, way.alias),
              ...(way.jump === null ? [] : [['ProxyJump', way.jump] satisfies [string, string]]),
            ].flatMap(([key, value]) => ['-o', `${key}=${value}`]),
          ),
        }),
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`nube_${key}`, literal(value)])),
    nube_public_addresses: literal(instance.publicAddresses),
    nube_private_addresses: literal(instance.privateAddresses),
  };
}

/** Ansible runs what it takes for a template; words of a provider are marked as none where they look like one. */
function literal(value: string | null | readonly string[]): unknown {
  if (typeof value !== 'string') return value?.map(literal) ?? null;
  return /\{[{%#]/.test(value) ? { __ansible_unsafe: value } : value;
}
