// Loads a TypeScript module of the sources into this process.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { rolldown } from 'rolldown';

/** What the module exports. `instead` names modules, and the ones that are put in their places. */
export async function loadSource(file, instead = {}) {
  const exchanged = new Map(Object.entries(instead).map((pair) => pair.map((one) => path.resolve(one))));
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-source-'));
  try {
    const bundle = await rolldown({
      input: { module: file },
      platform: 'node',
      external: [/\.node$/, 'cpu-features', 'bufferutil', 'utf-8-validate'],
      plugins: [
        {
          name: 'instead',
          async resolveId(name, importer) {
            if (exchanged.size === 0 || !name.startsWith('.')) return null;
            const found = await this.resolve(name, importer, { skipSelf: true });
            return exchanged.get(found?.id) ?? null;
          },
        },
      ],
      checks: { ineffectiveDynamicImport: false, bundlerTimings: false },
    });
    await bundle.write({ dir: scratch, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false });
    await bundle.close();
    return createRequire(import.meta.url)(path.join(scratch, 'module.cjs'));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
