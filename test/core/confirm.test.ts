import { describe, expect, it } from 'vitest';
import { confirm, refuseTooMany } from '../../src/core/confirm';
import type { CommonOptions, ConfirmationRequest, Context } from '../../src/core/context';
import type { Plan } from '../../src/core/driver';
import type { Guards } from '../../src/core/profile';
import type { ActionRules, Step } from '../../src/core/step';
import { located } from './instance';
import { rejected, thrown } from './thrown';

const rules: ActionRules = { action: 'stop', asks: false };

function step(names: readonly string[], plan: Partial<Plan> = {}, guards: Guards = {}): Step {
  const connection = { profile: { name: 'prod', guards } } as Step['connection'];
  const targets = names.map((name) => located({ name, id: `i-${name}` }));
  return { connection, plan: { targets, run: () => Promise.reject(new Error('sent')), ...plan } };
}

const several = (count: number, guards: Guards = {}) =>
  step(
    Array.from({ length: count }, (_, index) => `n${index + 1}`),
    {},
    guards,
  );

function setting(options: Partial<CommonOptions> = {}, answer: boolean | null = true) {
  const asked: ConfirmationRequest[] = [];
  const ask = {
    available: answer !== null,
    confirm: async (request: ConfirmationRequest) => {
      asked.push(request);
      return answer === true;
    },
  };
  return { asked, context: { options: { yes: false, ...options }, ask } as unknown as Context };
}

const line = (name: string, more = '') => `stop work/${name} (i-${name}, running)${more}`;

describe('--max', () => {
  it('refuses more targets, of all steps together', () => {
    refuseTooMany(setting().context, [several(500)], 'stop');
    refuseTooMany(setting({ max: 3 }).context, [several(2), several(1)], 'stop');
    expect(thrown(() => refuseTooMany(setting({ max: 2 }).context, [several(2), several(1)], 'stop'))).toEqual({
      code: 'too_many_targets',
      message: 'stop would touch 3 instances, and --max is 2',
      hint: 'Narrow the selection, or raise --max.',
    });
  });
});

describe('a question', () => {
  const asks = { ...rules, asks: true };

  it.each<[string, Step[], ActionRules, Partial<CommonOptions>]>([
    ['one target of a harmless verb', [step(['a'])], rules, {}],
    ['nothing', [step([])], asks, {}],
    ['no step at all', [], asks, {}],
    ['one target with --yes', [step(['a'])], asks, { yes: true }],
    ['several with --yes', [step(['a', 'b'])], rules, { yes: true }],
    ['a plan that asks, with --yes', [step(['a'], { ask: true })], rules, { yes: true }],
    ['ten of a counted verb with --yes', [several(10)], { ...rules, counted: true }, { yes: true }],
    ['more of a counted verb with --yes and --max', [several(11)], { ...rules, counted: true }, { yes: true, max: 11 }],
    ['more of a verb that is not counted, with --yes', [several(11)], rules, { yes: true }],
    ['a harmless verb, although the profile wants typing', [step(['a'], {}, { confirm: 'typed' })], rules, {}],
  ])('is not asked for %s', async (_what, steps, some, options) => {
    const { asked, context } = setting(options);
    await confirm(context, steps, some);
    expect(asked).toEqual([]);
  });

  it.each<[string, Step[], ActionRules, Partial<CommonOptions>, ConfirmationRequest]>([
    [
      'one target of a verb that asks',
      [step(['a'])],
      asks,
      {},
      { lines: [line('a')], question: 'Stop this instance?' },
    ],
    [
      'several targets',
      [step(['a']), step(['b'])],
      rules,
      {},
      { lines: [line('a'), line('b')], question: 'Stop these 2 instances?' },
    ],
    [
      'a plan that asks, whatever the others do',
      [step([]), step(['a'], { ask: true })],
      { ...rules, question: 'Really?' },
      {},
      { lines: [line('a')], question: 'Really?' },
    ],
    [
      'what is lost by every target and by this one',
      [step(['a'], { loses: ['one', 'two'] })],
      { ...asks, loses: 'its disk' },
      {},
      { lines: [line('a', ': its disk; one; two')], question: 'Stop this instance?' },
    ],
    [
      'more than was named, even with --yes',
      [step(['a'], { wholeContainer: 'All of c.' })],
      rules,
      { yes: true },
      { lines: [line('a'), 'All of c.'], question: 'Stop this instance?' },
    ],
    [
      'the number of many targets, even with --yes',
      [several(11)],
      { ...rules, counted: true },
      { yes: true },
      {
        lines: Array.from({ length: 11 }, (_, index) => line(`n${index + 1}`)),
        question: 'Stop these 11 instances?',
        typed: '11',
      },
    ],
    [
      'a name to type, as the profile wants, even with --yes',
      [step(['a', 'b'], {}, { confirm: 'typed' })],
      rules,
      { yes: true },
      { lines: [line('a'), line('b')], question: 'Stop these 2 instances?', typed: 'a' },
    ],
    [
      'the name of the first target, whatever plan it is of',
      [step([]), step(['a'], {}, { confirm: 'typed' })],
      asks,
      {},
      { lines: [line('a')], question: 'Stop this instance?', typed: 'a' },
    ],
  ])('is asked for %s', async (_what, steps, some, options, expected) => {
    const { asked, context } = setting(options);
    await confirm(context, steps, some);
    expect(asked).toEqual([expected]);
  });

  it('that is answered with no ends it', async () => {
    expect(await rejected(confirm(setting({}, false).context, [step(['a'])], asks))).toEqual({
      code: 'declined',
      message: 'Nothing was done',
    });
  });
});

