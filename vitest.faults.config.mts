import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const asked = process.env.FAULTS_PROVIDERS?.split(',') ?? ['*'];

/** The whole fault matrix: a file for each provider, side by side. */
export default defineConfig({
  test: {
    include: asked.map((provider) => `test/faults/whole/${provider}.matrix.ts`),
    maxWorkers: availableParallelism(),
    testTimeout: 300_000,
    hookTimeout: 3_600_000,
  },
});
