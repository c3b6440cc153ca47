// Writes the generated files anew: docs from the definitions.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadSource } from './loadSource.mjs';

const { generated } = await loadSource('src/generate/index.ts');
for (const [file, text] of Object.entries(await generated())) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(file);
}
