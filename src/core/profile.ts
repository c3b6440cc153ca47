/** The flags that narrow what is looked at; a profile's setting of the same name is their default. */
export const scopeNames = ['region', 'service', 'environment', 'org', 'hub', 'container', 'group', 'cloud'] as const;
export type ScopeName = (typeof scopeNames)[number];

/** What a profile can say about its connection, beside its credential. */
export const settingNames = [
  'endpoint',
  ...scopeNames,
  'username',
  'client-id',
  'ca-file',
  'insecure',
  'ssh-user',
  'jump',
  'proxy',
] as const;
export type SettingName = (typeof settingNames)[number];
export type Settings = Readonly<Partial<Record<SettingName, string>>>;

/**
 * Where a secret is: `keychain:ACCOUNT` of the operating system's, `env:NAME`, `file:PATH`,
 * `command:["program","argument"]`, or `plain:VALUE` in the 0600 file.
 */
export type SecretSource = `${'keychain' | 'env' | 'file' | 'command' | 'plain'}:${string}`;

export interface Guards {
  readOnly?: boolean;
  /** Patterns of names that nothing may change. */
  protect?: readonly string[];
  maxTargets?: number;
  confirm?: 'typed';
}

/** A named connection as it is stored. */
export interface Profile {
  name: string;
  provider: string;
  settings: Settings;
  token: SecretSource | null;
  password: SecretSource | null;
  guards: Guards;
  /** Defaults for options, by long name. */
  defaults: Readonly<Record<string, string>>;
}
