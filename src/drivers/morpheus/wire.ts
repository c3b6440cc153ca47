import type { Wire } from '../../core/driver';
import { readRefusal } from './refusal';
import { signIn } from './signIn';

/** How requests to Morpheus look. */
export const wire: Wire = {
  headers: (_settings, token) => ({ authorization: `Bearer ${token}` }),
  readRefusal,
  // Older appliances send masked variables in the clear, as `value` beside `masked`.
  hiddenInDebug: ['value'],
  secretFields: [
    'access_token',
    'refresh_token',
    'accessToken',
    'refreshToken',
    'token',
    'password',
    'sshPassword',
    'adminPassword',
    'rootPassword',
    'guestConsolePassword',
    'consolePassword',
    'servicePassword',
    'userPassword',
    'domainPassword',
    'secretKey',
    'privateKey',
    'passphrase',
    'apiKey',
    'agentApiKey',
    'userData',
    'cloudInitUserData',
  ],
  signIn,
};
