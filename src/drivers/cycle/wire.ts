import type { Wire } from '../../core/driver';
import { readRefusal } from './refusal';

/** How requests to Cycle look. Passwords and tokens are masked whole: some are objects with the text inside. */
export const wire: Wire = {
  headers: ({ hub }, token) => ({
    authorization: `Bearer ${token}`,
    ...(hub === undefined ? {} : { 'x-hub-id': hub }),
  }),
  readRefusal,
  secretFields: ['token', 'secret', 'password', 'root_password', 'environment_vars', 'access_token', 'refresh_token'],
};