describe('where nobody can answer', () => {
  const asks = { ...rules, asks: true };
  const ended = (steps: Step[], some: ActionRules, options: Partial<CommonOptions> = {}) =>
    rejected(confirm(setting(options, null).context, steps, some));

  it('what needs no question goes on', async () => {
    await confirm(setting({ yes: true }, null).context, [step(['a'])], asks);
    await confirm(setting({}, null).context, [step(['a'])], rules);
  });

  it('what asks says so, and what it would have done', async () => {
    expect(await ended([step(['a', 'b'])], rules)).toEqual({
      code: 'confirmation_required',
      message: 'stop asks first, and nobody is there to answer',
      hint: 'Give --yes if you are sure; --dry-run shows what would be sent.',
      reason: `${line('a')}; ${line('b')}`,
    });
  });

  it('many targets are counted and not named', async () => {
    const counted = { ...rules, counted: true };
    const ten = await ended([several(10)], counted);
    expect(ten.reason?.split('; ')).toHaveLength(10);
    expect(ten.hint).toBe('Give --yes if you are sure; --dry-run shows what would be sent.');
    expect(await ended([several(11)], counted, { yes: true })).toEqual({
      code: 'confirmation_required',
      message: 'stop asks first, and nobody is there to answer',
      hint: '11 instances are meant: give --yes --max 11.',
    });
  });

  it('a whole container needs its own flag', async () => {
    const steps = [step(['a'], { wholeContainer: 'All of c.' })];
    expect(await ended(steps, rules, { yes: true })).toEqual({
      code: 'confirmation_required',
      message: 'stop touches more than was named: All of c.',
      hint: 'Give --whole-container if that is meant.',
      reason: line('a'),
    });
    expect(await ended(steps, asks)).toMatchObject({
      message: 'stop asks first, and nobody is there to answer',
      hint: 'All of c. Give --whole-container --yes if that is meant.',
    });
  });

  it('a profile that wants typing refuses, even with --yes', async () => {
    const refusal = {
      code: 'guarded',
      message: 'The profile prod wants stop confirmed by typing, at a terminal',
      hint: 'If you are sure: nube profile unguard prod confirm',
      profile: 'prod',
    };
    expect(await ended([step(['a'], {}, { confirm: 'typed' })], asks, { yes: true })).toEqual(refusal);
    expect(await ended([step(['a']), step(['b'], {}, { confirm: 'typed' })], rules)).toEqual(refusal);
    const whole = step(['a'], { wholeContainer: 'All of c.' }, { confirm: 'typed' });
    expect((await ended([whole], rules)).code).toBe('confirmation_required');
  });
});
