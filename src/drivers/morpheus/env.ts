import type { NoInput, Reading, Row } from '../../core/driver';
import { fieldsOf, isFields, listOf, text } from '../../core/fields';
import { path } from '../../core/http';
import { scalar, truth, unexpected } from './fields';

type Variable = Row & { value: string | null; masked: boolean };

/** The environment variables of an instance: its own, those it gives to others and those it has from them. */
export const env: Reading<NoInput, readonly Variable[]> = {
  options: [],
  async read(session, target) {
    const { body } = await session.http.get(path`/api/instances/${target.instance.id}/envs`);
    if (!isFields(body)) throw unexpected('GET /api/instances/ID/envs', 'is not an object');
    return [
      ...listOf(body.envs).map((variable) => toRow(text(variable.name) ?? '', variable, 'own')),
      ...Object.entries(fieldsOf(body.readOnlyEnvs)).map(([name, value]) => toRow(name, value, 'read-only')),
      ...Object.entries(fieldsOf(body.importedEnvs)).map(([name, value]) => toRow(name, value, 'imported')),
    ];
  },
};

/** A value is an object or stands there plainly; then only its name tells that it is a secret. */
function toRow(name: string, variable: unknown, source: string): Variable {
  const fields = isFields(variable) ? variable : { value: variable };
  const masked = truth(fields.masked) ?? /passw|secret|token|credential|private_?key|api_?key/i.test(name);
  return { id: name, name, value: scalar(fields.value), masked, export: truth(fields.export), source };
}
