import { defineCommand } from '../../core/command';
import type { Context } from '../../core/context';
import { CliError, toCliError } from '../../core/errors';
import { isOpen } from '../../core/journal';
import { flag } from '../../core/option';
import type { Profile } from '../../core/profile';
import { shownAddress } from '../profile/stored';
import { lookAtFiles } from './files';
import { type Problem, problemOf, warning } from './problem';
import { lookAtProfile } from './profiles';
import { type Report, sheetOf } from './sheet';
import { lookAround } from './surroundings';

export const doctor = defineCommand({
  name: 'doctor',
  group: 'set up',
  view: 'object',
  output: ['doctor'],
  summary: 'look for what is wrong with the set-up',
  description:
    'Shows every setting with the layer that gave it, files, profiles, ssh, proxies and certificates, and asks each profile’s provider by the cheapest call there is; with -p only of those profiles. Secrets are never shown.',
  options: { offline: flag('offline', 'ask no provider') },
  examples: [
    { line: 'nube doctor', does: 'look at everything' },
    { line: 'nube doctor --offline -o json --query problems', does: 'for a script, without a network' },
  ],
  async run(context, { options }) {
    const offline = options.offline === true;
    const machine = await context.machine();
    const problems: Problem[] = [];
    const failures: CliError[] = [];
    const fail = (about: string, error: CliError) => {
      problems.push(problemOf(about, error));
      failures.push(error);
    };

    const stored = await storedProfiles(context).catch((thrown) => {
      const error = toCliError(thrown);
      if (error.code === 'unknown_profile') throw error;
      fail('configuration', error);
      return { file: `${machine.directories.config}/config.json`, profiles: [] as readonly Profile[] };
    });
    const settings = (await context.settings()).map((setting) => ({ ...setting, value: shownAddress(setting.value) }));
    for (const { setting, from, problem } of settings) {
      if (problem !== null && failures.length === 0) {
        fail(from, new CliError('broken_configuration', `${setting} of ${from}: ${problem}`, { hint: wayOut(from) }));
      }
    }
    for (const line of context.directoryFile?.ignored ?? []) {
      const file = context.directoryFile?.file ?? '.nube';
      problems.push(
        warning(file, `${JSON.stringify(line)} means nothing there`, 'It takes profile= and columns= only.'),
      );
    }
    const { files, problems: ofFiles } = lookAtFiles(machine, stored.file);
    const { around, problems: ofSurroundings } = await lookAround(context, machine);
    const looked = await Promise.all(
      stored.profiles.map((profile) => lookAtProfile(context, machine, profile, offline)),
    );
    problems.push(...ofFiles, ...ofSurroundings, ...looked.flatMap((one) => one.problems));
    const attempted = failures.length + looked.length;
    failures.push(...looked.flatMap(({ failure }) => failure ?? []));

    const report: Report = {
      status: failures.length > 0 ? 'error' : problems.length > 0 ? 'warning' : 'ok',
      version: context.version,
      node: machine.node,
      platform: machine.platform,
      settings,
      files,
      profiles: looked.map(({ state }) => state),
      ...around,
      sandbox: {
        directory: machine.directories.sandbox,
        started: machine.facts(machine.directories.sandbox) !== null,
      },
      openOperations: await openOperations(context),
      problems,
      unchecked: unchecked(offline, stored.profiles),
    };
    return {
      kind: 'object',
      value: { ...report },
      id: report.status,
      ref: report.status,
      sheet: sheetOf(report),
      failures,
      attempted: () => attempted,
      what: 'checks',
      tells: true,
    };
  },
});

async function storedProfiles(context: Context) {
  const { file } = await context.store();
  const asked = context.options.profile ?? ['all'];
  return { file, profiles: asked.includes('all') ? await context.known() : await context.chosen() };
}

/** How many changes are still going on as far as the journal knows; null where it cannot be read. */
async function openOperations(context: Context): Promise<number | null> {
  try {
    return (await (await context.journal()).list()).filter(isOpen).length;
  } catch {
    return null;
  }
}

/** What mends a setting that cannot be used, by the layer that gave it. */
function wayOut(from: string): string {
  if (/^[A-Z_]+$/.test(from)) return `unset ${from}, or give it a value that there is.`;
  const profile = /^the profile (\S+)$/.exec(from)?.[1];
  return profile === undefined ? `Change it in ${from}.` : `nube profile set ${profile} SETTING=VALUE`;
}

function unchecked(offline: boolean, profiles: readonly Profile[]): string[] {
  if (!offline) return [];
  const commands = profiles.filter(({ token, password }) => (token ?? password)?.startsWith('command:'));
  return [
    ...(profiles.length === 0 ? [] : ['Whether the providers answer and accept the credentials', 'The clock']),
    ...commands.map(({ name }) => `The command that gives the credential of ${name}`),
  ];
}
