import type { Changing, UpdateInput } from '../../core/driver';
import { CliError } from '../../core/errors';
import { ended } from '../../core/operation';
import { entityPath, placeAt } from './place';
import { send } from './task';

/** Name and hostname, by PUT; another hostname reboots the instance. */
export const update: Changing<UpdateInput> = {
  limit: 'The name, and the hostname, which reboots it.',
  options: ['name', 'hostname'],
  from: ['running', 'stopped'],
  async plan(session, targets, { name, hostname }) {
    if (name !== undefined && targets.length > 1) {
      throw new CliError('conflicting_options', 'One --name cannot serve several instances', {
        hint: 'Rename them one by one.',
      });
    }
    if (name === '' || hostname === '') {
      throw new CliError('invalid_value', `A ${name === '' ? 'name' : 'hostname'} cannot be empty`);
    }
    return targets.map((target) => {
      const place = placeAt(target);
      const { id, state, ...was } = target.instance;
      const changed = {
        ...(name === undefined || name === was.name ? {} : { name }),
        ...(hostname === undefined || hostname === was.hostname ? {} : { hostname }),
      };
      const reboots = changed.hostname !== undefined && state !== 'stopped';
      return {
        targets: [target],
        ...(Object.keys(changed).length === 0 ? { skip: 'it is called so already' } : {}),
        ...(reboots ? { ask: true, loses: ['it reboots, for its hostname changes'] } : {}),
        run: () =>
          Object.keys(changed).length === 0
            ? Promise.resolve(ended())
            : send(
                session,
                { method: 'PUT', path: entityPath(place, 'instances', id), body: changed },
                { place, target, mark: { fields: changed } },
              ),
      };
    });
  },
};
