import type { Document } from 'yaml';
import { escaped, hidden } from '../core/hidden';
import { chunks, plain } from './json';

const risky = new RegExp(`[\\x00-\\x08\\x0b-\\x1f]|\\p{Cs}|${hidden.source}`, 'u');

/** Makes a function that writes a value as YAML; a list of mappings may be written in portions, one after another. */
export async function yamlWriter(): Promise<(value: unknown) => string> {
  const yaml = await import('yaml');
  return (value) => {
    const document = new yaml.Document(plain(value), { compat: 'yaml-1.1', aliasDuplicateObjects: false });
    quoteRisky(document, yaml.visit);
    return document.toString({ lineWidth: 0 }).replace(hidden, whole);
  };
}

/** A YAML list of rows, a piece at a time. */
export async function* yamlList(rows: readonly object[]): AsyncGenerator<string> {
  const write = await yamlWriter();
  if (rows.length === 0) yield write([]);
  for (const some of chunks(rows)) yield write(some);
}

/** Puts quotes round strings that hold what only a quoted string can escape, and round `=`, a type of its own once. */
function quoteRisky(document: Document, visit: typeof import('yaml').visit): void {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(/\p{Cs}/gu, '\ufffd');
      if (node.value === '=' || risky.test(node.value as string)) node.type = 'QUOTE_DOUBLE';
    },
  });
}

function whole(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : escaped(code);
}
