import type { World } from '../emulator';
import type { CycleData, CycleWork } from './data';

/** What a kind of job does to the hub. */
export interface Work {
  /** When it begins to run. A job that will fail does this too if there is a `fail`, else it changes nothing. */
  begin?(world: World<CycleData>, work: CycleWork): void;
  end?(world: World<CycleData>, work: CycleWork): void;
  fail?(world: World<CycleData>, work: CycleWork, message: string): void;
}
