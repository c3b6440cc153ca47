import { afterAll, vi } from 'vitest';

/** Sets variables of this process until the test file ends: other files share the process. Not to be called in a test. */
export function stubEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  afterAll(() => void vi.unstubAllEnvs());
}
