import { CliError } from './errors';
import { type Instance, instanceFields, states } from './instance';
import { nearest } from './nearest';
import { readPattern } from './readPattern';
import { parseDuration, parseMoment, parseSize } from './units';

export type FilterOperator = '=' | '!=' | '~' | '>' | '>=' | '<' | '<=';

const aliases = { memory: 'memoryMiB', disk: 'diskGiB', tag: 'tags', age: 'createdAt' } as const;
type FilterField = (typeof instanceFields)[number] | keyof typeof aliases;

/** One condition on the shared model; all of several must hold. */
export interface Filter {
  field: FilterField;
  operator: FilterOperator;
  /** As typed. */
  value: string;
  matches(instance: Instance, now: Date): boolean;
}

const numeric = new Set<FilterField>(['cpus', 'memoryMiB', 'diskGiB', 'memory', 'disk', 'age']);
const moments = new Set<FilterField>(['createdAt', 'updatedAt']);
const filterFields: readonly FilterField[] = [...instanceFields, ...(Object.keys(aliases) as (keyof typeof aliases)[])];

/** How a condition can begin, for completion. */
export const filterWords: readonly string[] = [
  ...filterFields.map((field) => `${field}=`),
  ...states.map((state) => `state=${state}`),
];

/** Reads `FIELD OPERATOR VALUE`; throws `invalid_filter`. */
export function parseFilter(text: string): Filter {
  const found = /^([A-Za-z]+)\s*(!=|>=|<=|=|~|>|<)\s*(.*)/s.exec(text);
  if (found === null) {
    throw new CliError('invalid_filter', `${JSON.stringify(text)} is not a filter`, {
      hint: 'For example --filter state=running; the operators are = != ~ > >= < <=.',
    });
  }
  const [, name, operator, value] = found as unknown as [string, string, FilterOperator, string];
  const field = filterFields.find((candidate) => candidate === name);
  if (field === undefined) {
    const guess = nearest(name, filterFields);
    throw new CliError('invalid_filter', `There is no field ${JSON.stringify(name)} to filter on`, {
      hint: `${guess === null ? '' : `Did you mean ${guess}? `}The fields are ${filterFields.join(', ')}.`,
    });
  }
  if (field === 'state' && (operator === '=' || operator === '!=')) checkState(value);
  return { field, operator, value, matches: matcher(field, operator, value) };
}

/** A state that there is not would fit nothing, and nobody would know why. */
function checkState(value: string): void {
  if (states.some((state) => state === value)) return;
  const guess = nearest(value, states);
  throw new CliError('invalid_filter', `There is no state ${JSON.stringify(value)}`, {
    hint: `${guess === null ? '' : `Did you mean ${guess}? `}The states are ${states.join(', ')}; the provider’s own words are in providerState.`,
  });
}

function matcher(field: FilterField, operator: FilterOperator, value: string): Filter['matches'] {
  const read = (instance: Instance, now: Date): readonly (string | number)[] => {
    if (field === 'age') {
      return instance.createdAt === null ? [] : [(now.getTime() - Date.parse(instance.createdAt)) / 1000];
    }
    const found = instance[field in aliases ? aliases[field as keyof typeof aliases] : (field as keyof Instance)];
    return found === null ? [] : typeof found === 'object' ? found : [found];
  };
  if (operator === '~') {
    const fits = readPattern(value);
    return (instance, now) => read(instance, now).some((one) => fits(String(one)));
  }
  if (numeric.has(field) || moments.has(field)) {
    const wanted = quantity(field, value);
    const number = moments.has(field) ? (one: string | number) => Date.parse(String(one)) : Number;
    return (instance, now) => compare(operator, read(instance, now).map(number), wanted);
  }
  return (instance, now) => compare(operator, read(instance, now), value);
}

function compare<T extends string | number>(
  operator: FilterOperator,
  found: readonly (string | number)[],
  wanted: T,
): boolean {
  if (operator === '!=') return !found.includes(wanted);
  return found.some((one) => {
    if (operator === '=') return one === wanted;
    if (operator === '>') return one > wanted;
    if (operator === '>=') return one >= wanted;
    if (operator === '<') return one < wanted;
    return one <= wanted;
  });
}

function quantity(field: FilterField, value: string): number {
  if (field === 'memory' || field === 'memoryMiB') return parseSize(value, 'MiB') / 2 ** 20;
  if (field === 'disk' || field === 'diskGiB') return parseSize(value, 'GiB') / 2 ** 30;
  if (field === 'age') return parseDuration(value) / 1000;
  if (moments.has(field)) return parseMoment(value, new Date()).getTime();
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) {
    throw new CliError('invalid_filter', `${JSON.stringify(value)} is not a number to compare ${field} with`);
  }
  return number;
}
