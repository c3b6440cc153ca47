import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeptNames } from '../../src/io/keptNames';

const directory = mkdtempSync(path.join(os.tmpdir(), 'nube-names-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('lists kept for completion', () => {
  const names = openKeptNames(directory);
  const rows = [{ id: '17', name: 'web' }];
  const list = { account: 'one', at: 1_000_000, rows };
  const write = (change: Partial<typeof list> = {}) => {
    names.write('a/b', 'instances', { ...list, ...change });
    const [file = ''] = readdirSync(directory);
    return {
      inode: statSync(path.join(directory, file)).ino,
      ...JSON.parse(readFileSync(path.join(directory, file), 'utf8')),
    };
  };

  it('are not written again while they say the same', () => {
    const first = write();
    expect(first).toEqual({ inode: expect.any(Number), ...list });
    expect(write({ at: 1_030_000, rows: [{ id: '17', name: 'web' }] })).toEqual(first);
  });

  it.each([
    ['later', { at: 1_030_001 }],
    ['before a clock that was set back', { at: 969_999 }],
    ['of another account', { account: 'two' }],
    ['of other rows', { rows: [{ id: '18', name: 'web' }] }],
  ])('are written %s', (_when, change) => {
    const { inode, ...first } = write();
    const { inode: other, ...second } = write(change);
    expect([first, second]).toEqual([list, { ...list, ...change }]);
    expect(other).not.toBe(inode);
  });
});
