import { bareMetalTemplate, publicTemplates, zoneNamed } from './catalog';
import type { CloudmcTemplate } from './data';
import type { Flavour, FlavourService } from './flavour';
import type { Zone } from './zone';

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
