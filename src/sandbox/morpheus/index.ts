import type { Emulator } from '../emulator';
import { json } from '../reply';
import { actions } from './actions';
import { appliance } from './appliance';
import { backups } from './backups';
import { containers } from './containers';
import { authorise, STATIC_TOKEN } from './credentials';
import type { MorpheusData } from './data';
import { environment } from './environment';
import { executions } from './executions';
import { history } from './history';
import { images } from './images';
import { instanceSecurity } from './instanceSecurity';
import { instances } from './instances';
import { lifecycle } from './lifecycle';
import { lookups } from './lookups';
import { options } from './options';
import { power } from './power';
import { seed } from './seed';
import { settingsRoutes } from './settingsRoutes';
import { snapshots } from './snapshots';
import { tokens } from './tokens';
import { transitions } from './transitions';

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'Invalid JSON',
  403: 'Access denied',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Request too large',
  429: 'Too many requests',
  503: 'Service unavailable',
};

/** A Morpheus appliance in miniature, of today or of the old age. */
export const morpheus: Emulator<MorpheusData> = {
  name: 'morpheus',
  version: 1,
  seed,
  // What has a word where others have an id comes first.
  routes: [
    ...settingsRoutes,
    ...tokens,
    ...appliance,
    ...actions,
    ...lookups,
    ...power,
    ...instances,
    ...containers,
    ...environment,
    ...instanceSecurity,
    ...snapshots,
    ...backups,
    ...images,
    ...history,
    ...lifecycle,
    ...executions,
    ...options,
  ],
  transitions,
  credentialParameters: ['access_token', 'password', 'refresh_token'],
  authorise,
  notFound: (_, methods) => {
    const status = methods.length > 0 ? 405 : 404;
    return json(status, errorBody(status));
  },
  errorBody,
  profile: (origin) => ({ provider: 'morpheus', endpoint: origin, token: STATIC_TOKEN }),
  *instanceStates(data) {
    for (const instance of Object.values(data.instances)) if (!instance.hidden) yield instance.status;
  },
};

function errorBody(status: number): unknown {
  if (status === 401) {
    return { error: 'unauthorized', error_description: 'Full authentication is required to access this resource' };
  }
  return { success: false, msg: MESSAGES[status] ?? 'Internal server error' };
}
