import type { Request, Route, World } from '../emulator';
import { Refusal, type Reply } from '../reply';
import type { CycleData } from './data';
import { failure } from './failure';
import { createFields, type Fields } from './fields';
import { createListQuery, type ListQuery } from './listQuery';
import { olderForm } from './olderForm';

/** One request to the provider with what every handler needs. */
export interface Call {
  request: Request;
  world: World<CycleData>;
  data: CycleData;
  query: ListQuery;
  fields: Fields;
  /** A segment of the path, or ''. */
  param(name: string): string;
  /** Throws 403 when the API key lacks a capability. */
  require(capability: string): void;
}

/** A route that needs a capability (undefined: none) and, if it has a body, JSON. */
export function cycleRoute(
  method: string,
  path: string,
  capability: string | undefined,
  handle: (call: Call) => Reply,
  options: { mutates?: boolean } = {},
): Route<CycleData> {
  return {
    method,
    path,
    ...options,
    handle(request, world) {
      const { data } = world;
      const require = (name: string) => {
        if (data.settings.missing_capabilities.includes(name)) {
          throw failure('403.permissions', { extra: { capability: name } });
        }
      };
      try {
        if (capability) require(capability);
        requireJson(request);
        return handle({
          request,
          world,
          data,
          query: createListQuery(request.query, data.settings.page_size_max),
          fields: createFields(request.body),
          param: (name) => request.params[name] ?? '',
          require,
        });
      } catch (error) {
        throw error instanceof Refusal ? new Refusal(olderForm(error.reply, data.settings)) : error;
      }
    },
  };
}

function requireJson({ body, headers }: Request): void {
  if (body === undefined) return;
  const type = headers['content-type'];
  if (!/^application\/(.+\+)?json\b/i.test(String(type ?? ''))) throw failure('415.invalid-content-type');
}
