import { describe, expect, it } from 'vitest';
import { path } from '../../src/core/http';
import { thrown } from './thrown';

describe('a path', () => {
  it('keeps its own words and encodes each value as one segment', () => {
    expect(path`/v2/regions`).toBe('/v2/regions');
    expect(path`/v2/instances/${'i-1'}/snapshots/${'s 1'}`).toBe('/v2/instances/i-1/snapshots/s%201');
    expect(path`/v2/${'../a?b#c%2f'}/x`).toBe('/v2/..%2Fa%3Fb%23c%252f/x');
    expect(path`/v2/${'...'}`).toBe('/v2/...');
    expect(path`/v2/${'😀'}`).toBe('/v2/%F0%9F%98%80');
  });

  it.each(['', '.', '..', 'a\ud83d', '\ude00b'])('refuses %j', (value) => {
    const refusal = {
      code: 'invalid_value',
      message: `${JSON.stringify(value)} cannot be an id`,
      hint: 'nube list -o id shows the ids.',
    };
    expect(thrown(() => path`/v2/${value}`)).toEqual(refusal);
    expect(thrown(() => path`/v2/${'a'}/${value}/c`)).toEqual(refusal);
  });
});
