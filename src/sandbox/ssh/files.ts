/** What is on a machine's disk, by absolute path; nothing but JSON. `/`, `/tmp` and the home directory are always there. */
export type Disk = Record<string, DiskEntry>;

export type DiskEntry = DiskFile | DiskDirectory;

export interface DiskFile {
  kind: 'file';
  /** Permissions alone, without the kind. */
  mode: number;
  /** Seconds since 1970. */
  mtime: number;
  /** In base64. */
  content: string;
}

export interface DiskDirectory {
  kind: 'directory';
  mode: number;
  mtime: number;
}

/** The disks of all machines, by machine. Changes are saved when `apply` returns, and not when it throws. */
export interface Disks {
  read<T>(look: (disks: Readonly<Record<string, Disk>>) => T): T;
  change<T>(apply: (disks: Record<string, Disk>) => T): Promise<T>;
}

/** What went wrong with a file, in the word that SFTP has for it. */
export class FileError extends Error {
  constructor(
    readonly status: 'NO_SUCH_FILE' | 'PERMISSION_DENIED' | 'FAILURE',
    message: string,
  ) {
    super(message);
  }
}

/** One machine's files as one user may use them. Paths are absolute or begin at home. All but `resolve` throw a FileError. */
export interface Files {
  readonly home: string;
  /** The absolute path, without `.`, `..` and `~`. */
  resolve(path: string): string;
  stat(path: string): DiskEntry;
  read(path: string): Buffer;
  /** Names in order. */
  list(path: string): string[];
  /** Makes or replaces a file. */
  write(path: string, content: Buffer, about?: { mode?: number; mtime?: number }): Promise<void>;
  /** Throws if `write` would, as far as that can be known before. */
  checkWrite(path: string): void;
  change(path: string, about: { mode?: number; mtime?: number }): Promise<void>;
  makeDirectory(path: string, mode?: number): Promise<void>;
  remove(path: string): Promise<void>;
  removeDirectory(path: string): Promise<void>;
  /** Refuses to replace anything, as SFTP does. */
  rename(from: string, to: string): Promise<void>;
}

/** How much one machine can hold, in bytes. */
export const DISK_SIZE = 64 * 1024 * 1024;

const DIRECTORY: DiskDirectory = { kind: 'directory', mode: 0o755, mtime: 0 };

