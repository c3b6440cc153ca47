import type { SecurityGroups, Session, VerbTable } from '../../core/driver';
import { each } from '../../core/driver';
import { CliError } from '../../core/errors';
import { fieldsOf, text } from '../../core/fields';
import { path } from '../../core/http';
import { ended } from '../../core/operation';
import { choose } from './choose';
import { idOf, readRows, toId, truth } from './fields';
import { readAll } from './pages';

/** The security groups of an instance, and whether its firewall is on where the appliance tells. */
export async function readSecurityGroups(session: Session, instance: string): Promise<SecurityGroups> {
  const request = 'GET /api/instances/ID/security-groups';
  const answer = await session.http.get(path`/api/instances/${instance}/security-groups`);
  return {
    firewallEnabled: truth(fieldsOf(answer.body).firewallEnabled),
    groups: readRows(answer, 'securityGroups', request).map((group) => ({
      id: idOf(group, request),
      name: text(group.name),
    })),
  };
}

export const securityGroups: VerbTable['security-groups'] = {
  // Reading takes no option, so that the type knows of none.
  options: ['set', 'clear'] as readonly string[] as readonly never[],
  read: (session, target) => readSecurityGroups(session, target.instance.id),
  plan: each(async (session, target, { set = [], clear = false }) => {
    const { id } = target.instance;
    const { groups } = await readSecurityGroups(session, id);
    const wanted = clear ? [] : await idsOf(session, set);
    const same = wanted.length === groups.length && groups.every((group) => wanted.includes(group.id));
    return {
      targets: [target],
      ...(same ? { skip: 'it has these security groups already' } : {}),
      // POST sets the whole list; the vendor's page once said PUT and corrected itself.
      run: () =>
        session.http.send(
          {
            method: 'POST',
            path: path`/api/instances/${id}/security-groups`,
            body: { securityGroupIds: wanted.map(toId) },
          },
          () => ended(),
          () => ended(),
        ),
    };
  }),
};

/** Ids as they are; names are looked up. */
async function idsOf(session: Session, words: readonly string[]): Promise<readonly string[]> {
  if (words.length === 0) {
    throw new CliError('missing_argument', 'Which security groups?', { hint: 'nube catalog firewalls lists them.' });
  }
  const ids: string[] = [];
  for (const word of new Set(words)) {
    ids.push(
      /^\d+$/.test(word) ? word : choose('security group', word, await all(session), 'nube catalog firewalls').id,
    );
  }
  return [...new Set(ids)];
}

function all(session: Session) {
  return session.once('morpheus security groups', async () =>
    (await readAll(session, '/api/security-groups', 'securityGroups')).map((fields) => {
      const id = idOf(fields, 'the security groups');
      return { id, name: text(fields.name) ?? id, code: null };
    }),
  );
}
