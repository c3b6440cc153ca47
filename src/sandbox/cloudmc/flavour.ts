import type { CloudmcSettings, CloudmcTemplate } from './data';
import type { Zone } from './zone';

/** In what the two installations of the one platform differ: mostly in age. */
export interface Flavour {
  /** The profile's name, and the provider's. */
  readonly name: string;
  /** What stands before every path. */
  readonly prefix: string;
  readonly token: string;
  /** The service of the ready profile; its environment is `production`. */
  readonly service: string;
  readonly services: readonly FlavourService[];
  /** Whether an instance calls what it was made from its template, or its image. */
  readonly imageField: 'template' | 'image';
  /** Whether templates have the field names of 2016 (`isReady`, `osType`) or the later ones (`ready`, `osTypeName`). */
  readonly templateFields: 'old' | 'new';
  /** Whether an instance tells its project and its SSH key. */
  readonly showsProject: boolean;
  /** Whether an environment tells code and type of its service connection, or only id and name. */
  readonly showsServiceCode: boolean;
  /** Whether one service connection is answered as a list of one. */
  readonly connectionInList: boolean;
  readonly forcedStop: boolean;
  readonly isos: boolean;
  readonly bareMetal: boolean;
  /** Where public addresses come from: ranges in which nobody answers. */
  readonly publicRanges: readonly string[];
  readonly settings: CloudmcSettings;
}

export interface FlavourService {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  /** None for a service of another kind, which has nothing to show here. */
  readonly zones: readonly Zone[];
  /** Those that everybody has. */
  readonly templates: readonly CloudmcTemplate[];
}
