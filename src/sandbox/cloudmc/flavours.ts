import { bareMetalTemplate, publicTemplates, type Zone, zoneNamed } from './catalog';
import type { CloudmcSettings, CloudmcTemplate } from './data';

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

/** cloud.ca, as its first documents have it. */
export const cloudcaFlavour: Flavour = {
  name: 'cloudca',
  prefix: '/v1',
  token: 'sandbox-cloudca-token',
  service: 'compute-qc',
  services: [
    computeService('compute-qc', 'Compute - Québec', 'CloudCA', ['QC-1', 'QC-2']),
    computeService('compute-on', 'Compute - Ontario', 'CloudCA', ['ON-1']),
  ],
  imageField: 'template',
  templateFields: 'old',
  showsProject: true,
  showsServiceCode: true,
  connectionInList: false,
  forcedStop: false,
  isos: false,
  bareMetal: false,
  publicRanges: ['198.51.100.0/24', '198.18.0.0/16'],
  settings: {
    answers: 'pending',
    refusals: 'request',
    failedStatus: 'FAILED',
    failureStyle: 'errors',
    errorField: 'code',
    taskMinutes: 30,
    listLimit: 0,
  },
};

/** Cox Edge, some years later. */
export const coxedgeFlavour: Flavour = {
  name: 'coxedge',
  prefix: '/api/v2',
  token: 'sandbox-coxedge-token',
  service: 'compute-on',
  services: [
    computeService('compute-on', 'Compute - Ontario', 'cloudstack', ['ON-1', 'ON-2'], [bareMetalTemplate]),
    { code: 'edge-services', name: 'Edge services', type: 'stackpath', zones: [], templates: [] },
  ],
  imageField: 'image',
  templateFields: 'new',
  showsProject: false,
  showsServiceCode: false,
  connectionInList: true,
  forcedStop: true,
  isos: true,
  bareMetal: true,
  publicRanges: ['192.0.2.0/24', '198.19.0.0/16'],
  settings: { ...cloudcaFlavour.settings, failureStyle: 'result' },
};

function computeService(
  code: string,
  name: string,
  type: string,
  zoneNames: readonly string[],
  extras: readonly ((zones: readonly Zone[]) => CloudmcTemplate)[] = [],
): FlavourService {
  const zones = zoneNames.map(zoneNamed);
  return { code, name, type, zones, templates: [...publicTemplates(zones), ...extras.map((make) => make(zones))] };
}
