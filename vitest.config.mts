import os from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/vendor/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Command lines wait for sockets, timers and other programs about half of their time.
    maxWorkers: os.availableParallelism() * 2,
    // A machine that is busy with other work can be too slow for a test once; the report names what needed a second try.
    retry: process.env.CI === undefined ? 0 : 1,
  },
});
