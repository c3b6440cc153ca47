import { isBaseImage } from './baseImages';
import type { Call } from './cycleRoute';
import type { CycleVirtualMachine } from './data';
import { parseDataSize } from './dataSize';
import { failure } from './failure';
import { createFields, isRecord } from './fields';
import { identifierFrom } from './identifierFrom';
import { ownedBy } from './owned';

const PUBLIC = ['enable', 'disable', 'egress-only', 'environment-limited'];
const LEAST_RAM = 512 * 1024 ** 2;
const MOST_RAM = 65 * 1024 ** 3;
const MOST_CORES = 32;

/** What a new virtual machine is made of. */
export type MachinePlan = Pick<
  CycleVirtualMachine,
  'name' | 'identifier' | 'environment_id' | 'config' | 'image' | 'annotations' | 'ssh_keys' | 'lock'
> & { volumes: Record<string, unknown>[] };

/** The body of a request for a virtual machine; throws when something that it needs is missing or makes no sense. */
export function requireMachine(call: Call): MachinePlan {
  const { data, fields } = call;
  const name = fields.text('name');
  const environment = ownedBy(data.environments, fields.text('environment_id'));
  const image = fields.object('image');
  const type = image.text('type');
  const details = image.object('details');
  if (!['base', 'url', 'ipxe', 'external-volume'].includes(type)) throw invalid('/image/type');
  if (type === 'base' && !isBaseImage(details.text('identifier'))) throw invalid('/image/details/identifier');
  if (type === 'url') details.text('url');
  const config = requireMachineConfig(fields.raw('config'), '/config');
  const lock = fields.flag('lock');
  const volumes = fields.raw('volumes') ?? [];
  if (!Array.isArray(volumes)) throw invalid('/volumes');
  const checked = volumes.map((volume, index) => requireMachineVolume(volume, `/volumes/${index}`));
  const keys = requireSshKeys(call);
  if (!environment) throw failure('404.environment', { source: '/environment_id' });
  const annotations = fields.raw('annotations');
  return {
    name,
    identifier: fields.optionalText('identifier') ?? identifierFrom(name),
    environment_id: environment.id,
    config,
    image: fields.raw('image') as CycleVirtualMachine['image'],
    annotations: isRecord(annotations) ? annotations : null,
    ssh_keys: keys,
    lock,
    volumes: checked,
  };
}

/** The whole config of a virtual machine. */
export function requireMachineConfig(config: unknown, source: string): CycleVirtualMachine['config'] {
  const fields = createFields({ config }).object('config');
  const network = fields.object('network');
  if (!PUBLIC.includes(network.text('public'))) throw invalid(`${source}/network/public`);
  network.text('hostname');
  network.flag('egress_via_gateway');
  fields.object('deploy');
  const resources = fields.object('resources');
  const bytes = parseDataSize(resources.object('ram').text('limit'));
  if (bytes === undefined || bytes < LEAST_RAM || bytes >= MOST_RAM) throw invalid(`${source}/resources/ram/limit`);
  const cpu = resources.object('cpu');
  if (isRecord(cpu.raw('cores'))) {
    const cores = cpu.object('cores').whole('number');
    if (cores < 1 || cores > MOST_CORES) throw invalid(`${source}/resources/cpu/cores/number`);
  }
  return config as CycleVirtualMachine['config'];
}

/** The config of one volume of a virtual machine. */
export function requireMachineVolume(config: unknown, source: string): Record<string, unknown> {
  const fields = createFields({ config }).object('config');
  fields.text('identifier');
  fields.flag('read_only');
  if (isRecord(fields.raw('local'))) {
    const size = parseDataSize(fields.object('local').text('max_size'));
    if (!size) throw invalid(`${source}/local/max_size`);
  }
  return config as Record<string, unknown>;
}

/** The ids in `ssh_keys`, none if they aren't sent. */
export function requireSshKeys({ data, fields }: Call): string[] {
  const ids = fields.raw('ssh_keys') ?? [];
  if (!Array.isArray(ids)) throw invalid('/ssh_keys');
  for (const id of ids) {
    if (!ownedBy(data.ssh_keys, String(id))) throw failure('404.virtual-machine.ssh-key', { source: '/ssh_keys' });
  }
  return ids;
}

function invalid(source: string) {
  return failure('422.invalid-argument', { detail: `${source.split('/').at(-1)} is invalid`, source });
}
