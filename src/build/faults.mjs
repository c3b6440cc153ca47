// The whole fault matrix, and its report: reports/faults.md, and with --write the figures in docs/reliability.md.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const place = path.join('reports', 'faults');
const page = path.join('docs', 'reliability.md');
const mark = (word) => `<!-- ${word} of the matrix -->`;

rmSync(place, { recursive: true, force: true });
mkdirSync(place, { recursive: true });
const run = spawnSync(
  path.join('node_modules', '.bin', 'vitest'),
  ['run', '--config', 'vitest.faults.config.mts', '--reporter=dot'],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);

const results = readdirSync(place)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .flatMap((file) => JSON.parse(readFileSync(path.join(place, file), 'utf8')));
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

if (process.argv.includes('--write')) {
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
