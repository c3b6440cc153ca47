import type { World } from '../emulator';
import type { CloudmcData } from './data';
import type { Flavour } from './flavour';

/** What is needed to show something: the state at one moment, and whose words to use. */
export interface Scene {
  readonly world: World<CloudmcData>;
  readonly flavour: Flavour;
}
