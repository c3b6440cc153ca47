import type { KeptRow, KnownProfile } from '../core/keptNames';

/** Where candidates come from that no definition knows; nothing here waits for a provider. */
export interface Names {
  /** Every profile that could be named. */
  profiles(): readonly KnownProfile[];
  /** Those that the line looks at, where `asked` are the names after -p. */
  looked(asked: readonly string[] | undefined): readonly KnownProfile[];
  /** What was listed lately of one kind: `instances`, `backups`, `catalog sizes`; with the scopes of the line. */
  kept(profile: KnownProfile, kind: string, scopes: Readonly<Record<string, string>>): readonly KeptRow[];
  /** What the journal has as still going on, the newest first. */
  operations(): readonly { id: string; title: string }[];
}
