import type { Driver } from '../core/driver';
import { type ErrorKind, errorCatalogue, exitCodes } from '../core/errors';
import { exitMeanings } from './exitMeanings';
import { variables } from './variables';

const kinds = Object.entries(exitCodes) as [ErrorKind, number][];

/** docs/reference.md: exit codes, errors and variables. */
export function referencePage(drivers: readonly Driver[]): string {
  return [
    '# Exit codes, errors, variables',
    '',
    'Printed from the definitions by `npm run generate`.',
    '',
    '## Exit codes',
    '',
    '`ssh`, and `exec` on one instance, return the status of the remote command, and 255 for anything on this side.',
    '',
    '| code | kind | when |',
    '|---|---|---|',
    '| 0 | | done; an empty list is done |',
    ...kinds.map(([kind, code]) => `| ${code} | \`${kind}\` | ${exitMeanings[kind]} |`),
    '',
    '## Errors',
    '',
    'With `-o json`, `ndjson` or `yaml` the last line of stderr is `{"error": {"code": …, "kind": …}}`. `nube explain CODE` prints the',
    'same as here, offline.',
    '',
    '| code | kind | cause | remedy |',
    '|---|---|---|---|',
    ...Object.entries(errorCatalogue).map(
      ([code, { kind, cause, remedy }]) => `| \`${code}\` | \`${kind}\` | ${cell(cause)} | ${cell(remedy)} |`,
    ),
    '',
    '## Variables',
    '',
    'Flags win over variables. On the sandbox those that choose or describe a profile are ignored.',
    '',
    ...Object.entries(variables).flatMap(([title, some]) => [
      `### ${title}`,
      '',
      '| variable | meaning |',
      '|---|---|',
      ...some.map(({ name, meaning }) => `| \`${name}\` | ${cell(meaning)} |`),
      '',
    ]),
    '### Those of other tools',
    '',
    'They stand behind nube’s own: for the profile `env` once `NUBE_PROVIDER` is set, and for `profile add` and `profile import`.',
    '',
    '| provider | variables |',
    '|---|---|',
    ...drivers.flatMap(({ provider, variables: theirs }) => {
      const names = Object.values(theirs).flat();
      return names.length === 0 ? [] : [`| ${provider} | ${names.map((name) => `\`${name}\``).join(', ')} |`];
    }),
    '',
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
