import type { Call } from './call';
import { commonOptions } from './core/common';
import type { Context, SettingInForce } from './core/context';
import { CliError } from './core/errors';
import type { Option } from './core/option';
import type { Profile } from './core/profile';
import type { ProfileStore } from './core/store';

interface Parts {
  store(): Promise<ProfileStore>;
  described(): Promise<Profile | null>;
  chosen(): Promise<readonly Profile[]>;
  defaultable: Context['defaultable'];
}

/** What holds where no layer says anything. */
const builtIn: readonly (readonly [string, string])[] = [
  ['output', 'table'],
  ['color', 'auto'],
  ['timeout', '10m (60m for create, clone, migrate, backup, restore, image)'],
  ['concurrency', '8'],
  ['connect-timeout', '10s'],
  ['request-timeout', '30s'],
];

/** Every setting in force with the layer that gives it, strongest first; a value that cannot be used says why. */
export async function explainSettings(call: Call, parts: Parts): Promise<readonly SettingInForce[]> {
  const chosen = await parts.chosen().catch(() => []);
  const [only, ...others] = chosen;
  const typed = Object.entries(call.typed.common).flatMap(([key, value]): SettingInForce[] => {
    const option: Option | undefined = (commonOptions as Readonly<Record<string, Option>>)[key];
    if (option === undefined || option.name === 'profile') return [];
    return [{ setting: option.name, value: wordOf(value), from: 'the command line', problem: null }];
  });
  const layers = [
    ...call.layers,
    ...(only !== undefined && others.length === 0 ? [{ from: `the profile ${only.name}`, layer: only.defaults }] : []),
    { from: 'nube profile set --global', layer: await everywhere(parts) },
  ];
  const given = await Promise.all(
    layers.flatMap(({ from, layer }) =>
      Object.entries(layer).map(
        async ([setting, value]): Promise<SettingInForce> => ({
          ...{ setting, value, from },
          problem: problemOf(value, (await parts.defaultable(setting)) ?? []),
        }),
      ),
    ),
  );
  const rest = builtIn.map(([setting, value]): SettingInForce => ({ setting, value, from: 'built in', problem: null }));
  const seen = new Set<string>();
  const inForce = [...typed, ...given, ...rest].filter(({ setting }) => !seen.has(setting) && seen.add(setting));
  return [await chosenBy(call, parts), ...inForce];
}

const everywhere = async ({ store }: Parts) => (await store()).defaults().catch(() => ({}));

/** Which profiles are looked at, and what says so. */
async function chosenBy(call: Call, { store, described, chosen }: Parts): Promise<SettingInForce> {
  const from = await (async () => {
    if (call.options.profile !== undefined) return 'the command line';
    if (call.sandbox) return 'the sandbox';
    if (call.system.variable('NUBE_PROFILE') !== undefined) return 'NUBE_PROFILE';
    if ((await described().catch(() => null)) !== null) return 'NUBE_PROVIDER';
    if (call.directoryFile?.profile) return call.directoryFile.file;
    const selected = await (await store()).selected().catch(() => null);
    return selected === null ? 'built in' : 'nube profile use';
  })();
  try {
    const names = (await chosen()).map(({ name }) => name);
    return { setting: 'profile', value: from === 'built in' ? 'all' : names.join(','), from, problem: null };
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    return { setting: 'profile', value: '', from, problem: thrown.code === 'no_profile' ? null : thrown.message };
  }
}

/** Why the options of a name can't use a layer's value, or null. */
function problemOf(value: string, options: readonly Option[]): string | null {
  for (const option of options) {
    try {
      if (option.value !== undefined) option.read(value, undefined);
    } catch (thrown) {
      if (!(thrown instanceof CliError)) throw thrown;
      return thrown.message;
    }
  }
  return null;
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'number' ? `${value / 1000}s` : String(value);
}
