import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { baseImages } from './baseImages';
import { beginJob } from './beginJob';
import { createId } from './createId';
import { createMachine } from './createMachine';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleData, CycleSshKey, CycleVirtualMachine } from './data';
import { failure } from './failure';
import { isRecord } from './fields';
import { identifierFrom } from './identifierFrom';
import { type IncludeForm, includesOf } from './includes';
import { isFound, isInRange, listReply, passes } from './listReply';
import { ipView } from './network';
import { ownedBy, usableMachineOf, virtualMachineOf } from './owned';
import { requireMachine, requireSshKeys } from './requireMachine';
import { stateView } from './stateView';
import { virtualMachineView } from './virtualMachineView';

const PATH = '/v1/virtual-machines';
const INCLUDES: IncludeForm = { identifiers: { environments: 'one' } };

/** Virtual machines and what is needed to make one; their tasks are elsewhere. */
export const virtualMachines: readonly Route<CycleData>[] = [
  cycleRoute('GET', PATH, 'virtual-machines-view', (call) => {
    const found = Object.values(call.data.virtual_machines).filter((machine) => isAskedFor(call, machine));
    return listReply(
      call,
      found,
      (machine) => virtualMachineView(call.world, machine, call.query.meta),
      (page) => includesOf(call.world, call.query.include, references(call.data, page), INCLUDES),
    );
  }),
  cycleRoute('POST', PATH, 'virtual-machines-deploy', (call) => {
    const machine = createMachine(call, requireMachine(call));
    return json(201, answer(call, machine));
  }),
  cycleRoute('GET', `${PATH}/images/base`, 'virtual-machines-view', () => json(200, { data: baseImages })),
  cycleRoute('GET', `${PATH}/ssh-keys`, 'virtual-machines-ssh-keys-manage', (call) => {
    const found = Object.values(call.data.ssh_keys).filter(
      (key) =>
        passes(call, 'identifier', key.identifier) &&
        passes(call, 'environment', key.environment_id) &&
        passes(call, 'creator', `${key.creator.type}-${key.creator.id}`) &&
        passes(call, 'state', 'live') &&
        isFound(call, key.id, key.name, key.identifier) &&
        isInRange(call, key.created),
    );
    return listReply(
      call,
      found,
      (key) => sshKeyView(call.data, key),
      (page) => includesOf(call.world, call.query.include, keyReferences(page), INCLUDES),
    );
  }),
  cycleRoute('POST', `${PATH}/ssh-keys`, 'virtual-machines-ssh-keys-manage', createSshKey),
  cycleRoute('GET', `${PATH}/:virtualMachineId`, 'virtual-machines-view', (call) =>
    json(200, answer(call, virtualMachineOf(call))),
  ),
  cycleRoute('PATCH', `${PATH}/:virtualMachineId`, 'virtual-machines-manage', update),
  cycleRoute('DELETE', `${PATH}/:virtualMachineId`, 'virtual-machines-manage', (call) => {
    const machine = usableMachineOf(call);
    if (machine.lock) throw failure('403.not-allowed', { detail: 'The virtual machine is locked' });
    return beginJob(call.world, {
      action: 'virtual-machine.delete',
      caption: `Delete virtual machine ${machine.name}`,
      queue: machine.id,
      steps: ['Stop virtual machine', 'Remove volumes', 'Remove virtual machine'],
      work: { kind: 'delete', container_id: machine.container_id },
    });
  }),
  cycleRoute('GET', `${PATH}/:virtualMachineId/available-ips`, 'virtual-machines-view', (call) => {
    const machine = virtualMachineOf(call);
    const { data } = call;
    const free = Object.values(data.ips).filter((ip) => ip.container_id === '');
    return json(200, { data: free.map((ip) => ipView(data.hub.id, ip, machine.environment_id)) });
  }),
];

function isAskedFor(call: Call, machine: CycleVirtualMachine): boolean {
  const { public: mode } = machine.config.network;
  return (
    passes(call, 'identifier', machine.identifier) &&
    passes(call, 'environment', machine.environment_id) &&
    passes(call, 'state', machine.state) &&
    passes(call, 'creator', `${machine.creator.type}-${machine.creator.id}`) &&
    passes(call, 'tags', '') &&
    passes(call, 'public_network', mode, mode === 'disable' ? 'disabled' : 'enabled') &&
    isFound(call, machine.id, machine.name, machine.identifier) &&
    isInRange(call, machine.created)
  );
}

function answer(call: Call, machine: CycleVirtualMachine): Record<string, unknown> {
  const includes = includesOf(call.world, call.query.include, references(call.data, [machine]), INCLUDES);
  const data = virtualMachineView(call.world, machine, call.query.meta);
  return includes ? { data, includes } : { data };
}

function references(data: CycleData, items: readonly CycleVirtualMachine[]) {
  return {
    creators: items.map(({ creator }) => creator),
    environments: items.map((machine) => machine.environment_id),
    clusters: items.flatMap((machine) => data.environments[machine.environment_id]?.cluster ?? []),
    containers: items.map((machine) => machine.container_id),
  };
}

function update(call: Call): Reply {
  const { fields, world } = call;
  const machine = usableMachineOf(call);
  const lock = fields.optionalFlag('lock');
  if (lock !== undefined) call.require('virtual-machines-lock');
  const annotations = fields.raw('annotations');
  const changes = {
    name: fields.optionalText('name') ?? machine.name,
    identifier: fields.optionalText('identifier') ?? machine.identifier,
    deprecate: fields.optionalFlag('deprecate') ?? machine.deprecate,
    lock: lock ?? machine.lock,
    annotations: isRecord(annotations) ? annotations : machine.annotations,
    ssh_keys: fields.has('ssh_keys') ? requireSshKeys(call) : machine.ssh_keys,
  };
  Object.assign(machine, changes, { updated: world.now() });
  return json(200, { data: virtualMachineView(world, machine) });
}

function createSshKey(call: Call): Reply {
  const { data, fields, world } = call;
  const name = fields.text('name');
  const publicKey = fields.text('public_key');
  const environment = ownedBy(data.environments, fields.text('environment_id'));
  if (!environment) throw failure('404.environment', { source: '/environment_id' });
  if (!/^(ssh|ecdsa|sk)-\S+ \S+/.test(publicKey)) throw failure('422.invalid-argument', { source: '/public_key' });
  const key: CycleSshKey = {
    id: createId(data, world.now()),
    name,
    identifier: identifierFrom(name),
    creator: { id: data.api_key.id, type: 'api-key' },
    environment_id: environment.id,
    public_key: publicKey,
    created: world.now(),
  };
  data.ssh_keys[key.id] = key;
  const includes = includesOf(world, call.query.include, keyReferences([key]), INCLUDES);
  return json(201, includes ? { data: sshKeyView(data, key), includes } : { data: sshKeyView(data, key) });
}

function keyReferences(keys: readonly CycleSshKey[]) {
  return { creators: keys.map(({ creator }) => creator), environments: keys.map((key) => key.environment_id) };
}

function sshKeyView(data: CycleData, key: CycleSshKey): Record<string, unknown> {
  return {
    id: key.id,
    name: key.name,
    identifier: key.identifier,
    creator: key.creator,
    environment_id: key.environment_id,
    hub_id: data.hub.id,
    state: stateView(key.id, 'live', key.created),
    public_key: key.public_key,
  };
}
