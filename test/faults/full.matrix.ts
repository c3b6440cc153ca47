import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, Matrix, pairs, type Result } from './matrix';

const provider = process.env.FAULTS_PROVIDER ?? 'civo';
const only = process.env.FAULTS_VERBS?.split(',');
const entries = (await entriesOf(provider)).filter(({ verb }) => only === undefined || only.includes(verb));
const matrix = new Matrix(provider);
const results: Result[] = [];

beforeAll(() => matrix.open());
afterAll(() => {
  mkdirSync('reports/faults', { recursive: true });
  writeFileSync(`reports/faults/${provider}.json`, JSON.stringify(results));
});

describe.each(entries.map((entry) => [entry.verb, entry] as const))(`${provider} %s`, (_verb, entry) => {
  it.each(pairs.map(({ kind, stage }) => [kind.name, stage, kind] as const))('%s, %s', async (_name, stage, kind) => {
    const result = await matrix.run(entry, kind, stage);
    results.push(result);
    expect(result.problems ?? []).toEqual([]);
  });
});
