/** One column of a table; its name is the JSON field it shows. */
export interface Column<R = never> {
  name: string;
  /** Only in `wide`, or where named with --columns. */
  wide?: boolean;
  /** Left out of a table in which no row has a value for it. */
  optional?: boolean;
  /** Never cut or dropped to fit a terminal. */
  keep?: boolean;
  /** Never cut to fit a terminal, and left out only after those that can be cut. */
  whole?: boolean;
  align?: 'right';
  /** How a value is shown to a person; other formats get it as it is. */
  show?: 'state' | 'age' | 'due' | 'status' | 'mebibytes' | 'gibibytes' | 'percent' | 'rate';
  value(row: R): unknown;
}

/** How rows of one kind are shown. */
export interface View<R = never> {
  columns: readonly Column<R>[];
  /** What `-o id` prints; null prints nothing for the row. */
  id(row: R): string | null;
  /** What `-o ref` prints. */
  ref(row: R): string | null;
}

/** A column that shows the field of its own name. */
export function field<R>(name: keyof R & string, extra: Omit<Partial<Column<R>>, 'name' | 'value'> = {}): Column<R> {
  return { name, value: (row) => row[name], ...extra };
}

/** What a command gives back; only `main` turns it into text. */
export type Output =
  | RowsOutput
  | ObjectOutput
  /** Text as it stands, whatever the format. */
  | { kind: 'text'; text: string }
  /** Bytes as they stand, unless another format is asked for and they are JSON; `error` decides the exit code. */
  | { kind: 'bytes'; bytes: Buffer; error: import('./errors').CliError | null; onlyJson?: boolean }
  /**
   * What there was to print has been written as it came. Without failures the exit code is `code`, that of a program
   * which was run in nube's place.
   */
  | ({ kind: 'written'; code: number } & Pick<RowsOutput, 'failures' | 'attempted' | 'what'>)
  | { kind: 'none' };

/** One object; with failures the exit code is theirs, of so many that were attempted. */
export interface ObjectOutput {
  kind: 'object';
  value: Readonly<Record<string, unknown>>;
  id?: string;
  ref?: string;
  /** What people read in place of some of its fields: a text, or a line for each item. */
  sheet?: Readonly<Record<string, unknown>>;
  failures?: readonly import('./errors').CliError[];
  attempted?: () => number;
  /** What failed, in the plural. */
  what?: string;
  /** The sheet tells the failures, which are then only counted at the end. */
  tells?: boolean;
}

export interface RowsOutput {
  kind: 'rows';
  // biome-ignore lint/suspicious/noExplicitAny: a view knows its own rows; the output only carries both.
  view: View<any>;
  /** Arrays are printed whole; a stream is printed as it comes where format and sorting allow. */
  rows: readonly object[] | AsyncIterable<readonly object[]>;
  /** Filled while the rows are read: the failures of profiles or targets. */
  failures: readonly import('./errors').CliError[];
  /** How many profiles or targets there were, to tell "some failed" from "all failed"; read after the rows. */
  attempted: () => number;
  /** What failed, in the plural: `profiles`, `targets`. */
  what: string;
  /** A sentence for a terminal when there are no rows. */
  empty?: string;
  /** Where a row stands among its equals when rows that come in any order are sorted. */
  place?(row: object): number;
  /** Rows at most, counted after sorting. */
  limit?: number;
}
