// A long table, against joining the same words padded.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSource } from '../src/build/loadSource.mjs';
import { median } from './measure.mjs';

export async function measureTable() {
  const { timeTable } = await loadSource('bench/table.ts');
  // Neither pays for the memory of what was made before it.
  setFlagsFromString('--expose-gc');
  const tidy = runInNewContext('gc');
  await timeTable(1000, tidy);
  const runs = [];
  for (let round = 0; round < 15; round += 1) runs.push(await timeTable(10_000, tidy));
  const ms = (figure) => median(runs.map((one) => one[figure]));
  return [
    {
      what: 'a table of 10,000 rows',
      figure: ms('tableMs') / ms('paddedMs'),
      target: 2,
      stretch: 1,
      note: 'to a padded join of the same',
    },
  ];
}
