import type { Route } from '../emulator';
import { json, Refusal, type Reply } from '../reply';
import { type Call, createCall } from './call';
import type { CloudmcData } from './data';
import type { Entity, Operation } from './entity';
import { errorBody, errorsOf, failure } from './failure';
import type { Flavour } from './flavour';
import { failTask, shownErrors } from './task';

/** The paths of one entity type within an environment. */
export function entityRoutes(flavour: Flavour, entity: Entity): Route<CloudmcData>[] {
  const { create, update, remove, onAll, onOne } = entity;
  const all = `${flavour.prefix}/services/:service/:environment/${entity.type}`;
  const one = `${all}/:id`;
  const named: Record<string, Operation> = { ...onOne };
  if (update) named.update = update;
  if (remove) named.delete = remove;

  function route(method: string, path: string, handle: Operation | undefined): Route<CloudmcData>[] {
    return handle
      ? [{ method, path, handle: (request, world) => answer(createCall(flavour, request, world), handle) }]
      : [];
  }

  const postOne = Object.keys(named).length > 0 ? perform(entity, named, undefined) : undefined;
  const postAll = create || onAll ? perform(entity, create ? { create, ...onAll } : { ...onAll }, create) : undefined;
  return [
    ...route('GET', all, entity.list),
    ...route('POST', all, postAll),
    ...route('GET', one, entity.retrieve),
    ...route('PUT', one, update),
    ...route('DELETE', one, remove),
    ...route('POST', one, postOne),
  ];
}

/** Runs the operation that the query names, else the usual one, if there is one. */
function perform(entity: Entity, named: Readonly<Record<string, Operation>>, usual: Operation | undefined): Operation {
  return (call) => {
    const name = call.request.query.get('operation');
    if (name && !Object.hasOwn(named, name)) {
      throw failure(404, [{ code: 404, message: `There is no operation ${name} on ${entity.type}` }]);
    }
    const operation = name ? named[name] : usual;
    return operation ? operation(call) : json(405, errorBody(405));
  };
}

/** Refuses a bad request, or lets it fail as a task, in the words of the settings. */
function answer(call: Call, handle: Operation): Reply {
  const { settings } = call.data;
  try {
    return handle(call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status } = error.reply;
    const errors = errorsOf(error);
    if (status === 400 && settings.refusals === 'task' && call.request.method !== 'GET') return failTask(call, errors);
    throw new Refusal(json(status, { errors: shownErrors(settings, errors) }));
  }
}
