import { type Changing, each, type UpdateInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { refuseTaken } from './freeName';
import { readInstance } from './readInstance';

/** Name and description. The host name stays what it was, whatever the name becomes (terraform-provider-hpe). */
export const update: Changing<UpdateInput> = {
  limit: 'The name and the description; the host name never changes.',
  options: ['name', 'description'],
  async plan(session, targets, input) {
    if (input.name !== undefined && targets.length > 1) {
      throw new CliError('conflicting_options', 'One --name cannot serve several instances');
    }
    return each(planOne)(session, targets, input);
  },
};

const planOne: Parameters<typeof each<UpdateInput>>[0] = async (session, target, { name, description }) => {
  const { id } = target.instance;
  const fields = await readInstance(session, id);
  const renamed = name !== undefined && name !== text(fields.name);
  const described = description !== undefined && description !== (text(fields.description) ?? '');
  if (renamed) await refuseTaken(session, name);
  const instance = { ...(renamed ? { name } : {}), ...(described ? { description } : {}) };
  return {
    targets: [target],
    ...(renamed || described ? {} : { skip: 'it is so already' }),
    run: () =>
      session.http.send(
        { method: 'PUT', path: path`/api/instances/${id}`, body: { instance } },
        () => ended(),
        () => ended(),
      ),
  };
};
