import type { Route, World } from '../emulator';
import { cycleRoute } from './cycleRoute';
import type { CycleContainer, CycleData, CycleInstance, CycleVolume, CycleVolumeConfig } from './data';
import { parseDataSize } from './dataSize';
import { listReply } from './listReply';
import { containerOf, instanceOf } from './owned';
import { timestamp } from './timestamp';

/** The volumes of an instance. */
export const instanceVolumes: readonly Route<CycleData>[] = [
  cycleRoute('GET', '/v1/containers/:containerId/instances/:instanceId/volumes', 'containers-view', (call) => {
    const container = containerOf(call);
    const instance = instanceOf(call);
    const volumes = container.volumes.filter(({ removed }) => removed === 0);
    return listReply(call, volumes, (volume) => volumeView(call.world, container, instance, volume));
  }),
];

function volumeView(
  world: World<CycleData>,
  container: CycleContainer,
  instance: CycleInstance,
  volume: CycleVolume,
): Record<string, unknown> {
  const deployed = instance.volumes[volume.id];
  const access = volume.config.remote_access;
  const [host, port] = (world.addresses.ssh ?? '').split(':');
  return {
    id: volume.id,
    config: volume.config,
    deployed: deployed
      ? {
          id: deployed.id,
          server_id: instance.server_id,
          container_id: container.id,
          container_volume_id: volume.id,
          instance_id: instance.id,
          hash: volume.hash,
          path: `/var/lib/cycle/volumes/${deployed.id}`,
          storage: { used: deployed.used_mb, total: volumeSize(volume.config, deployed.extended_mb) },
          last_updated: timestamp(instance.updated),
        }
      : null,
    sftp:
      deployed && access?.enable && access.password
        ? { host, port: Number(port), username: `volume-${deployed.id}`, password: access.password }
        : null,
  };
}

/** In MB, with what the instance has more of it. */
function volumeSize(config: CycleVolumeConfig, extended: number): number {
  return Math.floor((parseDataSize(config.local?.max_size) ?? 0) / 1024 ** 2) + extended;
}