export function openFiles(disks: Disks, machine: string, user: string, home: string): Files {
  const look = () => disks.read((all) => (Object.hasOwn(all, machine) ? all[machine] : undefined) ?? {});

  function resolve(path: string): string {
    const full = path === '~' || path.startsWith('~/') ? home + path.slice(1) : path;
    const parts: string[] = [];
    for (const part of (full.startsWith('/') ? full : `${home}/${full}`).split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `/${parts.join('/')}`;
  }

  function entryAt(disk: Disk, path: string): DiskEntry | undefined {
    if (Object.hasOwn(disk, path)) return disk[path];
    return path === '/' || path === '/tmp' || home === path || home.startsWith(`${path}/`) ? DIRECTORY : undefined;
  }

  function existing(disk: Disk, path: string): DiskEntry {
    const entry = entryAt(disk, path);
    if (!entry) throw new FileError('NO_SUCH_FILE', 'No such file or directory');
    return entry;
  }

  function requireWritable(disk: Disk, path: string): void {
    if (existing(disk, parentOf(path)).kind !== 'directory') throw new FileError('FAILURE', 'Not a directory');
    const open = user === 'root' || path === home || path.startsWith(`${home}/`) || path.startsWith('/tmp/');
    if (!open) throw new FileError('PERMISSION_DENIED', 'Permission denied');
  }

  function requireFileAt(disk: Disk, path: string): void {
    if (entryAt(disk, path)?.kind === 'directory') throw new FileError('FAILURE', 'Is a directory');
    requireWritable(disk, path);
  }

  function namesIn(disk: Disk, path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    const within = ['/tmp', home, ...Object.keys(disk)].filter((other) => other.startsWith(prefix) && other !== prefix);
    const names = within.map((other) => firstPart(other, prefix.length));
    return [...new Set(names)].sort();
  }

  function change<T>(apply: (disk: Disk) => T): Promise<T> {
    return disks.change((all) => {
      if (!Object.hasOwn(all, machine)) all[machine] = {};
      return apply(all[machine] as Disk);
    });
  }

  return {
    home,
    resolve,
    stat: (path) => existing(look(), resolve(path)),
    read(path) {
      const entry = existing(look(), resolve(path));
      if (entry.kind === 'directory') throw new FileError('FAILURE', 'Is a directory');
      return Buffer.from(entry.content, 'base64');
    },
    list(path) {
      const disk = look();
      const full = resolve(path);
      if (existing(disk, full).kind !== 'directory') throw new FileError('FAILURE', 'Not a directory');
      return namesIn(disk, full);
    },
    checkWrite: (path) => requireFileAt(look(), resolve(path)),
    write: (path, content, about = {}) =>
      change((disk) => {
        const full = resolve(path);
        requireFileAt(disk, full);
        const before = entryAt(disk, full);
        const others = sizeOf(disk) - (before ? sizeOfEntry(before) : 0);
        if (others + content.length > DISK_SIZE) throw new FileError('FAILURE', 'No space left on device');
        disk[full] = {
          kind: 'file',
          mode: about.mode ?? before?.mode ?? 0o644,
          mtime: about.mtime ?? Math.floor(Date.now() / 1000),
          content: content.toString('base64'),
        };
      }),
    change: (path, about) =>
      change((disk) => {
        const full = resolve(path);
        const entry = existing(disk, full);
        requireWritable(disk, full);
        disk[full] = { ...entry, mode: about.mode ?? entry.mode, mtime: about.mtime ?? entry.mtime };
      }),
    makeDirectory: (path, mode = 0o755) =>
      change((disk) => {
        const full = resolve(path);
        if (entryAt(disk, full)) throw new FileError('FAILURE', 'File exists');
        requireWritable(disk, full);
        disk[full] = { kind: 'directory', mode, mtime: Math.floor(Date.now() / 1000) };
      }),
    remove: (path) =>
      change((disk) => {
        const full = resolve(path);
        if (existing(disk, full).kind === 'directory') throw new FileError('FAILURE', 'Is a directory');
        requireWritable(disk, full);
        delete disk[full];
      }),
    removeDirectory: (path) =>
      change((disk) => {
        const full = resolve(path);
        if (existing(disk, full).kind !== 'directory') throw new FileError('FAILURE', 'Not a directory');
        requireWritable(disk, full);
        if (namesIn(disk, full).length > 0) throw new FileError('FAILURE', 'Directory not empty');
        delete disk[full];
      }),
    rename: (from, to) =>
      change((disk) => {
        const [old, next] = [resolve(from), resolve(to)];
        existing(disk, old);
        requireWritable(disk, old);
        requireWritable(disk, next);
        if (entryAt(disk, next)) throw new FileError('FAILURE', 'File exists');
        if (next.startsWith(`${old}/`)) throw new FileError('FAILURE', 'Invalid argument');
        for (const path of Object.keys(disk)) {
          if (path !== old && !path.startsWith(`${old}/`)) continue;
          disk[next + path.slice(old.length)] = disk[path] as DiskEntry;
          delete disk[path];
        }
      }),
  };
}

/** How many bytes a file holds; none for a directory. */
export function sizeOfEntry(entry: DiskEntry): number {
  return entry.kind === 'file' ? Buffer.byteLength(entry.content, 'base64') : 0;
}

function sizeOf(disk: Disk): number {
  return Object.values(disk).reduce((sum, entry) => sum + sizeOfEntry(entry), 0);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function firstPart(path: string, from: number): string {
  const end = path.indexOf('/', from);
  return end < 0 ? path.slice(from) : path.slice(from, end);
}
