import { failure } from './failure';

/** The body of a request, read with the provider's refusals. */
export interface Fields {
  has(name: string): boolean;
  /** As it was sent. */
  raw(name: string): unknown;
  /** Throws when it is missing, blank or no text. */
  text(name: string): string;
  /** Throws when it is there but isn't text; null counts as absent. */
  optionalText(name: string): string | undefined;
  /** Throws when it is missing or no truth value. */
  flag(name: string): boolean;
  optionalFlag(name: string): boolean | undefined;
  /** Throws when it is missing or no whole number. */
  whole(name: string): number;
  /** The fields of an object within; throws when it is missing or none. */
  object(name: string): Fields;
}

export function createFields(body: unknown, source = ''): Fields {
  const record = isRecord(body) ? body : {};

  function raw(name: string): unknown {
    return Object.hasOwn(record, name) ? record[name] : undefined;
  }

  function required<T>(name: string, fits: (value: unknown) => value is T): T {
    const value = raw(name);
    if (value === undefined || value === null || value === '') {
      throw failure('422.missing-argument', { detail: `${name} is required`, source: `${source}/${name}` });
    }
    if (!fits(value)) throw invalid(name);
    return value;
  }

  function optional<T>(name: string, fits: (value: unknown) => value is T): T | undefined {
    const value = raw(name);
    if (value === undefined || value === null) return undefined;
    if (!fits(value)) throw invalid(name);
    return value;
  }

  function invalid(name: string) {
    return failure('422.invalid-argument', { detail: `${name} is invalid`, source: `${source}/${name}` });
  }

  return {
    has: (name) => Object.hasOwn(record, name),
    raw,
    text: (name) => required(name, isText),
    optionalText: (name) => optional(name, isText),
    flag: (name) => required(name, isFlag),
    optionalFlag: (name) => optional(name, isFlag),
    whole: (name) => required(name, isWhole),
    object: (name) => createFields(required(name, isRecord), `${source}/${name}`),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
