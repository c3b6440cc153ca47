import { type Fields, isFields, number, text, unexpectedFrom } from '../../core/fields';
import type { Answer } from '../../core/http';

/** The object under `data`; some pages of the documentation show it as the only element of an array. */
export function readObject(answer: Answer, request: string): Fields {
  const data = dataOf(answer, request);
  const only = Array.isArray(data) && data.length === 1 ? data[0] : data;
  if (!isFields(only)) throw unexpected(request, 'holds no object');
  return only;
}

/** The objects under `data`, and how many there are in all, where the answer says so. */
export function readList(answer: Answer, request: string): { items: readonly Fields[]; total: number } {
  const data = dataOf(answer, request);
  if (!Array.isArray(data) || !data.every(isFields)) throw unexpected(request, 'holds no list');
  const metadata = isFields(answer.body) ? answer.body.metadata : null;
  const total = isFields(metadata) ? number(metadata.recordCount) : null;
  return { items: data, total: total ?? data.length };
}

function dataOf({ body }: Answer, request: string): unknown {
  if (!isFields(body)) throw unexpected(request, 'is not an object');
  return body.data;
}

/** The texts of a list; anything else in it is left out. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => text(one) !== null) : [];
}

/** The numbers of a list. */
export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(number).filter((one) => one !== null) : [];
}

/** Yes, no, or null where nothing is said. */
export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The word of a state; empty where there is none. Throws `unexpected_answer` for what is no text. */
export function wordOf(value: unknown, request: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw unexpected(request, 'has a state that is no word');
  return value;
}

/** The object's own id; throws `unexpected_answer` without one. */
export function idOf(fields: Fields, request: string): string {
  const id = text(fields.id);
  if (id === null) throw unexpected(request, 'has an entry without an id');
  return id;
}

/** The error for an answer that is not what was promised. */
export const unexpected = unexpectedFrom('The answer');
