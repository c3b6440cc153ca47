import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generated } from '../src/generate';

it('has generated files that equal a fresh run of npm run generate', async () => {
  for (const [file, text] of Object.entries(await generated())) expect(readFileSync(file, 'utf8'), file).toBe(text);
});
