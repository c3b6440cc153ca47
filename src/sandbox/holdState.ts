import type { Emulator } from './emulator';
import { createRandom, randomStart } from './random';
import type { StateFile } from './stateFile';
import type { Held } from './world';

/** Brings a stored state into memory; one that was never changed is made again from its recipe. */
export function holdState<Data>(emulator: Emulator<Data>, stored: StateFile<Data>): Held<Data> {
  const { recipe, data, events = [] } = stored;
  if (data !== undefined) return { data, random: createRandom(stored.random ?? 0), events, memo: new Map() };
  const random = createRandom(randomStart(recipe.seed, emulator.name));
  const seeded = emulator.seed({ random, now: recipe.at, instances: recipe.instances ?? undefined });
  return { data: seeded, random, events, memo: new Map() };
}
