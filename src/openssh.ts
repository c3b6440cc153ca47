import path from 'node:path';
import type { Call } from './call';
import { childEnvironment } from './childEnvironment';
import type { Driver } from './core/driver';
import type { OpenSsh, Place, SshEnd, SshRun } from './core/openssh';
import type { Profile } from './core/profile';
import { runChild } from './io/child';
import { forgetHostKeys } from './io/knownHosts';
import { readPrivateFile, touchPrivateFile, writePrivateFile } from './io/privateFile';
import type { Recorder } from './io/recorder';
import { createNoticeFilter, readSshMessages } from './io/sshMessages';
import type { System } from './io/system';
import { ReaderLeft } from './io/writeAll';
import type { SandboxHost } from './sandboxHost';

interface OpenSshParts {
  call: Call;
  sandboxHost(): Promise<SandboxHost>;
  recorder(): Promise<Recorder>;
  directories: { data: string; config: string };
  drivers(): Promise<readonly Driver[]>;
  profiles(): Promise<readonly Profile[]>;
}

/** No more of what one machine says is kept. */
const mostKept = 2 ** 26;

/** The system's OpenSSH client, started without any of nube's own secrets in its environment. */
export function openOpenSsh({ call, sandboxHost, recorder, directories, drivers, profiles }: OpenSshParts): OpenSsh {
  const { system } = call;
  const knownHosts = path.resolve(directories.data, 'known_hosts');
  const configFile = path.resolve(directories.config, 'ssh_config');

  const signals = shareSignals(system.onSignal);

  async function run(asked: SshRun): Promise<SshEnd> {
    touchPrivateFile(knownHosts);
    const { program, words, alias, host, input } = asked;
    // Beside JSON every line of stderr is JSON, too.
    const told = call.json && asked.output === 'aside';
    const output = told ? 'kept' : asked.output;
    const said = readSshMessages(alias, host);
    const filter = createNoticeFilter(alias);
    const kept = { stdout: keep(), stderr: keep() };
    const tell = (bytes: Buffer) => {
      if (output === 'kept') kept.stderr.add(bytes);
      else if (bytes.length > 0) unlessLeft(() => system.error.write(bytes as Buffer & string));
    };
    const out = () => {
      if (output === 'kept') return kept.stdout.add;
      const stream = output === 'aside' ? system.error : system.output;
      return stream.descriptor ?? ((chunk: Buffer) => unlessLeft(() => stream.write(chunk as Buffer & string)));
    };
    const askpass =
      asked.password === undefined
        ? null
        : await (await import('./io/serveAskpass')).serveAskpass(asked.password, alias);
    try {
      const end = await runChild({
        program,
        words,
        environment: { ...childEnvironment(await drivers(), await profiles()), ...askpass?.environment },
        input: input === 'own' ? (system.input.fd ?? system.input) : input,
        output: out(),
        error(chunk) {
          const known = said.newHostKey();
          said.read(chunk);
          const kind = said.newHostKey();
          if (output !== 'kept' && known === null && kind !== null)
            call.note(`The machine's host key (${kind}) was not known yet, and is kept from now on.`);
          tell(filter.pass(chunk));
        },
        onSignal: signals.listen,
        timeout: asked.timeout,
      });
      tell(filter.rest());
      const stderr = kept.stderr.text();
      if (told && end.code === 0) {
        for (const line of linesIn(`${kept.stdout.text()}\n${stderr}`)) call.warn(program, line);
      }
      return {
        ...end,
        // A program over there may end in any other code, and say what it likes.
        trouble: end.code === 255 || (program === 'scp' && end.code !== 0) ? said.trouble() : null,
        lastLine: said.lastLine(),
        newHostKey: said.newHostKey(),
        stdout: kept.stdout.text(),
        stderr,
      };
    } finally {
      await askpass?.close();
    }
  }

  return {
    knownHosts,
    configFile,
    run,
    async route(instance, at): Promise<Place> {
      // Those machines of the sandbox that have an address on loopback answer there themselves.
      if (!call.sandbox || at.host.startsWith('127.')) return at;
      return (await sandboxHost()).machine(instance);
    },
    record: async (words, input) => (await recorder()).command(words, input),
    forget: (aliases) => forgetHostKeys(knownHosts, aliases),
    readConfig: async () => readPrivateFile(configFile),
    writeConfig: async (text) => writePrivateFile(configFile, text),
  };
}

function keep() {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk: Buffer) {
      if (size < mostKept) chunks.push(chunk);
      size += chunk.length;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

const linesIn = (text: string): string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

/** Whoever reads nube's output may leave before the other program does. */
function unlessLeft(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof ReaderLeft)) throw error;
  }
}

/** One subscription for however many programs run at once. */
function shareSignals(subscribe: System['onSignal']): { listen: System['onSignal'] } {
  const listeners = new Set<Parameters<System['onSignal']>[0]>();
  let stop: (() => void) | null = null;
  return {
    listen(listener) {
      listeners.add(listener);
      stop ??= subscribe((signal) => {
        for (const one of listeners) one(signal);
      });
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
