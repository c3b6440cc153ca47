import type { CommonOptions, Context } from './core/context';
import type { DirectoryFile } from './directoryFile';
import type { System } from './io/system';
import type { Given } from './program';
import type { DefaultLayer, PrintSettings } from './settings';

/** What main knows about a call before any command runs. */
export interface Call {
  system: System;
  line: readonly string[];
  /** The same without what may be secret. */
  shownLine(): readonly string[];
  options: CommonOptions;
  print: PrintSettings;
  /** JSON on stderr, no progress. */
  json: boolean;
  /** No prompt, no spinner. */
  unattended: boolean;
  colour: boolean;
  sandbox: boolean;
  directoryFile: DirectoryFile | null;
  /** What was typed, and the layers of defaults under it but for the profile's. */
  typed: Given;
  layers: readonly DefaultLayer[];
  connectTimeoutMs: number | undefined;
  requestTimeoutMs: number | undefined;
  version: string;
  signal: AbortSignal;
  /** Told before each change leaves. */
  sending(): void;
  warn(code: string, message: string): void;
  note: Context['note'];
  debug(line: string): void;
  called: Context['called'];
  tour: Context['tour'];
}
