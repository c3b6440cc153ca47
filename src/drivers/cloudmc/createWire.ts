import type { Wire } from '../../core/driver';
import type { Installation } from './installation';
import { readRefusal } from './refusal';

/** How requests to an installation look. The organization, where one is set, goes with each of them. */
export function createWire({ title }: Installation): Wire {
  return {
    headers: (_settings, token) => ({ 'MC-Api-Key': token, 'Content-Type': 'application/json' }),
    query: ({ org }): Readonly<Record<string, string>> => (org === undefined ? {} : { org_id: org }),
    readRefusal: (answer) => readRefusal(title, answer),
    secretFields: ['password', 'userData'],
  };
}
