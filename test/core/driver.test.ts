import { describe, expect, it } from 'vitest';
import { each, isUnsupported, type Session } from '../../src/core/driver';
import { ended } from '../../src/core/operation';
import { located } from './instance';

describe('a driver', () => {
  it('may plan each target by itself, all at the same time', async () => {
    const begun: unknown[] = [];
    const plan = each(async (...words) => {
      begun.push(words);
      await new Promise(setImmediate);
      return { targets: [words[1]], run: async () => ended() };
    });
    const session = {} as Session;
    const [one, two] = [located(), located({ id: 'i-2' })];
    const planned = plan(session, [one, two], 'input');
    expect(begun).toEqual([
      [session, one, 'input'],
      [session, two, 'input'],
    ]);
    expect((await planned).map(({ targets }) => targets)).toEqual([[one], [two]]);
  });

  it('says where it cannot', () => {
    expect([isUnsupported({ unsupported: 'No.' }), isUnsupported({ limit: 'Some.' })]).toEqual([true, false]);
  });
});
