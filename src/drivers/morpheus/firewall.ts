import { type Changing, each, type FirewallInput, type Session } from '../../core/driver';
import { CliError, toCliError } from '../../core/errors';
import { path } from '../../core/http';
import { ended, type Operation } from '../../core/operation';
import { readSecurityGroups } from './securityGroups';
import { isBefore, readVersion } from './version';

/** The vendor took the two calls out of its interface in 2019; no appliance of a later year has them. */
const without = '4.2';

export const firewall: Changing<FirewallInput> = {
  limit: 'Only on appliances before 4.2.',
  options: ['on', 'off'],
  plan: each(async (session, target, { on = false }) => {
    const version = await readVersion(session);
    if (version !== null && !isBefore(version, without)) throw lacks(`Morpheus ${version.join('.')}`);
    const { id } = target.instance;
    const { firewallEnabled } = await readSecurityGroups(session, id);
    return {
      targets: [target],
      ...(firewallEnabled === on ? { skip: `its firewall is ${on ? 'on' : 'off'} already` } : {}),
      run: () => change(session, id, on ? 'enable' : 'disable'),
    };
  }),
};

async function change(session: Session, id: string, what: string): Promise<Operation> {
  try {
    return await session.http.send(
      { method: 'PUT', path: path`/api/instances/${id}/security-groups/${what}` },
      () => ended(),
      () => ended(),
    );
  } catch (error) {
    if (!['resource_not_found', 'not_supported'].includes(toCliError(error).code)) throw error;
    throw lacks('This appliance');
  }
}

function lacks(who: string): CliError {
  return new CliError('not_supported', `${who} cannot switch the firewall of an instance on and off any more`, {
    hint: 'nube security-groups REF --set or --clear says what may reach it.',
  });
}
