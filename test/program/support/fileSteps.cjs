// Loaded into a nube of a test before anything else: counts what it does to the files below NUBE_TEST_WATCHED, writes down
// what lies there after each step, and with NUBE_TEST_KILL_AT ends itself without a word before that step (`12`) or in the
// middle of it (`12+`).
const fs = require('node:fs');
const path = require('node:path');

const watched = process.env.NUBE_TEST_WATCHED;
const log = process.env.NUBE_TEST_LOG;
const [, killAt = '0', within = ''] = /^(\d+)(\+?)$/.exec(process.env.NUBE_TEST_KILL_AT ?? '') ?? [];
const { appendFileSync, lstatSync, readdirSync, writeSync } = fs;
const die = () => process.kill(process.pid, 'SIGKILL');
const descriptors = new Set();
let step = 0;

function modes() {
  try {
    return readdirSync(watched, { recursive: true }).map((name) => {
      const stats = lstatSync(path.join(watched, name));
      return [name, (stats.mode & 0o777).toString(8), stats.isDirectory() ? 'directory' : 'file'];
    });
  } catch {
    return [];
  }
}

for (const name of [
  'open',
  'write',
  'writeFile',
  'fsync',
  'close',
  'rename',
  'mkdir',
  'rmdir',
  'rm',
  'unlink',
  'chmod',
  'utimes',
]) {
  for (const method of [name, `${name}Sync`]) {
    const original = fs[method];
    fs[method] = function (...words) {
      const mine = typeof words[0] === 'number' ? descriptors.has(words[0]) : String(words[0]).startsWith(watched);
      if (!mine) return original.apply(this, words);
      step += 1;
      if (step === Number(killAt)) {
        if (within === '+' && method === 'writeSync') writeSync(words[0], String(words[1]).slice(0, 20));
        else if (within === '+') original.apply(this, words);
        die();
      }
      const result = original.apply(this, words);
      if (method === 'openSync') descriptors.add(result);
      if (method === 'closeSync') descriptors.delete(words[0]);
      appendFileSync(log, `${JSON.stringify({ step, method, modes: modes() })}\n`);
      return result;
    };
  }
}
