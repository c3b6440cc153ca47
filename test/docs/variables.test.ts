import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { variables } from '../../src/generate/variables';

/** Names that begin like a variable and are none that users set. */
const inside = ['NUBE_ASKPASS', 'NUBE_SANDBOX_HOST_KEYS', 'NUBE_TOKEN_', 'NUBE_ID', 'NUBE_PROXY', 'NUBE_'];

it('documents every variable of nube’s own, and no other', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generate'))
    .map((file) => readFileSync(path.join('src', file), 'utf8'));
  const read = new Set(sources.flatMap((text) => text.match(/\bNUBE_[A-Z_]*/g) ?? []));
  for (const name of inside) read.delete(name);
  const documented = Object.values(variables)
    .flat()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('NUBE_'));
  expect([...read].sort()).toEqual([...documented].sort());
});
