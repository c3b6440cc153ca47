import { describe, expect, it } from 'vitest';
import { civo } from '../../src/drivers/civo';

const read = (status: number, body: unknown) => civo.wire.readRefusal({ status, headers: {}, body });

describe('a refusal of Civo', () => {
  it('has no code where the key is missing or wrong', () => {
    const refusal = {
      code: 'credential_refused',
      message: 'Civo refused the API key',
      providerCode: 'requires_authentication',
    };
    expect(read(401, { result: 'requires_authentication', status: 401 })).toEqual(refusal);
    expect(read(200, { result: 'requires_authentication', status: 401 })).toEqual(refusal);
  });

  it('is known by its code, whatever the status', () => {
    const known: [string, string][] = [
      ['database_instance_find', 'instance_not_found'],
      ['database_region_not_found', 'resource_not_found'],
      ['authentication_access_denied', 'not_allowed'],
      ['account_not_enabled_inc_card', 'not_allowed'],
      ['instance_duplicate', 'name_taken'],
      ['instance_state_must_be_active_or_shutoff', 'wrong_state'],
      ['database_cannot_manage_cluster_instance', 'not_supported'],
      ['out_of_capacity', 'provider_refused'],
      ['region_unavailable', 'provider_unavailable'],
      ['database_quota_lock_failed', 'provider_conflict'],
    ];
    for (const [providerCode, code] of known) {
      for (const status of [400, 403, 404, 500]) {
        expect(read(status, { code: providerCode, reason: 'why' })).toMatchObject({
          code,
          providerCode,
          reason: 'why',
        });
      }
    }
  });

  it('puts the lines of a quota refusal into one sentence', () => {
    const reason = 'Instance count would be 11, limit 10\nRAM would be 6144 MB, limit 5120 MB\n';
    expect(read(403, { code: 'quota_limit_reached', reason, details: 'Ask for more' })).toEqual({
      code: 'quota_exceeded',
      message: 'The account’s quota does not allow it',
      hint: 'nube catalog quota shows limits and use; it follows some minutes after a delete.',
      reason: 'Instance count would be 11, limit 10; RAM would be 6144 MB, limit 5120 MB; Ask for more',
      providerCode: 'quota_limit_reached',
    });
  });

  it('shows code and reason of a code that is not known, also where the reason is called error', () => {
    expect(read(400, { error: 'The network_id supplied was empty', code: 'parameter_network_id_invalid' })).toEqual({
      code: 'provider_refused',
      message: 'Civo refused the request: The network_id supplied was empty (parameter_network_id_invalid)',
      providerCode: 'parameter_network_id_invalid',
    });
    const unknown: [number, string, string][] = [
      [400, 'brand_new', 'provider_refused'],
      [401, 'brand_new', 'credential_refused'],
      [403, 'brand_new', 'not_allowed'],
      [404, 'brand_new', 'resource_not_found'],
      [409, 'brand_new', 'provider_conflict'],
      [429, 'brand_new', 'rate_limited'],
      [502, 'brand_new', 'provider_unavailable'],
      [500, 'openstack_instance_start', 'operation_failed'],
      [500, 'database_thing_lock_failed', 'provider_conflict'],
      [400, 'database_gizmo_not_found', 'resource_not_found'],
      [400, 'database_gizmo_not_found_here', 'provider_refused'],
      [400, 'database_gizmo_find', 'resource_not_found'],
      [400, 'database_finder_broken', 'provider_refused'],
      [400, 'gizmo_duplicate_name', 'provider_conflict'],
      [400, 'thing_lock_failed_twice', 'provider_refused'],
      [400, 'gizmo_quota', 'quota_exceeded'],
      [500, 'parameter_size_invalid', 'provider_refused'],
      [500, 'a_parameter_is_wrong', 'provider_unavailable'],
      [500, 'database_instance_build_failed', 'operation_failed'],
      [500, 'database_instance_create', 'operation_failed'],
      [500, 'database_instance_list', 'provider_unavailable'],
      [500, 'on_openstack_x', 'provider_unavailable'],
      [500, 'the_database_instance_create', 'provider_unavailable'],
    ];
    for (const name of ['constructor', 'toString', '__proto__']) unknown.push([400, name, 'provider_refused']);
    for (const [status, providerCode, code] of unknown) {
      expect(read(status, { code: providerCode, reason: 'why' })).toEqual({
        code,
        message: `Civo refused the request: why (${providerCode})`,
        providerCode,
      });
    }
    expect(read(400, { code: 'brand_new' })?.message).toBe('Civo refused the request: It gave no reason (brand_new)');
  });

  it('goes by the status of the answer, or by the one in it where that says success', () => {
    const code = (status: number, body: object) => read(status, body)?.code;
    expect(code(400, { status: 503, reason: 'why' })).toBe('provider_refused');
    expect(code(200, { status: 404, reason: 'why' })).toBe('resource_not_found');
    expect(code(299, { status: 400, reason: 'why' })).toBe('provider_refused');
    expect(code(300, { reason: 'why' })).toBe('provider_refused');
    expect(code(300, { status: 404, reason: 'why' })).toBe('provider_refused');
    expect(read(200, { status: 399, reason: 'why', id: 'i-1' })).toBeNull();
    expect(read(200, { status: '500', id: 'i-1' })).toBeNull();
  });

  it('may be a number alone', () => {
    expect(read(500, { status: 500 })).toEqual({
      code: 'provider_unavailable',
      message: 'Civo refused the request: It answered with status 500',
    });
    expect(read(200, { status: 500, reason: 'Internal error' })).toEqual({
      code: 'provider_unavailable',
      message: 'Civo refused the request: Internal error',
    });
  });

  it('may hide behind a status of success', () => {
    expect(
      read(200, { result: 'failed', id: 'i-1', code: 'instance_state_must_be_active_or_shutoff', reason: 'no' }),
    ).toMatchObject({ code: 'wrong_state' });
    expect(read(200, { error: 'no such thing' })).toMatchObject({ code: 'provider_refused' });
    expect(read(200, { code: 'brand_new', reason: 'no' })).toMatchObject({ code: 'provider_refused' });
    expect(read(200, { result: 'failed', reason: 'no' })).toEqual({
      code: 'provider_refused',
      message: 'Civo refused the request: no',
    });
    expect(read(200, { result: 'failed', reason: ' no \n\n never ' })?.message).toMatch(/: no; never$/);
    expect(read(200, { result: 'failed', code: 'brand_new' })).toMatchObject({ providerCode: 'brand_new' });
  });

  it('is none where the answer is the thing itself or an acknowledgement', () => {
    const answers: unknown[] = [
      { result: 'success' },
      { result: 'ok' },
      { result: 'enabled' },
      { id: 'i-1', status: 'ERROR', hostname: 'web-1' },
      { uri: 'https://vnc.example.com/1', duration: '1h' },
      [{ code: 'LON1', name: 'London 1' }],
      { instance_count_limit: 16 },
      { result: 'failed' },
      { result: 'ok', code: 'x', reason: 'y' },
      { result: 'success', error: 'x' },
      { id: 'i-1', error: 'x', code: 'y', reason: 'z' },
      { code: 'LON1' },
      { reason: 'x' },
      null,
    ];
    for (const body of answers) expect(read(200, body), JSON.stringify(body)).toBeNull();
  });

  it('is left to the status where the body says nothing', () => {
    for (const body of [null, {}, [], 'gone']) expect(read(404, body)).toBeNull();
  });
});
