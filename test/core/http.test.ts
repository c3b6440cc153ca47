import { describe, expect, it } from 'vitest';
import { codeOfStatus } from '../../src/core/http';

describe('a status that is not explained', () => {
  it.each([
    [200, null],
    [302, null],
    [399, null],
    [400, 'provider_refused'],
    [401, 'credential_refused'],
    [403, 'not_allowed'],
    [404, 'resource_not_found'],
    [405, 'not_supported'],
    [408, 'no_answer'],
    [409, 'provider_conflict'],
    [410, 'resource_not_found'],
    [422, 'provider_refused'],
    [429, 'rate_limited'],
    [499, 'provider_refused'],
    [500, 'provider_unavailable'],
    [501, 'not_supported'],
    [504, 'no_answer'],
    [599, 'provider_unavailable'],
  ])('%d means %s', (status, code) => {
    expect(codeOfStatus(status)).toBe(code);
  });
});
