import type { Filter } from '../../core/filter';
import type { Query } from '../../core/http';
import { parseMoment } from '../../core/units';
import { statusesOf, toState } from './status';
import { parsePair } from './tags';

/** Removals that wait are hidden unless asked for, and any unlisted status is `unknown`: these two are not exact. */
const notExact = ['deleting', 'deleted', 'unknown'];

/** What of the filters the appliance can do itself; everything is filtered again afterwards. */
export function filterQuery(filters: readonly Filter[], now: Date): Query {
  const asked: Record<string, string | readonly string[]> = {};
  for (const { field, operator, value } of filters) {
    for (const [name, words] of Object.entries(partOf(field, operator, value, now))) asked[name] ??= words;
  }
  return asked;
}

function partOf(
  field: Filter['field'],
  operator: Filter['operator'],
  value: string,
  now: Date,
): Record<string, string | readonly string[]> {
  if (value === '') return {};
  if (field === 'updatedAt' && (operator === '>' || operator === '>=')) {
    return { lastUpdated: `${parseMoment(value, now).toISOString().slice(0, 19)}Z` };
  }
  if (operator !== '=') return {};
  if (field === 'name') return { name: value };
  if (field === 'state') return notExact.includes(value) ? {} : statusQuery(statusesOf(value));
  if (field === 'providerState') return notExact.includes(toState(value)) ? {} : { status: value };
  if (field !== 'tag' && field !== 'tags') return {};
  const pair = parsePair(value);
  if (pair === null) return { labels: value };
  return pair.value === '' ? {} : { [`tags.${pair.name}`]: pair.value };
}

function statusQuery(statuses: readonly string[]): Record<string, readonly string[]> {
  return statuses.length === 0 ? {} : { status: statuses };
}
