import type { Request } from '../emulator';
import type { CloudmcData, CloudmcOrganization } from './data';
import { failure } from './failure';

/** The organisation that a request is about: that of `org_id`, else the key's own. Throws a 404 for an unknown one. */
export function organizationOf(data: CloudmcData, request: Request, parameter = 'org_id'): CloudmcOrganization {
  const all = Object.values(data.organizations);
  const wanted = request.query.get(parameter) || request.query.get('org_id');
  const organization = wanted ? all.find(({ id }) => id === wanted) : all.find(({ parentId }) => !parentId);
  if (organization) return organization;
  throw failure(404, [{ code: 404, message: `The organization ${wanted} does not exist` }]);
}
