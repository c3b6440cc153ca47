import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../src/sandbox/emulator';
import { Refusal } from '../../src/sandbox/reply';
import { stampOf } from '../../src/sandbox/stateFile';
import { openStore } from '../../src/sandbox/store';
import { temporaryDirectory } from './sandboxClient';
import { createStillClock } from './stillClock';

interface Names {
  names: string[];
}

/** A store of names, and what of them lies on the disk. */
function setting() {
  const file = join(temporaryDirectory(), 'toy.json');
  const store = openStore<Names>({
    file,
    emulator: { name: 'toy', version: 1, seed: () => ({ names: [] }) } as unknown as Emulator<Names>,
    clock: createStillClock(1),
    seed: 1,
    instances: undefined,
    settle: () => {},
    onWarning: (message) => expect.fail(message),
  });
  const stored = (): string[] => JSON.parse(readFileSync(file, 'utf8')).data.names;
  return { file, store, stored };
}

const names = Array.from({ length: 20 }, (_, index) => `name-${index}`);

describe('changes that are asked for at the same time', () => {
  test('are saved together in their order, and each is told only once it is on the disk', async () => {
    const { file, store, stored } = setting();
    const stamps = new Set<string | undefined>();
    await Promise.all(
      names.map(async (name) => {
        const count = await store.change(({ data }) => {
          stamps.add(stampOf(file));
          return data.names.push(name);
        });
        expect(stored()[count - 1]).toBe(name);
      }),
    );
    expect(stored()).toEqual(names);
    // Whoever comes later finds another stamp for each time the file was written.
    expect(stamps.size).toBe(1);
  });

  test('go through where one of them is refused', async () => {
    const { store, stored } = setting();
    const refusal = new Refusal({ status: 409 } as never);
    const outcomes = await Promise.allSettled(
      names.map((name) =>
        store.change(({ data }) => {
          if (name === 'name-7') throw refusal;
          data.names.push(name);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([{ status: 'rejected', reason: refusal }]);
    expect(stored()).toEqual(names.filter((name) => name !== 'name-7'));
  });

  test('leave nothing of one that fails half way, and the others once each', async () => {
    const { store, stored } = setting();
    await store.change(({ data }) => data.names.push('before'));
    const failure = new Error('half way');
    const outcomes = await Promise.allSettled(
      names.map((name) =>
        store.change(({ data }) => {
          data.names.push(name);
          if (name === 'name-7') throw failure;
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([{ status: 'rejected', reason: failure }]);
    expect([...stored()].sort()).toEqual(['before', ...names.filter((name) => name !== 'name-7')].sort());
    expect(store.read(({ data }) => data.names)).toEqual(stored());
  });
});
