import { describe, expect, it } from 'vitest';
import { commonOptions, commonOptionsOf, mutatingOptions, mutatingOptionsOf } from '../../src/core/common';
import { type CommandWords, type CompletionTable, optionWordsOf } from '../../src/core/completion';
import { text } from '../../src/core/option';

const option = (name: string, summary = 'shared') => ({ name, summary });
const table: CompletionTable = {
  commands: [],
  common: [option('profile'), option('group'), option('output')],
  mutating: [option('yes'), option('max'), option('all')],
  states: {},
};
const command: CommandWords = {
  name: 'create',
  aliases: [],
  summary: '',
  options: [option('size', 'own'), option('group', 'own')],
  mutating: ['all', 'yes'],
  places: [],
};

describe('the options of a command line', () => {
  it('are the common ones before the command is known', () => {
    expect(optionWordsOf(table, null)).toBe(table.common);
  });

  it('are those of the command first, which take the place of common ones', () => {
    expect(optionWordsOf(table, command).map(({ name, summary }) => `${name} ${summary}`)).toEqual([
      'size own',
      'group own',
      'yes shared',
      'all shared',
      'profile shared',
      'output shared',
    ]);
  });
});

describe('the common options', () => {
  it('are those whose names a command does not claim for itself', () => {
    expect(commonOptionsOf({})).toEqual(commonOptions);
    const { group: _group, noHeaders: _noHeaders, ...rest } = commonOptions;
    const own = { team: text('group', 'GROUP', 'own'), bare: text('no-headers', 'X', 'own') };
    expect(commonOptionsOf(own)).toEqual(rest);
  });

  it('of what changes something are those that are taken, by the names of the code', () => {
    expect(mutatingOptionsOf([])).toEqual({});
    const all = ['yes', 'dry-run', 'no-wait', 'timeout', 'concurrency', 'filter', 'all', 'max'] as const;
    expect(mutatingOptionsOf(all)).toEqual(mutatingOptions);
    expect(mutatingOptionsOf(['no-wait'])).toEqual({ noWait: mutatingOptions.noWait });
    expect(Object.values(mutatingOptionsOf(all)).map(({ name }) => name)).toEqual(all);
  });
});
