import type { Emulator } from '../emulator';
import { json } from '../reply';
import { backups } from './backups';
import { containers } from './containers';
import { containerTasks } from './containerTasks';
import { conversations } from './conversations';
import { credentials } from './credentials';
import type { CycleData } from './data';
import { failureBody } from './failure';
import { instances } from './instances';
import { instanceTasks } from './instanceTasks';
import { instanceVolumes } from './instanceVolumes';
import { jobs } from './jobs';
import { lookups } from './lookups';
import { olderForm } from './olderForm';
import { HUB_ID, seed } from './seed';
import { serveMachines } from './serveMachines';
import { servers } from './servers';
import { settings } from './settings';
import { streams } from './streams';
import { transitions } from './transitions';
import { virtualMachines } from './virtualMachines';
import { virtualMachineTasks } from './virtualMachineTasks';

const TOKEN = 'sandbox-cycle-token';

const HUBS = '/v1/hubs';
const CURRENT_HUB = '/v1/hubs/current';

const ERROR_CODES: Readonly<Record<number, string>> = {
  400: '400.invalid-syntax',
  401: '401.auth-invalid',
  403: '403.permissions',
  404: '404.uri',
  409: '409.duplicate-found',
  413: '422.max-exceeded',
  429: '429.rate-limiting',
  503: '503.not-ready',
};

/** The Cycle API in miniature. */
export const cycle: Emulator<CycleData> = {
  name: 'cycle',
  version: 1,
  seed,
  routes: [
    ...settings,
    ...instances,
    ...instanceTasks,
    ...instanceVolumes,
    ...credentials,
    ...streams,
    ...backups,
    ...containers,
    ...containerTasks,
    ...servers,
    ...jobs,
    ...virtualMachines,
    ...virtualMachineTasks,
    ...lookups,
  ],
  transitions,
  credentialParameters: ['token'],
  authorise({ headers, path }, { data }) {
    const given = /^bearer\s+(.+)$/i.exec(String(headers.authorization ?? ''))?.[1]?.trim();
    if (given !== TOKEN) {
      const oauth = { error: 'invalid_token', error_description: 'The access token is invalid or has expired' };
      if (data.settings.auth_error === 'oauth') return json(401, oauth);
      return olderForm(json(401, failureBody('401.auth-invalid')), data.settings);
    }
    const hub = headers['x-hub-id'];
    // These two are declared with the bearer alone, and an API key belongs to one hub.
    if (hub === data.hub.id || path === HUBS || (path === CURRENT_HUB && hub === undefined)) return undefined;
    return olderForm(json(403, failureBody('403.wrong-hub')), data.settings);
  },
  notFound: () => json(404, failureBody('404.uri')),
  errorBody: (status) => failureBody(ERROR_CODES[status] ?? '500.unknown'),
  upgrade: conversations,
  serve: serveMachines,
  profile: (origin) => ({ provider: 'cycle', endpoint: origin, token: TOKEN, hub: HUB_ID }),
  *instanceStates(data) {
    for (const { state } of Object.values(data.instances)) {
      if (state !== 'deleted') yield state;
    }
  },
};
