import { CliError } from './errors';

/** One object of a provider's JSON; any field may be missing or null. */
export type Fields = Readonly<Record<string, unknown>>;

/** True for a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one in place of anything else: a field of something absent is absent. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The objects of a list; anything else in it, or in its place, is left out. */
export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** A text that says something, or null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An id as text, or null. */
export function reference(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : text(value);
}

/** A number, also one that comes as text, or null. */
export function number(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isFinite(read) ? (read as number) : null;
}

/** A number above zero, or null: 0 stands for "not said". */
export function positive(value: unknown): number | null {
  const read = number(value);
  return (read ?? 0) > 0 ? read : null;
}

/** A number from zero up, or null: no size, count or figure lies below. */
export function notNegative(value: unknown): number | null {
  const read = number(value);
  return (read ?? 0) < 0 ? null : read;
}

/** Makes the error for an answer that is not what was promised; `answer` is what it is called: `Civo's answer`. */
export const unexpectedFrom =
  (answer: string) =>
  (request: string, flaw: string): CliError =>
    new CliError('unexpected_answer', `${answer} to ${request} ${flaw}`, {
      hint: 'Run it again with --debug to see the answer.',
    });
