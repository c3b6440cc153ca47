import { type Command, commandGroups } from '../core/command';
import { commonOptions, mutatingOptionsOf } from '../core/common';
import type { Options } from '../core/option';
import type { SupportTable } from './supportTable';

/** docs/commands.md: every command, from its definition. */
export function commandsPage(commands: readonly Command[], support: SupportTable): string {
  const groups = commandGroups.flatMap((group) => {
    const some = commands.filter((command) => command.group === group);
    return some.length === 0
      ? []
      : [`## ${capital(group)}\n`, ...some.map((command) => commandSection(command, support[command.name] ?? {}))];
  });
  return [
    '# Commands',
    '',
    'Printed from the definitions by `npm run generate`; edit those instead.',
    '',
    ...groups,
    '## Common options',
    '',
    'Of every command, before or after the verb.',
    '',
    optionTable(commonOptions, support.common ?? {}),
    '',
  ].join('\n');
}

function commandSection(command: Command, only: SupportTable[string]): string {
  const { name, aliases, summary, description, arguments: words, options, takes, examples, rest, passes } = command;
  const usage = words.map((word) => {
    const text = `${word.name.toUpperCase()}${word.many === true ? '…' : ''}`;
    return word.required ? text : `[${text}]`;
  });
  const own = { ...options, ...mutatingOptionsOf(takes.mutating) };
  return [
    `### nube ${name}`,
    '',
    `${capital(summary)}.${description === undefined ? '' : ` ${description}`}`,
    '',
    '```',
    [
      'nube',
      name,
      ...usage,
      '[options]',
      ...(passes === true ? ['[options of ssh]', '[[--] COMMAND…]'] : rest === true ? ['[-- COMMAND…]'] : []),
    ].join(' '),
    '```',
    '',
    ...(aliases.length === 0 ? [] : [`Also: ${aliases.map((alias) => `\`nube ${alias}\``).join(', ')}.`, '']),
    ...(words.length === 0 ? [] : [...words.map((word) => `- \`${word.name.toUpperCase()}\`: ${word.summary}`), '']),
    ...(Object.keys(own).length === 0 ? [] : [optionTable(own, only), '']),
    ...examples.flatMap(({ line, does }) => ['```sh', `${line}   # ${does}`, '```', '']),
  ].join('\n');
}

function optionTable(options: Options, only: SupportTable[string]): string {
  const rows = Object.values(options).map((option) => {
    const { name, short, value, summary, negatable } = option;
    const providers = only[name] === undefined ? '' : ` (${only[name].join(', ')})`;
    const flag = `${short === undefined ? '' : `-${short}, `}--${name}${negatable === true ? `, --no-${name}` : ''}`;
    return `| \`${flag}${value === undefined ? '' : ` ${value}`}\` | ${cell(summary)}${providers} |`;
  });
  return ['| option | meaning |', '|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
