import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { createId } from './createId';
import { type Call, cycleRoute } from './cycleRoute';
import type { CycleCredential, CycleData, CycleInstance } from './data';
import { failure } from './failure';
import { instanceOf, instancesOf, virtualMachineOf } from './owned';
import { timestamp } from './timestamp';

const LIFE = 30 * 60_000;
const SECRET_LENGTH = 25;
const INSTANCE = '/v1/containers/:containerId/instances/:instanceId/ssh';
const MACHINE = '/v1/virtual-machines/:virtualMachineId/sos';

/** Logins for SSH into instances and for the serial consoles of virtual machines. Each GET makes a new one. */
export const credentials: readonly Route<CycleData>[] = [
  cycleRoute('GET', INSTANCE, 'containers-ssh', (call) => mint(call, instanceOf(call), ''), { mutates: true }),
  cycleRoute('DELETE', INSTANCE, 'containers-ssh', (call) => {
    const { id } = instanceOf(call);
    return expire(call, (credential) => credential.instance_id === id && credential.virtual_machine_id === '');
  }),
  cycleRoute(
    'GET',
    MACHINE,
    'virtual-machines-console',
    (call) => {
      const machine = virtualMachineOf(call);
      const instance = instancesOf(call.world, machine.container_id).find(({ state }) => state === 'running');
      if (!instance) throw failure('403.invalid-state', { detail: 'The virtual machine is not running' });
      return mint(call, instance, machine.id);
    },
    { mutates: true },
  ),
  cycleRoute('DELETE', MACHINE, 'virtual-machines-console', (call) => {
    const { id } = virtualMachineOf(call);
    return expire(call, (credential) => credential.virtual_machine_id === id);
  }),
];

function mint(call: Call, instance: CycleInstance, machineId: string): Reply {
  const { data, world } = call;
  if (instance.state !== 'running') throw failure('403.invalid-state', { detail: 'The instance is not running' });
  const now = world.now();
  for (const old of Object.values(data.credentials)) {
    if (old.expires <= now) delete data.credentials[old.id];
  }
  const credential: CycleCredential = {
    id: createId(data, now),
    instance_id: instance.id,
    container_id: instance.container_id,
    virtual_machine_id: machineId,
    secret: world.random.word(SECRET_LENGTH),
    created: now,
    used: 0,
    expires: world.after(LIFE),
  };
  data.credentials[credential.id] = credential;
  const { id, secret } = credential;
  const subject =
    machineId === ''
      ? { instance_id: instance.id, container_id: instance.container_id }
      : { virtual_machine_id: machineId };
  const token = {
    id,
    ...subject,
    hub_id: data.hub.id,
    creator: { id: data.api_key.id, type: 'api-key' },
    events: { created: timestamp(now), used: timestamp(0), expires: timestamp(credential.expires) },
    valid: true,
  };
  const address = `${machineId || instance.id}@${world.addresses.ssh ?? ''}`;
  return json(200, { data: { token, secret, address } });
}

/** Sessions that are open go on. */
function expire({ data, world }: Call, fits: (credential: CycleCredential) => boolean): Reply {
  const found = Object.values(data.credentials).filter(fits);
  for (const { id } of found) delete data.credentials[id];
  return json(200, { data: { tokens: found.filter(({ expires }) => expires > world.now()).length } });
}
