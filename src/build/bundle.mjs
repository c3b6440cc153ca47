// Makes dist/ from the sources: one CommonJS entry, and a chunk for each thing that is loaded on demand.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { billOfMaterials } from './billOfMaterials.mjs';
import { bundledPackages } from './bundledPackages.mjs';
import { chunks } from './chunks.mjs';
import { lean } from './lean.mjs';
import { loadSource } from './loadSource.mjs';
import { notices } from './notices.mjs';
import { runtimeInStart } from './runtimeInStart.mjs';

rmSync('dist', { recursive: true, force: true });

/** `src/main.ts`, or the name of a package. */
const moduleName = (id) =>
  /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1]?.replaceAll('\\', '/') ??
  path.relative('.', id).replaceAll('\\', '/');

const bundle = await rolldown({
  input: { nube: 'src/nube.ts' },
  platform: 'node',
  plugins: [lean(), runtimeInStart()],
  // Optional native speed-ups that are not shipped: their users look for them and go on without.
  external: [/\.node$/, 'cpu-features', 'bufferutil', 'utf-8-validate'],
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'cjs',
  // The entry would only hand on what the chunk `start` has, and cost each call one file more to read.
  entryFileNames: 'entry.cjs',
  chunkFileNames: ({ name }) => (name === 'start' ? 'nube.cjs' : 'chunks/[name]-[hash].cjs'),
  minifyInternalExports: false,
  codeSplitting: chunks,
  minify: true,
});
await bundle.close();
rmSync('dist/entry.cjs');
const packages = bundledPackages(output.flatMap(({ moduleIds = [] }) => moduleIds));
writeFileSync('dist/THIRD-PARTY.txt', notices(packages));
writeFileSync('dist/sbom.cdx.json', billOfMaterials(packages));
// Which modules each file holds, for test/start.test.ts; not part of the package.
writeFileSync(
  'dist/modules.json',
  JSON.stringify(
    Object.fromEntries(
      output.map(({ fileName, moduleIds = [] }) => [
        fileName,
        moduleIds.filter((id) => !id.startsWith('\0')).map(moduleName),
      ]),
    ),
  ),
);

const { helpTexts } = await loadSource('src/helpTexts.ts');
mkdirSync('dist/help');
for (const [words, text] of Object.entries(await helpTexts())) writeFileSync(`dist/help/${words}.txt`, text);
