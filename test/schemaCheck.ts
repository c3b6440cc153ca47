import Ajv from 'ajv/dist/2020';
import { commands as definitions } from '../src/commands';
import { type SchemaEntry, schemasOf } from '../src/core/shapes';

/** Every schema there is. */
export const schemas: readonly SchemaEntry[] = schemasOf(
  await Promise.all(Object.values(definitions).map((load) => load())),
);
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, allErrors: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);

/** What a value has against a schema; empty where it fits. Throws where the schema is none. */
export function check(schema: object, value: unknown): string[] {
  const { $id } = schema as { $id: string };
  const validate = ajv.getSchema($id) ?? ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath} ${message} ${JSON.stringify(params)}`;
  });
}

/** The schemas of a command, or of `error` and `warning`. */
export function schemaOf(name: string): SchemaEntry {
  const found = schemas.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`There is no schema of ${name}`);
  return found;
}
