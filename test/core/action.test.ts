import { describe, expect, it } from 'vitest';
import { actionError, statusOf } from '../../src/core/action';
import { CliError } from '../../src/core/errors';

describe('an action with an error', () => {
  it('has failed, or is not known, or goes on', () => {
    const status = (code: CliError['code']) => statusOf(new CliError(code, 'no'));
    expect([status('answer_lost'), status('timed_out'), status('held'), status('interrupted')]).toEqual([
      'unknown',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect([status('wrong_state'), status('not_sent')]).toEqual(['failed', 'failed']);
  });

  it('carries it', () => {
    const error = { code: 'wrong_state', kind: 'conflict', message: 'no' };
    expect(actionError(new CliError('wrong_state', 'no'))).toEqual({ ...error, hint: null });
    expect(actionError(new CliError('wrong_state', 'no', { hint: 'Wait.' }))).toEqual({ ...error, hint: 'Wait.' });
  });
});
