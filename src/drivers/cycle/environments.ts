import type { Session } from '../../core/driver';
import { fieldsOf, text } from '../../core/fields';
import { type Candidate, choose } from './choose';
import { idOf, stateOf } from './fields';
import { readAll } from './pages';

/** A private network on one cluster, in which containers and virtual machines are. */
export interface Environment extends Candidate {
  cluster: string | null;
  subnet: string | null;
  state: string;
}

/** Every environment of the hub but deleted ones. */
export function readEnvironments(session: Session): Promise<readonly Environment[]> {
  return session.once('cycle environments', async () => {
    const request = 'GET /v1/environments';
    const { items } = await readAll(session, '/v1/environments', { sort: 'id' }, request);
    return items.flatMap((fields): Environment[] => {
      const id = idOf(fields, request);
      const [identifier, name] = [text(fields.identifier), text(fields.name)];
      const [state, cluster] = [stateOf(fields), text(fields.cluster)];
      if (state === 'deleted') return [];
      const subnet = text(fieldsOf(fields.private_network).subnet);
      return [
        { id, label: identifier ?? name ?? id, names: [identifier, name], where: cluster, cluster, subnet, state },
      ];
    });
  });
}

/** The environment that was meant by id, identifier or name. */
export async function chooseEnvironment(session: Session, wanted: string): Promise<Environment> {
  return choose('environment', wanted, await readEnvironments(session), 'nube catalog environments');
}
