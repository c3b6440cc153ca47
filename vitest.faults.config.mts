import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const asked = process.env.FAULTS_PROVIDERS?.split(',') ?? ['civo', 'cloudca', 'coxedge', 'cycle', 'morpheus'];

/** The whole fault matrix: one project for each provider, side by side. */
export default defineConfig({
  test: {
    // Most of the time is waiting.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: asked.map((provider) => ({
      test: {
        name: provider,
        include: ['test/faults/full.matrix.ts'],
        env: { FAULTS_PROVIDER: provider },
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
