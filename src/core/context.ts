import type { Format } from './common';
import type { CompletionShell, Surroundings } from './completionFiles';
import type { Driver, Session, StatsRow } from './driver';
import type { Filter } from './filter';
import type { Instance } from './instance';
import type { Journal } from './journal';
import type { Machine } from './machine';
import type { OpenSsh } from './openssh';
import type { Option } from './option';
import type { Profile, ScopeName } from './profile';
import type { Secret } from './secret';
import type { Printing } from './shapes';
import type { ProfileStore, SandboxControl } from './store';

/** The common options, read once for every command. */
export interface CommonOptions {
  /** The names after -p; undefined when not given. */
  profile?: readonly string[];
  scopes: Readonly<Partial<Record<ScopeName, string>>>;
  quiet: boolean;
  debug: boolean;
  yes: boolean;
  dryRun: boolean;
  noWait: boolean;
  /** Milliseconds; undefined means the verb's own default. */
  timeout?: number;
  /** How many targets or pages at once, per provider. */
  concurrency: number;
  /** Whether somebody chose that number. */
  concurrencyGiven: boolean;
  filter: readonly Filter[];
  all: boolean;
  max?: number;
}

/** A profile joined with its driver, ready to talk. */
export interface Connection {
  profile: Profile;
  driver: Driver;
  session: Session;
  /** How far the provider's clock is ahead, in seconds, by the last answer that told; null before one did. */
  clockSkew(): number | null;
  /** When the credential that was used ends, where that is known. */
  credentialEnd(): Promise<Date | null>;
}

export interface ConfirmationRequest {
  /** One line a target: what will happen to which. */
  lines: readonly string[];
  /** The question, ending in a question mark. */
  question: string;
  /** The answer that must be typed, where a yes is too easy. */
  typed?: string | undefined;
}

/** One setting as it is in force. */
export interface SettingInForce {
  setting: string;
  value: string;
  /** The layer that set it: the command line, a variable, a file, a profile, or `built in`. */
  from: string;
  /** Why it cannot be used, or null. */
  problem: string | null;
}

export interface ConnectOptions {
  incomplete?: boolean;
  /** Gives up when it is aborted; such a connection is not shared. */
  signal?: AbortSignal;
  scopes?: CommonOptions['scopes'];
}

