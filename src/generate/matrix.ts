import { type Driver, type DriverVerb, isUnsupported } from '../core/driver';

const begin = '<!-- matrix: printed by npm run generate -->';
const end = '<!-- end of the matrix -->';

/** README with the matrix of verbs and providers between its marks; verbs that are alike everywhere share a row. */
export function withMatrix(readme: string, drivers: readonly Driver[]): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < 0) throw new Error('README.md has lost the marks of the matrix');
  return `${readme.slice(0, from)}${begin}\n${matrix(drivers)}\n${readme.slice(to)}`;
}

function matrix(drivers: readonly Driver[]): string {
  const verbs = Object.keys(drivers[0]?.verbs ?? {}).filter((verb) => verb !== 'delete-backup') as DriverVerb[];
  const rows = new Map<string, string[]>([[drivers.map(() => '●').join(' | '), ['list', 'get']]]);
  for (const verb of verbs) {
    const marks = drivers.map((driver) => mark(driver, verb)).join(' | ');
    rows.set(marks, [...(rows.get(marks) ?? []), verb]);
  }
  return [
    `| | ${drivers.map(({ title }) => title).join(' | ')} |`,
    `|---|${drivers.map(() => ':-:|').join('')}`,
    ...[...rows].map(([marks, some]) => `| ${some.map((verb) => `\`${verb}\``).join(' ')} | ${marks} |`),
  ].join('\n');
}

function mark({ verbs }: Driver, verb: DriverVerb): string {
  const capability = verbs[verb];
  if (isUnsupported(capability)) return '';
  return capability.limit === undefined ? '●' : '○';
}
