import { type Driver, type DriverVerb, isUnsupported } from '../core/driver';

/** docs/providers.md: what each provider can do, from its driver. */
export function providersPage(drivers: readonly Driver[]): string {
  const verbs = Object.keys(drivers[0]?.verbs ?? {}) as DriverVerb[];
  return [
    '# Providers',
    '',
    'Printed from the drivers by `npm run generate`; `nube providers` prints the same.',
    '',
    `| verb | ${drivers.map(({ title }) => title).join(' | ')} |`,
    `|---|${drivers.map(() => '---|').join('')}`,
    `| list, get | ${drivers.map(() => 'yes').join(' | ')} |`,
    ...verbs.map((verb) => `| ${verbName(verb)} | ${drivers.map((driver) => mark(driver, verb)).join(' | ')} |`),
    '',
    ...drivers.flatMap((driver) => [
      `## ${driver.title} (\`${driver.provider}\`)`,
      '',
      driver.summary,
      '',
      driver.tokenHelp,
      '',
      ...settingsOf(driver),
      `Catalog: ${Object.keys(driver.catalog).join(', ')}.`,
      '',
      ...verbs.flatMap((verb) => sentence(driver, verb)),
      '',
    ]),
  ].join('\n');
}

const verbName = (verb: DriverVerb): string => (verb === 'delete-backup' ? 'backups --delete' : verb);

function mark({ verbs }: Driver, verb: DriverVerb): string {
  const capability = verbs[verb];
  if (isUnsupported(capability)) return 'no';
  return capability.limit === undefined ? 'yes' : 'limited';
}

function settingsOf({ settings, endpoint }: Driver): string[] {
  const rows = Object.entries(settings).map(
    ([name, definition]) => `- \`${name}\`${definition.required === true ? ' (required)' : ''}: ${definition.summary}`,
  );
  const usual = endpoint === null ? 'The endpoint must be given.' : `The endpoint is ${endpoint} unless said.`;
  return ['Settings of a profile:', '', ...rows, '', usual, ''];
}

function sentence({ verbs }: Driver, verb: DriverVerb): string[] {
  const capability = verbs[verb];
  if (isUnsupported(capability)) {
    const hint = capability.hint === undefined ? '' : ` ${ended(capability.hint)}`;
    return [`- no \`${verbName(verb)}\`: ${ended(capability.unsupported)}${hint}`];
  }
  return capability.limit === undefined ? [] : [`- \`${verbName(verb)}\`: ${ended(capability.limit)}`];
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
