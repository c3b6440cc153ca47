import type { Files } from './files';
import type { Input } from './input';
import type { Machine } from './machine';

/** What a command on a machine has at hand. */
export interface Process {
  machine: Machine;
  files: Files;
  environment: Record<string, string>;
  /** How the last command ended. */
  status: number;
  input: Input;
  /** Aborted, with an Interrupted as its reason, when a signal arrives or the connection ends. */
  signal: AbortSignal;
  /** Resolve when there is room for more. */
  write(content: string | Buffer): Promise<void>;
  writeError(content: string): Promise<void>;
}

/** The number that every emulated process believes it has. */
export const PROCESS_ID = 4242;
