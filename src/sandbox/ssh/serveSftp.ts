import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2';
import { DISK_SIZE, type DiskEntry, FileError, type Files, sizeOfEntry } from './files';
import { longName } from './longName';
import type { Machine } from './machine';

// The protocol's own numbers (draft-ietf-secsh-filexfer-02); version 3 is what OpenSSH speaks.
const OK = 0;
const END = 1;
const STATUS = { NO_SUCH_FILE: 2, PERMISSION_DENIED: 3, FAILURE: 4 } as const;
const FLAGS = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;
const NAMES_AT_ONCE = 100;

interface OpenFile {
  path: string;
  content: Buffer;
  /** How much of `content` is the file; the rest is room to grow. */
  size: number;
  append: boolean;
  mode: number | undefined;
  mtime: number | undefined;
  changed: boolean;
}

interface OpenDirectory {
  path: string;
  names: string[];
}

/**
 * Answers SFTP on a machine's files. A file that was written is on the disk once it is closed, or the client has
 * ended; call what is returned when the connection is cut instead.
 */
export function serveSftp(sftp: SFTPWrapper, files: Files, machine: Machine): () => void {
  const handles = new Map<number, OpenFile | OpenDirectory>();
  let next = 0;

  /** Answers with what `act` gives, or with the status of the error it throws. */
  function answer(request: number, act: () => void | Promise<void>): void {
    Promise.resolve()
      .then(act)
      .catch((error) => {
        if (error instanceof FileError) sftp.status(request, STATUS[error.status], error.message);
        else sftp.status(request, STATUS.FAILURE, 'Failure');
      });
  }

  async function done(request: number, act: Promise<void>): Promise<void> {
    await act;
    sftp.status(request, OK);
  }

  function give(request: number, opened: OpenFile | OpenDirectory): void {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(next);
    handles.set(next, opened);
    next += 1;
    sftp.handle(request, handle);
  }

  function fileOf(handle: Buffer): OpenFile {
    const opened = handles.get(numberOf(handle));
    if (!opened || 'names' in opened) throw new FileError('FAILURE', 'Invalid handle');
    return opened;
  }

  function attributes(entry: DiskEntry): Attributes {
    const owner = machine.user === 'root' ? 0 : 1000;
    const kind = entry.kind === 'directory' ? 0o040000 : 0o100000;
    const { mtime } = entry;
    return { mode: kind | entry.mode, uid: owner, gid: owner, size: sizeOfEntry(entry), atime: mtime, mtime };
  }

  function open(request: number, path: string, flags: number, attrs: Partial<Attributes>): void {
    const full = files.resolve(path);
    const writes = (flags & (FLAGS.write | FLAGS.append)) !== 0;
    const existing = find(full);
    if (!existing && !(writes && flags & FLAGS.create))
      throw new FileError('NO_SUCH_FILE', 'No such file or directory');
    if (existing && flags & FLAGS.exclusive) throw new FileError('FAILURE', 'File exists');
    if (writes) files.checkWrite(full);
    const content = existing && !(flags & FLAGS.truncate) ? files.read(full) : Buffer.alloc(0);
    give(request, {
      path: full,
      content,
      size: content.length,
      append: (flags & FLAGS.append) !== 0,
      mode: existing ? undefined : permissions(attrs.mode),
      mtime: undefined,
      changed: writes && (!existing || (flags & FLAGS.truncate) !== 0),
    });
  }

  function find(path: string): DiskEntry | undefined {
    try {
      return files.stat(path);
    } catch {
      return undefined;
    }
  }

  function write(file: OpenFile, offset: number, data: Buffer): void {
    const start = file.append ? file.size : offset;
    const end = start + data.length;
    if (end > DISK_SIZE) throw new FileError('FAILURE', 'No space left on device');
    if (end > file.content.length) {
      const larger = Buffer.alloc(Math.max(end, file.content.length * 2, 65_536));
      file.content.copy(larger, 0, 0, file.size);
      file.content = larger;
    }
    data.copy(file.content, start);
    file.size = Math.max(file.size, end);
    file.changed = true;
  }

  async function close(handle: number): Promise<void> {
    const opened = handles.get(handle);
    handles.delete(handle);
    if (!opened || 'names' in opened || !opened.changed) return;
    const { mode, mtime } = opened;
    await files.write(opened.path, opened.content.subarray(0, opened.size), {
      ...(mode === undefined ? {} : { mode }),
      ...(mtime === undefined ? {} : { mtime }),
    });
  }

  function changes(attrs: Partial<Attributes>): { mode?: number; mtime?: number } {
    const mode = permissions(attrs.mode);
    return {
      ...(mode === undefined ? {} : { mode }),
      ...(attrs.mtime === undefined ? {} : { mtime: Number(attrs.mtime) }),
    };
  }

  function resize(file: OpenFile, size: number): void {
    if (size > file.size) write({ ...file, append: false }, file.size, Buffer.alloc(0));
    file.size = Math.min(file.size, size);
    file.changed = true;
  }

  sftp.on('OPEN', (request, path, flags, attrs) => answer(request, () => open(request, path, flags, attrs)));
  sftp.on('READ', (request, handle, offset, length) =>
    answer(request, () => {
      const file = fileOf(handle);
      if (offset >= file.size) sftp.status(request, END);
      else sftp.data(request, file.content.subarray(offset, Math.min(file.size, offset + length)));
    }),
  );
  sftp.on('WRITE', (request, handle, offset, data) =>
    answer(request, () => {
      write(fileOf(handle), offset, data);
      sftp.status(request, OK);
    }),
  );
  sftp.on('FSTAT', (request, handle) =>
    answer(request, () => {
      const file = fileOf(handle);
      const entry = find(file.path);
      const mode = file.mode ?? entry?.mode ?? 0o644;
      const mtime = file.mtime ?? entry?.mtime ?? Math.floor(Date.now() / 1000);
      sftp.attrs(request, { ...attributes({ kind: 'file', mode, mtime, content: '' }), size: file.size });
    }),
  );
  sftp.on('FSETSTAT', (request, handle, attrs) =>
    answer(request, () => {
      const file = fileOf(handle);
      const { mode, mtime } = changes(attrs);
      if (attrs.size !== undefined) resize(file, attrs.size);
      file.mode = mode ?? file.mode;
      file.mtime = mtime ?? file.mtime;
      file.changed = true;
      sftp.status(request, OK);
    }),
  );
  sftp.on('CLOSE', (request, handle) => answer(request, () => done(request, close(numberOf(handle)))));
  sftp.on('OPENDIR', (request, path) =>
    answer(request, () => {
      const full = files.resolve(path);
      give(request, { path: full, names: files.list(full) });
    }),
  );
  sftp.on('READDIR', (request, handle) =>
    answer(request, () => {
      const opened = handles.get(numberOf(handle));
      if (!opened || !('names' in opened)) throw new FileError('FAILURE', 'Invalid handle');
      const names = opened.names.splice(0, NAMES_AT_ONCE);
      if (names.length === 0) sftp.status(request, END);
      else
        sftp.name(
          request,
          names.flatMap((name) => nameEntry(opened.path, name)),
        );
    }),
  );
  for (const kind of ['STAT', 'LSTAT'] as const) {
    sftp.on(kind, (request: number, path: string) =>
      answer(request, () => sftp.attrs(request, attributes(files.stat(path)))),
    );
  }
  sftp.on('SETSTAT', (request, path, attrs) =>
    answer(request, () => done(request, files.change(path, changes(attrs)))),
  );
  sftp.on('REMOVE', (request, path) => answer(request, () => done(request, files.remove(path))));
  sftp.on('RMDIR', (request, path) => answer(request, () => done(request, files.removeDirectory(path))));
  sftp.on('MKDIR', (request, path, attrs) =>
    answer(request, () => done(request, files.makeDirectory(path, permissions(attrs.mode)))),
  );
  sftp.on('RENAME', (request, from, to) => answer(request, () => done(request, files.rename(from, to))));
  sftp.on('REALPATH', (request, path) =>
    answer(request, () => {
      const filename = files.resolve(path);
      sftp.name(request, [{ filename, longname: filename, attrs: {} as Attributes }]);
    }),
  );
  sftp.on('error', () => undefined);
  function closeAll(): Promise<unknown> {
    return Promise.all([...handles.keys()].map((handle) => close(handle).catch(() => undefined)));
  }

  sftp.on('end', () => {
    closeAll().then(() => finish(sftp));
  });
  return () => {
    closeAll();
  };

  function nameEntry(directory: string, name: string): FileEntry[] {
    // Something may have been removed since the directory was opened.
    const entry = find(`${directory}/${name}`);
    return entry ? [{ filename: name, longname: longName(name, entry, machine.user), attrs: attributes(entry) }] : [];
  }
}

/** Ends the channel. scp fails without an exit status, for which ssh2's SFTP has no method of its own. */
function finish(sftp: SFTPWrapper): void {
  const { _protocol: protocol, outgoing } = sftp as unknown as {
    _protocol?: { exitStatus(channel: number, status: number): void };
    outgoing?: { id: number; state: string };
  };
  if (protocol && outgoing?.state === 'open') protocol.exitStatus(outgoing.id, 0);
  sftp.end();
}

function numberOf(handle: Buffer): number {
  return handle.length === 4 ? handle.readUInt32BE() : -1;
}

function permissions(mode: number | string | undefined): number | undefined {
  return mode === undefined ? undefined : Number(mode) & 0o7777;
}
