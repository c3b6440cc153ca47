import { defineCommand } from '../core/command';
import { CliError, type ErrorCode, errorCatalogue, exitCodes } from '../core/errors';
import { nearest } from '../core/nearest';
import { listing } from '../core/read';
import { field, type View } from '../core/view';

const rows = Object.entries(errorCatalogue).map(([code, { kind, cause, remedy }]) => ({
  id: code,
  name: code,
  code,
  kind,
  exitCode: exitCodes[kind],
  cause,
  remedy,
}));

type Row = (typeof rows)[number];

/** What fits a terminal: one code explained alone is shown whole. */
const brief: View<Row> = {
  columns: [
    field('code', { keep: true }),
    field('kind', { wide: true }),
    { name: 'exitCode', align: 'right', keep: true, value: ({ exitCode }) => exitCode },
    field('cause'),
    field('remedy', { wide: true }),
  ],
  id: ({ id }) => id,
  ref: ({ id }) => id,
};

export const explain = defineCommand({
  name: 'explain',
  output: ['explanations', 'explanation'],
  group: 'understand',
  summary: 'tell what an error means and what to do about it',
  arguments: [
    {
      name: 'code',
      summary: 'the code or kind of an error; all of them unless given',
      required: false,
      completes: { words: [...Object.keys(errorCatalogue), ...Object.keys(exitCodes)] },
    },
  ],
  examples: [{ line: 'nube explain wrong_state', does: 'cause and remedy, offline' }],
  async run(_context, { words: [word] }) {
    if (word === undefined) return listing(rows, { leading: [], view: brief });
    const found = rows.filter(
      ({ code, kind, exitCode }) => code === word || kind === word || String(exitCode) === word,
    );
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) {
      return { kind: 'object', value: only, sheet: { id: undefined, name: undefined }, id: only.id, ref: only.id };
    }
    if (found.length > 0) return listing(found, { leading: [], view: brief });
    const codes = Object.keys(errorCatalogue) as ErrorCode[];
    const guess = nearest(word, [...codes, ...Object.keys(exitCodes)]);
    throw new CliError('invalid_value', `There is no error ${JSON.stringify(word)}`, {
      hint: guess === null ? 'nube explain lists them all.' : `Did you mean ${guess}?`,
    });
  },
});
