import { createDriver } from './createDriver';

/** CloudMC wherever it is installed: what is not cloud.ca or Cox Edge, such as Hypertec Cloud. */
export const cloudmc = createDriver({
  provider: 'cloudmc',
  title: 'CloudMC',
  summary: 'Instances on any other installation of CloudMC, such as Hypertec Cloud; --endpoint says which.',
  endpoint: null,
  tokenHelp:
    'The API key is in the portal, under your user’s API credentials. For Hypertec Cloud (https://hypertec.cloud) the endpoint is https://hypertec.cloud/api/v2.',
  variables: {},
  portal: 'its portal',
  serviceTypes: ['cloudstack', 'cloudca'],
  fieldNames: 'new',
  forceStop: true,
  isos: true,
  defaultUser: null,
});
