import type { Entry } from '../../src/core/journal';
import { located } from './instance';

/** What is written down of a stop of web-1 that the provider has accepted, but for what a test says. */
export function entryOf(over: Partial<Entry> = {}): Entry {
  return {
    action: 'stop',
    title: 'stop work/web-1',
    what: 'stop of web-1',
    timeout: 60_000,
    targets: [located()],
    reached: ['stopped'],
    gone: false,
    makes: null,
    prints: 'actions',
    profile: 'work',
    provider: 'civo',
    scopes: {},
    id: 'e-7',
    startedAt: '2026-01-31T11:59:00Z',
    updatedAt: '2026-01-31T11:59:10Z',
    status: 'accepted',
    command: ['stop', 'my web'],
    requests: [],
    operation: null,
    ifLost: null,
    error: null,
    process: { id: 4711, host: 'here' },
    ...over,
  };
}
