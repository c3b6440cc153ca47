import type { Route } from '../emulator';
import { json } from '../reply';
import { addServiceContainer } from './addServiceContainer';
import type { CycleData } from './data';
import { failure } from './failure';
import { isRecord } from './fields';

/** How the emulator behaves where the provider is odd, or undocumented, or can go wrong. */
export interface CycleSettings {
  /** The form of a 401. */
  auth_error: 'cycle' | 'oauth';
  /** Error codes with hyphens or, as they once were, with underscores. */
  error_codes: 'hyphen' | 'underscore';
  /** Capabilities that the API key does not have. */
  missing_capabilities: string[];
  /** For how many questions a new job is not found. */
  job_not_found_polls: number;
  /** Whether a job is not found any more once it has ended. */
  job_gone_after_completion: boolean;
  /** What a 202 carries: the job, nothing about it, or its id in the old form. */
  job_descriptor: 'job' | 'none' | 'job_id';
  /** How every job ends. */
  job_outcome: 'completed' | 'error' | 'expired';
  /** So many seconds pass between a request and its job's turn. */
  job_delay: number;
  /** The largest page there is; a larger one asked for is cut down to it without a word. */
  page_size_max: number;
  /** Of `GET /v1/containers/{id}/servers`, which the specification has as one object. */
  container_servers: 'array' | 'object';
  /** The scheme of stream addresses; `query` is a WebSocket address that has a query of its own. */
  stream_address: 'ws' | 'http' | 'query';
  /** `binary` cuts frames in the middle of characters. */
  console_frames: 'text' | 'binary';
  /** Whether the console sends control sequences that attack a terminal. */
  console_hostile: boolean;
  /** After so many live lines the console breaks off; 0 never. */
  console_drop_after: number;
  /** Whether machines have a shell; without one an SSH login succeeds and its session fails. */
  ssh_shell: boolean;
  /** Whether the environment has one of the platform's own containers (`discovery`); once there it stays. */
  service_container: boolean;
}

export const DEFAULT_SETTINGS: CycleSettings = {
  auth_error: 'cycle',
  error_codes: 'hyphen',
  missing_capabilities: [],
  job_not_found_polls: 0,
  job_gone_after_completion: false,
  job_descriptor: 'job',
  job_outcome: 'completed',
  job_delay: 0,
  page_size_max: 100,
  container_servers: 'array',
  stream_address: 'ws',
  console_frames: 'text',
  console_hostile: false,
  console_drop_after: 0,
  ssh_shell: true,
  service_container: false,
};

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
