import type { Changing, Plan, ResizeInput, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { type Fields, fieldsOf, isFields, listOf, text } from '../../core/fields';
import type { Body } from '../../core/http';
import type { Located } from '../../core/instance';
import { Secret } from '../../core/secret';
import { parseSize } from '../../core/units';
import { byKind } from './byKind';
import type { Container } from './containers';
import { type ContainerTask, planTasks } from './containerTask';
import { type Growth, planExtensions } from './extend';
import { mebibytesOf, number, stateOf } from './fields';
import { type MachineTask, planMachineTasks } from './machineTask';
import type { Seen } from './read';
import { dataSize, machineResources, sharesPerCpu } from './resources';

/** What the resources of a virtual machine may be (Cycle's VirtualMachineRamResources and …CpuResources). */
const machineLimits = { cores: 32, leastMiB: 512, mostMiB: 65 * 1024 };

export const resize: Changing<ResizeInput> = {
  limit:
    'Processors and memory for every instance of the container, which restarts; volumes by how much they grow. Virtual machines alone.',
  options: ['cpus', 'memoryMiB', 'volume', 'wholeContainer'],
  from: ['running', 'stopped', 'error', 'pending', 'unknown'],
  plan: byKind('resize', planInstances, planMachines),
};

function planInstances(session: Session, targets: readonly Located[], input: ResizeInput): Promise<readonly Plan[]> {
  const growths = growthsOf(input);
  if (growths.length > 0) return planExtensions(session, targets, growths);
  return planTasks(session, targets, input.wholeContainer === true, (container, instances) =>
    containerTask(container, instances, input),
  );
}

function planMachines(session: Session, targets: readonly Located[], input: ResizeInput): Promise<readonly Plan[]> {
  const growths = growthsOf(input);
  return planMachineTasks(session, targets, (machine, { instance: { name } }) =>
    growths.length > 0 ? volumeTask(machine, growths, name) : machineTask(machine, input, name),
  );
}

/** Reads `ID=+GB`; refuses that together with processors or memory, which is another request with another reach. */
function growthsOf({ volume = [], cpus, memoryMiB }: ResizeInput): Growth[] {
  if (volume.length > 0 && (cpus !== undefined || memoryMiB !== undefined)) {
    throw new CliError('conflicting_options', 'On Cycle --volume and --cpus or --memory are two changes', {
      hint: 'Give them in two commands.',
    });
  }
  return volume.map((word) => {
    const [, name, size] = /^(.+)=\+(.+)$/.exec(word) ?? [];
    if (name === undefined || size === undefined) {
      throw new CliError('invalid_value', `${JSON.stringify(word)} does not say by how much a volume grows`, {
        hint: 'For example --volume 5d2f4b0a=+20 adds 20 GB; nube volumes REF shows the ids.',
      });
    }
    const mebibytes = parseSize(size, 'GiB') / 2 ** 20;
    if (mebibytes < 1 || !Number.isInteger(mebibytes)) {
      throw new CliError('invalid_value', `${JSON.stringify(size)} is not a size by which a volume can grow`);
    }
    return { volume: name, mebibytes };
  });
}

/** The whole configuration goes back as it was, but for what was asked (read, modify, write). */
function containerTask(container: Container, instances: readonly Seen[], input: ResizeInput): ContainerTask {
  const { config } = container;
  const resources = fieldsOf(config.resources);
  const [cpu, ram] = [fieldsOf(resources.cpu), fieldsOf(resources.ram)];
  const shares = input.cpus === undefined ? null : input.cpus * sharesPerCpu;
  const limit = input.memoryMiB === undefined ? null : dataSize(input.memoryMiB);
  const reserved = fieldsOf(cpu.shares).reserve;
  const wanted: Fields = {
    ...resources,
    cpu:
      shares === null ? cpu : { ...cpu, shares: { limit: shares, reserve: Math.min(number(reserved) ?? 0, shares) } },
    ram: limit === null ? ram : { ...ram, limit, ...reserveWithin(ram.reserve, limit) },
  };
  const { cpus, memoryMiB } = container.resources;
  const same =
    (input.cpus === undefined || input.cpus === cpus) &&
    (input.memoryMiB === undefined || input.memoryMiB === memoryMiB);
  const runs = instances.some(({ fields }) => !['stopped', 'new'].includes(stateOf(fields)));
  return {
    action: 'reconfigure',
    verb: 'resize',
    spares: [],
    until: runs ? ['running'] : ['stopped', 'new'],
    back: true,
    contents: asBody({ ...config, resources: wanted }),
    loses: runs ? ['it restarts'] : [],
    ...(same ? { skip: 'it has these already' } : {}),
  };
}

/** No more can be reserved than there is. */
function reserveWithin(reserve: unknown, limit: string): Fields {
  const [before, most] = [mebibytesOf(reserve), mebibytesOf(limit)];
  return before !== null && most !== null && before > most ? { reserve: limit } : {};
}

function machineTask(machine: Fields, { cpus, memoryMiB }: ResizeInput, name: string): MachineTask {
  const { cores, leastMiB, mostMiB } = machineLimits;
  if (cpus !== undefined && cpus > cores) {
    throw new CliError('invalid_value', `A virtual machine has 1 to ${cores} cores, not ${cpus}`);
  }
  if (memoryMiB !== undefined && (memoryMiB < leastMiB || memoryMiB >= mostMiB)) {
    throw new CliError('invalid_value', 'A virtual machine has at least 512 MiB and less than 65 GiB of memory');
  }
  const config = fieldsOf(machine.config);
  const resources = fieldsOf(config.resources);
  const [cpu, ram] = [fieldsOf(resources.cpu), fieldsOf(resources.ram)];
  const now = machineResources(config, null);
  // Either cores or a list of cores can be set (Cycle's VirtualMachineCpuResources).
  const { cpus: _list, ...own } = cpu;
  const wanted = {
    ...resources,
    cpu: cpus === undefined ? cpu : { ...own, cores: { ...fieldsOf(cpu.cores), number: cpus } },
    ram: memoryMiB === undefined ? ram : { ...ram, limit: dataSize(memoryMiB) },
  };
  const same = (cpus === undefined || cpus === now.cpus) && (memoryMiB === undefined || memoryMiB === now.memoryMiB);
  return {
    action: 'reconfigure',
    ...asItWas(machine),
    contents: asBody({ ...config, resources: wanted }),
    loses: stateOf(machine) === 'running' ? [`${name} restarts`] : [],
    ...(same ? { skip: 'it has these already' } : {}),
  };
}

function volumeTask(machine: Fields, growths: readonly Growth[], name: string): MachineTask {
  const volumes = listOf(machine.volumes);
  const changes = growths.map(({ volume: wanted, mebibytes }): [string, Fields] => {
    const volume = volumes.find(({ id, config }) => id === wanted || fieldsOf(config).identifier === wanted);
    const config = fieldsOf(volume?.config);
    const size = mebibytesOf(fieldsOf(config.local).max_size);
    if (volume === undefined || size === null) {
      const ids = volumes.map(({ id }) => text(id)).filter((id) => id !== null);
      throw new CliError('resource_not_found', `${name} has no volume ${JSON.stringify(wanted)} that can grow`, {
        hint: ids.length > 0 ? `It has ${ids.join(', ')}.` : 'It has none.',
      });
    }
    return [
      text(volume.id) ?? wanted,
      { ...config, local: { ...fieldsOf(config.local), max_size: dataSize(size + mebibytes) } },
    ];
  });
  return { action: 'volumes.reconfigure', ...asItWas(machine), contents: asBody(Object.fromEntries(changes)) };
}

function asItWas(machine: Fields): Pick<MachineTask, 'until' | 'back'> {
  return { until: stateOf(machine) === 'running' ? ['running'] : ['stopped', 'new'], back: true };
}

/** The configuration as a body in which the values of environment variables are secrets. */
function asBody(value: unknown, label: string | null = null): Body {
  if (typeof value === 'string' && label !== null) return new Secret(value, label);
  if (Array.isArray(value)) return value.map((item) => asBody(item, label));
  if (!isFields(value)) return value as Body;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      asBody(inner, label === null ? (key === 'environment_vars' ? 'env' : null) : `env-${key}`),
    ]),
  );
}
