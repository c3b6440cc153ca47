import { type Command, commandGroups } from '../core/command';
import { commonOptions, mutatingOptionsOf } from '../core/common';
import { type Options, summaryOf } from '../core/option';

/** docs/commands.md: every command, from its definition. */
export function commandsPage(commands: readonly Command[]): string {
  const groups = commandGroups.flatMap((group) => {
    const some = commands.filter((command) => command.group === group);
    return some.length === 0 ? [] : [`## ${capital(group)}\n`, ...some.map(commandSection)];
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
    optionTable(commonOptions),
    '',
  ].join('\n');
}

function commandSection(command: Command): string {
  const { name, aliases, summary, description, arguments: words, options, takes, examples, rest } = command;
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
    ['nube', name, ...usage, '[options]', ...(rest === true ? ['[-- COMMAND…]'] : [])].join(' '),
    '```',
    '',
    ...(aliases.length === 0 ? [] : [`Also: ${aliases.map((alias) => `\`nube ${alias}\``).join(', ')}.`, '']),
    ...(words.length === 0 ? [] : [...words.map((word) => `- \`${word.name.toUpperCase()}\`: ${word.summary}`), '']),
    ...(Object.keys(own).length === 0 ? [] : [optionTable(own), '']),
    ...examples.flatMap(({ line, does }) => ['```sh', `${line}   # ${does}`, '```', '']),
  ].join('\n');
}

function optionTable(options: Options): string {
  const rows = Object.values(options).map((option) => {
    const { name, short, value, negatable } = option;
    const flag = `${short === undefined ? '' : `-${short}, `}--${name}${negatable === true ? `, --no-${name}` : ''}`;
    return `| \`${flag}${value === undefined ? '' : ` ${value}`}\` | ${cell(summaryOf(option))} |`;
  });
  return ['| option | meaning |', '|---|---|', ...rows].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
