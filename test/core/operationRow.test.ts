import { describe, expect, it } from 'vitest';
import type { Entry, EntryStatus, Journal } from '../../src/core/journal';
import { isOpen } from '../../src/core/journal';
import { operationRow } from '../../src/core/operationRow';
import { entryOf } from './entry';
import { located } from './instance';

const entry = entryOf({
  what: 'stop of web-1 and 1 more',
  targets: [located(), located({ id: 'i-2', name: 'db-1' })],
  startedAt: '2026-01-31T12:00:00Z',
  updatedAt: '2026-01-31T12:00:01Z',
});
const row = (over: Partial<Entry> = {}, attended = true) =>
  operationRow({ ...entry, ...over }, { isAttended: () => attended } as unknown as Journal);

describe('the row of an entry', () => {
  it('tells what it is about', () => {
    expect(row()).toEqual({
      profile: 'work',
      provider: 'civo',
      id: 'e-7',
      name: 'web-1, db-1',
      instanceId: 'i-1',
      action: 'stop',
      status: 'accepted',
      attended: true,
      operation: null,
      startedAt: '2026-01-31T12:00:00Z',
      updatedAt: '2026-01-31T12:00:01Z',
      error: null,
      command: "nube stop 'my web'",
    });
    const error = { code: 'wrong_state', kind: 'conflict', message: 'It runs', hint: null };
    expect(row({ operation: { id: 'task-1', wait: null }, error })).toMatchObject({
      operation: 'task-1',
      error: 'It runs',
      name: 'web-1, db-1',
    });
  });

  it('names the new instance once it is known, until then what it will be called', () => {
    const makes = { name: 'web-9', wanted: {}, created: false, before: [] };
    const making: Partial<Entry> = { prints: 'instances', makes, what: 'create of web-9' };
    expect(row(making)).toMatchObject({ name: 'web-9', instanceId: null });
    expect(row({ ...making, operation: { id: null, wait: null } })).toMatchObject({ name: 'web-9', instanceId: null });
    const operation = { id: null, wait: null, instances: [located({ id: 'n-1', name: 'web-n' })] };
    expect(row({ ...making, operation })).toMatchObject({ name: 'web-n', instanceId: 'n-1' });
    expect(row({ ...making, makes: { ...makes, name: null } }).name).toBe('create of web-9');
    expect(row({ targets: [] })).toMatchObject({ name: 'stop of web-1 and 1 more', instanceId: null });
    expect(row({ operation }).instanceId).toBe('i-1');
  });

  it('is attended only while it is open', () => {
    const open = (['prepared', 'sent', 'accepted', 'unknown'] as const).map((status) => [status, true]);
    const closed = (['succeeded', 'failed', 'not_sent', 'lost'] as const).map((status) => [status, false]);
    for (const [status, expected] of [...open, ...closed] as [EntryStatus, boolean][]) {
      expect([status, row({ status }).attended, isOpen({ status })]).toEqual([status, expected, expected]);
      expect(row({ status }, false).attended).toBe(false);
    }
  });
});
