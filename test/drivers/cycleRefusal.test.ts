import { describe, expect, it } from 'vitest';
import { cycle } from '../../src/drivers/cycle';

const read = (status: number, body: unknown) => cycle.wire.readRefusal({ status, headers: {}, body });
const error = (code: string, more: object = {}) => ({
  error: { status: Number(code.slice(0, 3)), code, title: 'A title', ...more },
  data: null,
});

describe('a refusal of Cycle', () => {
  it.each([
    ['401.auth-invalid', 'credential_refused'],
    ['401.auth-expired', 'credential_refused'],
    ['403.permissions', 'not_allowed'],
    ['403.wrong-hub', 'not_allowed'],
    ['403.invalid-state', 'wrong_state'],
    ['403.not-ready', 'provider_conflict'],
    ['404.instance', 'instance_not_found'],
    ['404.virtual-machine', 'instance_not_found'],
    ['404.container', 'resource_not_found'],
    ['404.uri', 'resource_not_found'],
    ['409.duplicate-found', 'provider_conflict'],
    ['422.max-exceeded', 'quota_exceeded'],
    ['422.not-compatible', 'provider_refused'],
    ['429.rate-limiting', 'rate_limited'],
    ['500.jobd', 'provider_unavailable'],
    ['503.not-enabled', 'not_supported'],
    ['404.something-new', 'resource_not_found'],
    ['403.something-new', 'not_allowed'],
    ['constructor', 'provider_refused'],
  ])('%s is %s', (providerCode, code) => {
    expect(read(Number(providerCode.slice(0, 3)) || 400, error(providerCode))).toMatchObject({ code, providerCode });
  });

  it('is known by the codes of 2022, too', () => {
    expect(read(401, error('401.auth_invalid'))).toMatchObject({
      code: 'credential_refused',
      providerCode: '401.auth-invalid',
    });
  });

  it('names the capability that the answer names', () => {
    expect(read(403, error('403.permissions', { extra: { capability: 'containers-manage' } }))).toEqual({
      code: 'not_allowed',
      message: 'The role of the API key lacks the capability containers-manage',
      hint: "Give the key's role containers-manage, or use another profile.",
      providerCode: '403.permissions',
    });
  });

  it('says title, detail and the place where its code says too little', () => {
    const refusal = read(422, error('422.invalid-argument', { detail: 'too small', source: '/contents/x' }));
    expect(refusal?.message).toBe(
      'Cycle refused the request: A title; too small; at /contents/x (422.invalid-argument)',
    );
  });

  it('comes in the form of OAuth, too', () => {
    expect(read(401, { error: 'invalid_token', error_description: 'It has expired' })).toEqual({
      code: 'credential_refused',
      message: 'Cycle refused the API key',
      reason: 'It has expired',
      providerCode: 'invalid_token',
    });
    expect(read(403, { error: 'insufficient_scope' })).toMatchObject({ code: 'not_allowed' });
    expect(read(400, { error: 'invalid_request', error_description: 'no grant' })).toMatchObject({
      code: 'provider_refused',
      message: 'Cycle refused the request: no grant',
    });
  });

  it('hides in an answer whose status says success', () => {
    expect(read(200, error('404.instance'))).toMatchObject({ code: 'instance_not_found' });
  });

  it('is none in an answer with data, and none where there is no JSON object', () => {
    expect(read(200, { data: { error: { code: 'x' } } })).toBeNull();
    expect(read(200, { data: [], error: {} })).toBeNull();
    expect(read(200, { data: {}, error: null })).toBeNull();
    expect(read(502, null)).toBeNull();
  });
});
