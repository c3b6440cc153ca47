import { type Changing, each, type UpdateInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { text } from '../../core/fields';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { readInstance } from './get';
import { checkHostname } from './hostname';
import { regionOf } from './regions';

/**
 * Hostname, notes and reverse DNS. Civo takes them all together and forgets what is left out (civogo
 * `UpdateInstance`), so each is sent as it is but for what was asked.
 */
export const update: Changing<UpdateInput> = {
  limit: 'The hostname, the notes (--description) and the reverse DNS.',
  options: ['name', 'hostname', 'description', 'reverseDns'],
  plan: each(async (session, target, input) => {
    const wanted = input.hostname ?? input.name;
    if (input.name !== undefined && input.name !== wanted) {
      throw new CliError('conflicting_options', 'At Civo the name is the hostname', {
        hint: 'Give only --hostname.',
      });
    }
    if (wanted !== undefined) checkHostname(wanted);
    const region = regionOf(target);
    const { id } = target.instance;
    const now = await readInstance(session, region, id);
    const was = { hostname: text(now.hostname), notes: text(now.notes), reverseDns: text(now.reverse_dns) };
    const hostname = wanted ?? was.hostname ?? '';
    const notes = input.description ?? was.notes ?? '';
    const reverseDns = input.reverseDns ?? was.reverseDns ?? '';
    const clears = notes === '' && was.notes !== null;
    const same = hostname === was.hostname && notes === (was.notes ?? '') && reverseDns === (was.reverseDns ?? '');
    return {
      targets: [target],
      ...(same ? { skip: 'it is so already' } : {}),
      run: () =>
        session.http.send(
          {
            method: 'PUT',
            path: path`/v2/instances/${id}`,
            query: { region },
            body: {
              hostname,
              reverse_dns: reverseDns,
              notes,
              ...(clears ? { notes_delete: 'true' } : {}),
              public_ip: text(now.public_ip) ?? '',
              region,
            },
          },
          () => ended(),
          () => ended(),
        ),
    };
  }),
};
