import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { shipped, startProgram } from '../startProgram';

describe('eight processes on one profile, one sandbox and one journal', () => {
  const home = new Home();

  it('each make their own instance and write their own entry', async () => {
    const before = (await home.sandbox('list -p civo -o json')).json().length;
    const names = Array.from({ length: 8 }, (_, index) => `many-${index + 1}`);
    const codes = await Promise.all(
      names.map(async (name) => {
        const line = `--sandbox create ${name} -p civo --region LON1 --size g3.xsmall --image ubuntu-jammy`;
        const variables = { PATH: process.env.PATH, HOME: home.directory, ...home.variables };
        return (await startProgram(shipped(line.split(' ')), { variables, directory: home.directory })).code;
      }),
    );
    expect(codes).toEqual(names.map(() => 0));
    const entries = (await home.sandbox('op list --all -o json')).json() as Record<string, string>[];
    expect(entries.map(({ name }) => name).sort()).toEqual(names);
    expect(new Set(entries.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(8);
    const rows = (await home.sandbox('list -p civo -o json')).json() as Record<string, string>[];
    expect(rows).toHaveLength(before + 8);
    const made = rows.filter(({ name }) => names.includes(name ?? '')).map(({ id }) => id);
    expect(entries.map(({ instanceId }) => instanceId).sort()).toEqual(made.sort());
    expect(readdirSync(path.join(home.directory, 'data', 'sandbox', 'journal'))).toHaveLength(8);
  });
});
