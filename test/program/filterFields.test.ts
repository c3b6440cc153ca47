import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { everyId, fits, middleOf, operators, type Row } from './support/filterOracle';

const fields = [
  ...['profile', 'provider', 'id', 'name', 'hostname', 'state', 'providerState', 'region', 'group', 'size', 'image'],
  ...['cpus', 'memoryMiB', 'diskGiB', 'memory', 'disk', 'publicAddresses', 'privateAddresses', 'tags', 'tag'],
  ...['createdAt', 'updatedAt', 'age'],
];

describe('every operator', () => {
  const home = new Home();
  const line = (...filters: string[]) => [
    ...'list -p civo,morpheus -o json'.split(' '),
    ...filters.flatMap((filter) => ['--filter', filter]),
  ];

  it.each(fields)('is true of every row that is printed, and of no other, for %s', async (field) => {
    const rows: Row[] = (await home.sandbox(line())).json();
    const value = middleOf(field, rows);
    const runs = await Promise.all(
      operators.map(async (operator) => {
        const condition = `${field}${operator}${operator === '~' ? value.slice(0, 3).replace(/\W/g, '.') : value}`;
        const run = await home.sandbox(line(condition));
        return { condition, code: run.code, stderr: run.stderr, ids: everyId(run.json()) };
      }),
    );
    expect(runs).toEqual(
      runs.map(({ condition }) => ({
        ...{ condition, code: 0, stderr: '' },
        ids: everyId(rows.filter((row) => fits(row, condition))),
      })),
    );
  });
});
