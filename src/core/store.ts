import type { Guards, Profile, SecretSource, SettingName } from './profile';

/** What `profile set` and `profile add` can change. */
export interface ProfileChange {
  settings?: Readonly<Partial<Record<SettingName, string | null>>>;
  token?: SecretSource | null;
  password?: SecretSource | null;
  defaults?: Readonly<Record<string, string | null>>;
  guards?: Guards;
}

/** The stored profiles. Every change is atomic and safe beside other processes; reading never writes. */
export interface ProfileStore {
  /** Where the file is. */
  file: string;
  list(): Promise<readonly Profile[]>;
  /** Whether `add` would find the name taken; in a broken file, which `add` keeps aside, no name is. */
  has(name: string): Promise<boolean>;
  /** The default set by `profile use`: names, or null for all profiles. */
  selected(): Promise<readonly string[] | null>;
  /** The defaults for options that hold whatever profile is used, by long name. */
  defaults(): Promise<Readonly<Record<string, string>>>;
  /** Sets some of them, or takes them away with null. Gives all that there are then. */
  changeDefaults(change: Readonly<Record<string, string | null>>): Promise<Readonly<Record<string, string>>>;
  /**
   * Keeps a profile and gives it as it was kept. With `keychain` a plain token goes into the keychain of the operating
   * system. Throws `name_taken` when it is there already.
   */
  add(profile: Profile, where?: { keychain?: boolean }): Promise<Profile>;
  change(name: string, change: ProfileChange): Promise<Profile>;
  rename(name: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  select(names: readonly string[] | null): Promise<void>;
}

export interface SandboxServeOptions {
  port: number;
  latencyMs: number | null;
  fault: string | null;
  seed: number | null;
  instances: number | null;
  speed: number | null;
}

export interface SandboxStatusRow {
  provider: string;
  file: string;
  instances: number;
  sizeBytes: number;
  states: Readonly<Record<string, number>>;
}

/** The built-in emulator, for the commands that look after it. */
export interface SandboxControl {
  directory: string;
  serve(options: SandboxServeOptions): Promise<{
    /** By profile: the settings with which any client reaches it. */
    providers: Readonly<Record<string, Readonly<Record<string, string>>>>;
    close(): Promise<void>;
  }>;
  reset(): Promise<void>;
  status(): Promise<readonly SandboxStatusRow[]>;
}
