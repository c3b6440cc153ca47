import type { ScriptTable } from './scriptTable';

/** The table for fish, as functions that set the variables of their caller. */
export function fishTable({ blocks, commands, families, firsts, common }: ScriptTable): string {
  return [
    ...blocks.map((block, index) => `set -g __nube_options_${index} ${block.map(quoted).join(' ')}`),
    `set -g __nube_common $__nube_options_${common}`,
    `set -g __nube_firsts ${firsts.map(({ word, summary }) => quoted(`${word}\t${summary}`)).join(' ')}`,
    '',
    'function __nube_of --no-scope-shadowing',
    '    switch $argv[1]',
    ...commands.flatMap(({ name, aliases, blocks: own, places, foreign }) => [
      `        case ${[name, ...aliases].map(quoted).join(' ')}`,
      `            set name ${quoted(name)}`,
      `            set options ${own.map((index) => `$__nube_options_${index}`).join(' ')}`,
      `            set places ${places.map(quoted).join(' ')}`,
      `            set foreign ${quoted(foreign)}`,
    ]),
    "        case '*'",
    '            return 1',
    '    end',
    '    return 0',
    'end',
    '',
    'function __nube_members --no-scope-shadowing',
    '    switch $argv[1]',
    ...families.flatMap(({ name, members }) => {
      const words = members.map((one) => quoted(`${one.name.slice(name.length + 1)}\t${one.summary}`));
      return [`        case ${quoted(name)}`, `            set members ${words.join(' ')}`];
    }),
    "        case '*'",
    '            return 1',
    '    end',
    '    return 0',
    'end',
  ].join('\n');
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
