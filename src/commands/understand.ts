import { defineCommand } from '../core/command';
import { CliError, type ErrorCode, errorCatalogue, exitCodes } from '../core/errors';
import { nearest } from '../core/nearest';
import { listing } from '../core/read';

const rows = Object.entries(errorCatalogue).map(([code, { kind, cause, remedy }]) => ({
  id: code,
  name: code,
  code,
  kind,
  exitCode: exitCodes[kind],
  cause,
  remedy,
}));

export const explain = defineCommand({
  name: 'explain',
  group: 'understand',
  summary: 'tell what an error means and what to do about it',
  arguments: [{ name: 'code', summary: 'the code or kind of an error; all of them unless given', required: false }],
  examples: [{ line: 'nube explain wrong_state', does: 'cause and remedy, offline' }],
  async run(_context, { words: [word] }) {
    const leading = ['code', 'kind', 'exitCode', 'cause', 'remedy'];
    if (word === undefined) return listing(rows, { leading });
    const found = rows.filter(
      ({ code, kind, exitCode }) => code === word || kind === word || String(exitCode) === word,
    );
    if (found.length > 0) return listing(found, { leading });
    const codes = Object.keys(errorCatalogue) as ErrorCode[];
    const guess = nearest(word, [...codes, ...Object.keys(exitCodes)]);
    throw new CliError('invalid_value', `There is no error ${JSON.stringify(word)}`, {
      hint: guess === null ? 'nube explain lists them all.' : `Did you mean ${guess}?`,
    });
  },
});
