import { defineCommand } from '../core/command';
import { CliError } from '../core/errors';
import { nearest } from '../core/nearest';
import { flag } from '../core/option';
import { listing } from '../core/read';
import { field, type View } from '../core/view';

interface Row {
  id: string;
  name: string;
  prints: readonly string[];
  version: number;
  title: string;
}

const view: View<Row> = {
  columns: [
    field('name', { keep: true }),
    field('prints', { keep: true }),
    field('version', { align: 'right' }),
    field('title', { wide: true }),
  ],
  id: ({ id }) => id,
  ref: ({ id }) => id,
};

export const schema = defineCommand({
  name: 'schema',
  output: ['schemas', 'schema'],
  group: 'understand',
  summary: 'print the JSON Schema of what a command prints with -o json',
  description:
    'Draft 2020-12. error and warning are the lines of stderr. The schemas are of one version, which is raised when any of them changes; what --raw and --dry-run print has none.',
  arguments: [
    {
      name: 'command',
      summary: 'a command, error or warning; all are listed unless given',
      required: false,
      many: true,
    },
  ],
  options: { row: flag('row', 'the schema of one row: what -o ndjson prints a line') },
  examples: [
    { line: 'nube schema', does: 'the schemas there are, and their version' },
    { line: 'nube schema list', does: 'what nube list -o json prints' },
    { line: 'nube schema error', does: 'what stands on stderr when a command with -o json fails' },
  ],
  async run(context, { words, options }) {
    const { schemasOf, schemaVersion } = await import('../core/shapes');
    const commands = await context.commands();
    const entries = schemasOf(commands);
    if (words.length === 0) {
      if (options.row === true) throw new CliError('missing_argument', '--row needs a command');
      const rows = entries.map(
        ({ name, prints, title }): Row => ({ id: name, name, prints, version: schemaVersion, title }),
      );
      return listing(rows, { leading: [], view });
    }
    const wanted = words.join(' ');
    const alias = commands.find(({ aliases }) => aliases.includes(wanted))?.name;
    const found = entries.find(({ name }) => name === (alias ?? wanted));
    if (found === undefined) throw unknown(wanted, entries);
    const value = options.row === true ? found.row : found.whole;
    return ['table', 'wide'].includes(context.format)
      ? { kind: 'text', text: `${JSON.stringify(value, null, 2)}\n` }
      : { kind: 'object', value, id: found.name, ref: found.name };
  },
});

function unknown(wanted: string, entries: readonly { name: string }[]): CliError {
  const names = entries.map(({ name }) => name);
  const guess = nearest(wanted, names);
  return new CliError('invalid_value', `There is no schema of ${JSON.stringify(wanted)}`, {
    hint: guess === null ? 'nube schema lists them all.' : `Did you mean nube schema ${guess}?`,
  });
}
