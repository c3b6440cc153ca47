import type { Request, Route, World } from '../emulator';
import type { Reply } from '../reply';
import { defaultRegion, regions } from './catalog';
import type { CivoData } from './data';
import { failure } from './failure';
import { createFields, type Fields } from './fields';

/** One request to the provider with what every handler needs. */
export interface Call {
  request: Request;
  world: World<CivoData>;
  data: CivoData;
  /** The code of a region that exists. */
  region: string;
  fields: Fields;
  /** A segment of the path, or ''. */
  param(name: string): string;
}

/** A route that has found out its region: the query's first, then the body's, else the default one. */
export function civoRoute(
  method: string,
  path: string,
  handle: (call: Call) => Reply,
  options: { mutates?: boolean } = {},
): Route<CivoData> {
  return {
    method,
    path,
    ...options,
    handle(request, world) {
      const fields = createFields(request.body);
      const region = request.query.get('region') || fields.text('region') || defaultRegion;
      if (!regions.some((known) => known.code === region)) throw failure('database_region_not_found');
      return handle({
        request,
        world,
        data: world.data,
        region,
        fields,
        param: (name) => request.params[name] ?? '',
      });
    },
  };
}
