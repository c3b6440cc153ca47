import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const asked = process.env.FAULTS_PROVIDERS?.split(',') ?? ['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus'];
// A verb alone is in one part.
const parts = process.env.FAULTS_VERBS === undefined ? 2 : 1;

/** The whole fault matrix: some projects for each provider, side by side. */
export default defineConfig({
  test: {
    // Most of the time is waiting.
    maxWorkers: 3 * availableParallelism(),
    projects: asked.flatMap((provider) =>
      Array.from({ length: parts }, (_, part) => ({
        test: {
          name: `${provider} ${part + 1}`,
          include: ['test/faults/full.matrix.ts'],
          env: { FAULTS_PROVIDER: provider, FAULTS_PART: `${part}/${parts}` },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      })),
    ),
  },
});
