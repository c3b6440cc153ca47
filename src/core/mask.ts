const asterisks = '********';

/** A copy in which the values of the named fields, at any depth, are asterisks; names are compared ignoring case. */
export function maskFields(value: unknown, fields: readonly string[]): unknown {
  const secret = new Set(fields.map((field) => field.toLowerCase()));
  const mask = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(mask);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, inner]) => {
        const empty = inner === null || inner === '' || inner === undefined;
        return [name, secret.has(name.toLowerCase()) && !empty ? asterisks : mask(inner)];
      }),
    );
  };
  return mask(value);
}
