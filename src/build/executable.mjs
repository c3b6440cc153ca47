// npm run build:exe: one file with Node inside, by Node's own single-executable support, for this platform.
// It holds one bundle, for it has no files to load later; V8's compiled code lies beside it, or each start would take
// twice as long.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { lean } from './lean.mjs';

const target = path.resolve(process.argv[2] ?? path.join('exe', process.platform === 'win32' ? 'nube.exe' : 'nube'));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-exe-'));

function run(program, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${status}: ${stdout}${stderr}`);
}

try {
  const main = path.join(scratch, 'nube.cjs');
  const bundle = await rolldown({
    input: { nube: 'src/executable.ts' },
    platform: 'node',
    plugins: [lean()],
    external: [/\.node$/, 'cpu-features', 'bufferutil', 'utf-8-validate'],
  });
  await bundle.write({ dir: scratch, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false, minify: true });
  await bundle.close();

  const config = path.join(scratch, 'sea.json');
  const blob = path.join(scratch, 'nube.blob');
  const settings = { main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true };
  writeFileSync(config, JSON.stringify(settings));
  run(process.execPath, ['--experimental-sea-config', config]);
  mkdirSync(path.dirname(target), { recursive: true });
  rmSync(target, { force: true });
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
  // macOS starts nothing whose signature does not fit.
  const mac = process.platform === 'darwin';
  if (mac) run('codesign', ['--remove-signature', target]);
  const { inject } = createRequire(import.meta.url)('postject');
  await inject(target, 'NODE_SEA_BLOB', readFileSync(blob), {
    sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
    ...(mac ? { machoSegmentName: 'NODE_SEA' } : {}),
  });
  if (mac) run('codesign', ['--sign', '-', target]);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(path.relative('.', target));
