import { parse as parseYaml } from 'yaml';

/** A table of texts as it was printed: its header, and a record for each row. */
export interface Sheet {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Reads CSV as RFC 4180 has it; throws where it is not. */
export function readCsv(text: string): Sheet {
  const records: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/gy;
  let record: string[] = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`This is no CSV: ${text.slice(at, at + 80)}`);
    record.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    records.push(record);
    record = [];
  }
  return sheetOf(records);
}

export const readTsv = (text: string): Sheet => sheetOf(linesOf(text).map((line) => line.split('\t')));

/** The lines of a text that ends each with a newline. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new Error(`The last line does not end: ${text.slice(-80)}`);
  return text.slice(0, -1).split('\n');
}

export const readNdjson = (text: string): unknown[] => linesOf(text).map((line) => JSON.parse(line) as unknown);

export const readYaml = (text: string): unknown => parseYaml(text) as unknown;

function sheetOf([header = [], ...rows]: readonly (readonly string[])[]): Sheet {
  const odd = rows.find((row) => row.length !== header.length);
  if (odd !== undefined) throw new Error(`A row has ${odd.length} cells under ${header.length} headings: ${odd}`);
  return { header, rows };
}
