import { randomStart } from '../random';
import { GIB } from './catalog';
import type { MorpheusInstance } from './data';

export interface Usage {
  usedStorage: number;
  maxStorage: number;
  usedMemory: number;
  maxMemory: number;
  usedCpu: number;
}

/** In bytes. */
export function maxStorageOf(instance: MorpheusInstance): number {
  return instance.volumes.reduce((sum, volume) => sum + volume.size, 0) * GIB;
}

/** Made up, but each instance has its own level, around which it moves. Nothing moves unless it runs. */
export function usageOf(instance: MorpheusInstance, now: number): Usage {
  const maxMemory = instance.maxMemory;
  const maxStorage = maxStorageOf(instance);
  const level = randomStart(7, instance.uuid);
  const runs = ['running', 'warning'].includes(instance.status);
  const wobble = randomStart(Math.floor(now / 5000), instance.uuid);
  return {
    usedStorage: instance.provisioned ? share(maxStorage, 10 + ((level >>> 16) % 60)) : 0,
    maxStorage,
    usedMemory: runs ? share(maxMemory, 20 + ((level >>> 8) % 50) + ((wobble >>> 8) % 50) / 10) : 0,
    maxMemory,
    usedCpu: runs ? 2 + (level % 40) + (wobble % 200) / 10 : 0,
  };
}

function share(whole: number, percent: number): number {
  return Math.round((whole * percent) / 100);
}
