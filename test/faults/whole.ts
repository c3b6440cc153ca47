import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, Matrix, pairs } from './matrix';

/** All of the matrix of one provider; with `FAULTS_VERBS` that of some verbs. */
export async function whole(provider: string): Promise<void> {
  const only = process.env.FAULTS_VERBS?.split(',');
  const entries = (await entriesOf(provider)).filter(({ verb }) => only === undefined || only.includes(verb));
  const matrix = new Matrix(provider);
  const report = path.join('reports', 'faults', `${provider}.ndjson`);

  beforeAll(async () => {
    mkdirSync(path.dirname(report), { recursive: true });
    await matrix.open();
  });

  describe.each(entries.map((entry) => [entry.verb, entry] as const))(`${provider} %s`, (_verb, entry) => {
    it.each(pairs.map(({ kind, stage }) => [kind.name, stage, kind] as const))('%s, %s', async (_name, stage, kind) => {
      const result = await matrix.run(entry, kind, stage);
      // At once, so that a run that is broken off has still said what it found.
      appendFileSync(report, `${JSON.stringify(result)}\n`);
      expect(result.problems ?? []).toEqual([]);
    });
  });
}
