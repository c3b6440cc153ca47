import { json, Refusal } from '../reply';

const TITLES: Readonly<Record<string, string>> = {
  '400.invalid-syntax': 'The request could not be read',
  '401.auth-invalid': 'The API key is invalid',
  '403.permissions': 'Insufficient permissions',
  '403.wrong-hub': 'This resource belongs to another hub',
  '403.invalid-state': 'The resource is not in a state that allows this',
  '403.not-allowed': 'This is not allowed',
  '403.not-ready': 'The resource is not ready',
  '404.container.backup': 'Backup not found',
  '404.container': 'Container not found',
  '404.environment': 'Environment not found',
  '404.hub': 'Hub not found',
  '404.image': 'Image not found',
  '404.infrastructure.server': 'Server not found',
  '404.instance': 'Instance not found',
  '404.job': 'Job not found',
  '404.uri': 'There is nothing at this address',
  '404.virtual-machine': 'Virtual machine not found',
  '404.virtual-machine.ssh-key': 'SSH key not found',
  '409.duplicate-found': 'This exists already',
  '415.invalid-content-type': 'The content type must be application/json',
  '422.invalid-argument': 'An argument is invalid',
  '422.invalid-input': 'The input is invalid',
  '422.max-exceeded': 'The limit was exceeded',
  '422.missing-argument': 'An argument is missing',
  '422.not-compatible': 'This is not compatible with the resource',
  '429.rate-limiting': 'Too many requests',
  '500.unknown': 'An unknown error occurred',
  '503.not-ready': 'The platform is not ready',
};

export interface FailureDetails {
  detail?: string;
  /** A JSON pointer into the request. */
  source?: string;
  extra?: { capability: string };
}

/** A refusal in the provider's usual form; the status is the first part of the code. */
export function failure(code: string, details: FailureDetails = {}): Refusal {
  return new Refusal(json(Number(code.slice(0, 3)), failureBody(code, details)));
}

/** The body of such a refusal. */
export function failureBody(code: string, details: FailureDetails = {}): unknown {
  const title = TITLES[code] ?? 'The request was refused';
  return { error: { status: Number(code.slice(0, 3)), code, title, ...details }, data: null };
}
