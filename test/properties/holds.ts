import fc from 'fast-check';

/** Checks a property with the same values each time; throws with the smallest that it does not hold for. */
export const holds = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>, runs = 300): void =>
  fc.assert(property, { seed: 20_260_101, numRuns: runs });

/** The same for a property that takes time. */
export const eventuallyHolds = <T extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<T>, runs = 80) =>
  fc.assert(property, { seed: 20_260_101, numRuns: runs });

/** What a server or a person may put into a text: words, any characters, and what steers a terminal. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '\u001b[31m',
        '\u001b]8;;x\u0007',
        '\u001b]0;',
        '\u001b',
        '\u009b',
        '\u009d',
        '\u009c',
        '\u0007',
        '\u0090',
        '[',
        ']',
        '\\',
        'm',
        '\r',
        '\n',
        '\t',
        '\u0085',
        '\u2028',
        '\u202e',
        '\u200b',
        '\u200d',
        '\ufe0f',
        '\ud83d',
        '\ude00',
        '👩',
        '💻',
        'é',
        '日本',
        'a',
        ' ',
        '\u0000',
        '\u007f',
        '\ufff9',
        '\u{e0041}',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
