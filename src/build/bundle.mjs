// Makes dist/ from the sources: one CommonJS entry, and a chunk for each thing that is loaded on demand.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { billOfMaterials } from './billOfMaterials.mjs';
import { bundledPackages } from './bundledPackages.mjs';
import { chunks } from './chunks.mjs';
import { lean } from './lean.mjs';
import { loadSource } from './loadSource.mjs';
import { notices } from './notices.mjs';

rmSync('dist', { recursive: true, force: true });

const bundle = await rolldown({
  input: { nube: 'src/nube.ts' },
  platform: 'node',
  plugins: [lean()],
  // Optional native speed-ups that are not shipped: their users look for them and go on without.
  external: [/\.node$/, 'cpu-features', 'bufferutil', 'utf-8-validate'],
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  codeSplitting: chunks,
  minify: true,
});
await bundle.close();
const packages = bundledPackages(output.flatMap(({ moduleIds = [] }) => moduleIds));
writeFileSync('dist/THIRD-PARTY.txt', notices(packages));
writeFileSync('dist/sbom.cdx.json', billOfMaterials(packages));

const { helpTexts } = await loadSource('src/helpTexts.ts');
mkdirSync('dist/help');
for (const [words, text] of Object.entries(await helpTexts())) writeFileSync(`dist/help/${words}.txt`, text);
