import type { CycleData, CycleImage } from './data';
import { countStates } from './owned';
import { eventsView, stateView } from './stateView';

/** An image as list and includes answer it, with the `meta` that was asked for. */
export function imageView(
  data: CycleData,
  image: CycleImage,
  meta: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const containers = Object.values(data.containers).filter((container) => container.image_id === image.id);
  return {
    id: image.id,
    hub_id: data.hub.id,
    name: image.name,
    size: image.size,
    about: { description: image.description },
    backend: { provider: 'cycle', size: image.size, file_name: `${image.id}.img`, file_id: image.id },
    requires: { nvidia_gpu: false },
    build: null,
    builder: null,
    config: {
      user: '',
      ports: [{ host: 80, container: 80, type: 'tcp' }],
      env: {},
      labels: {},
      command: ['/start'],
      entrypoint: [],
      volumes: [],
      workdir: '/',
      signal_stop: 'SIGTERM',
    },
    source: {
      type: 'direct',
      details: { id: image.source_id, origin: { type: 'docker-hub', details: { target: image.name } } },
    },
    creator: { id: data.account.id, type: 'account' },
    factory: null,
    state: stateView(image.id, 'live', image.created),
    events: eventsView(image),
    ...(meta.has('containers_count') ? { meta: { containers_count: countStates(containers) } } : {}),
  };
}
