import { describe, expect, it } from 'vitest';
import type { Driver } from '../../src/core/driver';
import { readVariables } from '../../src/core/variables';

const read = (set: Readonly<Record<string, string>>, variables: Driver['variables'] = {}) =>
  readVariables({ variables } as Driver, (name) => set[name]);
const nothing = { settings: {}, token: null, password: null };

describe('the variables of a connection', () => {
  it('are nube’s own', () => {
    const set = {
      NUBE_ENDPOINT: 'http://x',
      NUBE_REGION: 'r',
      NUBE_SERVICE: 's',
      NUBE_ENVIRONMENT: 'e',
      NUBE_ORG: 'o',
      NUBE_HUB: 'h',
      NUBE_CONTAINER: 'c',
      NUBE_GROUP: 'g',
      NUBE_CLOUD: 'l',
      NUBE_USERNAME: 'u',
      NUBE_CA_FILE: 'f',
    };
    expect(read(set).settings).toEqual({
      endpoint: 'http://x',
      region: 'r',
      service: 's',
      environment: 'e',
      org: 'o',
      hub: 'h',
      container: 'c',
      group: 'g',
      cloud: 'l',
      username: 'u',
      'ca-file': 'f',
    });
    expect(read({ NUBE_INSECURE: '1' })).toEqual(nothing);
    expect(read({})).toStrictEqual(nothing);
  });

  it('are then those of the provider’s other tools', () => {
    const variables = { region: ['A_REGION', 'B_REGION'], insecure: ['A_INSECURE'] };
    expect(read({ B_REGION: 'b', A_REGION: 'a', NUBE_REGION: 'n' }, variables).settings).toEqual({ region: 'n' });
    expect(read({ B_REGION: 'b', A_REGION: 'a' }, variables).settings).toEqual({ region: 'a' });
    expect(read({ B_REGION: 'b', A_INSECURE: '1' }, variables).settings).toEqual({ region: 'b', insecure: '1' });
  });

  it('tell where token and password are, not what they are', () => {
    expect(read({ NUBE_TOKEN: 'hush', NUBE_PASSWORD: 'hush' })).toEqual({
      settings: {},
      token: 'env:NUBE_TOKEN',
      password: 'env:NUBE_PASSWORD',
    });
    const variables = { token: ['A_TOKEN'], password: ['A_PASSWORD'] };
    expect(read({ A_TOKEN: 'hush', A_PASSWORD: 'hush' }, variables)).toEqual({
      settings: {},
      token: 'env:A_TOKEN',
      password: 'env:A_PASSWORD',
    });
  });
});
