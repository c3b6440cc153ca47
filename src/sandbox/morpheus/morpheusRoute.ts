import type { Request, Route, World } from '../emulator';
import { json, Refusal, type Reply } from '../reply';
import type { MorpheusData } from './data';
import { failure } from './failure';
import { createFields, type Fields } from './fields';
import type { MorpheusSettings } from './settings';

/** One request to the appliance with what every handler needs. */
export interface Call {
  request: Request;
  world: World<MorpheusData>;
  data: MorpheusData;
  settings: MorpheusSettings;
  /** Whether the appliance is one of the old age. */
  legacy: boolean;
  query: URLSearchParams;
  fields: Fields;
  /** A segment of the path, or ''. */
  param(name: string): string;
}

export interface RouteOptions {
  mutates?: boolean;
  open?: boolean;
  /** Appliances of the other age don't have it. */
  age?: MorpheusSettings['age'];
  /** What is wrong with the request can come with status 200. */
  errorsIn200?: boolean;
}

/** A route of the appliance. JSON is read only when the Content-Type says that it is some. */
export function morpheusRoute(
  method: string,
  path: string,
  handle: (call: Call) => Reply,
  { age, errorsIn200, ...options }: RouteOptions = {},
): Route<MorpheusData> {
  return {
    method,
    path,
    ...options,
    handle(request, world) {
      const { settings } = world.data;
      if (age !== undefined && age !== settings.age) throw failure(404, 'Not found');
      const isJson = String(request.headers['content-type'] ?? '').includes('json');
      try {
        return handle({
          request,
          world,
          data: world.data,
          settings,
          legacy: settings.age === 'legacy',
          query: request.query,
          fields: createFields(isJson ? request.body : undefined),
          param: (name) => request.params[name] ?? '',
        });
      } catch (error) {
        const soft = errorsIn200 && settings.errorsIn200 && error instanceof Refusal && error.reply.status === 400;
        throw soft ? new Refusal(json(200, error.reply.body)) : error;
      }
    },
  };
}
