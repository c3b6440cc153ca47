import { describe, expect, it } from 'vitest';
import { field } from '../../src/core/view';

describe('a column', () => {
  it('shows the field of its name', () => {
    const { value, ...rest } = field<{ size: number }>('size', { wide: true });
    expect(rest).toEqual({ name: 'size', wide: true });
    expect(value({ size: 7 })).toBe(7);
    expect(Object.keys(field<{ size: number }>('size'))).toEqual(['name', 'value']);
  });
});
