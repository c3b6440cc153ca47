import type { Route } from '../emulator';
import { json } from '../reply';
import { volumeTypes } from './catalog';
import { type Call, civoRoute } from './civoRoute';
import type { CivoData, CivoVolume } from './data';
import { failure } from './failure';
import { recordAction, STEP_TIME, timestamp } from './operation';
import { livingInstanceOf, ownedBy, ownedIn } from './owned';
import { requireQuota } from './quota';
import { success } from './success';

/** Volumes: attached to one instance of their own network at most. */
export const volumes: readonly Route<CivoData>[] = [
  civoRoute('GET', '/v2/volumes', (call) => json(200, ownedIn(call.data.volumes, call.region).map(volumeView))),
  civoRoute('GET', '/v2/volumes/:id', (call) => json(200, volumeView(volumeOf(call)))),
  civoRoute('GET', '/v2/volumetypes', () => json(200, volumeTypes)),
  civoRoute('POST', '/v2/volumes', (call) => {
    const { data, fields, region, world } = call;
    const name = fields.text('name');
    if (name === undefined) throw failure('parameter_name_invalid', 'The name supplied was empty');
    const size = fields.number('size_gb');
    if (size === undefined || size < 1 || !Number.isInteger(size)) {
      throw failure('volume_invalid_size', 'The size_gb must be a whole number above 0');
    }
    const networkId = fields.text('network_id');
    const network =
      networkId === undefined
        ? ownedIn(data.networks, region).find((known) => known.default)
        : ownedBy(data.networks, networkId, region);
    if (!network) throw failure('database_network_not_found');
    const type = fields.text('volume_type') ?? 'standard';
    if (!volumeTypes.some((known) => known.name === type && known.enabled)) {
      throw failure('database_volume_type_not_found');
    }
    requireQuota(data, { disk_volume_count: 1, disk_gb: size });
    const volume: CivoVolume = {
      id: world.random.uuid(),
      region,
      name,
      instance_id: '',
      cluster_id: fields.text('cluster_id') ?? '',
      network_id: network.id,
      mountpoint: '',
      status: 'creating',
      volume_type: type,
      size_gb: size,
      bootable: fields.flag('bootable'),
      created_at: timestamp(world.now()),
    };
    data.volumes[volume.id] = volume;
    world.schedule(STEP_TIME, 'volume', volume.id, 'available');
    recordAction(world, 'volume-create', volume.id, 'volume');
    return success({ id: volume.id, name });
  }),
  civoRoute('PUT', '/v2/volumes/:id/attach', (call) => {
    const { fields, world } = call;
    const volume = volumeOf(call);
    const instance = livingInstanceOf(call, fields.text('instance_id') ?? '');
    if (volume.status !== 'available') {
      throw failure('database_volume_cannot_multiple_attach', 'The volume is not free to be attached');
    }
    if (volume.network_id !== instance.network_id) {
      throw failure('database_volume_network_mismatch', 'The volume belongs to another network than the instance');
    }
    Object.assign(volume, { instance_id: instance.id, status: 'attaching', mountpoint: '/dev/vdb' });
    // One that is to be attached at boot stays as it is until the instance boots.
    if (!fields.flag('attach_at_boot')) world.schedule(STEP_TIME, 'volume', volume.id, 'attached');
    recordAction(world, 'volume-attach', volume.id, 'volume');
    return success();
  }),
  civoRoute('PUT', '/v2/volumes/:id/detach', (call) => {
    const volume = volumeOf(call);
    if (volume.instance_id === '') throw failure('database_volume_not_attached', 'The volume is not attached');
    volume.status = 'detaching';
    call.world.cancel(volume.id);
    call.world.schedule(STEP_TIME, 'volume', volume.id, 'available');
    recordAction(call.world, 'volume-detach', volume.id, 'volume');
    return success();
  }),
  civoRoute('PUT', '/v2/volumes/:id/resize', (call) => {
    const volume = volumeOf(call);
    const size = call.fields.number('size_gb');
    if (volume.instance_id !== '') {
      throw failure('database_volume_still_attached_cannot_resize', 'The volume must be detached to be resized');
    }
    if (size === undefined || size <= volume.size_gb || !Number.isInteger(size)) {
      throw failure('volume_invalid_size', `The volume has ${volume.size_gb} GB and can only become larger`);
    }
    requireQuota(call.data, { disk_gb: size - volume.size_gb });
    volume.size_gb = size;
    return success();
  }),
  civoRoute('DELETE', '/v2/volumes/:id', (call) => {
    const volume = volumeOf(call);
    if (volume.instance_id !== '') {
      throw failure('database_volume_still_attached', 'The volume must be detached to be deleted');
    }
    volume.status = 'deleting';
    call.world.cancel(volume.id);
    call.world.schedule(STEP_TIME, 'volumeRemoval', volume.id);
    recordAction(call.world, 'volume-delete', volume.id, 'volume');
    return success();
  }),
];

function volumeOf(call: Call): CivoVolume {
  const volume = ownedBy(call.data.volumes, call.param('id'), call.region);
  if (!volume) throw failure('database_volume_not_found');
  return volume;
}

function volumeView({ region: _, ...shown }: CivoVolume) {
  return shown;
}
