import { defineConfig } from 'vitest/config';

/** Checks against the vendors' own payloads and schemas, which lie beside the project and not in it. */
export default defineConfig({ test: { include: ['test/vendor/**/*.test.ts'], testTimeout: 60_000 } });
