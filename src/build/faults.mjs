// The whole fault matrix, and its report: reports/faults.md, and with --write the figures in docs/reliability.md.
// `--provider civo,cycle` and `--verb start,stop` run a part of it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const place = path.join('reports', 'faults');
const page = path.join('docs', 'reliability.md');
const mark = (word) => `<!-- ${word} of the matrix -->`;

const { values } = parseArgs({
  options: { provider: { type: 'string' }, verb: { type: 'string' }, write: { type: 'boolean', default: false } },
});
const isPart = values.provider !== undefined || values.verb !== undefined;
if (values.write && isPart) throw new Error('--write writes down a whole run, not a part of one');

rmSync(place, { recursive: true, force: true });
mkdirSync(place, { recursive: true });
const run = spawnSync(
  path.join('node_modules', '.bin', 'vitest'),
  ['run', '--config', 'vitest.faults.config.mts', '--reporter=dot'],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...(values.provider !== undefined && { FAULTS_PROVIDERS: values.provider }),
      ...(values.verb !== undefined && { FAULTS_VERBS: values.verb }),
    },
  },
);

const results = readdirSync(place)
  .filter((file) => file.endsWith('.ndjson'))
  .sort()
  .flatMap((file) => readFileSync(path.join(place, file), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line));
const tried = results.filter(({ problems }) => problems !== null);
const failed = tried.filter(({ problems }) => problems.length > 0);

/** Passed cases, with those that failed; `-` where a fault has nothing to strike. */
function countOf(cases) {
  const run = cases.filter(({ problems }) => problems !== null);
  const bad = run.filter(({ problems }) => problems.length > 0).length;
  return run.length === 0 ? '-' : bad === 0 ? String(run.length) : `${run.length - bad} (${bad} FAILED)`;
}

const seconds = (cases) => `${(cases.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(1)} s`;
const distinct = (field) => [...new Set(results.map((result) => result[field]))];

function table(rows, columns, cellOf) {
  return [
    `| | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row} | ${columns.map((column) => cellOf(row, column)).join(' | ')} |`),
  ].join('\n');
}

const [providers, verbs, kinds] = [distinct('provider'), distinct('verb'), distinct('kind')];
const byProvider = (field) => (value, provider) =>
  countOf(results.filter((result) => result[field] === value && result.provider === provider));
const total = `${tried.length} cases, ${failed.length} failed`;
const details = providers.map((provider) => {
  const own = results.filter((result) => result.provider === provider);
  const columns = [...kinds, 'time'];
  const cells = table([...new Set(own.map(({ verb }) => verb))], columns, (verb, kind) => {
    const cases = own.filter((result) => result.verb === verb);
    return kind === 'time' ? seconds(cases) : countOf(cases.filter((result) => result.kind === kind));
  });
  return `## ${provider}: ${countOf(own)} passed in ${seconds(own)}\n\n${cells}\n`;
});
const summary = `${table(verbs, providers, byProvider('verb'))}\n\n${table(kinds, providers, byProvider('kind'))}\n`;
writeFileSync(path.join('reports', 'faults.md'), `# ${total}\n\n${summary}\n${details.join('\n')}`);

const wanted = readdirSync(path.join('test', 'faults', 'whole')).map((file) => file.split('.')[0]);
const missing = wanted.filter((provider) => !distinct('provider').includes(provider));
if (values.write && missing.length > 0)
  console.log(`\nNothing was written down: no case of ${missing.join(', ')} was run.`);
else if (values.write) {
  const text = readFileSync(page, 'utf8');
  const [before] = text.split(mark('beginning'));
  const after = text.split(mark('end'))[1] ?? '';
  const figures = `${mark('beginning')}\n\n${total}.\n\n${summary}\n${mark('end')}`;
  writeFileSync(page, `${before}${figures}${after}`);
}

console.log(`\n${table(verbs, providers, byProvider('verb'))}\n\n${table(kinds, providers, byProvider('kind'))}`);
for (const { provider, verb, kind, stage, problems } of failed) {
  console.log(`FAILED ${provider} ${verb}, ${kind}, ${stage}: ${problems.join('; ')}`);
}
console.log(`\n${total}; the report is reports/faults.md`);
process.exitCode = run.status === 0 && failed.length === 0 ? 0 : 1;
