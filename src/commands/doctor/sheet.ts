import type { SettingInForce } from '../../core/context';
import type { OwnFile } from './files';
import type { Problem } from './problem';
import type { ProfileState } from './profiles';
import type { Surroundings } from './surroundings';

/** All that doctor has found. */
export interface Report extends Surroundings {
  status: 'ok' | 'warning' | 'error';
  version: string;
  node: string;
  platform: string;
  settings: readonly SettingInForce[];
  files: readonly OwnFile[];
  profiles: readonly ProfileState[];
  sandbox: { directory: string; started: boolean };
  /** How many changes have been sent whose end is not known; null where nothing is kept of them. */
  openOperations: number | null;
  problems: readonly Problem[];
  /** Sentences on what could not be looked at. */
  unchecked: readonly string[];
}

/** The report for people: a line for each thing. */
export function sheetOf(report: Report): Readonly<Record<string, unknown>> {
  const { settings, files, profiles, proxies, completion, problems } = report;
  return {
    settings: settings.map(({ setting, value, from }) => `${setting} = ${value === '' ? '-' : value} (${from})`),
    files: files.map(({ what, path, mode }) => `${what}: ${path} (${mode ?? 'not there yet'})`),
    profiles: profiles.map(profileLine),
    proxies: lines(Object.entries(proxies).map(([name, value]) => `${name} = ${value}`)),
    completion: completion.map(({ shell, installed }) => `${shell}: ${installed ?? 'not installed'}`),
    sandbox: `${report.sandbox.directory} (${report.sandbox.started ? 'in use' : 'not used yet'})`,
    problems: lines(
      problems.map(({ severity, about, message, hint }) =>
        [`${severity}: ${about}: ${message}`, ...(hint === null ? [] : [`hint: ${hint}`])].join('. '),
      ),
    ),
    unchecked: lines(report.unchecked),
  };
}

const lines = (texts: readonly string[]): readonly string[] | null => (texts.length === 0 ? null : texts);

function profileLine({
  name,
  provider,
  credential,
  reachable,
  account,
  clockSkewSeconds,
  error,
  ...rest
}: ProfileState) {
  const parts = [
    `${name}: ${provider}`,
    rest.endpoint,
    `credential ${credential}`,
    rest.proxy === null ? null : `through ${rest.proxy}`,
    rest.guards.length === 0 ? null : `guarded by ${rest.guards.join(', ')}`,
    error ?? (reachable === null ? 'not asked' : `answers${account === null ? '' : ` as ${account}`}`),
    clockSkewSeconds === null || Math.abs(clockSkewSeconds) < 2 ? null : `clock ${clockSkewSeconds} s ahead`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
