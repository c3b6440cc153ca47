import { createDriver } from '../cloudmc/createDriver';

/** Cox Edge, an installation whose documentation is that of 2022. */
export const coxedge = createDriver({
  provider: 'coxedge',
  title: 'Cox Edge',
  summary: 'Instances on Cox Edge, in one environment of a compute service.',
  endpoint: 'https://portal.coxedge.com/api/v2',
  tokenHelp: 'The API key is at https://portal.coxedge.com, under your user’s API credentials.',
  variables: {
    token: ['COXEDGE_KEY', 'COX_API_KEY'],
    endpoint: ['COX_APIBASEURL'],
    service: ['COX_SERVICE'],
    environment: ['COX_ENVIRONMENT'],
    org: ['COX_ORGANIZATION'],
  },
  portal: 'https://portal.coxedge.com',
  serviceTypes: ['cloudstack'],
  fieldNames: 'new',
  forceStop: true,
  isos: true,
  defaultUser: null,
});
