import { describe, expect, it } from 'vitest';
import { cloudca } from '../../src/drivers/cloudca';

const read = (status: number, body: unknown) => cloudca.wire.readRefusal({ status, headers: {}, body });
const errors = (...list: object[]) => ({ errors: list });

describe('what cloud.ca refuses', () => {
  it('says in a sentence which state an instance is in and which it needs', () => {
    const context = { id: 'i-1', type: 'instances', currentState: 'Stopped', expectedStates: ['Running', 'Stopping'] };
    const wrong = { code: 2012, message: "Cannot stop an instance that isn't running", context };
    expect(read(400, errors(wrong))).toEqual({
      code: 'wrong_state',
      message: 'i-1 is Stopped; it must be Running or Stopping',
      hint: 'nube get REF shows the state it is in now.',
      reason: "Cannot stop an instance that isn't running",
      providerCode: '2012',
    });
    const volume = { ...context, id: 'v-1', type: 'volumes', expectedStates: ['Ready'] };
    expect(read(400, errors({ ...wrong, context: volume }))?.message).toBe(
      'The volume v-1 is Stopped; it must be Ready',
    );
    expect(read(400, errors({ ...wrong, context: { currentState: 'Stopped' } }))?.message).toBe(
      'The instance is Stopped',
    );
    expect(read(400, errors({ ...wrong, code: '2012' }))?.code).toBe('wrong_state');
    expect(read(400, errors({ code: 2012, message: 'Not now' }))).toMatchObject({
      code: 'wrong_state',
      message: 'cloud.ca refused the request: Not now',
    });
  });

  it('reads `code` and `errorCode`, numbers and texts, and joins several messages', () => {
    expect(read(400, errors({ code: 4711, message: 'Bad' }))).toEqual({
      code: 'provider_refused',
      message: 'cloud.ca refused the request: Bad',
      providerCode: '4711',
    });
    expect(
      read(400, errors({ errorCode: 'FOO_ERROR', message: 'one' }, { errorCode: 'BAR_ERROR', message: 'two' })),
    ).toMatchObject({ message: 'cloud.ca refused the request: one; two', providerCode: 'FOO_ERROR' });
    expect(read(400, errors({ errorCode: 'FOO_ERROR' }))?.message).toBe(
      'cloud.ca refused the request: it gave no reason but code FOO_ERROR',
    );
  });

  it.each([
    [400, 'provider_refused'],
    [401, 'credential_refused'],
    [403, 'not_allowed'],
    [404, 'resource_not_found'],
    [405, 'not_supported'],
    [409, 'provider_conflict'],
    [429, 'rate_limited'],
    [500, 'provider_unavailable'],
    [200, 'operation_failed'],
  ])('tells by the status %i', (status, code) => {
    expect(read(status, errors({ message: 'No' }))?.code).toBe(code);
  });

  it('knows a quota by code or context, and by the text only where there is neither', () => {
    expect(read(400, errors({ errorCode: 'QUOTA_EXCEEDED', message: 'Too many' }))?.code).toBe('quota_exceeded');
    expect(read(400, errors({ code: 1, message: 'Too many', context: { quota: 'cpu' } }))?.code).toBe('quota_exceeded');
    expect(read(400, errors({ message: 'The quota of instances is used up' }))?.code).toBe('quota_exceeded');
    expect(read(400, errors({ code: 400, message: 'The quota of instances is used up' }))?.code).toBe('quota_exceeded');
    expect(read(400, errors({ code: 7, message: 'The quota of instances is used up' }))?.code).toBe('provider_refused');
  });

  it('takes a task that failed at once for a refusal, with a reason or without', () => {
    const state = { currentState: 'Stopped', expectedStates: ['Running'], id: 'i-1', type: 'instances' };
    const failed = { taskId: 't-1', taskStatus: 'FAILED', errors: [{ code: 2012, message: 'No', context: state }] };
    expect(read(200, failed)?.code).toBe('wrong_state');
    expect(read(400, failed)?.code).toBe('wrong_state');
    expect(read(200, { taskId: 't-1', taskStatus: 'FAILURE' })).toEqual({
      code: 'operation_failed',
      message: 'cloud.ca could not do it: it gave no reason',
    });
    expect(read(200, { taskId: 't-1', status: 'error', data: { message: 'no room' } })?.message).toBe(
      'cloud.ca could not do it: no room',
    );
    // Decided, although the status leaves it open.
    expect(read(500, { taskId: 't-1', taskStatus: 'FAILED', data: 'no room' })?.code).toBe('operation_failed');
  });

  it('leaves to the status what says nothing', () => {
    expect(read(404, errors())).toBeNull();
    expect(read(400, errors({}))).toBeNull();
    expect(read(500, null)).toBeNull();
    expect(read(502, 'text')).toBeNull();
    expect(read(400, { data: { id: 't-1', status: 'PENDING' } })).toBeNull();
  });

  it('is none where there is data, be `errors` empty', () => {
    expect(read(200, { data: [], errors: [] })).toBeNull();
    expect(read(200, { taskId: 't-1', taskStatus: 'PENDING' })).toBeNull();
    expect(read(200, { data: { id: 'x', status: 'FAILED' } })).toBeNull();
    expect(read(204, null)).toBeNull();
  });

  it('reads a message outside of errors', () => {
    expect(read(401, { message: 'Unknown key' })).toMatchObject({
      code: 'credential_refused',
      message: 'cloud.ca refused the request: Unknown key',
    });
  });
});

describe('requests to cloud.ca', () => {
  it('carry the key and nothing else, and the organization where one is set', () => {
    expect(cloudca.wire.headers({}, 'KEY')).toEqual({ 'MC-Api-Key': 'KEY', 'Content-Type': 'application/json' });
    expect(cloudca.wire.query?.({})).toEqual({});
    expect(cloudca.wire.query?.({ org: 'org-1' })).toEqual({ org_id: 'org-1' });
    expect(cloudca.wire.secretFields).toEqual(['password', 'userData']);
  });
});
