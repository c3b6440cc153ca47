/** What a file is like, without its content. */
export interface FileFacts {
  kind: 'file' | 'directory' | 'other';
  /** The permission bits, as in 0o600. */
  mode: number;
  sizeBytes: number;
  changedAt: Date;
}

/** The machine that nube runs on, as far as setting up and looking for trouble need it. Nothing here talks to a network. */
export interface Machine {
  platform: string;
  /** The version of Node, as in `20.19.0`. */
  node: string;
  /** The home directory; null where nothing of the user's own is to be looked at. */
  home: string | null;
  /** Whether the keychain of the operating system can be reached from here. */
  keychain: boolean;
  directories: Readonly<Record<'config' | 'data' | 'cache' | 'sandbox', string>>;
  /** Null where there is no such file. */
  facts(path: string): FileFacts | null;
  /** A text file of at most a mebibyte; null where there is none. Throws `invalid_value` where it cannot be read. */
  readText(path: string): string | null;
  /** The first line that a program prints about itself; null where it is not installed or says nothing. */
  saysOf(program: string, words: readonly string[]): Promise<string | null>;
  /** The proxy by which an address is reached, without user and password, and null for none; throws where it is wrong. */
  proxyFor(address: string, setting: string | undefined): Promise<string | null>;
}
