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
