import type { ScriptTable } from './scriptTable';

/**
 * The table as functions that bash and zsh read alike: `_nube_of NAME` sets `name`, `options`, `places` and `foreign`
 * for a command and fails for what is none; `_nube_members NAME` sets `members` for a family.
 */
export function posixTable(table: ScriptTable, summaries: boolean): string {
  const { blocks, commands, families, firsts, common } = table;
  const line = (text: string) => (summaries ? text : text.split('|').slice(0, 4).join('|'));
  const described = ({ word, summary }: { word: string; summary: string }) => (summaries ? `${word}|${summary}` : word);
  return [
    ...blocks.map((block, index) => `_nube_options_${index}=${quoted(block.map(line).join('\n'))}`),
    `_nube_common=$_nube_options_${common}`,
    `_nube_firsts=${quoted(firsts.map(described).join('\n'))}`,
    '',
    '_nube_of() {',
    '  case $1 in',
    ...commands.map(({ name, aliases, blocks: own, places, foreign }) =>
      [
        `    ${[name, ...aliases].map(quoted).join(' | ')})`,
        `name=${quoted(name)}`,
        `options=${own.map((index) => `$_nube_options_${index}`).join("$'\\n'")}`,
        `places=${quoted(places.join('\n'))}`,
        `foreign=${quoted(foreign)} ;;`,
      ].join(' '),
    ),
    '    *) return 1 ;;',
    '  esac',
    '}',
    '',
    '_nube_members() {',
    '  case $1 in',
    ...families.map(({ name, members }) => {
      const words = members.map((one) => described({ word: one.name.slice(name.length + 1), summary: one.summary }));
      return `    ${quoted(name)}) members=${quoted(words.join('\n'))} ;;`;
    }),
    '    *) return 1 ;;',
    '  esac',
    '}',
  ].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
