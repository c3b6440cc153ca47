import { describe, expect, it } from 'vitest';
import { commonOptionsOf, mutatingOptionsOf } from '../src/core/common';
import { knownCommands } from '../src/knownCommands';
import { parse } from '../src/program';

const commands = await Promise.all(knownCommands.map(({ load }) => load()));

describe('the table of commands', () => {
  it('calls each by its own name', () => {
    expect(knownCommands.map(({ name }) => name)).toEqual(commands.map(({ name }) => name));
  });
});

describe.each(commands.map((command) => [command.name, command] as const))('nube %s', (_name, command) => {
  const options = Object.values({
    ...commonOptionsOf(command.options),
    ...mutatingOptionsOf(command.takes.mutating),
    ...command.options,
  });

  it('has a summary for itself and each of its options and arguments', () => {
    const summaries = [command, ...options, ...command.arguments].map(({ summary }) => summary);
    for (const summary of summaries) expect(summary).toMatch(/^\S.*[^.\s]$/);
  });

  it('gives each option one name', () => {
    const names = [
      ...options.map(({ name }) => name),
      ...options.flatMap(({ short }) => (short === undefined ? [] : [short])),
    ];
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has examples, and each parses as this command', async () => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { line } of command.examples) {
      const request = await parse(shellSplit(line).slice(1), knownCommands);
      expect(request).toMatchObject({ kind: 'run', command: { name: command.name } });
    }
  });
});

/** Splits as a shell does, as far as the examples need it. */
function shellSplit(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}
