import { describe, expect, it } from 'vitest';
import { maskFields } from '../../src/core/mask';

const mask = (value: unknown) => maskFields(value, ['password', 'userData']);

describe('a value whose secret fields are masked', () => {
  it('keeps its shape, at any depth', () => {
    const value = {
      name: 'web-1',
      password: 'hush',
      deep: [{ USERDATA: { script: 'hush' } }, 7, null, 'password'],
      flag: false,
    };
    expect(mask(value)).toEqual({
      name: 'web-1',
      password: '********',
      deep: [{ USERDATA: '********' }, 7, null, 'password'],
      flag: false,
    });
    expect(value.password).toBe('hush');
    expect([mask('x'), mask(null), mask(7), mask([])]).toEqual(['x', null, 7, []]);
  });

  it('shows what is empty as it is, and hides everything else', () => {
    expect(mask({ password: null, userData: '' })).toEqual({ password: null, userData: '' });
    expect(mask({ password: undefined })).toEqual({ password: undefined });
    expect(mask({ password: 0, userData: false })).toEqual({ password: '********', userData: '********' });
  });

  it('has nothing masked where no field is secret', () => {
    expect(maskFields({ password: 'x' }, [])).toEqual({ password: 'x' });
  });
});
