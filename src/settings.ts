import type { Command } from './core/command';
import { commonOptionsOf, type Format, formats, mutatingOptionsOf } from './core/common';
import type { CommonOptions } from './core/context';
import { CliError } from './core/errors';
import { parseFilter } from './core/filter';
import type { Options } from './core/option';
import { scopeNames } from './core/profile';
import type { Given } from './program';

/** How this call prints. */
export interface PrintSettings {
  format: Format | null;
  columns: readonly string[] | null;
  columnsGiven: boolean;
  sort: string | null;
  sortGiven: boolean;
  headers: boolean;
  query: string | null;
  color: 'auto' | 'always' | 'never' | null;
}

/** A layer of defaults under what was typed: values by the long name of the option, as words. */
export type Layer = Readonly<Record<string, string>>;

const variables: Readonly<Record<string, string>> = {
  output: 'NUBE_OUTPUT',
  columns: 'NUBE_COLUMNS',
  color: 'NUBE_COLOR',
  timeout: 'NUBE_TIMEOUT',
  concurrency: 'NUBE_CONCURRENCY',
};

/** Options that must be given each time. */
export const neverDefaults: readonly string[] = [
  'yes',
  'dry-run',
  'max',
  'all',
  'filter',
  'show-secrets',
  'profile',
  'sandbox',
  'step-output',
];

/** Where defaults come from. */
export interface DefaultLayer {
  /** For the message when one of them is wrong. */
  from: string;
  layer: Layer;
  /** False where it gives only common options, and none of the command's own. */
  own?: boolean;
}

/** The defaults that variables give, each a layer of its own, so that a wrong one can be named. */
export function variableLayers(variable: (name: string) => string | undefined): DefaultLayer[] {
  return Object.entries(variables).flatMap(([option, name]) => {
    const value = variable(name);
    return value === undefined ? [] : [{ from: name, layer: { [option]: value } }];
  });
}

/** What was typed, with every layer of defaults under it; the first layer that has an option wins. */
export function withDefaults(command: Command, given: Given, layers: readonly DefaultLayer[]): Given {
  const fill = (options: Options, typed: Readonly<Record<string, unknown>>, some = layers) => {
    const values: Record<string, unknown> = { ...typed };
    for (const [key, option] of Object.entries(options)) {
      if (key in values || neverDefaults.includes(option.name)) continue;
      const found = some.find(({ layer }) => layer[option.name] !== undefined);
      const word = found?.layer[option.name];
      if (found === undefined || word === undefined) continue;
      try {
        if (option.value !== undefined) values[key] = option.read(word, undefined);
        else if (word === 'true') values[key] = true;
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        throw new CliError(error.code, `${found.from}: ${error.message}`, error.details);
      }
    }
    return values;
  };
  return {
    common: fill(commonOptionsOf(command.options), given.common),
    mutating: fill(mutatingOptionsOf(command.takes.mutating), given.mutating),
    own: fill(
      command.options,
      given.own,
      layers.filter(({ own }) => own !== false),
    ),
  };
}

/** The common options as commands read them. */
export function commonOf({ common, mutating, own }: Given): CommonOptions {
  const profile = common.profile as readonly string[] | undefined;
  const filter = (mutating.filter ?? []) as readonly string[];
  const scopes = Object.fromEntries(
    scopeNames.flatMap((name) => (common[name] === undefined ? [] : [[name, common[name]]])),
  );
  return {
    ...(profile === undefined ? {} : { profile }),
    scopes,
    quiet: common.quiet === true,
    debug: common.debug === true,
    yes: mutating.yes === true,
    dryRun: mutating.dryRun === true,
    noWait: mutating.noWait === true,
    ...(mutating.timeout === undefined ? {} : { timeout: mutating.timeout as number }),
    concurrency: (mutating.concurrency ?? own.concurrency ?? 8) as number,
    concurrencyGiven: (mutating.concurrency ?? own.concurrency) !== undefined,
    filter: filter.map(parseFilter),
    all: mutating.all === true,
    ...(mutating.max === undefined ? {} : { max: mutating.max as number }),
  };
}

/** How to print, from what was typed and the layers under it. */
export function printSettingsOf({ common }: Given, typed: Given): PrintSettings {
  return {
    format: (common.output as Format | undefined) ?? null,
    columns: (common.columns as readonly string[] | undefined) ?? null,
    columnsGiven: typed.common.columns !== undefined,
    sort: (common.sort as string | undefined) ?? null,
    sortGiven: typed.common.sort !== undefined,
    headers: common.noHeaders !== true,
    query: (common.query as string | undefined) ?? null,
    color: (common.color as PrintSettings['color'] | undefined) ?? null,
  };
}

/** Whether errors are to be JSON although the command line could not be read as a whole. */
export function wantsJson(argv: readonly string[], variable: (name: string) => string | undefined): boolean {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  let format = variable('NUBE_OUTPUT');
  words.forEach((word, index) => {
    const found =
      /^(?:-o=?|--output=)(.+)$/.exec(word)?.[1] ??
      (word === '-o' || word === '--output' ? words[index + 1] : undefined);
    if (found !== undefined && (formats as readonly string[]).includes(found)) format = found;
  });
  return isJson(format ?? null);
}

export const isJson = (format: string | null): boolean => format === 'json' || format === 'ndjson' || format === 'yaml';
