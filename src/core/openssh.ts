import type { Instance } from './instance';
import type { Secret } from './secret';

/** OpenSSH on this machine, and the files that nube keeps for it. */
export interface OpenSsh {
  /** nube's own file of host keys. */
  knownHosts: string;
  /** The file that `ssh-config` writes. */
  configFile: string;
  /** Where a machine really answers: as its provider says, but for machines of the sandbox. */
  route(instance: Instance, at: Place): Promise<Place>;
  /** Runs ssh or scp and waits for its end. Throws only when it cannot be started. */
  run(run: SshRun): Promise<SshEnd>;
  /** Writes down for a dry run what would be run; `input` is the file that it would read. */
  record(words: readonly string[], input?: string): Promise<void>;
  /** Forgets the host keys kept under these aliases, and under those of machines behind them. */
  forget(aliases: readonly string[]): Promise<void>;
  /** The configuration as it is; empty when there is none. */
  readConfig(): Promise<string>;
  /** Replaces the configuration as a whole or not at all. */
  writeConfig(text: string): Promise<void>;
}

export interface Place {
  host: string;
  port: number;
}

export interface SshRun {
  program: 'ssh' | 'scp';
  words: readonly string[];
  /** What ssh calls the machine in its own messages. */
  alias: string;
  host: string;
  /** Answers ssh's question for this machine's password, once. */
  password?: Secret | undefined;
  /** nube's own standard input, these bytes, or nothing. */
  input: 'own' | Buffer | null;
  /** Through to nube's own streams, through with what goes to stdout on stderr, or kept. */
  output: 'through' | 'aside' | 'kept';
  /** Milliseconds after which it is ended. */
  timeout?: number | undefined;
}

/** Why there was no connection, where ssh has said so. */
export type SshTrouble = 'host_key_changed' | 'host_key_unknown' | 'machine_unreachable' | 'login_refused';

export interface SshEnd {
  /** The exit code; 128 and the number of the signal where a signal ended it or interrupted nube. */
  code: number;
  trouble: SshTrouble | null;
  /** The last line that it said on stderr, for messages; empty where there was none. */
  lastLine: string;
  /** What was kept. */
  stdout: string;
  stderr: string;
  /** The kind of a host key that was met for the first time. */
  newHostKey: string | null;
  timedOut: boolean;
  interrupted: boolean;
}
