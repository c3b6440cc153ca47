import { parseCommandLine } from './commandLine';
import { FileError, type Files } from './files';
import type { Process } from './process';

interface ScpCall {
  /** `to` the machine (`scp -t`) or `from` it (`scp -f`). */
  direction: 'to' | 'from';
  recursive: boolean;
  times: boolean;
  paths: string[];
}

/** Whether a command is the far end of an older scp, which has a protocol of its own instead of SFTP. */
export function isScp(command: string): boolean {
  return readCall(command) !== undefined;
}

/** Plays the far end of scp; returns its exit status. */
export async function acceptScp(command: string, process: Process): Promise<number> {
  const call = readCall(command) as ScpCall;
  const wire = createWire(process);
  if (call.direction === 'to') return receive(call, wire, process.files);
  let status = 0;
  if (!(await wire.acknowledged())) return 1;
  for (const path of call.paths) {
    try {
      await sendEntry(path, call, wire, process.files);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await wire.send(`\x01scp: ${path}: ${error.message}\n`);
      status = 1;
    }
  }
  return status;
}

function readCall(command: string): ScpCall | undefined {
  if (!/^scp\s/.test(command)) return undefined;
  const words = wordsOf(command).slice(1);
  let flags = '';
  while (words[0]?.startsWith('-') && words[0] !== '--') flags += (words.shift() as string).slice(1);
  if (words[0] === '--') words.shift();
  if (flags.includes('t') === flags.includes('f')) return undefined;
  return {
    direction: flags.includes('t') ? 'to' : 'from',
    recursive: flags.includes('r'),
    times: flags.includes('p'),
    paths: words,
  };
}

function wordsOf(command: string): string[] {
  try {
    const [first] = parseCommandLine(command);
    return (first?.words ?? []).map((word) => word.map((part) => ('text' in part ? part.text : '')).join(''));
  } catch {
    return [];
  }
}

interface Wire {
  send(content: string | Buffer): Promise<void>;
  /** A line of the protocol, undefined at the end. */
  line(): Promise<string | undefined>;
  bytes(count: number): Promise<Buffer>;
  /** Whether the other side goes on. */
  acknowledged(): Promise<boolean>;
}

function createWire({ input, signal, write }: Process): Wire {
  let rest: Buffer = Buffer.alloc(0);

  async function more(): Promise<boolean> {
    const chunk = await input.read(signal);
    if (chunk === undefined) return false;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    return true;
  }

  async function bytes(count: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (rest.length === 0 && !(await more())) break;
      const chunk = rest.subarray(0, missing);
      rest = rest.subarray(chunk.length);
      chunks.push(chunk);
      missing -= chunk.length;
    }
    return Buffer.concat(chunks);
  }

  return {
    send: write,
    bytes,
    async line() {
      while (!rest.includes(10)) {
        if (!(await more())) return undefined;
      }
      const end = rest.indexOf(10);
      const line = rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
      return line;
    },
    acknowledged: async () => (await bytes(1))[0] === 0,
  };
}

/** The sink: `C` a file, `D` into a directory, `E` out of it, `T` times of what follows. */
async function receive(call: ScpCall, wire: Wire, files: Files): Promise<number> {
  const target = call.paths[0] ?? '.';
  const stack: string[] = [];
  let times: { mtime?: number } = {};
  let status = 0;
  await wire.send('\0');
  for (;;) {
    const line = await wire.line();
    if (line === undefined) return status;
    try {
      if (line.startsWith('T')) {
        times = { mtime: Number(line.slice(1).split(' ')[0]) };
      } else if (line === 'E') {
        stack.pop();
      } else {
        const [, kind, mode, size, name] = /^([CD])([0-7]+) ([0-9]+) ([^/]+)$/.exec(line) ?? [];
        if (kind === undefined || name === undefined || name === '.' || name === '..') return 1;
        const path = placeOf(stack.at(-1) ?? target, name, files, stack.length > 0);
        if (kind === 'D') {
          if (!exists(path, files)) await files.makeDirectory(path, Number.parseInt(mode as string, 8));
          stack.push(path);
        } else {
          await wire.send('\0');
          const content = await wire.bytes(Number(size));
          await wire.acknowledged();
          await files.write(path, content, { mode: Number.parseInt(mode as string, 8), ...times });
        }
        times = {};
      }
      await wire.send('\0');
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      status = 1;
      await wire.send(`\x01scp: ${target}: ${error.message}\n`);
    }
  }
}

/** Into a directory that is there, or in place of the target. */
function placeOf(target: string, name: string, files: Files, within: boolean): string {
  const full = files.resolve(target);
  return within || (exists(full, files) && files.stat(full).kind === 'directory') ? `${full}/${name}` : full;
}

function exists(path: string, files: Files): boolean {
  try {
    files.stat(path);
    return true;
  } catch {
    return false;
  }
}

async function sendEntry(path: string, call: ScpCall, wire: Wire, files: Files): Promise<void> {
  const entry = files.stat(path);
  const name = files.resolve(path).split('/').at(-1) || '/';
  if (entry.kind === 'directory' && !call.recursive) throw new FileError('FAILURE', 'not a regular file');
  if (call.times) {
    await wire.send(`T${entry.mtime} 0 ${entry.mtime} 0\n`);
    if (!(await wire.acknowledged())) return;
  }
  const mode = entry.mode.toString(8).padStart(4, '0');
  if (entry.kind === 'directory') {
    await wire.send(`D${mode} 0 ${name}\n`);
    if (!(await wire.acknowledged())) return;
    for (const child of files.list(path)) await sendEntry(`${files.resolve(path)}/${child}`, call, wire, files);
    await wire.send('E\n');
  } else {
    const content = files.read(path);
    await wire.send(`C${mode} ${content.length} ${name}\n`);
    if (!(await wire.acknowledged())) return;
    await wire.send(content);
    await wire.send('\0');
  }
  await wire.acknowledged();
}
