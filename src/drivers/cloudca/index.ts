import { createDriver } from '../cloudmc/createDriver';

/** cloud.ca, an installation whose documentation is that of 2016. */
export const cloudca = createDriver({
  provider: 'cloudca',
  title: 'cloud.ca',
  summary: 'Instances on cloud.ca, in one environment of a compute service.',
  endpoint: 'https://api.cloud.ca/v1',
  tokenHelp: 'The API key is in the portal at https://cloud.ca, under your user’s API credentials.',
  variables: {
    token: ['CLOUDCA_API_KEY'],
    endpoint: ['CLOUDCA_API_URL'],
    service: ['CLOUDCA_SERVICE_CODE'],
    environment: ['CLOUDCA_ENVIRONMENT_NAME'],
  },
  portal: 'https://cloud.ca',
  serviceTypes: ['cloudca', 'cloudstack'],
  fieldNames: 'old',
  forceStop: false,
  isos: false,
  defaultUser: 'cca-user',
});
