import type { Ssh } from '../../core/driver';
import { text } from '../../core/fields';
import { readInstance } from './get';
import { toLocated } from './instance';
import { regionOf } from './regions';

/** The public address, or with `--private` the private one, and the user that the instance was made with. */
export const ssh: Ssh = {
  options: ['private'],
  async read(session, target, { private: inside = false }) {
    const region = regionOf(target);
    const fields = await readInstance(session, region, target.instance.id);
    const { instance } = toLocated(session, fields, region);
    const host = (inside ? instance.privateAddresses : instance.publicAddresses)[0];
    if (host !== undefined) return { host, port: 22, user: text(fields.initial_user) };
    if (inside) return { closed: `${instance.name} has no private address yet`, hint: null, open: null };
    return {
      closed: `${instance.name} has no public address`,
      hint: `nube ssh --private ${instance.id}, from a machine in its network or with --jump.`,
      open: null,
    };
  },
};
