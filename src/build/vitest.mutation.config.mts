import { defineConfig } from 'vitest/config';

/** The tests that ask a module itself, not the whole program: quick enough to be run for each mutant. */
const direct = [
  'test/core/**/*.test.ts',
  'test/properties/**/*.test.ts',
  'test/io/http/**/*.test.ts',
  'test/drivers/civo*.test.ts',
];

export default defineConfig({
  test: {
    // Stryker's own --testFiles would try no mutant of a module's constants: it changes them after they were read.
    include: process.env.MUTATION_TESTS?.split(',') ?? direct,
    // These start processes, or measure time.
    exclude: ['**/*.needs-*.test.ts', 'test/io/http/tls.test.ts'],
    testTimeout: 5_000,
  },
});
