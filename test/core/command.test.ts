import { describe, expect, it } from 'vitest';
import { defineCommand } from '../../src/core/command';
import { text } from '../../src/core/option';

describe('a command', () => {
  const rest = {
    name: 'x',
    summary: 'y',
    group: 'look',
    output: 'none',
    examples: [],
    run: async () => ({ kind: 'none' }),
  };

  it('takes nothing but what it says', () => {
    expect(defineCommand(rest as never)).toEqual({
      ...rest,
      aliases: [],
      arguments: [],
      options: {},
      takes: { common: true, mutating: [] },
    });
    const own = { aliases: ['z'], arguments: [{ name: 'a', summary: 'b' }], options: { c: text('c', 'C', 'd') } };
    expect(defineCommand({ ...rest, ...own, mutating: ['yes'] } as never)).toEqual({
      ...rest,
      ...own,
      takes: { common: true, mutating: ['yes'] },
    });
  });
});
