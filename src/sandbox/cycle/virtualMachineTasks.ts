import type { Route } from '../emulator';
import { beginJob } from './beginJob';
import { createId } from './createId';
import { newMachineVolume } from './createMachine';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleData, CycleIp, CycleVirtualMachine } from './data';
import { failure } from './failure';
import { isRecord } from './fields';
import { ownedBy, usableMachineOf } from './owned';
import { requireMachineConfig, requireMachineVolume } from './requireMachine';

interface Plan {
  caption: string;
  steps: string[];
  kind: string;
  detail?: unknown;
}

const tasks: Readonly<Record<string, (call: Call, machine: CycleVirtualMachine) => Plan>> = {
  start(_, machine) {
    requireStartable(machine);
    return { caption: 'Start virtual machine', steps: ['Prepare server', 'Boot'], kind: 'start' };
  },
  stop: () => ({ caption: 'Stop virtual machine', steps: ['Shut down'], kind: 'stop' }),
  restart(_, machine) {
    requireStartable(machine);
    return { caption: 'Restart virtual machine', steps: ['Shut down', 'Boot'], kind: 'restart' };
  },
  reconfigure({ fields }) {
    fields.object('contents');
    const config = requireMachineConfig(fields.raw('contents'), '/contents');
    return change('Reconfigure virtual machine', { config, restart: true });
  },
  'rootpw.change'({ fields, world }) {
    const password = fields.object('contents').text('password');
    return change('Change root password', { root_password: password, root_password_changed: world.now() });
  },
  'ip.allocate'({ data, fields }) {
    const id = fields.object('contents').optionalText('ip_id');
    const free = Object.values(data.ips).filter((ip) => ip.container_id === '');
    const ip = id === undefined ? free[0] : free.find((known) => known.id === id);
    if (!ip) throw failure('422.invalid-argument', { detail: 'The IP is not available', source: '/contents/ip_id' });
    return address('Allocate IP', ip, true);
  },
  'ip.unallocate'({ data, fields }, machine) {
    const ip = ownedBy(data.ips, fields.object('contents').text('ip_id'));
    if (ip?.virtual_machine_id !== machine.id) throw failure('422.invalid-argument', { source: '/contents/ip_id' });
    return address('Release IP', ip, false);
  },
  'volumes.add'({ data, fields, world }, machine) {
    const configs = listOf(fields.raw('contents')).map((config, index) =>
      requireMachineVolume(config, `/contents/${index}`),
    );
    const added = configs.map((config) => newMachineVolume(createId(data, world.now()), world.random.hex(16), config));
    return change('Add volumes', { volumes: [...machine.volumes, ...added], restart: true });
  },
  'volumes.remove'({ fields }, machine) {
    const ids = listOf(fields.raw('contents'));
    for (const id of ids) requireVolume(machine, String(id));
    const volumes = machine.volumes.filter(({ id }) => !ids.includes(id));
    return change('Remove volumes', { volumes, restart: true });
  },
  'volumes.reconfigure'({ fields }, machine) {
    const contents = fields.raw('contents');
    if (!isRecord(contents)) throw failure('422.missing-argument', { source: '/contents' });
    for (const [id, config] of Object.entries(contents)) {
      requireVolume(machine, id);
      requireMachineVolume(config, `/contents/${id}`);
    }
    const volumes = machine.volumes.map((volume) => ({
      ...volume,
      config: (contents[volume.id] as Record<string, unknown> | undefined) ?? volume.config,
    }));
    return change('Reconfigure volumes', { volumes, restart: true });
  },
};

/** What is done to a virtual machine. */
export const virtualMachineTasks: readonly Route<CycleData>[] = [
  cycleRoute('POST', '/v1/virtual-machines/:virtualMachineId/tasks', 'virtual-machines-manage', (call) => {
    const action = call.fields.text('action');
    const machine = usableMachineOf(call);
    const task = Object.hasOwn(tasks, action) ? tasks[action] : undefined;
    if (!task) throw failure('422.invalid-argument', { detail: `There is no action ${action}`, source: '/action' });
    const { caption, steps, kind, detail } = task(call, machine);
    return beginJob(call.world, {
      action: `virtual-machine.${action}`,
      caption,
      queue: machine.id,
      steps,
      input: { virtual_machine_id: machine.id },
      work: { kind, container_id: machine.container_id, detail },
    });
  }),
];

function requireStartable({ deprecate }: CycleVirtualMachine): void {
  if (deprecate) throw failure('403.not-allowed', { detail: 'The virtual machine is deprecated' });
}

function change(caption: string, detail: Record<string, unknown>): Plan {
  return { caption, steps: ['Save configuration', 'Apply to virtual machine'], kind: 'machine', detail };
}

function address(caption: string, ip: CycleIp, assign: boolean): Plan {
  return { caption, steps: ['Change network'], kind: 'address', detail: { ip: ip.id, assign } };
}

function listOf(contents: unknown): unknown[] {
  if (Array.isArray(contents) && contents.length > 0) return contents;
  throw failure('422.missing-argument', { source: '/contents' });
}

function requireVolume(machine: CycleVirtualMachine, id: string): void {
  if (machine.volumes.some((volume) => volume.id === id)) return;
  throw failure('422.invalid-argument', { detail: `There is no volume ${id}`, source: `/contents/${id}` });
}
