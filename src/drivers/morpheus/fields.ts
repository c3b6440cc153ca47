import { type Fields, fieldsOf, isFields, positive, reference, text, unexpectedFrom } from '../../core/fields';
import type { Answer } from '../../core/http';

/** The object that an answer has under a key; `request` names it in the `unexpected_answer` that anything else is. */
export function readUnder(answer: Answer, key: string, request: string): Fields {
  const value = fieldsOf(answer.body)[key];
  if (!isFields(value)) throw unexpected(request, `has no ${key}`);
  return value;
}

/** The list that an answer has under a key; null is an empty one. */
export function readRows(answer: Answer, key: string, request: string): readonly Fields[] {
  if (!isFields(answer.body)) throw unexpected(request, 'is not an object');
  const value = answer.body[key];
  if (value === null) return [];
  if (!Array.isArray(value) || !value.every(isFields)) throw unexpected(request, `has no list of ${key}`);
  return value;
}

/** A text, or a number or truth value as one; null for anything else. */
export function scalar(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(value);
}

/** The word of a state; empty where there is none. Throws `unexpected_answer` for what is no text. */
export function wordOf(value: unknown, request: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw unexpected(request, 'has a state that is no word');
  return value;
}

/** The object's own id; throws `unexpected_answer` without one. */
export function idOf(fields: Fields, request: string): string {
  const id = reference(fields.id);
  if (id === null) throw unexpected(request, 'has an entry without an id');
  return id;
}

/** An id as requests have it: Morpheus's own are numbers. */
export function toId(id: string): number | string {
  return /^\d{1,15}$/.test(id) ? Number(id) : id;
}

/** Truth as Morpheus has it: `true`, `"true"` or `"on"`; null where nothing is said. */
export function truth(value: unknown): boolean | null {
  if (value === true || value === 'true' || value === 'on') return true;
  return value === false || value === 'false' || value === 'off' ? false : null;
}

/** Bytes as GiB with at most two digits after the point, or null. */
export function gibibytes(bytes: unknown): number | null {
  const read = positive(bytes);
  return read === null ? null : Math.round((read / 2 ** 30) * 100) / 100;
}

/** Bytes as whole MiB, or null. */
export function mebibytes(bytes: unknown): number | null {
  const read = positive(bytes);
  return read === null ? null : Math.round(read / 2 ** 20);
}

/** The error for an answer that is not what was promised. */
export const unexpected = unexpectedFrom("Morpheus's answer");
