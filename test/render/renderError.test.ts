import { describe, expect, it } from 'vitest';
import { CliError, summarise } from '../../src/core/errors';
import { renderNote, renderWarning } from '../../src/render/notice';
import { renderError } from '../../src/render/renderError';

const refused = new CliError('provider_refused', 'The provider refused the request', {
  reason: 'Quota of 5 instances reached',
  hint: 'nube catalog quota -p work',
  profile: 'work',
  provider: 'civo',
  httpStatus: 403,
  providerCode: 'quota_limit_reached',
  requestId: 'req-1',
});
const missing = new CliError('instance_not_found', 'No instance "web-9"', { profile: 'home' });

describe('an error for people', () => {
  it('is a line, a reason and a hint', () => {
    expect(renderError(refused, { json: false, colour: false, exitCode: 10 })).toBe(
      [
        'error: The provider refused the request',
        'reason: Quota of 5 instances reached',
        'hint: nube catalog quota -p work',
        '',
      ].join('\n'),
    );
  });

  it('is one line where nothing more is known', () => {
    const error = new CliError('internal', 'Oh');
    expect(renderError(error, { json: false, colour: false, exitCode: 1 })).toBe('error: Oh\n');
  });

  it('names each of several failures, the hint last', () => {
    const error = summarise([refused, missing, new CliError('timed_out', 'start of web-2 goes on')], 4, 'targets');
    expect(renderError(error, { json: false, colour: false, exitCode: 12 })).toBe(
      [
        'error: 3 of 4 targets failed',
        '  work: The provider refused the request: Quota of 5 instances reached',
        '  home: No instance "web-9"',
        '  start of web-2 goes on',
        'hint: nube catalog quota -p work',
        '',
      ].join('\n'),
    );
  });

  it('folds those that failed alike and names them, unless the message does', () => {
    const full = (target: string) => new CliError('quota_exceeded', 'Over quota', { profile: 'civo', target });
    const late = new CliError('timed_out', 'create of n-9 goes on', { profile: 'civo', target: 'n-9' });
    const alike = ['n-1', 'n-2', 'n-3', 'n-4', 'n-5', 'n-6', 'n-7'].map(full);
    const nameless = new CliError('unreachable', 'Nobody there');
    const error = summarise(
      [...alike, late, nameless, nameless, full('n-8').with({ reason: 'Ask us' })],
      12,
      'targets',
    );
    expect(renderError(error, { json: false, colour: false, exitCode: 12 })).toBe(
      [
        'error: 11 of 12 targets failed',
        '  civo/n-1, civo/n-2, civo/n-3, civo/n-4, civo/n-5 and 2 more: Over quota',
        '  civo: create of n-9 goes on',
        '  Nobody there (2 times)',
        '  civo/n-8: Over quota: Ask us',
        '',
      ].join('\n'),
    );
    const { errors } = JSON.parse(renderError(error, { json: true, colour: false, exitCode: 12 })).error;
    expect(errors.map(({ message }: { message: string }) => message).slice(5, 9)).toEqual([
      'n-6: Over quota',
      'n-7: Over quota',
      'create of n-9 goes on',
      'Nobody there',
    ]);
    expect(Object.keys(errors[0])).not.toContain('target');
  });

  it('colours the words before the colons', () => {
    expect(renderError(refused, { json: false, colour: true, exitCode: 10 })).toBe(
      [
        '\u001b[31merror:\u001b[39m The provider refused the request',
        '\u001b[2mreason:\u001b[22m Quota of 5 instances reached',
        '\u001b[36mhint:\u001b[39m nube catalog quota -p work',
        '',
      ].join('\n'),
    );
  });
});

describe('an error as JSON', () => {
  it('has every key on one line, unknown ones null', () => {
    expect(renderError(new CliError('no_profile', 'No profile'), { json: true, colour: true, exitCode: 3 })).toBe(
      [
        '{"error":{"code":"no_profile","kind":"config","exitCode":3,"message":"No profile","hint":null,"profile":null,',
        '"provider":null,"httpStatus":null,"providerCode":null,"requestId":null,"errors":[]}}\n',
      ].join(''),
    );
  });

  it('keeps the reason in the message', () => {
    const { error } = JSON.parse(renderError(refused, { json: true, colour: false, exitCode: 10 }));
    expect(error).toEqual({
      code: 'provider_refused',
      kind: 'failed',
      exitCode: 10,
      message: 'The provider refused the request: Quota of 5 instances reached',
      hint: 'nube catalog quota -p work',
      profile: 'work',
      provider: 'civo',
      httpStatus: 403,
      providerCode: 'quota_limit_reached',
      requestId: 'req-1',
      errors: [],
    });
  });

  it('holds the same objects for each failure, with their own exit codes', () => {
    const whole = summarise([refused, missing], 3, 'profiles');
    const { error } = JSON.parse(renderError(whole, { json: true, colour: false, exitCode: 12 }));
    expect(error.exitCode).toBe(12);
    expect(error.kind).toBe('partial');
    expect(error.errors.map((one: { exitCode: number }) => one.exitCode)).toEqual([10, 5]);
    expect(Object.keys(error.errors[0])).toEqual(Object.keys(error));
  });

  it('says the exit code that it was given, for ssh has its own', () => {
    const text = renderError(missing, { json: true, colour: false, exitCode: 255 });
    expect(JSON.parse(text).error).toMatchObject({ kind: 'not_found', exitCode: 255 });
  });
});

describe('warnings and notes', () => {
  it('are a line each', () => {
    expect(renderWarning('insecure', 'No certificate\nis checked', false)).toBe('warning: No certificate is checked\n');
    expect(renderWarning('insecure', 'No certificate\nis checked', true)).toBe(
      '{"warning":{"code":"insecure","message":"No certificate\\nis checked"}}\n',
    );
    expect(renderNote('Profile work, from .nube')).toBe('Profile work, from .nube\n');
  });
});
