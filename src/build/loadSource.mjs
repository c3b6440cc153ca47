// Loads a TypeScript module of the sources into this process.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { rolldown } from 'rolldown';

/** What the module exports. */
export async function loadSource(file) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-source-'));
  try {
    const bundle = await rolldown({
      input: { module: file },
      platform: 'node',
      external: [/\.node$/, 'cpu-features', 'bufferutil', 'utf-8-validate'],
      checks: { ineffectiveDynamicImport: false },
    });
    await bundle.write({ dir: scratch, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false });
    await bundle.close();
    return createRequire(import.meta.url)(path.join(scratch, 'module.cjs'));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
