// Writes the generated files anew: docs from the definitions.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { rolldown } from 'rolldown';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'nube-generate-'));
try {
  const bundle = await rolldown({
    input: { generate: 'src/generate/index.ts' },
    platform: 'node',
    external: [/\.node$/, 'cpu-features'],
    checks: { ineffectiveDynamicImport: false },
  });
  await bundle.write({ dir: scratch, format: 'cjs', entryFileNames: '[name].cjs' });
  await bundle.close();
  const { generated } = createRequire(import.meta.url)(path.join(scratch, 'generate.cjs'));
  for (const [file, text] of Object.entries(await generated())) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(file);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
