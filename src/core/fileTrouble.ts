const troubles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
};

/** Why a file can't be read or written, in words; the system's code where there are none for it. */
export function fileTrouble(thrown: unknown, verb: 'read' | 'written'): string | undefined {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return `it may not be ${verb}`;
  if (verb === 'written' && code === 'ENOENT') return 'its directory does not exist';
  return code === undefined || !Object.hasOwn(troubles, code) ? code : troubles[code];
}
