/** A JSON Schema of draft 2020-12, as plain data. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a command prints as JSON. */
export interface Shape {
  /** One sentence. */
  title: string;
  /** `array` prints the rows in `row`, `object` one of it; `nothing` leaves stdout empty, `text` is no JSON at all. */
  prints: 'array' | 'object' | 'nothing' | 'text';
  /** What one row, or the object, is like; anything unless said. */
  row?: Schema;
}

export const string: Schema = { type: 'string' };
export const boolean: Schema = { type: 'boolean' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const size: Schema = { type: 'number', minimum: 0 };
export const moment: Schema = { type: 'string', format: 'date-time' };
export const strings: Schema = { type: 'array', items: string };

/** The schema, or null where the value is absent. */
export function nullable(schema: Schema): Schema {
  const { type, ...rest } = schema;
  if (typeof type !== 'string' || 'enum' in rest) return { anyOf: [schema, { type: 'null' }] };
  return { type: [type, 'null'], ...rest };
}

/** One of the words. */
export function oneOf(words: readonly string[]): Schema {
  return { type: 'string', enum: words };
}

/** An object with exactly these fields; those in `optional` may be missing. */
export function exact<T extends string>(
  fields: Readonly<Record<T, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: 'object',
    properties: { ...fields, ...optional },
    required: Object.keys(fields),
    additionalProperties: false,
  };
}

/** A flat row with these fields, and with whatever else its provider tells: plain values and lists of texts. */
export function flat(fields: Readonly<Record<string, Schema>>, known: Readonly<Record<string, Schema>> = {}): Schema {
  return {
    ...exact(fields, known),
    additionalProperties: { type: ['string', 'number', 'boolean', 'null', 'array'], items: string },
  };
}

/** A mapping from any name to values of one kind. */
export function mapping(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}
