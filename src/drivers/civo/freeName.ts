import type { ListQuery, Session } from '../../core/driver';
import { CliError } from '../../core/errors';
import { checkHostname } from './hostname';
import { list } from './list';

const everything: ListQuery = {
  allStates: false,
  filters: [],
  updatedSince: null,
  pageSize: null,
  raw: false,
  server: null,
  kind: null,
  search: null,
  include: [],
  partFailed: (error) => {
    throw error;
  },
};

/**
 * Checks that a new instance of the region can have the name, and gives the ids of those that have it in other
 * regions, so that the new one can be told from them. Throws `invalid_value` or `name_taken`.
 */
export async function freeName(session: Session, region: string, name: string): Promise<ReadonlySet<string>> {
  checkHostname(name);
  const same = (await readNames(session)).filter((one) => one.name === name);
  if (same.some((one) => one.region === region)) {
    throw new CliError('name_taken', `${region} has an instance called ${name} already`, {
      hint: 'Choose another name.',
    });
  }
  return new Set(same.map(({ id }) => id));
}

/** Names, ids and regions of all instances, read once for all the names of one command. */
function readNames(session: Session): Promise<readonly { name: string; id: string; region: string | undefined }[]> {
  return session.once('civo names', async () => {
    const names: { name: string; id: string; region: string | undefined }[] = [];
    for await (const page of list(session, everything)) {
      names.push(...page.map(({ instance: { name, id }, at }) => ({ name, id, region: at.region })));
    }
    return names;
  });
}
