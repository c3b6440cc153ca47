export type Row = Record<string, unknown> & { profile: string; id: string };

export const operators = ['=', '!=', '~', '>', '>=', '<', '<='] as const;

const names: Readonly<Record<string, string>> = { memory: 'memoryMiB', disk: 'diskGiB', tag: 'tags', age: 'createdAt' };
const dayMs = 86_400_000;

/** The rows as `PROFILE/ID`, in an order of its own. */
export const everyId = (rows: readonly Row[]): string[] => rows.map(({ profile, id }) => `${profile}/${id}`).sort();

/** A value of the field that stands in the middle of those there are, as a person would type it. */
export function middleOf(field: string, rows: readonly Row[]): string {
  const found = rows.flatMap((row) => row[names[field] ?? field] ?? []) as (string | number)[];
  const all = [...new Set(found)].sort((a, b) => (a < b ? -1 : 1));
  const middle = all[Math.floor(all.length / 2)] ?? 'nothing';
  if (field === 'memory') return `${Number(middle) / 1024}GiB`;
  if (field === 'disk') return `${middle}GB`;
  if (field === 'age') return `${Math.floor((Date.now() - Date.parse(String(middle))) / dayMs)}d`;
  return String(middle);
}

/** Whether the row of a list is one that the condition means: the contract's words once more. */
export function fits(row: Row, condition: string): boolean {
  const [, field = '', operator = '', value = ''] = /^(\w+)(!=|>=|<=|=|~|>|<)(.*)$/.exec(condition) ?? [];
  const own = row[names[field] ?? field] ?? [];
  const elements = (Array.isArray(own) ? own : [own]) as (string | number)[];
  const text = (one: string | number) => String(field === 'age' ? (Date.now() - Date.parse(String(one))) / 1000 : one);
  if (operator === '~') return elements.some((one) => new RegExp(value).test(text(one)));
  const wanted = read(field, value, true);
  const holds = (one: string | number) => {
    const is = read(field, one, false);
    if (operator === '=') return is === wanted;
    if (operator === '>' || operator === '>=') return is > wanted || (operator === '>=' && is === wanted);
    return is < wanted || (operator === '<=' && is === wanted);
  };
  if (operator === '!=') return elements.every((one) => read(field, one, false) !== wanted);
  return elements.some(holds);
}

/** An element, or what was typed, as that which is compared. */
function read(field: string, value: string | number, typed: boolean): string | number {
  if (field === 'age')
    return typed ? Number.parseFloat(String(value)) : (Date.now() - Date.parse(String(value))) / dayMs;
  if (field === 'createdAt' || field === 'updatedAt') return Date.parse(String(value));
  if (field === 'memory' && typed) return Number.parseFloat(String(value)) * 1024;
  if (['cpus', 'memory', 'memoryMiB', 'disk', 'diskGiB'].includes(field)) return Number.parseFloat(String(value));
  return value;
}
