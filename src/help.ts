import { Command as Commander, Option as CommanderOption } from 'commander';
import { type Command, commandGroups } from './core/command';
import { commonOptionsOf, mutatingOptionsOf } from './core/common';
import type { KnownCommand } from './knownCommands';
import { addOptions } from './program';

/** The width of help where there is no terminal. */
export const pipeWidth = 100;

/** The first help, which fits one screen: every command by what it is for. */
export function rootHelp(commands: readonly KnownCommand[], width: number): string {
  const groups = commandGroups.flatMap((group) => {
    const names = [
      ...new Set(commands.filter((one) => one.group === group).map(({ name }) => name.split(' ')[0] ?? name)),
    ];
    return names.length === 0 ? [] : [wrapped(group, names, width)];
  });
  return [
    'nube: one command line for instances on many clouds',
    '',
    'Usage: nube VERB [REF…] [options]',
    '',
    ...groups,
    '',
    'Start here:',
    '  nube demo               a tour on emulated clouds; needs no account',
    '  nube --sandbox list     try any command on them',
    '  nube profile add        connect an account of your own',
    '',
    'nube help VERB explains one. On most verbs: -p PROFILE, -o json|yaml|csv|id,',
    '--filter state=running, --sandbox, --dry-run, --yes, --debug. -V: the version.',
    '',
  ].join('\n');
}

const indent = 14;

function wrapped(group: string, names: readonly string[], width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const name of names) {
    if (line !== '' && indent + line.length + name.length + 1 > Math.max(60, width)) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? name : ` ${name}`;
  }
  return [...lines, line].map((one, index) => `  ${(index === 0 ? group : '').padEnd(indent - 2)}${one}`).join('\n');
}

/** What a family of commands holds: `nube profile`. */
export function familyHelp(family: string, commands: readonly KnownCommand[]): string {
  const members = commands.filter(({ name }) => name.startsWith(`${family} `));
  const longest = Math.max(...members.map(({ name }) => name.length));
  return [
    `Usage: nube ${family} ${members.map(({ name }) => name.slice(family.length + 1)).join('|')} [options]`,
    '',
    ...members.map(({ name, summary }) => `  nube ${name.padEnd(longest + 2)}${summary}`),
    '',
  ].join('\n');
}

/** The help of one command, from its definition. */
export function commandHelp(command: Command, width: number): string {
  const help = new Commander(command.name)
    .addHelpOption(new CommanderOption('-h, --help', 'show this').helpGroup('Common options:'))
    .configureOutput({ getOutHelpWidth: () => width, getOutHasColors: () => false })
    .configureHelp({ helpWidth: Math.max(60, width) })
    .description([capital(command.summary), command.description].filter(Boolean).join('.\n\n'));
  addOptions(help, command.options, command.name);
  addOptions(help, mutatingOptionsOf(command.takes.mutating));
  addOptions(help, commonOptionsOf(command.options));
  help.addOption(new CommanderOption('-V, --version', 'show the version').helpGroup('Common options:'));
  for (const { name, many = false, required, summary } of command.arguments) {
    const word = `${name.toUpperCase()}${many ? '...' : ''}`;
    help.argument(required ? `<${word}>` : `[${word}]`, summary);
  }
  const words = command.arguments.map(({ name, many = false, required }) => {
    const word = `${name.toUpperCase()}${many ? '…' : ''}`;
    return required ? word : `[${word}]`;
  });
  const rest =
    command.passes === true ? ' [options of ssh] [[--] COMMAND…]' : command.rest === true ? ' [-- COMMAND…]' : '';
  help.usage([...words, '[options]'].join(' ') + rest);
  const text = help.helpInformation().replace(/^Usage: /, 'Usage: nube ');
  const aliases =
    command.aliases.length === 0 ? '' : `\nAlso: ${command.aliases.map((one) => `nube ${one}`).join(', ')}\n`;
  const examples = command.examples.map(({ line, does }) => `  ${line}\n      ${does}`).join('\n');
  return `${text}${aliases}\nExamples:\n${examples}\n`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
