import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../src/core/errors';
import { path } from '../../src/core/http';
import { maskFields } from '../../src/core/mask';
import { Secret } from '../../src/core/secret';
import { addressOf } from '../../src/io/http/address';
import { createRedaction } from '../../src/io/http/redaction';
import { allowsAnother, pauseAfter, readRetryAfter } from '../../src/io/http/retry';
import { anyText, holds } from './holds';

const now = new Date('2026-03-01T12:00:00Z');

describe('a path', () => {
  const part = fc.oneof(
    anyText,
    fc.webUrl(),
    fc.constantFrom('..', '.', '', '%2e%2e', '..%2f', 'a/../../b', '?x=1', '#', '\\', '//host', 'a;b', '\r\nX: y'),
  );

  it('keeps each value in its own segment of the endpoint', () => {
    const endpoint = new URL('https://api.example.test/base');
    holds(
      fc.property(part, part, (one, two) => {
        let built: string;
        try {
          built = path`/v1/instances/${one}/volumes/${two}`;
        } catch (error) {
          expect(error).toBeInstanceOf(CliError);
          expect([one, two].some((value) => ['', '.', '..'].includes(value) || /\p{Cs}/u.test(value))).toBe(true);
          return;
        }
        const url = addressOf(endpoint, built, [], {});
        const segments = url.pathname.split('/');
        expect(url.origin + url.search + url.hash).toBe(endpoint.origin);
        expect([...segments.slice(0, 4), segments[5]]).toEqual(['', 'base', 'v1', 'instances', 'volumes']);
        expect(
          segments
            .slice(4)
            .filter((_, index) => index !== 1)
            .map(decodeURIComponent),
        ).toEqual([one, two]);
      }),
      1500,
    );
  });

  it('that somebody types stays below the endpoint or is refused', () => {
    holds(
      fc.property(part, part, (one, two) => {
        try {
          const url = addressOf(new URL('https://api.example.test/base'), `/${one}/${two}`, [], {});
          expect(url.origin).toBe('https://api.example.test');
          expect(`${url.pathname}/`).toMatch(/^\/base\//);
        } catch (error) {
          expect(error).toBeInstanceOf(CliError);
        }
      }),
      1500,
    );
  });

  it('hands on every pair of its query as it is', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    holds(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 5 }), (pairs) => {
        const url = addressOf(new URL('https://api.example.test'), '/v1', pairs, {});
        expect([...url.searchParams]).toEqual(pairs);
      }),
    );
  });
});

describe('the pause before another try', () => {
  it('doubles, with no more than half of it left to chance', () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.double({ min: 0, max: 1, noNaN: true }), (done, chance) => {
        const pause = pauseAfter(done, () => chance);
        const whole = 500 * 2 ** (done - 1);
        expect(pause).toBeGreaterThanOrEqual(whole / 2);
        expect(pause).toBeLessThanOrEqual(whole);
      }),
    );
  });

  it('is never shorter than asked for in seconds, and always one that a timer and a date can take', () => {
    holds(
      fc.property(fc.double({ min: 0, max: 1e30, noNaN: true }), fc.nat(1_000_000), (far, near) => {
        for (const seconds of [far, near]) {
          const asked = readRetryAfter(String(seconds), now);
          if (asked === null) continue;
          expect(asked).toBeGreaterThanOrEqual(Math.min(seconds * 1000, 86_400_000));
          expect(Number.isNaN(new Date(now.getTime() + asked).getTime())).toBe(false);
        }
        expect(readRetryAfter(String(near), now)).toBe(near * 1000);
      }),
      1500,
    );
    holds(
      fc.property(fc.stringMatching(/^\d{1,400}$/), (digits) => {
        const asked = readRetryAfter(digits, now) ?? 0;
        expect(asked).toBeGreaterThanOrEqual(Math.min(Number(digits) * 1000, 86_400_000));
        expect(Number.isNaN(new Date(now.getTime() + asked).getTime())).toBe(false);
      }),
    );
  });

  it('lasts until the moment that is asked for, and none where that has passed', () => {
    holds(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), (seconds) => {
        const moment = new Date(now.getTime() + seconds * 1000);
        expect(readRetryAfter(moment.toUTCString(), now)).toBe(Math.max(0, seconds * 1000));
      }),
    );
  });

  it('is one or none, whatever is asked', () => {
    holds(
      fc.property(fc.oneof(anyText, fc.double().map(String), fc.date().map(String)), (text) => {
        const asked = readRetryAfter(text, now);
        return asked === null || (Number.isFinite(asked) && asked >= 0);
      }),
      1500,
    );
  });

  it('never lets a change be sent again unless the answer says that it was not taken', () => {
    holds(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.option(fc.nat()), (status, asked) => {
        const again = allowsAnother(status, false, asked);
        expect(again).toBe(asked !== null && [429, 503].includes(status));
        if (status < 400) expect(allowsAnother(status, true, asked)).toBe(false);
      }),
    );
  });
});

