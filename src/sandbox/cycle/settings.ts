import type { Route } from '../emulator';
import { json } from '../reply';
import { addServiceContainer } from './addServiceContainer';
import { type CycleSettings, DEFAULT_SETTINGS } from './cycleSettings';
import type { CycleData } from './data';
import { failure } from './failure';
import { isRecord } from './fields';

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  auth_error: ['cycle', 'oauth'],
  error_codes: ['hyphen', 'underscore'],
  job_descriptor: ['job', 'none', 'job_id'],
  job_outcome: ['completed', 'error', 'expired'],
  container_servers: ['array', 'object'],
  stream_address: ['ws', 'http', 'query'],
  console_frames: ['text', 'binary'],
};

/**
 * The switchboard, which the provider doesn't have: `GET /sandbox/settings` shows it, `PUT` changes what is sent,
 * `DELETE` goes back to the beginning. No credential is needed.
 */
export const settings: readonly Route<CycleData>[] = [
  { method: 'GET', path: '/sandbox/settings', open: true, handle: (_, { data }) => json(200, data.settings) },
  {
    method: 'PUT',
    path: '/sandbox/settings',
    open: true,
    handle({ body }, world) {
      const { data } = world;
      if (!isRecord(body)) throw failure('422.invalid-input', { detail: 'Send an object of settings.' });
      for (const [name, value] of Object.entries(body)) {
        if (!fits(name, value)) throw failure('422.invalid-argument', { detail: name, source: `/${name}` });
      }
      data.settings = { ...data.settings, ...body };
      if (data.settings.service_container) addServiceContainer(world);
      return json(200, data.settings);
    },
  },
  {
    method: 'DELETE',
    path: '/sandbox/settings',
    open: true,
    handle(_, { data }) {
      data.settings = { ...DEFAULT_SETTINGS };
      return json(200, data.settings);
    },
  },
];

function fits(name: string, value: unknown): boolean {
  if (!Object.hasOwn(DEFAULT_SETTINGS, name)) return false;
  const usual = DEFAULT_SETTINGS[name as keyof CycleSettings];
  if (CHOICES[name]) return CHOICES[name].includes(value as string);
  if (Array.isArray(usual)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === typeof usual && (typeof value !== 'number' || (Number.isFinite(value) && value >= 0));
}
