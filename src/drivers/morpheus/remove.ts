import { type Changing, type DeleteInput, each, type Plan, type Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { path, type Query } from '../../core/http';
import type { Located } from '../../core/instance';
import { ended } from '../../core/operation';
import { truth } from './fields';
import { readInstance } from './readInstance';
import { isBefore, readVersion, type Version } from './version';
import { untilGone } from './waiting';

export const remove: Changing<DeleteInput> = {
  options: ['preserveVolumes', 'keepBackups', 'keepIps', 'force'],
  plan: each(planOne),
};

async function planOne(session: Session, target: Located, input: DeleteInput): Promise<Plan> {
  const { id, name, state } = target.instance;
  const fields = await readInstance(session, id);
  // Nothing to send while it is going: only to wait until it is gone, or to say for whom it waits.
  if (state === 'deleting' && input.force !== true) {
    return { targets: [target], run: async () => untilGone(session, fields) };
  }
  if (truth(fields.locked) === true) {
    throw new CliError('provider_conflict', `${name} is locked, and Morpheus removes nothing that is`, {
      hint: `Unlock it first: nube api PUT /api/instances/${id}/unlock --data '{}' -p ${session.profile}`,
    });
  }
  const query = queryOf(input, input.keepIps === true ? await readVersion(session) : null);
  return {
    targets: [target],
    loses: [
      input.preserveVolumes === true ? 'its volumes are kept' : null,
      input.keepBackups === true ? 'its backups are kept' : 'its backups go with it',
      input.keepIps === true ? 'its floating addresses are kept' : null,
    ].filter((sentence) => sentence !== null),
    run: () =>
      session.http.send(
        { method: 'DELETE', path: path`/api/instances/${id}`, query },
        () => untilGone(session, fields),
        () => ended(),
      ),
  };
}

/** `removeVolumes` is for very old appliances, which keep volumes otherwise; floating addresses had another name. */
function queryOf({ preserveVolumes, keepBackups, keepIps, force }: DeleteInput, version: Version): Query {
  return {
    ...(preserveVolumes === true ? { preserveVolumes: 'on' } : { removeVolumes: 'on' }),
    ...(keepBackups === true ? { keepBackups: 'on' } : {}),
    ...(keepIps === true && !isBefore(version, '6.0') ? { releaseFloatingIps: 'off' } : {}),
    ...(keepIps === true && (version === null || isBefore(version, '6.0')) ? { releaseEIPs: 'off' } : {}),
    ...(force === true ? { force: 'on' } : {}),
  };
}
