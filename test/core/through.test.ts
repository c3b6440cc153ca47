import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/context';
import { CliError, type ErrorCode } from '../../src/core/errors';
import { lookAt, lookFor, through } from '../../src/core/through';
import { located } from './instance';
import { rejected } from './thrown';

const connectionOf = (driver: object) =>
  ({ driver, session: 'session', profile: { name: 'work', provider: 'civo' } }) as unknown as Connection;

describe('a look at an instance', () => {
  const there = located();
  const now = located({ state: 'stopped' });

  it('takes the driver’s cheapest way', async () => {
    const get = async (...asked: unknown[]) => {
      expect(asked).toEqual(['session', there]);
      return { located: now };
    };
    expect(await lookAt(connectionOf({ get }), there)).toBe(now);
    const look = async (...asked: unknown[]) => {
      expect(asked).toEqual(['session', there]);
      return now;
    };
    const dear = () => Promise.reject(new Error('asked for everything'));
    expect(await lookAt(connectionOf({ look, get: dear }), there)).toBe(now);
    expect(await lookFor(connectionOf({ look, get: dear }), there)).toBe(now);
  });

  it('may find it gone, which is no failure where it is looked for', async () => {
    const failing = (code: ErrorCode) =>
      connectionOf({ look: () => Promise.reject(new CliError(code, 'no', { hint: 'h' })) });
    expect(await lookFor(failing('instance_not_found'), there)).toBeNull();
    expect(await rejected(lookFor(failing('resource_not_found'), there))).toMatchObject({ code: 'resource_not_found' });
    expect(await rejected(lookAt(failing('instance_not_found'), there))).toMatchObject({ code: 'instance_not_found' });
  });
});

describe('what fails through a connection', () => {
  const told = (error: unknown, at?: ReturnType<typeof located>) =>
    rejected(through(connectionOf({}), () => Promise.reject(error), at));
  const hint = async (words: string, at?: ReturnType<typeof located>) =>
    (await told(new CliError('wrong_state', 'no', { hint: words }), at)).hint;

  it('is handed on with the profile and its provider', async () => {
    expect(await through(connectionOf({}), async () => 7)).toBe(7);
    expect(await told(new CliError('wrong_state', 'no', { reason: 'r', providerCode: 'E7' }))).toEqual({
      code: 'wrong_state',
      message: 'no',
      reason: 'r',
      providerCode: 'E7',
      profile: 'work',
      provider: 'civo',
    });
    expect(await told(new CliError('wrong_state', 'no', { hint: 'Wait.', profile: 'other' }))).toEqual({
      code: 'wrong_state',
      message: 'no',
      hint: 'Wait.',
      profile: 'other',
      provider: 'civo',
    });
  });

  it.each([
    ['nube catalog sizes', 'nube catalog sizes -p work'],
    ['Choose with nube catalog ssh-keys.', 'Choose with nube catalog ssh-keys -p work.'],
    ['nube catalog sizes or nube catalog images', 'nube catalog sizes -p work or nube catalog images -p work'],
    ['nube catalog sizes -p other lists them', 'nube catalog sizes -p other lists them'],
    ['nube catalog KIND lists what does.', 'nube catalog KIND lists what does.'],
    ['mynube catalog sizes', 'mynube catalog sizes'],
    ['nube get REF', 'nube get REF'],
  ])('hints at a catalogue of that profile: %s', async (words, expected) => {
    expect(await hint(words)).toBe(expected);
  });

  it.each([
    ['nube get REF shows it', 'nube get work/i-1 shows it'],
    [
      'nube wait REF --for running, or nube security-groups REF',
      'nube wait work/i-1 --for running, or nube security-groups work/i-1',
    ],
    ['REF is one', 'REF is one'],
    ['nube REF', 'nube REF'],
    ['nube get REFERENCE', 'nube get REFERENCE'],
  ])('hints at the instance that it is about: %s', async (words, expected) => {
    expect(await hint(words, located())).toBe(expected);
  });

  it('is a mistake of nube’s own where nobody foresaw it, with the hint as it is', async () => {
    const error = await told(new TypeError('oops'));
    expect(error).toEqual({
      code: 'internal',
      message: 'Unexpected failure: oops',
      hint: 'Run the command again with --debug and report what it prints.',
      profile: 'work',
      provider: 'civo',
    });
    const own = new CliError('internal', 'no', { hint: 'nube catalog sizes' });
    expect((await told(own)).hint).toBe('nube catalog sizes');
  });
});
