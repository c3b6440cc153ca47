import { describe, expect, it } from 'vitest';
import { fileTrouble } from '../../src/core/fileTrouble';

describe('why a file can’t be read or written', () => {
  it.each([
    ['ENOENT', 'there is no such file', 'its directory does not exist'],
    ['ENOTDIR', 'there is no such file', 'there is no such file'],
    ['EISDIR', 'it is a directory', 'it is a directory'],
    ['EACCES', 'it may not be read', 'it may not be written'],
    ['EPERM', 'it may not be read', 'it may not be written'],
    ['ENOSPC', 'ENOSPC', 'ENOSPC'],
    ['toString', 'toString', 'toString'],
    [undefined, undefined, undefined],
  ])('%s is told in words', (code, read, written) => {
    const thrown = Object.assign(new Error('no'), { code });
    expect([fileTrouble(thrown, 'read'), fileTrouble(thrown, 'written')]).toEqual([read, written]);
  });
});
