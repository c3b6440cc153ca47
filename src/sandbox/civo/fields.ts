/** The body of a request as this provider reads it: what is blank, null or an empty object was not given. */
export interface Fields {
  has(name: string): boolean;
  /** Numbers and truth values come as text, as they do in a form. */
  text(name: string): string | undefined;
  /** Zero counts as not given, as does what isn't a number. */
  number(name: string): number | undefined;
  flag(name: string): boolean;
  /** A list, or words separated by spaces. */
  words(name: string): string[];
  /** As it was sent. */
  raw(name: string): unknown;
}

export function createFields(body: unknown): Fields {
  const record = isRecord(body) ? body : {};

  function raw(name: string): unknown {
    return Object.hasOwn(record, name) ? record[name] : undefined;
  }

  function text(name: string): string | undefined {
    const value = raw(name);
    if (typeof value === 'string') return value.trim() === '' ? undefined : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  return {
    has: (name) => Object.hasOwn(record, name),
    text,
    number: (name) => Number(text(name)) || undefined,
    flag: (name) => ['true', '1', 'on'].includes(text(name) ?? ''),
    words(name) {
      const value = raw(name);
      if (Array.isArray(value)) return value.map(String);
      return (text(name) ?? '').split(/\s+/).filter((word) => word !== '');
    },
    raw,
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
