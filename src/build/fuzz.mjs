// The long fuzz run: the whole program on falsified answers of every provider. `npm run fuzz -- --cases 100000 --seed 1`;
// `--case N` runs one case again. Answers come in memory, in place of the one module that knows sockets, or over
// loopback with --loopback, as in the sample that the suite runs.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadSource } from './loadSource.mjs';

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    seed: { type: 'string' },
    case: { type: 'string' },
    loopback: { type: 'boolean' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const first = Number(values.case ?? 0);
const cases = Number(values.cases ?? (values.case === undefined ? 100_000 : 1));
if (![seed, first, cases].every(Number.isSafeInteger)) throw new Error('--cases, --seed and --case are whole numbers');

const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-fuzz-'));
const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 1000);
let unforeseen = 0;
for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, (error) => {
    unforeseen += 1;
    console.log(`${event}: ${error?.stack ?? error}`);
  });
}
try {
  const over = { 'src/io/http/exchange.ts': 'test/fuzz/exchangeInMemory.ts' };
  const { recordAll } = await loadSource('test/fuzz/fuzz.ts');
  const { fuzz } = await loadSource('test/fuzz/fuzz.ts', values.loopback === true ? {} : over);
  const scenarios = await recordAll(directory);
  console.log(`seed ${seed}: ${scenarios.length} command lines were recorded in ${seconds()} s`);
  const failures = await fuzz(scenarios, {
    seed,
    cases,
    first,
    directory,
    progress: (done) => console.log(`${done} cases in ${seconds()} s`),
    found({ index, what, provider, line, how }) {
      console.log(`case ${index} (npm run fuzz -- --seed ${seed} --case ${index})`);
      console.log(`  ${provider}: nube ${line}\n  ${how}\n  ${what}`);
    },
  });
  console.log(`${cases} cases in ${seconds()} s, ${failures.length} failed, ${unforeseen} errors outside of a case`);
  process.exitCode = failures.length + unforeseen === 0 ? 0 : 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit();
