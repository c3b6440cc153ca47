import { describe, expect, it } from 'vitest';
import { accountOf, keptKind } from '../../src/core/keptNames';

describe('the kind under which a list is kept', () => {
  it('is one for each choice of scopes, in whatever order they were given', () => {
    expect(keptKind('instances', {})).toBe('instances');
    expect(keptKind('instances', { region: undefined })).toBe('instances');
    const narrowed = keptKind('instances', { region: 'LON1', group: 'a' });
    expect(narrowed).toBe('instances [["group","a"],["region","LON1"]]');
    expect(keptKind('instances', { group: 'a', cloud: undefined, region: 'LON1' })).toBe(narrowed);
    expect(keptKind('catalog sizes', { region: 'LON1' })).toBe('catalog sizes [["region","LON1"]]');
  });
});

describe('the account that a list was read from', () => {
  const set = (name: string) => ({ NUBE_REGION: 'LON1', NUBE_ENDPOINT: 'http://x', NUBE_TOKEN: 'hush' })[name];

  it('is told by provider and settings, in whatever order they are written, but for the proxy', () => {
    const of = (settings: Readonly<Record<string, string>>) =>
      accountOf({ name: 'work', provider: 'civo', settings }, set);
    expect(of({})).toBe('["civo",[]]');
    expect(of({ region: 'LON1', endpoint: 'http://x', proxy: 'none' })).toBe(
      '["civo",[["endpoint","http://x"],["region","LON1"]]]',
    );
    expect(of({ endpoint: 'http://x', region: 'LON1' })).toBe(of({ region: 'LON1', endpoint: 'http://x' }));
  });

  it('is told by the variables that are no secret where it is described by variables', () => {
    expect(accountOf({ name: 'env', provider: 'civo', settings: { region: 'FRA1' } }, set)).toBe(
      '["civo",[["NUBE_ENDPOINT","http://x"],["NUBE_REGION","LON1"]]]',
    );
    const every = [
      'ENDPOINT',
      'REGION',
      'SERVICE',
      'ENVIRONMENT',
      'ORG',
      'HUB',
      'CONTAINER',
      'GROUP',
      'CLOUD',
      'USERNAME',
    ].map((word) => `NUBE_${word}`);
    const told = JSON.parse(accountOf({ name: 'env', provider: 'civo', settings: {} }, (name) => name));
    expect(told).toEqual(['civo', [...every].sort().map((name) => [name, name])]);
  });
});