describe('a secret', () => {
  const secret = fc.string({ unit: 'grapheme', minLength: 6, maxLength: 60 });
  const json = fc.jsonValue();

  it('does not survive in any text, in any of its spellings', () => {
    holds(
      fc.property(secret, anyText, anyText, (hidden, before, after) => {
        const redaction = createRedaction([]);
        redaction.hide(hidden);
        // What goes round it must not by itself be put together to the same.
        const around = before + after;
        for (const form of [hidden, encodeURIComponent(hidden)]) {
          fc.pre(!around.includes(form));
          const shown = redaction.text(`${before}|${form}|${after}`);
          expect(shown).not.toContain(form);
        }
      }),
    );
  });

  it('does not survive in a body, a header or an address', () => {
    holds(
      fc.property(secret, json, fc.string({ minLength: 1 }), (hidden, rest, name) => {
        const redaction = createRedaction(['pin']);
        redaction.hide(hidden);
        fc.pre(!JSON.stringify(rest).includes(JSON.stringify(hidden).slice(1, -1)) && !name.includes(hidden));
        const spot = { list: [{ [name]: `a ${hidden} b`, rest }], text: hidden };
        expect(textsOf(redaction.value(spot)).filter((one) => one.includes(hidden))).toEqual([]);
        expect(redaction.header('x-any', `Bearer ${hidden}`)).not.toContain(hidden);
        const url = redaction.url(new URL(`https://x.test/a?q=${encodeURIComponent(hidden)}`));
        expect(decodeURIComponent(url)).not.toContain(hidden);
      }),
    );
  });

  it('does not survive in a field of a known name, at any depth and in any case', () => {
    const field = fc.constantFrom('pin', 'PIN', 'password', 'apiKey', 'X-Auth-Token', 'client_secret', 'private-key');
    holds(
      fc.property(secret, field, fc.nat(20), (value, name, depth) => {
        fc.pre(value !== '********' && !'abcdefgh'.includes(value));
        let spot: unknown = { [name]: value };
        for (let left = depth; left > 0; left -= 1) spot = left % 2 === 0 ? [spot] : { inner: spot };
        expect(textsOf(createRedaction(['pin']).value(spot))).toEqual(['********']);
        expect(textsOf(maskFields(spot, [name.toUpperCase()]))).toEqual(['********']);
        expect(createRedaction([]).header('x-secret', value)).toBe('********');
      }),
    );
  });

  it('prints as asterisks however it is printed', () => {
    holds(
      fc.property(secret, (value) => {
        const one = new Secret(value, 'token');
        fc.pre(!'********token null'.includes(value));
        for (const shown of [`${one}`, String(one), JSON.stringify({ one }), JSON.stringify(Object.entries(one))])
          expect(shown).not.toContain(value);
        expect(one.reveal()).toBe(value);
      }),
    );
  });

  it('leaves alone what is none', () => {
    const harmless = fc.dictionary(fc.constantFrom('name', 'id', 'size', 'tags'), fc.oneof(fc.nat(), fc.constant('x')));
    holds(
      fc.property(harmless, (value) => {
        expect(createRedaction(['pin']).value(value)).toEqual({ ...value });
      }),
    );
  });
});

/** All texts in a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
