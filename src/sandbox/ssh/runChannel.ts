import type { ServerChannel } from 'ssh2';
import type { Files } from './files';
import { createInput, Interrupted } from './input';
import type { Machine } from './machine';
import type { Process } from './process';
import { runScript } from './runScript';
import { acceptScp, isScp } from './scp';
import { createTerminal } from './terminal';

export interface ChannelOptions {
  channel: ServerChannel;
  machine: Machine;
  files: Files;
  /** What the client has set. */
  environment: Record<string, string>;
  /** Undefined: a shell. */
  command: string | undefined;
  /** Whether the client has asked for one, and of which kind. */
  terminal: string | undefined;
}

/** A running command or shell. */
export interface RunningChannel {
  /** A signal by its name without SIG. */
  signal(name: string): void;
  /** The connection was cut. */
  end(): void;
}

/** Runs a command or a shell in a channel, which ends with its exit status or signal. */
export function runChannel(options: ChannelOptions): RunningChannel {
  const { channel, machine, files, command } = options;
  const cooked = options.terminal !== undefined;
  const input = createInput((open) => {
    if (open) channel.resume();
    else channel.pause();
  });
  let current = new AbortController();
  let gone = false;

  function send(stream: NodeJS.WritableStream, content: string | Buffer): Promise<void> {
    if (gone) return Promise.resolve();
    const text = cooked ? toTerminal(content) : content;
    return new Promise((resolve) => stream.write(text, () => resolve()));
  }

  function interrupt(name: string): void {
    current.abort(new Interrupted(name));
  }

  const terminal = createTerminal(
    input,
    (text) => channel.write(text),
    () => interrupt('INT'),
  );
  channel.on('data', (chunk: Buffer) => (cooked ? terminal.type(chunk) : input.push(chunk)));
  channel.on('end', () => input.end());
  channel.on('error', () => undefined);
  channel.on('close', end);

  function end(): void {
    gone = true;
    input.end();
    interrupt('HUP');
  }

  const process: Process = {
    machine,
    files,
    environment: {
      HOME: files.home,
      USER: machine.user,
      LOGNAME: machine.user,
      SHELL: '/bin/sh',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      PWD: files.home,
      ...(options.terminal === undefined ? {} : { TERM: options.terminal }),
      ...options.environment,
    },
    status: 0,
    input,
    signal: current.signal,
    write: (content) => send(channel, content),
    writeError: (content) => send(cooked ? channel : channel.stderr, content),
  };

  async function runCommand(script: string): Promise<number> {
    if (isScp(script)) return acceptScp(script, process);
    return (await runScript(script, process)).status;
  }

  async function runShell(): Promise<number> {
    const prompt = cooked ? `${machine.user}@${machine.hostname}:~${machine.user === 'root' ? '#' : '$'} ` : '';
    if (cooked) await process.write(`Welcome to ${machine.hostname}, a machine of the nube sandbox.\n`);
    for (;;) {
      try {
        if (prompt !== '') await process.write(prompt);
        const line = await input.readLine(current.signal);
        if (line === undefined) break;
        const outcome = await runScript(line, process);
        if (outcome.exited) return outcome.status;
      } catch (error) {
        // Ctrl-C ends what runs, not the shell.
        if (!(error instanceof Interrupted) || error.signal !== 'INT' || gone) throw error;
        current = new AbortController();
        process.signal = current.signal;
        process.status = 130;
        await process.write('\n');
      }
    }
    if (cooked) await process.write('logout\n');
    return process.status;
  }

  async function run(): Promise<void> {
    try {
      channel.exit(command === undefined ? await runShell() : await runCommand(command));
    } catch (error) {
      if (error instanceof Interrupted) channel.exit(error.signal, false, '');
      else channel.exit(255);
    }
    channel.end();
  }

  run().catch(() => channel.destroy());
  return { signal: interrupt, end };
}

/** Where a terminal begins a new line it also goes back to the left. */
function toTerminal(content: string | Buffer): string | Buffer {
  return typeof content === 'string'
    ? content.replaceAll('\n', '\r\n')
    : Buffer.from(content.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}
