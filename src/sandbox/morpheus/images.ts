import type { Route } from '../emulator';
import { json, type Reply } from '../reply';
import { GIB, provisionTypeOf, typeOfLayout } from './catalog';
import type { MorpheusData, MorpheusImage, MorpheusInstance } from './data';
import { failure } from './failure';
import { storageProviders } from './infrastructure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { beginProcess, isFailing, nextId, STEP_TIME } from './operation';
import { ownedBy, settledInstanceOf } from './owned';
import { page } from './page';
import { timestamp } from './timestamp';

/** How long it takes to copy a disk, in the provider's milliseconds. */
const IMPORT_TIME = 2 * STEP_TIME;

/** Virtual images, and how instances become some. */
export const images: readonly Route<MorpheusData>[] = [
  morpheusRoute('PUT', '/api/instances/:id/import-snapshot', (call) => {
    const instance = settledInstanceOf(call);
    const provider = call.fields.text('storageProviderId');
    if (provider !== undefined && !storageProviders.some(({ id }) => String(id) === provider)) {
      throw failure(400, undefined, { storageProviderId: 'Storage provider not found' });
    }
    return importImage(call, instance, `${instance.name}-image`);
  }),
  morpheusRoute('PUT', '/api/instances/:id/clone-image', (call) => {
    const instance = settledInstanceOf(call);
    const name = call.fields.text('templateName');
    if (name === undefined) throw failure(400, undefined, { templateName: 'is required' });
    if (provisionTypeOf(instance.cloudId).code === 'vmware' && !call.fields.has('zoneFolder')) {
      throw failure(400, undefined, { zoneFolder: 'is required' });
    }
    return importImage(call, instance, name);
  }),
  morpheusRoute('GET', '/api/virtual-images', (call) => {
    const { data, query } = call;
    const name = query.get('name');
    const phrase = query.get('phrase')?.toLowerCase() ?? '';
    const filter = query.get('filterType')?.toLowerCase() ?? 'all';
    const found = Object.values(data.images).filter(
      (image) =>
        (name === null || image.name === name) &&
        image.name.toLowerCase().includes(phrase) &&
        (filter === 'all' || image.userUploaded === (filter === 'user')),
    );
    return page(call, 'virtualImages', found, (image) => imageView(call, image));
  }),
  morpheusRoute('GET', '/api/virtual-images/:image', (call) => {
    const image = ownedBy(call.data.images, call.param('image'));
    if (!image) throw failure(404, 'Virtual image not found');
    return json(200, { virtualImage: imageView(call, image) });
  }),
];

/** Makes a virtual image of the instance as it is now; the answer doesn't say which. */
export function importImage(call: Call, instance: MorpheusInstance, name: string): Reply {
  const { data, world } = call;
  const { platform } = typeOfLayout(instance.layoutId);
  const process = beginProcess(world, instance, 'import');
  const image: MorpheusImage = {
    id: nextId(data),
    name,
    status: 'Saving',
    imageType: provisionTypeOf(instance.cloudId).code === 'amazon' ? 'ami' : 'vmware',
    osType: platform,
    rawSize: (instance.volumes[0]?.size ?? 1) * GIB,
    userUploaded: true,
    created: world.now(),
  };
  data.images[image.id] = image;
  const fails = isFailing(world);
  const vanishes = !fails && world.fault('task-vanished');
  const error = `Import of ${instance.name} failed: the disk could not be read`;
  const end = fails ? { status: 'failed', error } : { status: vanishes ? 'cancelled' : 'complete' };
  world.schedule(IMPORT_TIME, 'process', String(process.id), end);
  world.schedule(IMPORT_TIME, fails || vanishes ? 'imageRemoval' : 'image', String(image.id));
  return json(200, { success: true });
}

function imageView({ settings }: Call, image: MorpheusImage): Record<string, unknown> {
  const { created, ...shown } = image;
  return {
    ...shown,
    description: null,
    ownerId: 1,
    visibility: 'private',
    osType: { code: image.osType, name: image.osType, platform: image.osType },
    isCloudInit: image.osType === 'linux',
    installAgent: true,
    minDisk: Math.ceil(image.rawSize / GIB),
    minRam: null,
    dateCreated: timestamp(settings, created),
    lastUpdated: timestamp(settings, created),
  };
}
