import { entryOf } from './entryOf';

const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EFTYPE: 'it is not a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EROFS: 'its file system is read-only',
  EMFILE: 'too many files are open',
};

/** Why a file can't be read or written, in words; the system's code where there are none for it. */
export function fileTrouble(thrown: unknown, verb: 'read' | 'written'): string | undefined {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return `it may not be ${verb}`;
  if (verb === 'written' && code === 'ENOENT') return 'its directory does not exist';
  if (verb === 'written' && (code === 'ENOTDIR' || code === 'EEXIST')) return 'a file stands in place of its directory';
  return entryOf(troubles, String(code)) ?? code;
}
