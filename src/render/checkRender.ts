import type { Format } from '../core/common';
import { CliError } from '../core/errors';
import { chosenNames, sortOf } from './columns';
import { type AnyView, formatOf, type RenderSettings } from './settings';

const tabular: readonly Format[] = ['table', 'wide', 'csv', 'tsv'];
const queried: readonly Format[] = ['json', 'yaml', 'ndjson', 'csv', 'tsv'];

/**
 * Refuses what could not be printed in the end, so that nothing need be sent for it: options that contradict each
 * other, a broken query and, where the view is known already, columns that it lacks. Throws CliError.
 */
export async function checkRender(view: AnyView | 'object' | null, settings: RenderSettings): Promise<void> {
  const { columns, columnsGiven, sortGiven, query } = settings;
  const format = formatOf(settings);
  if (query !== null && !queried.includes(format)) {
    throw new CliError('conflicting_options', `--query can't be printed as ${format}`, {
      hint: `Leave -o ${format} out, or give -o json, yaml, ndjson, csv or tsv.`,
    });
  }
  if (columns !== null && columnsGiven && (query !== null || !tabular.includes(format))) {
    const what = query !== null ? 'with --query' : `to -o ${format}`;
    throw new CliError('conflicting_options', `--columns does not apply ${what}`, {
      hint: "Choose fields in the query: --query '[].{name: name, state: state}'",
    });
  }
  if (query !== null) {
    const { compileQuery } = await import('./query');
    await compileQuery(query);
  }
  if (view === 'object' && sortGiven) {
    throw new CliError('conflicting_options', '--sort sorts rows, and this prints one object', {
      hint: 'Leave --sort out.',
    });
  }
  if (view === null || view === 'object') return;
  const names = view.columns.map(({ name }) => name);
  if (query === null && tabular.includes(format)) chosenNames(names, settings);
  sortOf(names, settings);
}
