import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret';

describe('a secret', () => {
  it('is shown only where it is asked for by name', () => {
    const secret = new Secret('hunter2', 'user-data', 'cloud.yaml');
    expect([secret.reveal(), secret.label, secret.file]).toEqual(['hunter2', 'user-data', 'cloud.yaml']);
    expect([`${secret}`, JSON.stringify({ secret }), Object.values(secret)]).toEqual([
      '********',
      '{"secret":"********"}',
      ['user-data', 'cloud.yaml'],
    ]);
    expect(new Secret('x', 'password').file).toBeNull();
  });
});
