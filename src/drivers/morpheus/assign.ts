import { CliError } from '../../core/errors';
import { fieldsOf } from '../../core/fields';

/** An object that is being put together. */
export type Draft = Record<string, unknown>;

/** What stands at the top of a create beside `config`; any other key is one of `config`. */
const ofBody = [
  'instance',
  'config',
  'volumes',
  'networkInterfaces',
  'servicePlanOptions',
  'securityGroups',
  'ports',
  'layoutSize',
  'taskSetId',
  'taskSetName',
  'createBackup',
  'metadata',
];

/**
 * Puts `key=value` into the body of a create. Dots lead inwards; a key is one of `config` unless it begins with the
 * name of another part, as in `instance.instanceContext=dev`. Numbers, truth values, lists and objects are read as
 * such, anything else is text.
 */
export function assign(body: Draft, setting: string): void {
  const place = setting.indexOf('=');
  const parts = setting.slice(0, Math.max(0, place)).split('.');
  if (parts.some((part) => part === '' || ['__proto__', 'constructor', 'prototype'].includes(part))) {
    throw new CliError('invalid_value', `--config takes KEY=VALUE, not ${JSON.stringify(setting)}`, {
      hint: 'For example --config resourcePoolId=pool-75, or --config customOptions.colour=blue',
    });
  }
  const keys = ofBody.includes(parts[0] ?? '') ? parts : ['config', ...parts];
  let inside = body;
  for (const key of keys.slice(0, -1)) {
    const next = inside[key];
    const object: Draft = { ...fieldsOf(next) };
    inside[key] = object;
    inside = object;
  }
  inside[keys.at(-1) ?? ''] = read(setting.slice(place + 1));
}

function read(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  // A number that would be written otherwise (1.10, 007) is text.
  if (text !== '' && String(Number(text)) === text) return Number(text);
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
