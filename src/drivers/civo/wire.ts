import type { Wire } from '../../core/driver';
import { readRefusal } from './refusal';

/** How requests to Civo look. The region goes with each request, since it differs from instance to instance. */
export const wire: Wire = {
  headers: (_settings, token) => ({ authorization: `bearer ${token}` }),
  readRefusal,
  secretFields: [
    'initial_password',
    'rescue_password',
    'civostatsd_token',
    'script',
    'user_script',
    'access_token',
    'refresh_token',
    'id_token',
  ],
};
