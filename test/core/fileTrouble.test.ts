import { describe, expect, it } from 'vitest';
import { fileTrouble } from '../../src/core/fileTrouble';

describe('why a file can’t be read or written', () => {
  it.each([
    ['ENOENT', 'there is no such file', 'its directory does not exist'],
    ['ENOTDIR', 'there is no such file', 'a file stands in place of its directory'],
    ['EEXIST', 'EEXIST', 'a file stands in place of its directory'],
    ['EISDIR', 'it is a directory', 'it is a directory'],
    ['EACCES', 'it may not be read', 'it may not be written'],
    ['EPERM', 'it may not be read', 'it may not be written'],
    ['EFTYPE', 'it is not a file', 'it is not a file'],
    ['ENOSPC', 'the disk is full', 'the disk is full'],
    ['EDQUOT', 'the disk is full', 'the disk is full'],
    ['EROFS', 'its file system is read-only', 'its file system is read-only'],
    ['EMFILE', 'too many files are open', 'too many files are open'],
    ['EXDEV', 'EXDEV', 'EXDEV'],
    ['toString', 'toString', 'toString'],
    [undefined, undefined, undefined],
  ])('%s is told in words', (code, read, written) => {
    const thrown = Object.assign(new Error('no'), { code });
    expect([fileTrouble(thrown, 'read'), fileTrouble(thrown, 'written')]).toEqual([read, written]);
  });
});
