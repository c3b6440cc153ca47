import type { Command } from '../core/command';
import { type Driver, type DriverVerb, isUnsupported } from '../core/driver';
import { scopeNames } from '../core/profile';

/** Options of a verb that are nube's own business, whatever the provider. */
const ownBusiness = ['count', 'from-file', 'if-not-exists', 'show-secrets', 'follow'];

/** By command (`common` for all of them) and option, the providers that have it where not all do. */
export type SupportTable = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Reads the table from the drivers. */
export function supportTable(commands: readonly Command[], drivers: readonly Driver[]): SupportTable {
  const all = drivers.map(({ provider }) => provider);
  const scopes = scopeNames.map(
    (name): Row => [name, drivers.filter(({ scopes }) => scopes.includes(name)).map(({ provider }) => provider)],
  );
  const table: Record<string, Record<string, readonly string[]>> = { common: rows(scopes, all) };
  for (const command of commands) {
    const own = rows(rowsOf(command, drivers), havingVerb(command, drivers));
    if (Object.keys(own).length > 0) table[command.name] = own;
  }
  return table;
}

type Row = readonly [option: string, providers: readonly string[]];

/** Those that not everybody has, and somebody does. */
function rows(all: readonly Row[], everybody: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(all.filter(([, providers]) => providers.length > 0 && providers.length < everybody.length));
}

function rowsOf({ name, options }: Command, drivers: readonly Driver[]): Row[] {
  return Object.entries(options).flatMap(([key, option]): Row[] => {
    if (ownBusiness.includes(option.name)) return [];
    return [
      [option.name, drivers.filter((driver) => optionsOf(name, driver).includes(key)).map(({ provider }) => provider)],
    ];
  });
}

function havingVerb({ name }: Command, drivers: readonly Driver[]): string[] {
  return drivers
    .filter((driver) => name === 'list' || capabilityOf(name, driver) !== null)
    .map(({ provider }) => provider);
}

function optionsOf(name: string, driver: Driver): readonly string[] {
  return name === 'list' ? driver.listOptions : (capabilityOf(name, driver)?.options ?? []);
}

function capabilityOf(name: string, { verbs }: Driver): { options?: readonly string[] } | null {
  const capability = verbs[name as DriverVerb];
  return capability === undefined || isUnsupported(capability) ? null : (capability as { options?: readonly string[] });
}
