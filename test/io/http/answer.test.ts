import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/core/errors';
import { type Judged, judge, judgeRaw, tooLong } from '../../../src/io/http/judge';
import { readPayload } from '../../../src/io/http/payload';
import type { Asked } from '../../../src/io/http/refusals';
import { rejected, thrown } from '../../core/thrown';
import { told, wire } from './connection';

const asked: Asked = {
  what: 'GET /x',
  changes: false,
  profile: 'prod',
  provider: 'civo',
  show: (text) => `<${text}>`,
};
const changing: Asked = { ...asked, what: 'POST /x', changes: true };

function answer(status: number, body: string, more: Partial<Judged> = {}): Judged {
  const bytes = Buffer.from(body);
  return { status, headers: {}, bytes, strayed: null, reading: readPayload(bytes), waitUntil: null, ...more };
}

const ending = (judged: Judged, from = asked) => {
  const { profile, provider, ...rest } = thrown(() => judge(judged, from, wire));
  expect({ profile, provider }).toEqual({ profile: 'prod', provider: 'civo' });
  return rest;
};
const refusal = (code: string | undefined, text = 'no', id?: string) => JSON.stringify({ error: { code, text, id } });

describe('an answer', () => {
  it('of success is handed on, empty or not', () => {
    const headers = { a: 'b' };
    expect(judge(answer(200, '{"a":1}', { headers }), asked, wire)).toEqual({ status: 200, headers, body: { a: 1 } });
    expect(judge(answer(299, ''), changing, wire)).toEqual({ status: 299, headers: {}, body: null });
  });

  it.each<[number, ErrorCode, string, string]>([
    [100, 'unexpected_answer', 'civo gave no answer to this', 'Run it again with --debug to see the answer.'],
    [199, 'unexpected_answer', 'civo gave no answer to this', 'Run it again with --debug to see the answer.'],
    [300, 'unexpected_answer', 'civo gave no answer to this', 'Run it again with --debug to see the answer.'],
    [304, 'unexpected_answer', 'civo gave no answer to this', 'Run it again with --debug to see the answer.'],
    [400, 'provider_refused', 'civo refused the request', 'The message is the provider’s own.'],
    [401, 'credential_refused', 'civo refused the credential', 'nube profile test prod'],
    [
      403,
      'not_allowed',
      'civo does not allow this with the credential',
      'Ask for the permission, or use another profile.',
    ],
    [404, 'resource_not_found', 'civo does not know what was asked for', 'nube catalog KIND lists what does.'],
    [405, 'not_supported', 'civo does not offer this', 'nube providers shows what each can do.'],
    [408, 'no_answer', 'civo did not answer in time', 'Try again, or raise --request-timeout.'],
    [
      409,
      'provider_conflict',
      'civo refused because of something else that exists or goes on',
      'Wait, or mend what the message names.',
    ],
    [410, 'resource_not_found', 'civo does not know what was asked for', 'nube catalog KIND lists what does.'],
    [429, 'rate_limited', 'civo limits the rate of requests', 'Wait a while, or lower --concurrency.'],
    [499, 'provider_refused', 'civo refused the request', 'The message is the provider’s own.'],
    [500, 'provider_unavailable', 'civo has a fault of its own', 'Try again later.'],
    [501, 'not_supported', 'civo does not offer this', 'nube providers shows what each can do.'],
    [503, 'provider_unavailable', 'civo has a fault of its own', 'Try again later.'],
    [504, 'no_answer', 'civo did not answer in time', 'Try again, or raise --request-timeout.'],
  ])('%i without more to read is %s', (status, code, cause, hint) => {
    expect(ending(answer(status, '{}'))).toEqual({
      code,
      message: `${cause} (GET /x: ${status})`,
      hint,
      httpStatus: status,
    });
  });

  it('names the request by the first header that has an id', () => {
    const of = (headers: Record<string, string>) => ending(answer(404, '{}', { headers })).requestId;
    for (const name of ['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-trace-id', 'cf-ray']) {
      expect(of({ [name]: '7' })).toBe('<7>');
    }
    expect(of({ 'cf-ray': '8', 'x-request-id': '7' })).toBe('<7>');
    expect(of({ 'cf-ray': '8', 'x-request-id': '' })).toBe('<8>');
    expect(of({ other: '7' })).toBeUndefined();
  });

  it('that is not JSON is unexpected, and of a change lost', () => {
    for (const [body, broken] of [
      ['<html>', 'HTML'],
      ['{"a":', 'broken JSON'],
      ['hello', 'text that is not JSON'],
    ] as const) {
      expect(ending(answer(200, body))).toEqual({
        code: 'unexpected_answer',
        message: `civo answered GET /x with ${broken}`,
        hint: 'Check the endpoint: nube profile get prod, or look at the answer with --debug',
        httpStatus: 200,
      });
      expect(ending(answer(200, body), changing)).toEqual({
        code: 'answer_lost',
        message: 'Whether POST /x was carried out is not known',
        reason: `it was answered with ${broken}`,
        hint: 'Look before doing it again: nube list -p prod',
        httpStatus: 200,
      });
    }
    const env = thrown(() => judge(answer(200, '<p>'), { ...asked, profile: 'env' }, wire));
    expect(env.hint).toBe('Check NUBE_ENDPOINT, or look at the answer with --debug');
    const dotted = thrown(() => judge(answer(200, '<p>'), { ...asked, profile: 'my.prod' }, wire));
    expect(dotted.hint).toBe('Check the endpoint: nube profile get my.prod, or look at the answer with --debug');
  });

  it('of plain text gives it as the reason, five hundred bytes at most; HTML is none', () => {
    expect(ending(answer(400, 'no way')).reason).toBe('<no way>');
    expect(ending(answer(400, 'x'.repeat(501))).reason).toBe(`<${'x'.repeat(500)}>`);
    expect(ending(answer(400, '<p>')).reason).toBeUndefined();
    expect(ending(answer(400, '{}')).reason).toBeUndefined();
  });
});

