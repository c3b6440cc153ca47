import { describe, expect, it } from 'vitest';
import { aliasesOfProfile, hostKeyAlias } from '../../src/core/hostKeyAlias';

const alias = (provider: string, profile: string, id: string, machine?: string) =>
  hostKeyAlias({ provider, profile, id }, machine);

describe('the name under which a host key is kept', () => {
  it.each([
    [['civo', 'work', '7c2f-01'], 'civo.work.7c2f-01'],
    [['civo', 'work', '7c2f-01', 'db'], 'civo.work.7c2f-01.db'],
    [['civo', 'My Work', 'ü'], 'civo._4dy_20_57ork._c3_bc'],
    [['civo', '', '\n'], 'civo._._0a'],
    [['civo', 'a'.repeat(36), 'x'], `civo.${'a'.repeat(36)}.x`],
    [['civo', 'a'.repeat(37), 'x'], 'civo.__21ec055b38ce759cd4d0f477e9bdec2c5b.x'],
  ] as const)('of %j stays the same for ever', ([provider, profile, id, machine], expected) => {
    expect(alias(provider, profile, id, machine)).toBe(expected);
  });

  it('tells every two instances apart, and every two machines of one', () => {
    const long = 'x'.repeat(500);
    const all = [
      alias('civo', 'work', 'abc'),
      alias('civo', 'Work', 'abc'),
      alias('civo', 'work', 'ABC'),
      alias('civo', 'work.abc', ''),
      alias('civo', 'work', '_41'),
      alias('civo', 'work', 'A'),
      alias('civo', 'work', 'abc', 'one'),
      alias('cycle', 'work', 'abc'),
      alias('civo', 'work', long),
      alias('civo', 'work', `${long}y`),
      alias('civo', 'work', 'bü'),
    ];
    expect(new Set(all.map((one) => one.toLowerCase())).size).toBe(all.length);
  });

  it('is one plain word, short enough that ssh never cuts it', () => {
    for (const part of ['a b', 'a\nb', '*', '!x', 'a,b', '#', '', 'é'.repeat(200), '|1|x']) {
      expect(alias('morpheus', part, part, part)).toMatch(/^[a-z0-9._-]{1,127}$/);
      expect(alias('civo', part, 'x').startsWith(aliasesOfProfile({ provider: 'civo', name: part }))).toBe(true);
    }
    expect(aliasesOfProfile({ provider: 'civo', name: 'My' })).toBe('civo._4dy.');
  });
});