/** What a command may use; each is made on first use. */
export interface Context {
  options: CommonOptions;
  /** The format in force, for the few commands that write as they go. */
  format: Format;
  /** Whether it was asked for rows: by a format, a query, columns or a sort, or by what stands for them. */
  formatted: boolean;
  /**
   * Whether rows are sorted before any is printed, or written as they come, in any order over several profiles; else
   * they keep the order in which the command gives them.
   */
  printing: 'sorted' | 'streamed' | 'in order';
  /** The profiles this call looks at, in order; throws `no_profile` when there are none. */
  chosen(): Promise<readonly Profile[]>;
  /** The one profile of a command that needs exactly one; asks at a terminal. */
  chosenOne(purpose: string): Promise<Profile>;
  /** Every profile that could be named, for references of the form PROFILE/NAME. */
  known(): Promise<readonly Profile[]>;
  /**
   * With `incomplete` a profile may lack settings whose choices are still to be asked for; `scopes` stand in place of
   * the scope flags of the call.
   */
  connect(profile: Profile, options?: ConnectOptions): Promise<Connection>;
  /** The options of that name, for which a profile can give a default; null where it must be given each time. */
  defaultable(name: string): Promise<readonly Option[] | null>;
  /** Every setting that is in force, for `doctor`. */
  settings(): Promise<readonly SettingInForce[]>;
  /** Lines of the `.nube` file in force that mean nothing there, and its path; null where there is none. */
  directoryFile: { file: string; ignored: readonly string[] } | null;
  /** What was answered to questions about the call itself, as words of a command line. */
  asked: readonly string[];
  driver(provider: string): Promise<Driver>;
  /** Every provider's driver, in the order of the product's page. */
  drivers(): Promise<readonly Driver[]>;
  store(): Promise<ProfileStore>;
  journal(): Promise<Journal>;
  sandbox(): Promise<SandboxControl>;
  ask: Ask;
  progress: ProgressReporter;
  /** A note that matters, on stderr. */
  warn(code: string, message: string): void;
  /** A remark; left out with --quiet. One with a code is a warning that may be done without, and stands in JSON too. */
  note(message: string, code?: string): void;
  /** Takes note of how somebody has named an instance, for hints to name it so, too. */
  called(instance: Instance, reference: string): void;
  now(): Date;
  /** The moment by the clock that waiting goes by, which may run faster in the sandbox. */
  clock(): Date;
  /** Milliseconds since the call began, by the clock that waiting goes by. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Aborted once the user interrupts. */
  interrupted: AbortSignal;
  /** What the dry run has written down so far, as text. */
  recorded(): string;
  /** A sandbox of its own that nobody else sees: runs command lines on it, their output passed through. */
  tour(): Promise<{ run(line: readonly string[]): Promise<number>; close(): Promise<void> }>;
  readFile(path: string): Promise<Buffer>;
  /** A path as it reads from any directory; `~/` is the user's home. */
  absolutePath(path: string): string;
  readInput(): Promise<Buffer>;
  variable(name: string): string | undefined;
  isTerminal: { input: boolean; output: boolean; error: boolean };
  /** A secret that is about to be printed because it was asked for: CI systems that can hide it in their log are told. */
  mask(value: string): string;
  /** Writes to stdout at once, for what streams outside of rows (`sandbox serve`). */
  write(text: string): void;
  /** Writes to stderr at once, for what another machine says there. */
  writeError(text: string): void;
  openssh(): Promise<OpenSsh>;
  /** The machine, for what sets nube up and looks for trouble. */
  machine(): Promise<Machine>;
  version: string;
  /** What each command prints, for the one that tells about it. */
  commands(): Promise<readonly Printing[]>;
  /** The command line as typed, without the program's name. */
  line: readonly string[];
  /** Reads YAML or JSON; throws `invalid_value` naming `what`. */
  parseDocument(text: string, what: string): Promise<unknown>;
  /** Whether a TCP connection opens within the time; with `banner` also whether SSH greets. */
  reachable(host: string, port: number, milliseconds: number, banner: boolean): Promise<boolean>;
  /**
   * The frames of a live stream, as bytes. It ends when the server closes the stream; throws `unreachable` when it
   * breaks off and `interrupted` when the user leaves.
   */
  socket(connection: Connection, stream: { address: string; token: Secret }): AsyncIterable<Uint8Array>;
  /** Opens an address in a browser; a secret one reaches it without being in an argument list. */
  openBrowser(link: string | Secret): Promise<void>;
  /** Figures over a time as lines of blocks, as wide as the terminal. */
  chart(series: readonly { title: string; from: Date; to: Date; rows: readonly StatsRow[] }[]): Promise<string>;
  /** The completion script of a shell, and the name of the file as the shell wants it. */
  completionScript(shell: CompletionShell): Promise<{ file: string; text: string }>;
  /** The user's own files and surroundings, also where the sandbox is used. Writing and removing throw as Node does. */
  ownFiles(): Promise<OwnFiles>;
  /** Whether what goes to stdout is coloured. */
  colour(): Promise<boolean>;
}

export interface OwnFiles extends Surroundings {
  read(file: string): string | null;
  write(file: string, text: string): void;
  remove(file: string): void;
}

/** Questions to a person; each throws `confirmation_required` or `missing_argument` where nobody can answer. */
export interface Ask {
  available: boolean;
  confirm(request: ConfirmationRequest): Promise<boolean>;
  text(
    message: string,
    options?: { default?: string; validate?: (value: string) => string | true | Promise<string | true> },
  ): Promise<string>;
  secret(message: string): Promise<string>;
  /** The description of a choice is shown while the cursor stands on it. */
  select(message: string, choices: readonly { value: string; name: string; description?: string }[]): Promise<string>;
  /** Any of several, all of them unless said. */
  choose(message: string, choices: readonly { value: string; name: string }[]): Promise<readonly string[]>;
}

/** One line of progress for one piece of work. */
export interface ProgressLine {
  update(text: string): void;
  succeed(text: string): void;
  fail(text: string): void;
  /** Looking has ended; what is looked at goes on. */
  leave(text: string): void;
}
export interface ProgressReporter {
  start(text: string): ProgressLine;
}
