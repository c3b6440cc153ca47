import type { Route } from '../emulator';
import { json } from '../reply';
import { typeOfLayout } from './catalog';
import type { MorpheusData, MorpheusInstance, MorpheusVariable } from './data';
import { failure } from './failure';
import { type Call, morpheusRoute } from './morpheusRoute';
import { readVariables } from './orderParts';
import { instanceOf } from './owned';

/** The environment variables of instances: their own, what they export by themselves, and what they import. */
export const environment: readonly Route<MorpheusData>[] = [
  morpheusRoute('GET', '/api/instances/:id/envs', (call) => {
    const instance = instanceOf(call);
    return json(200, {
      envs: instance.evars.map((variable) => shown(call, variable)),
      readOnlyEnvs: exportedBy(instance),
      importedEnvs: Object.fromEntries(
        Object.entries(instance.importedEnvs).map(([name, variable]) => [
          name,
          typeof variable === 'string' ? variable : shown(call, variable),
        ]),
      ),
    });
  }),
  morpheusRoute('POST', '/api/instances/:id/envs', (call) => {
    const instance = instanceOf(call);
    const variables = readVariables(call.fields, 'envs');
    if (!variables || variables.length < (call.fields.list('envs')?.length ?? 0)) {
      throw failure(400, undefined, { envs: 'must be a list of names and values' });
    }
    const kept = instance.evars.filter((known) => !variables.some(({ name }) => name === known.name));
    instance.evars = [...kept, ...variables];
    instance.updated = call.world.now();
    return json(200, { success: true });
  }),
  morpheusRoute('DELETE', '/api/instances/:id/envs/:name', (call) => {
    const instance = instanceOf(call);
    const kept = instance.evars.filter(({ name }) => name !== call.param('name'));
    if (kept.length === instance.evars.length) throw failure(404, 'Environment variable not found');
    instance.evars = kept;
    instance.updated = call.world.now();
    return json(200, { success: true });
  }),
];

/** Of old, masked values came in the clear. */
function shown({ legacy }: Call, variable: MorpheusVariable): MorpheusVariable {
  return variable.masked && !legacy ? { ...variable, value: '************' } : variable;
}

function exportedBy(instance: MorpheusInstance): Record<string, MorpheusVariable> {
  const { code, port } = typeOfLayout(instance.layoutId);
  const prefix = code.toUpperCase();
  const variables: Record<string, MorpheusVariable> = {};
  for (const [index, node] of instance.nodes.entries()) {
    const suffix = index === 0 ? '' : `_${index + 1}`;
    const values: Record<string, unknown> = {
      HOST: `container${node.id}`,
      IP: node.ip,
      ...(port === null
        ? {}
        : {
            PORT: port,
            [`PORT_${port}_TCP`]: `tcp://${node.ip}:${port}`,
            [`PORT_${port}_TCP_ADDR`]: node.ip,
            [`PORT_${port}_TCP_PORT`]: port,
            [`PORT_${port}_TCP_PROTO`]: 'tcp',
          }),
    };
    for (const [key, value] of Object.entries(values)) {
      const name = `${prefix}_${key}${suffix}`;
      variables[name] = { name, value, export: true, masked: false };
    }
  }
  return variables;
}
