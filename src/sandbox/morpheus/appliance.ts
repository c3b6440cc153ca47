import type { Route } from '../emulator';
import { json, text } from '../reply';
import { buildVersion } from './buildVersion';
import { userOfRequest } from './credentials';
import type { MorpheusData } from './data';
import { type Call, morpheusRoute } from './morpheusRoute';
import { userOf } from './users';

const PERMISSIONS = ['provisioning', 'backups', 'snapshots', 'security-groups', 'logs', 'terminal-access'];

/** The appliance about itself and about who asks. */
export const appliance: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/ping', ping, { open: true }),
  morpheusRoute('GET', '/api/setup/check', ping, { open: true }),
  morpheusRoute('GET', '/api/whoami', ({ request, settings, world }) => {
    const user = userOfRequest(request, world) ?? userOf(1);
    const tenant = { id: user.accountId, name: user.subdomain ?? 'Sandbox' };
    return json(200, {
      user: {
        id: user.id,
        accountId: user.accountId,
        account: tenant,
        username: user.username,
        displayName: 'Sandbox User',
        firstName: 'Sandbox',
        lastName: 'User',
        email: 'sandbox@example.com',
        linuxUsername: user.username,
        linuxKeyPairId: 26,
        windowsUsername: null,
        role: { id: 1, authority: 'System Admin' },
      },
      isMasterAccount: user.subdomain === null,
      permissions: PERMISSIONS.map((code) => ({ code, access: 'full' })),
      appliance: { buildVersion: buildVersion(settings) },
    });
  }),
  {
    method: 'GET',
    path: '/terminal/:id',
    open: true,
    handle: () => text(200, '<!doctype html>\n<title>Morpheus Login</title>\n', 'text/html; charset=utf-8'),
  },
];

/** Strangers aren't told the version. */
function ping({ request, settings, world }: Call) {
  const version = userOfRequest(request, world) ? buildVersion(settings) : '';
  return json(200, { success: true, buildVersion: version, applianceUrl: world.origin, setupNeeded: false });
}
