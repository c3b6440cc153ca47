import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellLine, shellWord } from '../../src/core/shell';
import { clean, cleanLines } from '../../src/core/text';
import { anyText, holds } from './holds';

const steering = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/u;

describe('clean', () => {
  it('leaves nothing that steers a terminal', () => {
    holds(fc.property(anyText, (text) => !steering.test(clean(text))));
  });

  it('changes nothing the second time', () => {
    holds(fc.property(anyText, (text) => clean(clean(text)) === clean(text)));
  });

  it('keeps what is harmless', () => {
    holds(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => clean(text) === text));
  });

  it('is never longer than its limit, nor than the text', () => {
    holds(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const shown = clean(text, limit);
        expect(shown.length).toBeLessThanOrEqual(Math.min(limit, text.length));
        expect(shown).not.toMatch(steering);
      }),
    );
  });

  it('keeps line breaks and tabs, and nothing else, where lines are wanted', () => {
    holds(
      fc.property(anyText, (text) => {
        const shown = cleanLines(text);
        expect(shown.replaceAll(/[\n\t]/g, '')).not.toMatch(steering);
        expect(cleanLines(shown)).toBe(shown);
        const breaks = (some: string) => some.replaceAll('\r\n', '\n').match(/[\n\r\u0085\u2028\u2029]/g)?.length ?? 0;
        expect(breaks(shown)).toBe(breaks(text));
      }),
    );
  });
});

describe('a line for a shell', () => {
  const word = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.string(), anyText)
    .map((text) => text.replaceAll(/[\0\p{Cs}]/gu, ''));

  it('is read back by sh as the same words', () => {
    const samples = fc.sample(fc.array(word, { minLength: 1, maxLength: 20 }), { seed: 7, numRuns: 40 });
    const script = samples.map((words) => `printf '%s\\0' ${shellLine(words)}; printf '\\1\\0'`).join('\n');
    const printed = execFileSync('sh', ['-c', script]).toString();
    const read = printed.split('\u0001\0').slice(0, -1);
    expect(read).toEqual(samples.map((words) => words.map((one) => `${one}\0`).join('')));
  });

  it('puts no bare character that a shell would take for its own', () => {
    holds(fc.property(word, (one) => /^[\w@%+=:,./-]+$/.test(shellWord(one)) || /^'.*'$/s.test(shellWord(one))));
  });
});
