import { FileError } from './files';
import { Interrupted } from './input';
import { longName } from './longName';
import { PROCESS_ID, type Process } from './process';

type Builtin = (values: readonly string[], process: Process) => number | Promise<number>;

const RELEASE = '6.1.0-sandbox';
const SIGNALS: Readonly<Record<string, string>> = { '1': 'HUP', '2': 'INT', '3': 'QUIT', '9': 'KILL', '15': 'TERM' };

/** Everything that an emulated machine can run; each returns its exit status. */
export const builtins: Readonly<Record<string, Builtin>> = {
  true: () => 0,
  false: () => 1,
  hostname: (_, process) => print(process, process.machine.hostname),
  whoami: (_, process) => print(process, process.machine.user),
  pwd: (_, process) => print(process, process.files.home),
  uname: (values, process) =>
    print(
      process,
      values.includes('-a')
        ? `Linux ${process.machine.hostname} ${RELEASE} #1 SMP x86_64 GNU/Linux`
        : values.includes('-n')
          ? process.machine.hostname
          : values.includes('-r')
            ? RELEASE
            : values.includes('-m')
              ? 'x86_64'
              : 'Linux',
    ),
  uptime: (_, process) => print(process, describeUptime(process.machine.startedAt, Date.now())),
  async echo(values, process) {
    const bare = values[0] === '-n';
    await process.write(`${(bare ? values.slice(1) : values).join(' ')}${bare ? '' : '\n'}`);
    return 0;
  },
  env: (_, process) =>
    print(process, ...Object.entries(process.environment).map(([name, value]) => `${name}=${value}`)),
  async cat(values, process) {
    let status = 0;
    for (const value of values.length === 0 ? ['-'] : values) {
      if (value === '-') {
        await copyInput(process);
        continue;
      }
      try {
        await process.write(process.files.read(value));
      } catch (error) {
        status = await complain(process, `cat: ${value}`, error);
      }
    }
    return status;
  },
  async ls(values, process) {
    const flags = values.filter((value) => value.startsWith('-')).join('');
    const paths = values.filter((value) => !value.startsWith('-'));
    let status = 0;
    for (const path of paths.length === 0 ? ['.'] : paths) {
      try {
        await process.write(listing(path, flags, process));
      } catch (error) {
        await complain(process, `ls: cannot access '${path}'`, error);
        status = 2;
      }
    }
    return status;
  },
  async sleep(values, process) {
    const seconds = Number(values[0]);
    if (values.length !== 1 || !(seconds >= 0)) {
      await process.writeError(`sleep: invalid time interval '${values[0] ?? ''}'\n`);
      return 1;
    }
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        process.signal.removeEventListener('abort', stop);
        resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      const stop = () => {
        clearTimeout(timer);
        reject(process.signal.reason);
      };
      process.signal.addEventListener('abort', stop, { once: true });
    });
    return 0;
  },
  async kill(values, process) {
    const name = values[0]?.startsWith('-') ? values[0].slice(1).replace(/^SIG/, '') : 'TERM';
    if (values.at(-1) === String(PROCESS_ID)) throw new Interrupted(SIGNALS[name] ?? name);
    await process.writeError(`kill: (${values.at(-1) ?? ''}) - No such process\n`);
    return 1;
  },
};

async function print(process: Process, ...lines: string[]): Promise<number> {
  await process.write(`${lines.join('\n')}\n`);
  return 0;
}

async function complain(process: Process, subject: string, error: unknown): Promise<number> {
  if (!(error instanceof FileError)) throw error;
  await process.writeError(`${subject}: ${error.message}\n`);
  return 1;
}

async function copyInput(process: Process): Promise<void> {
  for (;;) {
    const chunk = await process.input.read(process.signal);
    if (chunk === undefined) return;
    await process.write(chunk);
  }
}

function listing(path: string, flags: string, process: Process): string {
  const { files } = process;
  const full = files.resolve(path);
  const entry = files.stat(full);
  const names =
    entry.kind === 'file' ? [path] : files.list(full).filter((name) => flags.includes('a') || !name.startsWith('.'));
  if (!flags.includes('l')) return names.map((name) => `${name}\n`).join('');
  return names
    .map((name) => longName(name, entry.kind === 'file' ? entry : files.stat(`${full}/${name}`), process.machine.user))
    .map((line) => `${line}\n`)
    .join('');
}

function describeUptime(startedAt: number, now: number): string {
  const minutes = Math.max(0, Math.floor((now - startedAt) / 60_000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const clock = hours > 0 ? `${hours}:${String(minutes % 60).padStart(2, '0')}` : `${minutes % 60} min`;
  const since = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ${clock}` : clock;
  return ` ${new Date(now).toISOString().slice(11, 19)} up ${since},  1 user,  load average: 0.08, 0.03, 0.01`;
}
