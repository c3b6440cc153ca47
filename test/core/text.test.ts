import { describe, expect, it } from 'vitest';
import { clean, cleanLines } from '../../src/core/text';

describe('clean', () => {
  it.each([
    ['plain text stays', 'web-1 (prod)', 'web-1 (prod)'],
    ['letters of other scripts stay', 'naïve Grüße 東京 Москва', 'naïve Grüße 東京 Москва'],
    ['colours vanish', 'a\u001b[31;1mred\u001b[0mb', 'aredb'],
    ['cursor movements vanish', 'a\u001b[2J\u001b[Hb', 'ab'],
    ['sequences that begin with one C1 character vanish', 'a\u009b31mb', 'ab'],
    ['a link vanishes and its words stay', '\u001b]8;;http://evil.test\u0007here\u001b]8;;\u0007', 'here'],
    ['a title ended by ST vanishes', 'a\u001b]0;title\u001b\\b', 'ab'],
    ['a device control string vanishes', 'a\u001bP+q544e\u001b\\b', 'ab'],
    ['a string without an end loses only its start', 'a\u001b]0;title', 'a0;title'],
    ['a short sequence vanishes', 'a\u001bcb\u001b(Bc', 'abc'],
    ['a lone escape is dropped', 'a\u001b', 'a'],
    ['line breaks and tabs become one space', 'a\r\n\tb\nc\u2028d\u2029e\u0085f', 'a b c d e f'],
    ['a carriage return cannot overwrite', 'safe\rEVIL', 'safe EVIL'],
    ['backspace, bell, null and delete are dropped', 'a\bb\u0007c\u0000d\u007fe', 'abcde'],
    ['direction controls are dropped', 'a\u202egnp.exe\u202c\u2066b\u2069\u200e\u200f\u061c', 'agnp.exeb'],
    ['invisible characters are dropped', 'a\u200bb\u200cc\u2060d\ufeffe\u00adf\u{e0041}g\u3164h', 'abcdefgh'],
    ['half a surrogate pair is replaced', 'a\ud83db', 'a\ufffdb'],
    ['half pairs are not joined by what vanishes between them', '\udb40\u001b[m\udc20', '\ufffd\ufffd'],
    ['emoji sequences stay', '👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥 1️⃣ 🇳🇱', '👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥 1️⃣ 🇳🇱'],
    ['joiners elsewhere are dropped', 'a\u200db👩\u200d \u200d👧', 'ab👩 👧'],
    ['selectors elsewhere are dropped', 'a\ufe0fb\ufe0fc', 'abc'],
  ])('%s', (_what, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('cuts to a length without splitting a character', () => {
    expect(clean('abcdef', 6)).toBe('abcdef');
    expect(clean('abcdefg', 6)).toBe('abcde…');
    expect(clean('abcd😀fg', 6)).toBe('abcd…');
    expect(clean('😀abcdef', 6)).toBe('😀abc…');
  });

  it.each([
    'a',
    '\u001b',
    '\u001b]',
    '\u001b[',
    '\u001bP0',
    '\u009d\u0007',
    '\n\u0007',
    '\u200d',
    '👩\u200d',
    '\ufe0f',
    '東',
    '\ud800',
    '\u001b[0;0;0;0',
    '\u001b(',
    '\u001b ',
  ])('cleans very much of %j in linear time', (part) => {
    const text = part.repeat(Math.ceil(200_000 / part.length));
    const start = process.cpuUsage();
    const safe = clean(text);
    // Scanning the same text twice would take many times as much of the processor, whatever else it has to do.
    expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
    expect(safe).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });
});

describe('a character', () => {
  it('is cleaned alone as it is beside something that has to go', () => {
    // Alone it may be let through by a quick look.
    const characters = Array.from({ length: 0x3000 - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index));
    const differing = characters.filter(
      (one) => !/[\x7f-\x9f]/.test(one) && clean(`a${one}b`) !== clean(`a${one}b\u0007`),
    );
    expect(differing).toEqual([]);
  });
});

describe('cleanLines', () => {
  it('keeps line breaks and tabs and cleans the rest', () => {
    expect(cleanLines('a\u001b[31m\r\n\tb\rc\u2028d\u200b')).toBe('a\n\tb\nc\nd');
  });
});
