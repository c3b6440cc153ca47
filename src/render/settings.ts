import type { Format } from '../core/common';
import type { RowsOutput } from '../core/view';

/** How the user wants a result printed, whatever the command. */
export interface RenderSettings {
  /** What was asked for; null where nobody chose: a table, or JSON where there is a query. */
  format: Format | null;
  columns: readonly string[] | null;
  /** Whether --columns was given; columns from a variable, a file or a profile apply only where they exist. */
  columnsGiven: boolean;
  /** A column's name, with `-` before it for the other direction. */
  sort: string | null;
  /** Whether --sort was given; a default applies only where there is such a column. */
  sortGiven: boolean;
  headers: boolean;
  /** JMESPath over the whole of the JSON. */
  query: string | null;
  /** The terminal's width; null where the output goes elsewhere. */
  width: number | null;
  colour: boolean;
  now: Date;
}

/** Where text goes. A promise holds the next piece back until this one is taken. */
export interface Sink {
  /** Only an output of kind `bytes` comes as bytes. */
  write(chunk: string | Uint8Array): Promise<void> | void;
}

export type AnyView = RowsOutput['view'];
export type AnyColumn = AnyView['columns'][number];

/** The format that these settings come to. */
export function formatOf({ format, query }: Pick<RenderSettings, 'format' | 'query'>): Format {
  return format ?? (query === null ? 'table' : 'json');
}
