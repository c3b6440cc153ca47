import { describe, expect, it } from 'vitest';
import { morpheus } from '../../src/drivers/morpheus';

const refusal = (status: number, body: unknown) => morpheus.wire.readRefusal({ status, headers: {}, body });

describe('what Morpheus refuses', () => {
  it.each([
    ['a message', 400, { success: false, msg: 'Nothing there' }, 'provider_refused', 'Nothing there'],
    [
      'a success that is none',
      200,
      { success: false, msg: 'Instance is busy' },
      'provider_refused',
      'Instance is busy',
    ],
    ['nothing but false', 200, { success: false }, 'provider_refused', 'it gave no reason'],
    ['what is not allowed', 403, { success: false, msg: 'No access' }, 'not_allowed', 'No access'],
    ['a wrong method', 405, { success: false, msg: 'Method not allowed' }, 'not_supported', 'Method not allowed'],
    ['a conflict', 409, { success: false, msg: 'Locked' }, 'provider_conflict', 'Locked'],
    ['an odd status', 422, { msg: 'Odd' }, 'provider_refused', 'Odd'],
  ] as const)('reads %s', (_what, status, body, code, words) => {
    expect(refusal(status, body)).toEqual({ code, message: `Morpheus refused the request: ${words}` });
  });

  it.each([
    { msg: 'Out of memory' },
    { success: false, msg: 'Out of memory' },
    { error: 'Out of memory', status: 500 },
  ])('reads a fault of its own', (body) => {
    expect(refusal(500, body)).toEqual({
      code: 'provider_unavailable',
      message: 'Morpheus has a fault of its own: Out of memory',
    });
  });

  it('knows its own 404 from that of a web server in front', () => {
    expect(refusal(404, { success: false, msg: 'Instance not found' })).toEqual({
      code: 'resource_not_found',
      message: 'Morpheus refused the request: Instance not found',
      providerCode: 'not_found',
    });
    expect(refusal(404, null)).toBeNull();
  });

  it.each([
    ['layout', '--layout'],
    ['constructor', 'constructor'],
    ['instance.layout', '--layout'],
    ['plan', '--plan'],
    ['zoneId', '--cloud'],
    ['cloud', '--cloud'],
    ['site', '--group'],
    ['instanceType', '--type'],
    ['networkInterfaces', '--network'],
    ['volumes', '--volume'],
    ['evars', '--env'],
    ['labels', '--label'],
    ['metadata', '--tag'],
    ['storageProviderId', '--storage'],
    ['securityGroupIds', '--set'],
    ['hostName', 'hostName'],
  ])('names the flag of the field %s', (field, flag) => {
    expect(refusal(400, { success: false, errors: { [field]: 'is wrong' } })?.message).toBe(
      `Morpheus refused the request: ${flag}: is wrong`,
    );
  });

  it('reads nested errors, several, and a message beside them', () => {
    const errors = {
      config: { resourcePoolId: 'is required', customOptions: { colour: 'is ugly' } },
      plan: ['no', 'never'],
    };
    expect(refusal(400, { success: false, msg: 'Validation failed', errors })).toEqual({
      code: 'provider_refused',
      message:
        'Morpheus refused the request: --config resourcePoolId: is required; --config customOptions.colour: is ugly; --plan: no; --plan: never',
      reason: 'Validation failed',
    });
    expect(refusal(400, { success: false, errors: ['One', 'Two'] })?.message).toContain('One; Two');
  });

  it('says that a name is taken', () => {
    const errors = { name: 'must be unique' };
    expect(refusal(200, { success: false, errors })).toMatchObject({
      code: 'name_taken',
      hint: 'Choose another name.',
    });
    expect(refusal(400, { success: false, errors: { name: 'is required' } })?.code).toBe('provider_refused');
  });

  it('finds the failure of one instance in an answer that is a success', () => {
    const results = { 42: { success: false, msg: 'The cloud refused' } };
    expect(refusal(200, { success: true, results })).toEqual({
      code: 'provider_refused',
      message: 'Morpheus refused the request: The cloud refused',
    });
    expect(refusal(200, { success: true, results: { 42: { success: false } } })?.message).toContain(
      'it gave no reason',
    );
    const several = { 42: { success: true }, 43: { success: false, msg: 'No' } };
    expect(refusal(200, { success: true, results: several })?.message).toBe('Morpheus refused the request: 43: No');
    expect(refusal(200, { success: true, results: { 42: { success: true } } })).toBeNull();
    expect(refusal(200, { success: true, results: ['no', { success: false }] })).toBeNull();
  });

  it('never repeats the token that was refused', () => {
    const body = { error: 'invalid_token', error_description: 'Invalid access token: abcdef-123' };
    const read = refusal(401, body);
    expect(read).toEqual({
      code: 'credential_refused',
      message: 'Morpheus refused the access token',
      providerCode: 'invalid_token',
    });
    const refresh = { error: 'invalid_grant', error_description: 'Invalid refresh token: abcdef-123' };
    expect(JSON.stringify(refusal(400, refresh))).not.toContain('abcdef');
    expect(refusal(400, { error: 'invalid_grant', error_description: 'Bad credentials' })).toEqual({
      code: 'credential_refused',
      message: 'Morpheus refused the sign-in: Bad credentials',
      providerCode: 'invalid_grant',
    });
  });

  it('leaves to the status what says nothing more, and lets success pass', () => {
    expect(refusal(429, { success: false, msg: 'Too many requests' })).toBeNull();
    expect(refusal(502, {})).toBeNull();
    expect(refusal(200, { instances: [] })).toBeNull();
    expect(refusal(200, [])).toBeNull();
    expect(refusal(200, null)).toBeNull();
  });
});
