import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { CliError } from '../../core/errors';
import { nearest } from '../../core/nearest';
import { flag } from '../../core/option';
import { type Guards, type SettingName, settingNames } from '../../core/profile';
import type { Output } from '../../core/view';
import { guardNames, tightened } from './guards';
import { checkSetting } from './settings';
import { checkName, nameArgument, shown, stored, sure } from './stored';

export const profileUse = defineCommand({
  name: 'profile use',
  output: 'nothing',
  group: 'set up',
  summary: 'make a profile the default',
  arguments: [{ ...nameArgument, required: false }],
  options: { none: flag('none', 'take the default away: all profiles are used again') },
  examples: [{ line: 'nube profile use work', does: 'look only there unless -p says otherwise' }],
  async run(context, { words: [name], options }) {
    if ((name === undefined) === (options.none !== true)) {
      throw new CliError('missing_argument', 'Give the name of a profile, or --none');
    }
    const store = await context.store();
    if (name !== undefined) await stored(context, name);
    await store.select(name === undefined ? null : [name]);
    context.note(name === undefined ? 'All profiles are used again.' : `${name} is used unless -p says otherwise.`);
    return { kind: 'none' };
  },
});

/** How a change of a profile can begin, for completion. */
const settingWords: readonly string[] = [
  ...[...settingNames, ...guardNames, 'output', 'columns', 'sort', 'color', 'timeout', 'concurrency'].map(
    (name) => `${name}=`,
  ),
  'insecure=true',
  'readOnly=true',
  'confirm=typed',
];

export const profileSet = defineCommand({
  name: 'profile set',
  output: ['profile', 'nothing'],
  group: 'set up',
  summary: 'change a profile: settings, defaults, guards',
  description:
    'SETTING=VALUE sets, SETTING= takes away. Any option but yes, dry-run, max, all, filter and show-secrets can have a default. Guards: readOnly=true, protect=PATTERNS, maxTargets=N, confirm=typed.',
  arguments: [
    { ...nameArgument, required: false },
    { name: 'setting', summary: 'SETTING=VALUE', required: false, many: true, completes: { words: settingWords } },
  ],
  options: { global: flag('global', 'defaults whatever profile is used; those of a profile win') },
  examples: [
    { line: 'nube profile set work region=LON1 output=json', does: 'a setting and a default for an option' },
    { line: 'nube profile set --global output=json', does: 'a default for every profile' },
    { line: 'nube profile set work readOnly=true', does: 'let nothing be changed through it' },
  ],
  async run(context, { words: [name = '', ...pairs], options }) {
    if (options.global === true) return setEverywhere(context, name === '' ? pairs : [name, ...pairs]);
    if (name.includes('=') || pairs.length === 0) throw nothingToSet();
    const profile = await stored(context, name);
    const driver = await context.driver(profile.provider);
    const settings: Partial<Record<SettingName, string | null>> = {};
    const defaults: Record<string, string | null> = {};
    let guards: Guards = profile.guards;
    for (const pair of pairs) {
      const [key, value] = divide(pair);
      const setting = settingNames.find((one) => one === key);
      if (guardNames.includes(key)) guards = tightened(guards, key, value, name);
      else if (setting !== undefined) {
        checkSetting(driver, setting);
        settings[setting] = value === '' ? null : setting === 'ca-file' ? context.absolutePath(value) : value;
      } else {
        await checkDefault(context, key, value);
        defaults[key] = value === '' ? null : value;
      }
    }
    const changed = await (await context.store()).change(name, { settings, defaults, guards });
    return shown(context, changed, null);
  },
});

/** Defaults under those of each profile. */
async function setEverywhere(context: Context, pairs: readonly string[]): Promise<Output> {
  if (pairs.length === 0) throw nothingToSet();
  const change: Record<string, string | null> = {};
  for (const pair of pairs) {
    const [key, value] = divide(pair);
    if (settingNames.some((one) => one === key) || guardNames.includes(key)) {
      throw new CliError('invalid_value', `${key} belongs to a profile`, { hint: `nube profile set NAME ${pair}` });
    }
    await checkDefault(context, key, value);
    change[key] = value === '' ? null : value;
  }
  const all = Object.entries(await (await context.store()).changeDefaults(change));
  const list = all.map(([key, value]) => `${key}=${value}`).join(' ');
  context.note(all.length === 0 ? 'There are no defaults for every profile.' : `For every profile: ${list}`);
  return { kind: 'none' };
}

const nothingToSet = () =>
  new CliError('missing_argument', 'profile set needs a profile, or --global, and SETTING=VALUE', {
    hint: 'For example nube profile set work region=LON1',
  });

function divide(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  if (at <= 0) throw new CliError('invalid_value', `${JSON.stringify(pair)} is not SETTING=VALUE`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** A default must be for an option that there is, and one that every command that has it accepts. */
async function checkDefault(context: Context, key: string, value: string): Promise<void> {
  const found = await context.defaultable(key);
  if (found === null)
    throw new CliError('invalid_value', `${key} cannot have a default`, { hint: 'It must be given each time.' });
  if (found.length === 0) {
    const guess = nearest(key, [...settingNames, ...guardNames]);
    throw new CliError(
      'invalid_value',
      `There is no setting or option ${JSON.stringify(key)} that a profile can give`,
      {
        hint: guess === null ? 'nube help profile set tells what there is.' : `Did you mean ${guess}?`,
      },
    );
  }
  for (const option of value === '' ? [] : found) {
    if (option.value !== undefined) option.read(value, undefined);
    else if (value !== 'true') throw new CliError('invalid_value', `${key} takes true, or nothing to take it away`);
  }
}

export const profileUnguard = defineCommand({
  name: 'profile unguard',
  output: 'profile',
  group: 'set up',
  summary: 'take a guard of a profile away',
  arguments: [
    nameArgument,
    { name: 'guard', summary: 'readOnly, protect, maxTargets or confirm', required: true, choices: guardNames },
  ],
  mutating: ['yes'],
  examples: [{ line: 'nube profile unguard work readOnly', does: 'allow changes again, after a question' }],
  async run(context, { words: [name = '', guard = ''] }) {
    const profile = await stored(context, name);
    if (!guardNames.includes(guard)) {
      throw new CliError('invalid_value', `There is no guard ${JSON.stringify(guard)}`, {
        hint: `The guards are ${guardNames.join(', ')}.`,
      });
    }
    await sure(context, `Take the guard ${guard} of ${name} away?`);
    const guards = Object.fromEntries(Object.entries(profile.guards).filter(([key]) => key !== guard));
    const changed = await (await context.store()).change(name, { guards });
    return shown(context, changed, null);
  },
});

export const profileRename = defineCommand({
  name: 'profile rename',
  output: 'nothing',
  group: 'set up',
  summary: 'call a profile something else',
  arguments: [nameArgument, { name: 'new', summary: 'the new name', required: true }],
  examples: [{ line: 'nube profile rename work office', does: 'its settings and credential stay' }],
  async run(context, { words: [name = '', to = ''] }) {
    await stored(context, name);
    await (await context.store()).rename(name, checkName(to));
    return { kind: 'none' };
  },
});

export const profileRemove = defineCommand({
  name: 'profile remove',
  output: 'nothing',
  group: 'set up',
  summary: 'forget a profile and its credential',
  arguments: [nameArgument],
  mutating: ['yes'],
  examples: [{ line: 'nube profile remove work', does: 'forget it, after a question' }],
  async run(context, { words: [name = ''] }) {
    await stored(context, name);
    await sure(context, `Forget the profile ${name} and its credential?`);
    await (await context.store()).remove(name);
    return { kind: 'none' };
  },
});
