import { describe, expect, it } from 'vitest';
import { capabilityOf, checkOptions, checkState, optionName } from '../../src/core/capability';
import type { State } from '../../src/core/instance';
import { instance } from './instance';
import { thrown } from './thrown';

describe('a capability', () => {
  it('is given as it is, or refused with the provider’s reason', () => {
    const able = { plan: async () => [] };
    expect(capabilityOf(able, 'Civo', 'stop')).toBe(able);
    expect(thrown(() => capabilityOf({ unsupported: 'It bills by use.' }, 'Civo', 'suspend'))).toEqual({
      code: 'not_supported',
      message: 'Civo has no suspend: It bills by use.',
      hint: 'nube providers shows what each provider can do.',
    });
    expect(thrown(() => capabilityOf({ unsupported: 'No.', hint: 'nube stop REF' }, 'Civo', 'suspend')).hint).toBe(
      'nube stop REF',
    );
  });
});

describe('the options of a verb', () => {
  it('are refused where the provider does not honour them', () => {
    checkOptions({ options: ['memoryMiB'] }, 'Civo', 'resize', { memoryMiB: 1, diskGiB: undefined });
    checkOptions({}, 'Civo', 'resize', {});
    const refusal = {
      code: 'option_not_available',
      message: 'Civo has no --disk for resize',
      hint: 'nube help resize shows which providers have it.',
    };
    expect(thrown(() => checkOptions({ options: ['memoryMiB'] }, 'Civo', 'resize', { diskGiB: 1 }))).toEqual(refusal);
    expect(thrown(() => checkOptions({}, 'Civo', 'resize', { diskGiB: null }))).toEqual(refusal);
    expect(
      thrown(() => checkOptions({ options: ['a'] }, 'Civo', 'resize', { a: 1, wholeContainer: true })).message,
    ).toBe('Civo has no --whole-container for resize');
  });

  it.each([
    ['memoryMiB', 'memory'],
    ['diskGiB', 'disk'],
    ['wholeContainer', 'whole-container'],
    ['aBC', 'a-b-c'],
    ['MiBs', '-mi-bs'],
    ['size', 'size'],
  ])('%s is --%s', (field, name) => {
    expect(optionName(field)).toBe(name);
  });
});

describe('the state that a verb needs', () => {
  const check = (state: State, from?: readonly State[]) =>
    checkState({ ...(from && { from }), plan: async () => [] }, instance({ state }), 'resize');

  it('lets through what is in it, and everything where none is needed', () => {
    check('error');
    check('running', ['stopped', 'running']);
  });

  it.each<[State, readonly State[], string, string]>([
    ['stopped', ['running'], 'running', 'nube start work/i-1'],
    ['suspended', ['running'], 'running', 'nube start work/i-1'],
    ['running', ['stopped'], 'stopped', 'nube stop work/i-1'],
    ['running', ['suspended'], 'suspended', 'nube get work/i-1'],
    ['stopped', ['suspended'], 'suspended', 'nube get work/i-1'],
    ['suspended', ['stopped'], 'stopped', 'nube get work/i-1'],
    ['pending', ['running', 'stopped'], 'running or stopped', 'nube get work/i-1'],
  ])('refuses %s where it must be %j, and says how to get there', (state, from, needed, hint) => {
    expect(thrown(() => check(state, from))).toEqual({
      code: 'wrong_state',
      message: `web-1 is ${state}; to resize it, it must be ${needed}`,
      hint,
    });
  });
});
