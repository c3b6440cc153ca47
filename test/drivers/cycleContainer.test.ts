import { expect, it } from 'vitest';
import type { Located } from '../../src/core/instance';
import { containerOf } from '../../src/drivers/cycle/read';

const located = (at: Located['at']) => ({ at, instance: { id: '6a95' } }) as Located;

it('takes an instance of Cycle without its container for an answer that is not as it should be', () => {
  expect(containerOf(located({ container: 'c1' }))).toBe('c1');
  for (const at of [{}, { container: '' }]) {
    expect(() => containerOf(located(at))).toThrow(expect.objectContaining({ code: 'unexpected_answer' }));
  }
});
