import type { Reply } from '../reply';
import type { Call } from './call';
import { fixedId } from './catalog';
import type { CloudmcTemplate } from './data';
import { defineEntity } from './entity';
import { invalid, notFound } from './failure';
import { beginTask } from './task';
import { views } from './views';

/** How long an import takes, in the provider's milliseconds. */
const IMPORT_TIME = 4000;

/** Those that everybody has, and those that were imported from a URL. */
export const templates = defineEntity<CloudmcTemplate>({
  type: 'templates',
  items: templatesOf,
  find: (call, id) => templatesOf(call).find((template) => template.id === id),
  view: views.templates,
  create: importTemplate,
  update,
  remove,
});

/** What an instance in the environment can be made of. */
export function templatesOf({ data, environment, service }: Call): CloudmcTemplate[] {
  const own = Object.values(data.templates).filter((template) => template.environment === environment.id);
  return [...service.templates, ...own];
}

function importTemplate(call: Call): Reply {
  const { data, environment, fields, service, world } = call;
  for (const name of ['name', 'description', 'url', 'hypervisor', 'format', 'osTypeName']) {
    if (fields.text(name) === undefined) throw invalid(`${name} is required`);
  }
  if (!/^https?:\/\/./.test(fields.text('url') ?? '')) throw invalid('url must begin with http or https');
  const zoneId = fields.text('zoneId');
  const zone = service.zones.find(({ id }) => id === zoneId);
  if (zoneId === undefined && service.zones.length > 1) throw invalid('zoneId is required');
  if (zoneId !== undefined && !zone) throw invalid(`No zone with the id ${zoneId} was found`);
  const osTypeName = fields.text('osTypeName') ?? '';
  const id = world.random.uuid();
  data.templates[id] = {
    id,
    environment: environment.id,
    name: fields.text('name') ?? '',
    description: fields.text('description') ?? '',
    ready: false,
    sizeInGb: 20,
    sshKeyEnabled: fields.flag('sshKeyEnabled') || fields.flag('sshEnabled'),
    passwordEnabled: fields.flag('passwordEnabled'),
    dynamicallyScalable: fields.flag('dynamicallyScalable'),
    extractable: fields.flag('extractable'),
    resizable: false,
    defaultUsername: fields.text('defaultUsername') ?? 'cca-user',
    osTypeId: fields.text('osTypeId') ?? fixedId(`os ${osTypeName}`),
    osTypeName,
    hypervisor: fields.text('hypervisor') ?? '',
    format: fields.text('format') ?? '',
    availableInZones: zone ? [zone.id] : service.zones.map((known) => known.id),
    created: world.now(),
  };
  return beginTask(call, {
    duration: IMPORT_TIME,
    success: { kind: 'change', collection: 'templates', id, fields: { ready: true }, shown: true },
    failure: { kind: 'remove', collection: 'templates', id },
  });
}

function update(call: Call): Reply {
  const { fields } = call;
  const template = ownTemplate(call);
  const changed = {
    name: fields.text('name') ?? template.name,
    description: fields.text('description') ?? template.description,
    defaultUsername: fields.text('defaultUsername') ?? template.defaultUsername,
  };
  return beginTask(call, {
    success: { kind: 'change', collection: 'templates', id: template.id, fields: changed, shown: true },
  });
}

function remove(call: Call): Reply {
  const { id } = ownTemplate(call);
  return beginTask(call, { success: { kind: 'remove', collection: 'templates', id } });
}

function ownTemplate(call: Call): CloudmcTemplate {
  const template = templatesOf(call).find(({ id }) => id === call.id);
  if (!template) throw notFound('templates', call.id);
  if (template.environment === undefined) throw invalid('A public template cannot be changed');
  return template;
}
