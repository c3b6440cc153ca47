import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/complete/candidate';
import { candidates } from '../../src/complete/candidates';
import { readLine } from '../../src/complete/readLine';
import table from '../../src/complete/table.json';
import type { CompletionTable } from '../../src/core/completion';
import { CliError } from '../../src/core/errors';
import { parseFilter } from '../../src/core/filter';
import { type Instance, instanceFields, states } from '../../src/core/instance';
import { fitting, parseReference } from '../../src/core/reference';
import { parseDuration, parseMoment, parseSize, toMoment } from '../../src/core/units';
import { web } from '../render/setting';
import { anyText, holds } from './holds';

/** What a function gives, or `refused` where it throws an error made for people; any other error is let through. */
function tried<T>(work: () => T): T | 'refused' {
  try {
    return work();
  } catch (error) {
    if (error instanceof CliError && error.kind === 'usage') return 'refused';
    throw error;
  }
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const id = fc.oneof(fc.uuid(), fc.nat().map(String));

describe('a reference', () => {
  const profiles = ['work', 'home'];
  const instance = fc
    .record({ profile: fc.constantFrom(...profiles), id, name, group: fc.option(name) })
    .map((some) => ({ instance: { ...web, ...some }, at: {} }));
  const fleet = fc.uniqueArray(instance, { selector: ({ instance: { profile, id: own } }) => `${profile}/${own}` });

  it('that was printed fits the instance it was printed for', () => {
    holds(
      fc.property(fleet, (all) => {
        for (const { instance: one } of all) {
          const found = fitting(parseReference(`${one.profile}/${one.id}`, profiles), all, false);
          expect(found.map((located) => located.instance)).toEqual([one]);
        }
      }),
    );
  });

  it('fits nothing of another profile or group, and by the start of an id only where that is allowed', () => {
    holds(
      fc.property(fleet, anyText, fc.boolean(), (all, text, prefixes) => {
        const reference = parseReference(text, profiles);
        expect(reference.text).toBe(text);
        for (const { instance: one } of fitting(reference, all, prefixes)) {
          expect([one.profile, null]).toContain(reference.profile);
          expect([one.group, null]).toContain(reference.group);
          const whole = one.id === reference.name || one.name === reference.name;
          expect(whole || (prefixes && one.id.startsWith(reference.name))).toBe(true);
        }
      }),
    );
  });

  it('by id wins over one by name, and by name over the start of an id', () => {
    holds(
      fc.property(fleet, fc.uuid(), (all, own) => {
        const named = { instance: { ...web, id: 'other', name: own }, at: {} };
        const exact = { instance: { ...web, id: own, name: 'x' }, at: {} };
        const longer = { instance: { ...web, id: `${own}0`, name: 'y' }, at: {} };
        const found = (some: typeof all) => fitting(parseReference(own, profiles), [...all, ...some], true);
        expect(found([named, exact, longer])).toEqual([exact]);
        expect(found([named, longer])).toEqual([named]);
        expect(found([longer])).toEqual([longer]);
      }),
    );
  });

  it('reads its parts back', () => {
    holds(
      fc.property(fc.constantFrom(...profiles), name, name, (profile, group, own) => {
        expect(parseReference(`${profile}/${group}/${own}`, profiles)).toMatchObject({ profile, group, name: own });
        expect(parseReference(`${profile}//${own}`, profiles)).toMatchObject({ profile, group: null, name: own });
      }),
    );
  });
});

describe('a filter', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const moment = fc
    .date({ min: new Date('2000-01-01'), max: now, noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`);
  const instance: fc.Arbitrary<Instance> = fc.record({
    profile: name,
    provider: name,
    id,
    name: fc.oneof(name, anyText),
    hostname: fc.option(name),
    state: fc.constantFrom(...states),
    providerState: fc.string(),
    region: fc.option(name),
    group: fc.option(name),
    size: fc.option(name),
    image: fc.option(name),
    cpus: fc.option(fc.nat(64)),
    memoryMiB: fc.option(fc.nat(65_536)),
    diskGiB: fc.option(fc.nat(4096)),
    publicAddresses: fc.array(fc.ipV4()),
    privateAddresses: fc.array(fc.ipV6()),
    tags: fc.array(name),
    createdAt: fc.option(moment),
    updatedAt: fc.option(moment),
  });
  const field = fc.constantFrom(...instanceFields, 'memory', 'disk', 'tag', 'age');
  const operator = fc.constantFrom('=', '!=', '~', '>', '>=', '<', '<=');
  const value = fc.oneof(
    anyText,
    name,
    fc.constantFrom('2GiB', '512M', '20GB', '1', '0', '30d', '1h30m', '2026-01-31', '[', '(', '.*', ''),
  );

  it('is refused or says yes or no, whatever is typed', () => {
    holds(
      fc.property(field, operator, value, instance, (of, how, wanted, one) => {
        const filter = tried(() => parseFilter(`${of}${how}${wanted}`));
        if (filter !== 'refused') expect(typeof filter.matches(one, now)).toBe('boolean');
      }),
      1500,
    );
    holds(fc.property(anyText, (text) => tried(() => parseFilter(text)) !== null));
  });

  it('with != is the opposite of =', () => {
    holds(
      fc.property(field, value, instance, (of, wanted, one) => {
        const [same, other] = ['=', '!='].map((how) => tried(() => parseFilter(`${of}${how}${wanted}`)));
        if (same === 'refused' || other === 'refused') return same === other;
        return same?.matches(one, now) === !other?.matches(one, now);
      }),
      1000,
    );
  });

  it('finds an instance by each of its own values', () => {
    holds(
      fc.property(instance, fc.constantFrom(...instanceFields), (one, of) => {
        for (const own of [one[of]].flat()) {
          if (own === null) continue;
          expect(parseFilter(`${of}=${own}`).matches(one, now)).toBe(true);
          if (typeof own === 'number') expect(parseFilter(`${of}<=${own}`).matches(one, now)).toBe(true);
          if (typeof own === 'number') expect(parseFilter(`${of}>${own}`).matches(one, now)).toBe(false);
        }
      }),
      1000,
    );
  });

  it('compares sizes in any unit, and nothing that is absent', () => {
    holds(
      fc.property(fc.nat(64), fc.nat(64), (gib, wanted) => {
        const one = { ...web, memoryMiB: gib * 1024, diskGiB: null };
        const found = (how: string) => parseFilter(`memory${how}${wanted}GiB`).matches(one, now);
        expect([found('='), found('>'), found('<'), found('>='), found('<=')]).toEqual([
          gib === wanted,
          gib > wanted,
          gib < wanted,
          gib >= wanted,
          gib <= wanted,
        ]);
        for (const how of ['=', '>', '<', '>=', '<='])
          expect(parseFilter(`disk${how}${wanted}GiB`).matches(one, now)).toBe(false);
      }),
    );
  });

  it('knows who is older than a time, whatever its unit', () => {
    holds(
      fc.property(fc.nat(400), fc.nat(400), (days, wanted) => {
        const one = { ...web, createdAt: new Date(now.getTime() - days * 86_400_000).toISOString() };
        for (const typed of [`${wanted}d`, `${wanted * 24}h`, `${wanted * 86_400}`]) {
          expect(parseFilter(`age>${typed}`).matches(one, now)).toBe(days > wanted);
          expect(parseFilter(`age<${typed}`).matches(one, now)).toBe(days < wanted);
        }
      }),
    );
  });
});

describe('a unit', () => {
  it('of time adds up, and is refused where it is none', () => {
    const part = fc.tuple(fc.nat(1000), fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'));
    const length = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
    holds(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const sum = parts.reduce((all, [count, unit]) => all + count * length[unit], 0);
        expect(parseDuration(parts.map(([count, unit]) => `${count}${unit}`).join(''))).toBe(sum);
      }),
    );
    holds(
      fc.property(anyText, (text) => {
        const found = tried(() => parseDuration(text));
        return found === 'refused' || (Number.isFinite(found) && found >= 0);
      }),
    );
  });

  it('of size means the same in every spelling', () => {
    holds(
      fc.property(fc.nat(100_000), fc.constantFrom('k', 'm', 'g', 't'), (count, letter) => {
        const spelt = [letter, `${letter}b`, `${letter}ib`, letter.toUpperCase(), `${letter.toUpperCase()}iB`];
        const bytes = count * 2 ** ({ k: 10, m: 20, g: 30, t: 40 }[letter] ?? 0);
        for (const one of spelt) expect(parseSize(`${count}${one}`, 'MiB')).toBe(bytes);
        expect(parseSize(`${count}`, 'GiB')).toBe(count * 2 ** 30);
      }),
    );
    holds(
      fc.property(anyText, (text) => {
        const found = tried(() => parseSize(text, 'MiB'));
        return found === 'refused' || (Number.isFinite(found) && found >= 0);
      }),
    );
  });

  it('of time as a moment is never anything but one', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    const digits = fc.nat(99).map((count) => String(count).padStart(2, '0'));
    const dated = fc
      .tuple(fc.integer({ min: 0, max: 9999 }), digits, digits, digits, digits)
      .map(([year, ...rest]) => `${String(year).padStart(4, '0')}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}Z`);
    holds(
      fc.property(
        fc.oneof(
          anyText,
          dated,
          fc.nat().map((count) => `${count}d`),
        ),
        (text) => {
          const found = tried(() => parseMoment(text, now));
          return found === 'refused' || !Number.isNaN(found.getTime());
        },
      ),
      1000,
    );
  });

  it('of a provider is RFC 3339 or absent', () => {
    holds(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.date().map(String), anyText), (value) => {
        const found = toMoment(value);
        return found === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(found);
      }),
      1500,
    );
  });
});

describe('completion', () => {
  const known = table as unknown as CompletionTable;
  const names = { profiles: () => [], looked: () => [], kept: () => [{ id: 'a1', name: 'web-1' }] } as never;
  const words = known.commands.flatMap(({ name: own, options }) => [
    ...own.split(' '),
    ...Object.values(options ?? {}).map((option) => `--${(option as { name: string }).name ?? option}`),
  ]);
  const word = fc.oneof(
    fc.constantFrom(...words, '--', '-', '-o', '-p', '--profile=', '-o=', '--filter', '=', '', 'web-1'),
    anyText,
    fc.constantFrom('__proto__', 'constructor', '--__proto__', '--constructor=x', 'toString'),
  );

  it('answers any line with words that go on from what is typed', () => {
    holds(
      fc.property(fc.array(word, { maxLength: 6 }), (line) => {
        readLine(known, line);
        const found: readonly Candidate[] = candidates(known, names, line);
        for (const one of found) expect(one.word.startsWith(line.at(-1) ?? '')).toBe(true);
      }),
      2000,
    );
  });
});
