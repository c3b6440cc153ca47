import { describe, expect, it } from 'vitest';
import { CliError, summarise, toCliError } from '../../src/core/errors';

const refused = (hint?: string) => new CliError('provider_refused', 'no', { hint });

describe('an error', () => {
  it('has the kind of its code, and keeps what caused it', () => {
    const cause = new Error('why');
    const error = new CliError('rate_limited', 'slow', { cause });
    expect(error).toMatchObject({ name: 'CliError', kind: 'rate_limited', message: 'slow', cause });
    expect(new CliError('guarded', 'no').kind).toBe('conflict');
    expect('cause' in refused()).toBe(false);
  });

  it('learns more without losing what it knew', () => {
    const error = new CliError('guarded', 'no', { hint: 'a', profile: undefined });
    const more = error.with({ hint: 'b', profile: 'work', requestId: '7' });
    expect(more).toMatchObject({ code: 'guarded', message: 'no', stack: error.stack });
    expect(more.details).toEqual({ hint: 'a', profile: 'work', requestId: '7' });
    expect(error.details.profile).toBeUndefined();
    error.stack = undefined as never;
    expect(error.with({}).stack).toMatch(/^CliError: no\n|^Error: no\n/);
  });

  it('is made of anything thrown', () => {
    const error = refused();
    expect(toCliError(error)).toBe(error);
    const bug = new TypeError('x is not a function');
    expect(toCliError(bug)).toMatchObject({
      code: 'internal',
      message: 'Unexpected failure: x is not a function',
      cause: bug,
      details: { hint: 'Run the command again with --debug and report what it prints.' },
    });
    expect(toCliError('oops').message).toBe('Unexpected failure: oops');
  });
});

describe('the sum of errors', () => {
  it('of one target is its own', () => {
    const error = refused();
    expect(summarise([error], 1, 'targets')).toBe(error);
  });

  it.each([
    ['some of them', [refused('a'), refused('b')], 3, 'some_failed'],
    ['one of two', [refused('a')], 2, 'some_failed'],
    ['all, with one kind', [refused('a'), new CliError('quota_exceeded', 'full')], 2, 'provider_refused'],
    ['all, with several kinds', [refused('a'), new CliError('guarded', 'no')], 2, 'operation_failed'],
  ])('%s', (_what, errors, total, code) => {
    const sum = summarise(errors, total, 'targets');
    expect({ code: sum.code, message: sum.message, details: sum.details }).toEqual({
      code,
      message: `${errors.length} of ${total} targets failed`,
      details: { hint: 'a', errors },
    });
  });

  it('of none is a mistake', () => {
    expect(() => summarise([], 1, 'targets')).toThrow('summarise needs an error');
  });
});
