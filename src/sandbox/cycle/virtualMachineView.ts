import type { World } from '../emulator';
import type { CycleData, CycleVirtualMachine } from './data';
import { ipView } from './network';
import { instancesOf, isLiving } from './owned';
import { serverView } from './serverView';
import { eventsView, stateView } from './stateView';
import { timestamp } from './timestamp';

const PASSWORD_SHOWN = 600_000;

/** A virtual machine as get and list answer it, with the `meta` that was asked for. */
export function virtualMachineView(
  world: World<CycleData>,
  machine: CycleVirtualMachine,
  meta: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const { data } = world;
  // Shown to whoever made it, and to others for ten minutes.
  const own = machine.creator.id === data.api_key.id;
  const shown = own || world.now() < machine.created + (world.after(PASSWORD_SHOWN) - world.now());
  return {
    id: machine.id,
    name: machine.name,
    identifier: machine.identifier,
    creator: machine.creator,
    environment: {
      id: machine.environment_id,
      cluster: data.environments[machine.environment_id]?.cluster ?? '',
    },
    hub_id: data.hub.id,
    config: machine.config,
    image: machine.image,
    container_id: machine.container_id,
    volumes: machine.volumes.map((volume) => ({
      id: volume.id,
      hash: volume.hash,
      config: volume.config,
      removed: volume.removed === 0 ? null : timestamp(volume.removed),
    })),
    annotations: machine.annotations,
    root_password: {
      changed: timestamp(machine.root_password_changed),
      current: shown ? machine.root_password : null,
    },
    ssh_keys: machine.ssh_keys,
    state: stateView(machine.id, machine.state, machine.changed),
    events: { ...eventsView(machine), started: timestamp(machine.started) },
    deprecate: machine.deprecate,
    lock: machine.lock,
    ...metaView(world, machine, meta),
  };
}

function metaView(world: World<CycleData>, machine: CycleVirtualMachine, meta: ReadonlySet<string>) {
  const { data } = world;
  const instance = instancesOf(world, machine.container_id).find(isLiving);
  const server = instance && data.servers[instance.server_id];
  const shown: Record<string, unknown> = {};
  if (meta.has('domains')) shown.domains = null;
  if (meta.has('ips')) {
    const ips = Object.values(data.ips).filter((ip) => ip.virtual_machine_id === machine.id);
    shown.ips = ips.map((ip) => ipView(data.hub.id, ip, machine.environment_id));
  }
  if (meta.has('server')) shown.server = server ? serverView(world, server) : null;
  if (meta.has('hypervisor_ips')) {
    const host = instance?.host ?? 0;
    shown.hypervisor_ips = { ipv4: `172.20.0.${host & 255}`, ipv6: `fd00:172:20::${host.toString(16)}` };
  }
  return Object.keys(shown).length === 0 ? {} : { meta: shown };
}
