/** The body of a request. What is null, blank or of a senseless type was not given; numbers may come as strings. */
export interface Fields {
  text(name: string): string | undefined;
  /** A whole number above 0; NaN for anything else that was given. */
  number(name: string): number | undefined;
  flag(name: string): boolean;
  /** Always a list; a single value is a list of one. */
  list(name: string): string[];
  has(name: string): boolean;
  /** The fields of an object within. */
  within(name: string): Fields;
}

export function createFields(body: unknown): Fields {
  const record = isRecord(body) ? body : {};

  function raw(name: string): unknown {
    return Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined;
  }

  function text(name: string): string | undefined {
    const value = raw(name);
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  return {
    text,
    number(name) {
      const given = text(name);
      if (given === undefined) return undefined;
      const value = Number(given);
      return Number.isInteger(value) && value > 0 ? value : Number.NaN;
    },
    flag: (name) => raw(name) === true || raw(name) === 'true',
    list(name) {
      const value = raw(name);
      const items = Array.isArray(value) ? value : [value];
      return items.filter((item) => typeof item === 'number' || (typeof item === 'string' && item !== '')).map(String);
    },
    has: (name) => raw(name) !== undefined,
    within: (name) => createFields(raw(name)),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
