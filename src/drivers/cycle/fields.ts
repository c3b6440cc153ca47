import { type Fields, fieldsOf, isFields, text, unexpectedFrom } from '../../core/fields';
import type { Answer } from '../../core/http';
import { parseSize } from '../../core/units';

/** A number, or null. */
export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The word of a resource's `state.current`; empty where there is none. Throws `unexpected_answer` for what is no text. */
export function stateOf(fields: Fields): string {
  const { state } = fields;
  const word = isFields(state) ? state.current : state;
  if (word === undefined || word === null) return '';
  if (typeof word !== 'string' || !isFields(state)) throw unexpected('a resource', 'has a state that is no word');
  return word;
}

/** A DataSize (`512M`, `10GB`, `1t`) in MiB, or null where there is none. */
export function mebibytesOf(value: unknown): number | null {
  const size = text(value);
  if (size === null || !/^\d+\s*[bkmgtp]/i.test(size)) return null;
  try {
    return parseSize(size, 'MiB') / 2 ** 20;
  } catch {
    return null;
  }
}

/** The `data` object of an answer; `request` names it in the `unexpected_answer` that anything else is. */
export function readData(answer: Answer, request: string): Fields {
  const { data } = fieldsOf(answer.body);
  if (!isFields(data)) throw unexpected(request, 'holds no object');
  return data;
}

/** The `data` list of an answer, and what was included beside it. */
export function readList(answer: Answer, request: string): { items: readonly Fields[]; includes: Fields } {
  const { data, includes } = fieldsOf(answer.body);
  if (data === null && isFields(answer.body)) return { items: [], includes: fieldsOf(includes) };
  if (!Array.isArray(data) || !data.every(isFields)) throw unexpected(request, 'is not a list');
  return { items: data, includes: fieldsOf(includes) };
}

/** The object's own id; throws `unexpected_answer` without one. */
export function idOf(fields: Fields, request: string): string {
  const id = text(fields.id);
  if (id === null) throw unexpected(request, 'has an entry without an id');
  return id;
}

/** The error for an answer that is not what was promised. */
export const unexpected = unexpectedFrom("Cycle's answer");
