import type { Option } from './core/option';
import table from './support.json';

/** By command and option, the providers that have it, where not all do; printed from the drivers by `npm run generate`. */
const support: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = table;

/** The providers that have an option of a command, or null where all do that have the command. */
export function providersWith(command: string, option: Option): readonly string[] | null {
  return support[command]?.[option.name] ?? support.common?.[option.name] ?? null;
}

/** What an option means, with the providers that have it where not all do. */
export function summaryOf(command: string, option: Option): string {
  const providers = providersWith(command, option);
  return providers === null ? option.summary : `${option.summary} (${providers.join(', ')})`;
}
