import { CliError } from '../../core/errors';
import type { Answer } from '../../core/http';
import { parseSize } from '../../core/units';

/** One object of Cycle's JSON; any field may be missing or null. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one: a field of something absent is absent. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of a list that may be null or missing. */
export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** A text that says something, or null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A number, or null. */
export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The word of a resource's `state.current`; empty where there is none. */
export function stateOf(fields: Fields): string {
  return text(fieldsOf(fields.state).current) ?? '';
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
export function unexpected(request: string, flaw: string): CliError {
  return new CliError('unexpected_answer', `Cycle's answer to ${request} ${flaw}`, {
    hint: 'Run it again with --debug to see the answer.',
  });
}