describe('a refusal in an answer', () => {
  it('counts whatever the status', () => {
    for (const status of [200, 400, 404, 503]) {
      expect(ending(answer(status, refusal('name_taken', ' taken ', 'E7')))).toEqual({
        code: 'name_taken',
        message: '< taken >',
        hint: 'Choose another name, or --if-not-exists.',
        httpStatus: status,
        providerCode: '<E7>',
      });
    }
  });

  it('keeps its own hint and reason, and has the cause where it says nothing', () => {
    const silent = { ...asked, show: (text: string) => text.trim() };
    const reading = (more: object) => ({
      ...wire,
      readRefusal: () => ({ code: 'quota_exceeded' as const, message: ' ', ...more }),
    });
    expect(thrown(() => judge(answer(403, '{}'), silent, reading({ hint: 'h ', reason: 'r ' })))).toMatchObject({
      message: 'The account’s quota does not allow it',
      hint: 'h',
      reason: 'r',
    });
    expect(thrown(() => judge(answer(403, '{}'), silent, reading({})))).toMatchObject({
      hint: 'nube catalog quota shows it; delete something or ask for more.',
    });
  });

  it.each<[ErrorCode, string]>([
    ['credential_refused', 'civo refused the credential'],
    ['not_allowed', 'civo does not allow this with the credential'],
    ['instance_not_found', 'No instance fits the reference'],
  ])('of %s without words', (code, message) => {
    const trimming = { ...asked, show: (text: string) => text };
    expect(thrown(() => judge(answer(400, refusal(code, ' ')), trimming, wire)).message).toBe(message);
  });
});

describe('an answer that leaves open what became of a change', () => {
  it.each([500, 502, 504, 505, 599])('is %i', (status) => {
    expect(ending(answer(status, '{}'), changing)).toEqual({
      code: 'answer_lost',
      message: 'Whether POST /x was carried out is not known',
      reason: `civo answered with ${status}`,
      hint: 'Look before doing it again: nube list -p prod',
      httpStatus: status,
    });
    expect(ending(answer(status, refusal(undefined, 'boom', 'E7')), changing)).toMatchObject({
      code: 'answer_lost',
      reason: `civo answered with ${status}: <boom>`,
      providerCode: 'E7',
    });
    expect(ending(answer(status, '{}')).code).not.toBe('answer_lost');
  });

  it.each([400, 408, 429, 499, 501, 503])('is not %i', (status) => {
    expect(ending(answer(status, '{}'), changing).code).not.toBe('answer_lost');
  });

  it.each<[ErrorCode, boolean]>([
    ['invalid_value', true],
    ['incomplete_profile', true],
    ['credential_refused', true],
    ['instance_not_found', true],
    ['ambiguous_resource', true],
    ['name_taken', true],
    ['not_supported', true],
    ['quota_exceeded', true],
    ['operation_failed', true],
    ['provider_refused', false],
    ['provider_unavailable', false],
    ['rate_limited', false],
    ['no_answer', false],
  ])('with the refusal %s: decided is %j', (code, decided) => {
    expect(ending(answer(500, refusal(code)), changing).code).toBe(decided ? code : 'answer_lost');
  });

  it('names no profile that there is not', () => {
    const env = { ...changing, profile: 'env' };
    expect(thrown(() => judge(answer(500, '{}'), env, wire)).hint).toBe('Look before doing it again: nube list');
    expect(thrown(() => judge(answer(401, '{}'), { ...asked, profile: 'env' }, wire)).hint).toBe('Check NUBE_TOKEN.');
  });
});

