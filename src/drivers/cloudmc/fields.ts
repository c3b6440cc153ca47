import { CliError } from '../../core/errors';
import type { Answer } from '../../core/http';

/** One object of CloudMC's JSON; fields without a value are left out there. */
export type Fields = Readonly<Record<string, unknown>>;

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

/** A text that says something, or null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts of a list; anything else in it is left out. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => text(one) !== null) : [];
}

/** A number, which may have come as text, or null. */
export function number(value: unknown): number | null {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** A number above zero, or null: the platform's older answers have 0 for "not said". */
export function positive(value: unknown): number | null {
  const found = number(value);
  return found !== null && found > 0 ? found : null;
}

/** The numbers of a list. */
export function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(number).filter((one) => one !== null) : [];
}

/** Yes, no, or null where nothing is said. */
export function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The objects of a list; anything else in it is left out. */
export function objects(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** The object's own id; throws `unexpected_answer` without one. */
export function idOf(fields: Fields, request: string): string {
  const id = text(fields.id);
  if (id === null) throw unexpected(request, 'has an entry without an id');
  return id;
}

/** True for a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The error for an answer that is not what was promised. */
export function unexpected(request: string, flaw: string): CliError {
  return new CliError('unexpected_answer', `The answer to ${request} ${flaw}`, {
    hint: 'Run it again with --debug to see the answer.',
  });
}
