import { instanceShapes, kinds } from './instances';
import { listingShapes } from './listings';
import { operationShapes } from './operations';
import { count, exact, nullable, oneOf, type Schema, type Shape, string } from './schema';
import { setupShapes } from './setup';

/** The version of the whole set: raised when any schema that there is changes, and not for one that is added. */
export const schemaVersion = 1;

/** What commands print as JSON; each command names its own. */
export const shapes = { ...instanceShapes, ...listingShapes, ...operationShapes, ...setupShapes } as const;

export type ShapeName = keyof typeof shapes;

/** A command as far as what it prints goes. */
export interface Printing {
  name: string;
  aliases: readonly string[];
  output: ShapeName | readonly ShapeName[];
}

const absent = nullable(string);

const error = exact({
  code: string,
  kind: oneOf(kinds),
  exitCode: count,
  message: string,
  hint: absent,
  profile: absent,
  provider: absent,
  httpStatus: nullable(count),
  providerCode: absent,
  requestId: absent,
  errors: { type: 'array', items: { $ref: '#/$defs/error' } },
});

/** The lines of stderr with `-o json`, `ndjson` or `yaml`. */
const lines: Readonly<Record<string, { title: string; schema: Schema }>> = {
  error: {
    title: 'The last line of stderr where something failed, with -o json, ndjson or yaml',
    schema: { ...exact({ error: { $ref: '#/$defs/error' } }), $defs: { error } },
  },
  warning: {
    title: 'Any other line of stderr, with -o json, ndjson or yaml',
    schema: exact({
      warning: { type: 'object', properties: { code: string, message: string }, required: ['code', 'message'] },
    }),
  },
};

export interface SchemaEntry {
  /** The command, or `error` and `warning` for the lines of stderr. */
  name: string;
  title: string;
  /** What of it comes to stdout, or `line` for one of stderr. */
  prints: readonly (Shape['prints'] | 'line')[];
  /** The whole of what is printed with `-o json`. */
  whole: Schema;
  /** What `-o ndjson` prints a line. */
  row: Schema;
}

/** A schema for each command, and one for each kind of line on stderr. */
export function schemasOf(commands: readonly Printing[]): readonly SchemaEntry[] {
  const ofLines = Object.entries(lines).map(([name, { title, schema }]) => {
    const whole = headed(name, title, schema);
    return { name, title, prints: ['line'], whole, row: whole } as const;
  });
  return [...commands.map(schemaOf), ...ofLines];
}

function schemaOf({ name, output }: Printing): SchemaEntry {
  const own = (typeof output === 'string' ? [output] : output).map((one): Shape => shapes[one]);
  const title = `nube ${name}: ${own.map((shape) => shape.title).join('; or ')}`;
  return {
    name,
    title,
    prints: own.map(({ prints }) => prints),
    whole: headed(name, title, either(own.map(wholeOf))),
    row: headed(`${name} row`, title, either(own.map(({ row }) => row ?? never))),
  };
}

const never: Schema = { not: {} };

function wholeOf({ prints, row = {} }: Shape): Schema {
  if (prints === 'array') return { type: 'array', items: row };
  return prints === 'object' ? row : never;
}

const either = (schemas: readonly Schema[]): Schema => {
  const [only, ...others] = schemas;
  return others.length === 0 && only !== undefined ? only : { anyOf: schemas };
};

function headed(name: string, title: string, schema: Schema): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:nube:schema:${schemaVersion}:${name.replaceAll(' ', '-')}`,
    title,
    ...schema,
  };
}