describe('a redirect', () => {
  const to = (location: string, status = 302, body = '') =>
    ending(answer(status, body, { headers: { location } }), changing);

  it.each([300, 301, 307, 399])('of a change is not followed (%i)', (status) => {
    expect(to('https://a.example:8443/p?token=x', status)).toEqual({
      code: 'unexpected_answer',
      message: 'civo redirects POST /x to a.example:8443, and a change is not redirected',
      hint: 'Check the endpoint: nube profile get prod',
      httpStatus: status,
    });
  });

  it('within the host is shown without its query', () => {
    expect(to('/p/q?token=x#y').message).toBe('civo redirects POST /x to </p/q>, and a change is not redirected');
    expect(to('/p#y?z').message).toContain('to </p>,');
    expect(to('/p?a\nb').message).toContain('to </p>,');
  });

  it('is none where the status is another', () => {
    expect(to('/p', 400, '{}').code).toBe('provider_refused');
    expect(judge(answer(201, '{}', { headers: { location: '/p' } }), changing, wire).status).toBe(201);
  });

  it('to another host that refused says that the credential stayed behind', () => {
    const strayed = { strayed: 'evil.example' };
    expect(ending(answer(401, '{}', strayed))).toEqual({
      code: 'unexpected_answer',
      message: 'civo redirects GET /x to <evil.example>, to which the credential is not sent',
      hint: 'Check the endpoint: nube profile get prod',
      httpStatus: 401,
    });
    expect(ending(answer(400, '{}', strayed)).message).toContain('evil.example');
    expect(judge(answer(200, '{}', strayed), asked, wire).body).toEqual({});
    expect(ending(answer(399, '{}', strayed)).message).not.toContain('evil.example');
  });
});

describe('an answer that asks to wait too long', () => {
  const waitUntil = new Date('2026-01-31T12:00:00.999Z');

  it('comes before what else it says', () => {
    expect(ending(answer(429, refusal('name_taken', 'no', 'E7'), { waitUntil }))).toEqual({
      code: 'rate_limited',
      message: 'civo asks to wait until 2026-01-31T12:00:00Z before GET /x',
      hint: 'Try again after 2026-01-31T12:00:00Z.',
      httpStatus: 429,
      providerCode: 'E7',
    });
    expect(ending(answer(503, '<p>', { waitUntil })).code).toBe('provider_unavailable');
    expect(told(tooLong(waitUntil, false, asked, { requestId: '7' }))).toMatchObject({
      code: 'provider_unavailable',
      requestId: '7',
    });
  });
});

describe('a raw answer', () => {
  const raw = (judged: Judged, from = asked) => judgeRaw(judged, from, wire);
  const type = (value: string) => ({ headers: { 'content-type': value } });

  it('has an error where any command would have one', () => {
    expect(raw(answer(404, '{}'))?.code).toBe('resource_not_found');
    expect(raw(answer(404, 'gone'))?.code).toBe('resource_not_found');
    expect(raw(answer(200, refusal('name_taken')))?.code).toBe('name_taken');
    expect(raw(answer(200, '{}'))).toBeNull();
  });

  it('may be text, but not HTML nor what claims to be JSON', () => {
    expect(raw(answer(200, 'hello'))).toBeNull();
    expect(raw(answer(200, 'hello', type('text/plain')))).toBeNull();
    expect(raw(answer(200, '{"a":', type('Application/JSON')))?.message).toBe('civo answered GET /x with broken JSON');
    expect(raw(answer(200, '<p>'))?.message).toBe('civo answered GET /x with HTML');
    expect(raw(answer(200, '<p>'), changing)?.code).toBe('answer_lost');
  });

  it('hides no mistake of the program', async () => {
    const broken = {
      ...asked,
      get show(): never {
        throw new TypeError('oops');
      },
    };
    const call = async () => judgeRaw(answer(200, '<p>', { headers: { 'x-request-id': '7' } }), broken, wire);
    await expect(rejected(call())).rejects.toThrow('oops');
  });
});
