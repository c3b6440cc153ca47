// Mutation testing: is there a test for everything that the modules below decide? `npm run test:mutation` runs it all, which takes
// long; `npm run test:mutation -- --mutate src/core/filter.ts` asks about one file. The report is coverage/mutation.html.
export default {
  mutate: [
    'src/core/**/*.ts',
    'src/io/http/**/*.ts',
    'src/drivers/civo/**/*.ts',
    // Tables and types: what stands in them is held by the schemas and by the suite as a whole.
    '!src/core/shapes/**',
  ],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'src/build/vitest.mutation.config.mts' },
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  concurrency: 1,
  timeoutMS: 5000,
  tempDirName: 'coverage/mutation',
  // The modules are instrumented for the tests alone: no type is asked, and TypeScript's own settings stay as they are.
  tsconfigFile: 'none',
  disableTypeChecks: false,
  ignorePatterns: ['bench', 'completions', 'coverage', 'dist', 'docs'],
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  htmlReporter: { fileName: 'coverage/mutation.html' },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: true, allowEmojis: false, logTests: false, reportTests: false },
  allowEmpty: false,
  checkers: [],
};
