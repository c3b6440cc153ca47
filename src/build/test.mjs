// The one gate: formatting, lint, types, tests. Checks that need a program this machine lacks are left out and named.
// A test file says what it needs by its name: `copies.needs-sshd-scp.test.ts`. With --complete nothing may be left out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const complete = process.argv.includes('--complete');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-tests-'));
const report = path.join(scratch, 'report.json');
const bin = (name) => path.join('node_modules', '.bin', name);

function step(title, command, args) {
  console.log(`\n== ${title}`);
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

const has = (program) =>
  spawnSync('sh', ['-c', `command -v ${program}`], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  }).status === 0;

const leftOut = readdirSync('test', { recursive: true })
  .map((file) => ({ file, needed: /\.needs-([a-z0-9-]+)\.test\.ts$/.exec(file)?.[1]?.split('-') ?? [] }))
  .map(({ file, needed }) => ({ file, missing: needed.filter((program) => !has(program)) }))
  .filter(({ missing }) => missing.length > 0);

const gates = [
  step('formatting and lint', bin('biome'), [
    'check',
    'src',
    'test',
    'bin',
    'bench',
    'package.json',
    'tsconfig.json',
    'biome.json',
  ]),
  step('types', bin('tsc'), ['-p', 'tsconfig.json']),
  step('tests', bin('vitest'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...leftOut.flatMap(({ file }) => ['--exclude', `test/${file}`]),
  ]),
];

let counts = { numPassedTests: 0, numFailedTests: 1 };
try {
  counts = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  console.error('The tests left no report.');
}
rmSync(scratch, { recursive: true, force: true });

for (const { file, missing } of leftOut) console.log(`left out: test/${file} (needs ${missing.join(', ')})`);
if (leftOut.length === 0) console.log('\nNothing was left out.');
const [formatted, typed, tested] = gates;
console.log(`formatting and lint: ${formatted ? 'passed' : 'FAILED'}; types: ${typed ? 'passed' : 'FAILED'}`);
console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed`);
const ok = formatted && typed && tested && counts.numFailedTests === 0 && (!complete || leftOut.length === 0);
process.exitCode = ok ? 0 : 1;
