import { readFileSync } from 'node:fs';
import { type Command, commandGroups } from '../core/command';
import { commonOptions, commonOptionsOf, mutatingOptionsOf } from '../core/common';
import { type ErrorKind, exitCodes } from '../core/errors';
import type { Option, Options } from '../core/option';
import { exitMeanings } from './exitMeanings';
import type { SupportTable } from './supportTable';
import { variables } from './variables';

/** The manual: `nube(1)` and a page for each command, by file name. */
export function manPages(commands: readonly Command[], support: SupportTable): Readonly<Record<string, string>> {
  const pages = commands.map((command) => [
    `${pageName(command)}.1`,
    commandPage(command, support[command.name] ?? {}, support.common ?? {}),
  ]);
  return { 'nube.1': rootPage(commands, support.common ?? {}), ...Object.fromEntries(pages) };
}

const pageName = ({ name }: Command): string => `nube-${name.replaceAll(' ', '-')}`;

function rootPage(commands: readonly Command[], only: SupportTable[string]): string {
  return page('nube', [
    section('NAME', [text('nube - one command line for instances on many clouds')]),
    section('SYNOPSIS', [`.B nube\n.I VERB\n${text('[REF…] [options]')}`]),
    section('DESCRIPTION', [
      text(
        'nube lists, makes, changes and reaches instances on Civo, cloud.ca, Cox Edge and other CloudMC installations, Cycle.io and Morpheus. A verb means the same everywhere; where a provider can’t do something, nube says so before it sends anything.',
      ),
      text(
        'The result is on stdout, everything else on stderr. With --sandbox every command works on built-in emulators.',
      ),
    ]),
    ...commandGroups.flatMap((group) => {
      const some = commands.filter((command) => command.group === group);
      if (some.length === 0) return [];
      return [
        section(
          `TO ${group.toUpperCase()}`,
          some.map((command) => item(bold(`nube ${command.name}`), command.summary)),
        ),
      ];
    }),
    section('REFERENCES', [
      text(
        'An instance is given by its name, its id, the start of its id (four characters or more), PROFILE/NAME, GROUP/NAME or PROFILE/GROUP/NAME. It must fit exactly one; nube never takes the first match.',
      ),
      text(
        'Instead of references most verbs take --filter FIELD OPERATOR VALUE, repeatable; the operators are = != ~ > >= < <=, the fields those of -o json and memory, disk, tag and age.',
      ),
    ]),
    section('COMMON OPTIONS', [
      text('Of every command, before or after the verb.'),
      ...optionItems(commonOptions, only),
    ]),
    section('EXIT STATUS', [
      item(bold('0'), 'done; an empty list is done'),
      ...(Object.entries(exitCodes) as [ErrorKind, number][]).map(([kind, code]) =>
        item(bold(String(code)), `${kind}: ${exitMeanings[kind]}`),
      ),
    ]),
    section(
      'ENVIRONMENT',
      Object.values(variables)
        .flat()
        .map(({ name, meaning }) => item(bold(name), meaning.replaceAll('`', ''))),
    ),
    section('FILES', [
      item(bold('~/.config/nube/config.json'), 'the profiles, readable by their owner alone'),
      item(bold('~/.local/share/nube/'), 'known host keys, sign-in tokens, the journal, the sandbox'),
      item(bold('.nube'), 'in the working directory or above: profile=NAME and columns=NAMES, a line each'),
    ]),
    section('SEE ALSO', [text(commands.map((command) => `${pageName(command)}(1)`).join(', '))]),
  ]);
}

function commandPage(command: Command, only: SupportTable[string], common: SupportTable[string]): string {
  const { name, aliases, summary, description, arguments: words, options, takes, examples, rest, passes } = command;
  const usage = words.map((word) => {
    const written = `${word.name.toUpperCase()}${word.many === true ? '…' : ''}`;
    return word.required ? written : `[${written}]`;
  });
  const after = passes === true ? ['[options of ssh]', '[[--] COMMAND…]'] : rest === true ? ['[-- COMMAND…]'] : [];
  const changing = mutatingOptionsOf(takes.mutating);
  return page(pageName(command), [
    section('NAME', [text(`${pageName(command)} - ${summary}`)]),
    section('SYNOPSIS', [`.B ${inRoff(`nube ${name}`)}\n${text([...usage, '[options]', ...after].join(' '))}`]),
    section('DESCRIPTION', [
      text(`${capital(summary)}.`),
      ...(description === undefined ? [] : [text(description)]),
      ...(aliases.length === 0 ? [] : [text(`Also: ${aliases.map((alias) => `nube ${alias}`).join(', ')}.`)]),
    ]),
    ...(words.length === 0
      ? []
      : [
          section(
            'ARGUMENTS',
            words.map((word) => item(italic(word.name.toUpperCase()), word.summary)),
          ),
        ]),
    ...(Object.keys(options).length === 0 ? [] : [section('OPTIONS', optionItems(options, only))]),
    ...(Object.keys(changing).length === 0 ? [] : [section('OPTIONS FOR CHANGING', optionItems(changing, only))]),
    section('COMMON OPTIONS', optionItems(commonOptionsOf(options), common)),
    section(
      'EXAMPLES',
      examples.map(({ line, does }) => item(bold(line), does)),
    ),
    section('SEE ALSO', [text('nube(1)')]),
  ]);
}

function optionItems(options: Options, only: SupportTable[string]): string[] {
  return Object.values(options).map((option) => {
    const providers = only?.[option.name];
    return item(optionWords(option), `${option.summary}${providers === undefined ? '' : ` (${providers.join(', ')})`}`);
  });
}

function optionWords({ name, short, value, negatable }: Option): string {
  const flags = [
    ...(short === undefined ? [] : [bold(`-${short}`)]),
    bold(`--${name}`),
    ...(negatable === true ? [bold(`--no-${name}`)] : []),
  ].join(', ');
  return value === undefined ? flags : `${flags} ${italic(value)}`;
}

const version = (): string => JSON.parse(readFileSync('package.json', 'utf8')).version;

const page = (name: string, sections: readonly string[]): string =>
  `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "nube ${version()}" "nube"\n${sections.join('')}`;

const section = (title: string, parts: readonly string[]): string => `.SH ${title}\n${parts.join('.PP\n')}`;
const item = (term: string, meaning: string): string => `.TP\n${term}\n${text(meaning)}`;
const bold = (words: string): string => `\\fB${inRoff(words)}\\fR`;
const italic = (words: string): string => `\\fI${inRoff(words)}\\fR`;

/** Text on a line of its own, which no sign at its start makes a request. */
const text = (words: string): string => `${inRoff(words).replace(/^([.'])/, '\\&$1')}\n`;

/** Backslashes and hyphens as they stand, in roff's spelling. */
const inRoff = (words: string): string => words.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('\n', ' ');

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
