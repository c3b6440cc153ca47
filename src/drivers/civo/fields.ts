import { type Fields, isFields, positive, text, unexpectedFrom } from '../../core/fields';
import type { Answer } from '../../core/http';

/** More than this many pages of one listing can only be a mistake. */
const mostPages = 100_000;

/** The answer's object; `request` names it in the `unexpected_answer` that anything else is. */
export function readObject(answer: Answer, request: string): Fields {
  if (!isFields(answer.body)) throw unexpected(request, 'is not an object');
  return answer.body;
}

/** The objects of an answer that is a bare array, bare `null` (an empty list in Go) or, as in old accounts, `items`. */
export function readArray(answer: Answer, request: string): readonly Fields[] {
  const body = isFields(answer.body) ? answer.body.items : answer.body;
  if (body === null) return [];
  if (!Array.isArray(body) || !body.every(isFields)) throw unexpected(request, 'is not a list');
  return body;
}

/** The objects of one page and how many pages there are. */
export function readPage(answer: Answer, request: string): { items: readonly Fields[]; pages: number } {
  const { items, pages } = readObject(answer, request);
  if (items !== null && (!Array.isArray(items) || !items.every(isFields))) throw unexpected(request, 'is not a page');
  const count = positive(pages) ?? 1;
  if (!Number.isInteger(count) || count > mostPages) throw unexpected(request, `tells of ${count} pages`);
  return { items: items ?? [], pages: count };
}

/** An id, or null; the word `null` stands for none in old volumes. */
export function reference(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return value === 'null' ? null : text(value);
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

/** True for `true` and, as some firewalls have it, the word. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** The error for an answer that is not what was promised. */
export const unexpected = unexpectedFrom("Civo's answer");
