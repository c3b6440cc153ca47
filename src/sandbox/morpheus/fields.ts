/**
 * The body of a request as this provider reads it. Paths have dots, `instance.plan.id`, and an empty one is the whole
 * body. Blank and null are not given.
 */
export interface Fields {
  has(path: string): boolean;
  /** Numbers and truth values come as text. */
  text(path: string): string | undefined;
  /** Also written as text. */
  number(path: string): number | undefined;
  /** `on`, `yes` and 1 are true as well, `off`, `no` and 0 false. */
  flag(path: string): boolean | undefined;
  /** Undefined when it is no list. */
  list(path: string): unknown[] | undefined;
  /** Records of a list; whatever else is in it counts as an empty one. */
  records(path: string): Fields[] | undefined;
  record(path: string): Record<string, unknown>;
  /** As it was sent. */
  raw(path: string): unknown;
}

/** Whatever is no record (null, text, a list) has no fields. */
export function createFields(body: unknown): Fields {
  function raw(path: string): unknown {
    let value = body;
    for (const name of path === '' ? [] : path.split('.')) {
      if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    return value;
  }

  function text(path: string): string | undefined {
    const value = raw(path);
    if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  function list(path: string): unknown[] | undefined {
    const value = raw(path);
    return Array.isArray(value) ? value : undefined;
  }

  return {
    has: (path) => raw(path) !== undefined,
    text,
    number(path) {
      const value = Number(text(path) ?? Number.NaN);
      return Number.isFinite(value) ? value : undefined;
    },
    flag: (path) => parseFlag(text(path)),
    list,
    records: (path) => list(path)?.map(createFields),
    record(path) {
      const value = raw(path);
      return isRecord(value) ? value : {};
    },
    raw,
  };
}

/** A truth value in any of the provider's spellings. */
export function parseFlag(text: string | null | undefined): boolean | undefined {
  const word = text?.toLowerCase() ?? '';
  if (['on', 'true', 'yes', '1'].includes(word)) return true;
  return ['off', 'false', 'no', '0'].includes(word) ? false : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
