import type { Emulator, Route } from '../emulator';
import { json, text } from '../reply';
import { account } from './account';
import { consoleConversation } from './consoleConversation';
import type { CivoData } from './data';
import { instanceAccess } from './instanceAccess';
import { instances } from './instances';
import { ips } from './ips';
import { seed } from './seed';
import { snapshots } from './snapshots';
import { transitions } from './transitions';
import { volumes } from './volumes';

const TOKEN = 'sandbox-civo-token';

const ERROR_CODES: Readonly<Record<number, string>> = {
  400: 'parameter_value_missing',
  403: 'database_account_access_denied',
  404: 'not_found',
  409: 'instance_state_must_be_active_or_shutoff',
  413: 'parameter_value_missing',
  429: 'too_many_requests',
};

const routes: readonly Route<CivoData>[] = [
  ...instances,
  ...instanceAccess,
  ...volumes,
  ...ips,
  ...snapshots,
  ...account,
];

/** The Civo API in miniature. */
export const civo: Emulator<CivoData> = {
  name: 'civo',
  version: 1,
  seed,
  routes: [...routes, ...routes.filter(({ path }) => /^\/v2\/(networks|firewalls|ips)\b/.test(path)).map(underVpc)],
  transitions,
  credentialParameters: ['token'],
  authorise({ headers }) {
    const given = /^bearer\s+(.+)$/i.exec(String(headers.authorization ?? ''))?.[1]?.trim();
    return given === TOKEN ? undefined : json(401, errorBody(401));
  },
  notFound: () => text(404, '404 page not found\n'),
  errorBody,
  upgrade: consoleConversation,
  profile: (origin) => ({ provider: 'civo', endpoint: origin, token: TOKEN }),
  *instanceStates(data) {
    for (const instance of Object.values(data.instances)) yield instance.status;
  },
};

function errorBody(status: number): unknown {
  if (status === 401) return { result: 'requires_authentication', status: 401 };
  const code = ERROR_CODES[status];
  return code ? { code, reason: 'The request was refused' } : { status, error: 'Internal error' };
}

/** Networks, firewalls and reserved addresses also live under another path. */
function underVpc(route: Route<CivoData>): Route<CivoData> {
  return { ...route, path: route.path.replace('/v2/', '/v2/vpc/') };
}
