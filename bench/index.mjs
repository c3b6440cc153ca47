// npm run bench: every target for how fast nube is, measured against what is possible on the machine at hand. Figures
// are ratios: of medians of whole processes, run in turn. Needs a built dist/ and loopback, nothing else.
//   --peers       also other tools, where they are installed
//   --record      also writes the table into docs/performance.md
//   --only WORDS  only the groups of these names: start lists table sandbox package
//   --json FILE   where the figures go (bench/last.json)
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureLists } from './lists.mjs';
import { measurePackage } from './package.mjs';
import { measurePeers } from './peers.mjs';
import { openPlace } from './place.mjs';
import { measureSandbox } from './sandbox.mjs';
import { measureStart } from './start.mjs';
import { measureTable } from './tables.mjs';

const { values: given } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    only: { type: 'string' },
    json: { type: 'string', default: path.join(import.meta.dirname, 'last.json') },
  },
});
const groups = {
  start: measureStart,
  lists: measureLists,
  table: measureTable,
  sandbox: measureSandbox,
  package: measurePackage,
};
const chosen = given.only?.split(/[ ,]+/) ?? Object.keys(groups);

const began = performance.now();
const place = await openPlace();
const rows = [];
const peers = [];
try {
  for (const name of chosen) {
    console.error(`${name} …`);
    rows.push(...(await groups[name](place)));
  }
  if (given.peers) peers.push(...(await measurePeers(place)));
} finally {
  await place.close();
}
const minutes = (performance.now() - began) / 60_000;

/** A row: what, figure, target, stretch, and whether more is better. */
const verdict = ({ figure, target, stretch, moreIsBetter = false }) => {
  const meets = (limit) => limit !== undefined && (moreIsBetter ? figure >= limit : figure <= limit);
  return meets(stretch) ? 'stretch' : meets(target) ? 'met' : 'MISSED';
};
const number = (value) =>
  value === undefined
    ? ''
    : value >= 1000
      ? Math.round(value).toLocaleString('en')
      : String(Math.round(value * 100) / 100);
const cells = rows.map((row) => [
  row.what,
  number(row.figure),
  number(row.target),
  number(row.stretch),
  verdict(row),
  row.note ?? '',
]);
const table = markdown(['what', 'figure', 'target', 'stretch', 'verdict', 'measured'], cells);
const machine = `${os.cpus().length} processors (${os.cpus()[0].model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.versions.node}`;
const peerTable = markdown(
  ['the same list', 'milliseconds', 'to node -e 0'],
  peers.map(({ what, ms, ratio }) => [what, number(ms), number(ratio)]),
);

console.log(`${machine}; ${minutes.toFixed(1)} minutes\n\n${table}\n${peers.length > 0 ? `\n${peerTable}\n` : ''}`);
writeFileSync(
  given.json,
  `${JSON.stringify({ machine, minutes, rows: rows.map((row) => ({ ...row, verdict: verdict(row) })), peers }, null, 2)}\n`,
);
if (given.record) record();

function record() {
  const file = 'docs/performance.md';
  const text = readFileSync(file, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  const inside = `On ${machine}, ${day}:\n\n${table}\n${peers.length > 0 ? `\nOther tools on the same machine and server:\n\n${peerTable}\n` : ''}`;
  writeFileSync(
    file,
    text.replace(/(<!-- bench -->\n)[\s\S]*(<!-- end -->)/, (_, before, after) => `${before}${inside}${after}`),
  );
}

function markdown(head, body) {
  const widths = head.map((word, column) => Math.max(word.length, ...body.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((word, column) => word.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
