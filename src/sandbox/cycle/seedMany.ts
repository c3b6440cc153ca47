import type { SeedContext } from '../emulator';
import { createId } from './createId';
import type { CycleData } from './data';
import { seedContainer } from './seedContainer';

const INSTANCES_PER_CONTAINER = 40;
const INSTANCES_PER_SERVER = 200;

/** As many instances as asked for, in containers of forty, on servers enough for them. */
export function seedMany(context: SeedContext, data: CycleData, count: number): void {
  const { random } = context;
  addServers(data, Math.ceil(count / INSTANCES_PER_SERVER));
  const servers = Object.values(data.servers)
    .filter((server) => server.online && server.evacuate === 0)
    .map(({ id }) => id);
  const images = Object.keys(data.images);
  let left = count;
  for (let number = 1; left > 0; number += 1) {
    const size = Math.min(left, INSTANCES_PER_CONTAINER);
    seedContainer(context, data, {
      name: `app-${String(number).padStart(4, '0')}`,
      strategy: random.below(3) === 0 ? 'distributed' : 'manual',
      image_id: random.pick(images),
      state: random.below(5) === 0 ? 'stopped' : 'running',
      servers: Array.from({ length: size }, () => random.pick(servers)),
      age: 1 + random.below(250),
    });
    left -= size;
  }
}

/** More of the first kind, until there are so many. */
function addServers(data: CycleData, wanted: number): void {
  const model = Object.values(data.servers)[0];
  for (let number = Object.keys(data.servers).length + 1; model && number <= wanted; number += 1) {
    const id = createId(data, model.created);
    data.servers[id] = { ...model, id, hostname: `ams-host-${number}`, nickname: '' };
  }
}
