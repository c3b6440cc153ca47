import { defineConfig } from 'vitest/config';

/** The tests that ask a module itself, not the whole program: quick enough to be run for each mutant. */
export default defineConfig({
  test: {
    include: [
      'test/core/**/*.test.ts',
      'test/properties/**/*.test.ts',
      'test/io/http/**/*.test.ts',
      'test/drivers/civo*.test.ts',
    ],
    // These start processes, or measure time.
    exclude: ['**/*.needs-*.test.ts', 'test/io/http/tls.test.ts'],
    testTimeout: 10_000,
  },
});
