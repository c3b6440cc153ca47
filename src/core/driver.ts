import type { CliError } from './errors';
import type { Filter } from './filter';
import type { Answer, Http, Refusal } from './http';
import type {
  BackupInput,
  CloneInput,
  CreateInput,
  DeleteBackupInput,
  DeleteInput,
  DrainInput,
  FirewallInput,
  ImageInput,
  IsoInput,
  MigrateInput,
  NetworkInput,
  NoInput,
  RebootInput,
  ResizeInput,
  RestoreInput,
  SecurityGroupsInput,
  SshInput,
  SshKeyInput,
  StartInput,
  StatsInput,
  StopInput,
  TagInput,
  UpdateInput,
  UpgradeInput,
} from './inputs';
import type { Instance, InstanceDetail, Located, State } from './instance';
import type { Operation, Progress } from './operation';
import type { ScopeName, SettingName, Settings } from './profile';
import type { Secret } from './secret';

/** One connection to one provider's account, alive for one command. */
export interface Session {
  /** The profile's name, stamped on every row. */
  profile: string;
  provider: string;
  settings: Settings;
  http: Http;
  now(): Date;
  /** Says something that matters on stderr, once. `code` is stable, for scripts. */
  warn(code: string, message: string): void;
  /** Calls `fetch` once per command and key, and gives its promise to everyone who asks. */
  once<T>(key: string, fetch: () => Promise<T>): Promise<T>;
  /** Follows an operation to its end in the midst of a larger one; in a dry run it returns at once. */
  settle(operation: Operation): Promise<Progress>;
  /** How many requests may be under way side by side. */
  concurrency: number;
}

export interface ListQuery {
  /** Include instances that are destroyed but recoverable. */
  allStates: boolean;
  /** What will be filtered again afterwards; a driver may let the provider do part of it. */
  filters: readonly Filter[];
  updatedSince: Date | null;
  pageSize: number | null;
  /** Keep the provider's own object in `raw`. */
  raw: boolean;
  server: string | null;
  kind: 'container' | 'vm' | null;
  search: string | null;
  include: readonly string[];
  /** Takes note that one part (a region, a server) did not answer while others did. All failing is thrown instead. */
  partFailed(error: CliError): void;
}

/** What one or several targets will go through, decided before anything is sent. */
export interface Plan {
  /** The instances this touches: the target, or more where the provider can't do less. */
  targets: readonly Located[];
  /** The instance is already as asked, for this reason: nothing is sent and the status is `skipped`. */
  skip?: string;
  /** Sentences for the question before it: what will be lost, what restarts. */
  loses?: readonly string[];
  /** Ask even where the verb usually does not. */
  ask?: boolean;
  /** Set where one request touches more instances than were named: nothing but `--whole-container` or a yes allows it. */
  wholeContainer?: string;
  /** A new instance comes of it: what it will be called, which are there already, and how to wait for it. */
  makes?: { name: string; before: ReadonlySet<string>; adopt(located: Located): Operation };
  /** Sends it. Whatever can be refused beforehand has been. */
  run(): Promise<Operation>;
}

/** A new instance (or, where the container names them, several) about to be made. */
export interface CreatePlan {
  /** The name, or null where the provider names it. */
  name: string | null;
  /** How many instances this one request makes. */
  count: number;
  /** What the instance will be like, for `--if-not-exists` to compare. */
  wanted: Partial<Pick<Instance, 'size' | 'image' | 'cpus' | 'memoryMiB' | 'region' | 'group'>>;
  run(): Promise<Operation>;
}

interface Limits<I> {
  /** One sentence: yes, but. */
  limit?: string;
  /** Those of the verb's own options that this provider honours; any other is refused before a request. */
  options?: readonly (keyof I & string)[];
}

/** No, and why; `hint` says what to do instead. */
export interface Unsupported {
  unsupported: string;
  hint?: string;
}

export interface Reading<I, R> extends Limits<I> {
  read(session: Session, target: Located, input: I): Promise<R>;
}

export interface Changing<I> extends Limits<I> {
  /** The states from which the provider can do it; any unless said. */
  from?: readonly State[];
  /** Reads and refuses for all targets of one profile; sends nothing. */
  plan(session: Session, targets: readonly Located[], input: I): Promise<readonly Plan[]>;
}

export interface Choice {
  value: string;
  name: string;
}

/** One question of the create wizard, asked when its option was not given. */
export interface Question {
  option: keyof CreateInput & string;
  message: string;
  /** Live choices; without it the answer is free text. */
  choices?(session: Session, input: CreateInput): Promise<readonly Choice[]>;
  /** Skipped where this says no; by default asked only when the option is required. */
  when?(session: Session, input: CreateInput): Promise<boolean>;
}

export interface Creating extends Limits<CreateInput> {
  /** `refused` where the provider names its instances itself. */
  name: 'required' | 'refused';
  /** Throws where the provider would not take such a name; without it whatever is sent is the provider's to judge. */
  checkName?(name: string): void;
  /** `profile` where a name may be used once in the whole account, not once in each place. */
  uniqueName?: 'profile';
  /** Options without which a create cannot be sent, in the order in which a person thinks of them. */
  required: readonly (keyof CreateInput & string)[];
  questions: readonly Question[];
  /** The provider's account takes one create at a time. */
  oneByOne?: boolean;
  /** How to wait for an instance that is there already, when the answer of its create was lost. */
  adopt(located: Located): Operation;
  /** One plan for each name, or one for the count where names are refused. Reads and refuses; sends nothing. */
  plan(session: Session, names: readonly string[], input: CreateInput): Promise<readonly CreatePlan[]>;
}

export interface SshEndpoint {
  host: string;
  port: number;
  /** Null where the provider does not know; the user or the profile says. */
  user: string | null;
  /** A one-time password with its end, for providers that hand them out. */
  password?: Secret;
  expiresAt?: string;
  /** Which of several machines behind the instance it is: each has a host key of its own. */
  machine?: string;
}

/** Reaching it needs a way opened first: what that would do, and how. */
export interface SshClosed {
  closed: string;
  /** The command that opens it by hand, or null. */
  hint: string | null;
  open: (() => Promise<Operation>) | null;
}

export type ConsoleAnswer =
  /** `link` may hold a short-lived token: it is a Secret, handed to a browser and never printed unasked. */
  | { url: string; link?: Secret }
  /** A live, read-only stream of bytes; asked for again with a fresh token after a drop. */
  | { stream: () => Promise<{ address: string; token: Secret }> };

export interface Ssh extends Limits<SshInput> {
  read(session: Session, target: Located, input: SshInput): Promise<SshEndpoint | SshClosed>;
  /** Revokes live credentials; the answer is how many. */
  expire?(session: Session, target: Located): Promise<number>;
}

/** Flat rows of a listing; `profile`, `provider` are stamped by the command, `instanceId` where it applies. */
export interface Row {
  id: string;
  name: string | null;
  [field: string]: string | number | boolean | null | readonly string[];
}

export interface SecurityGroups {
  firewallEnabled: boolean | null;
  groups: readonly { id: string; name: string | null }[];
}

export interface BackupRow {
  instanceId: string;
  id: string;
  name: string | null;
  kind: 'backup' | 'snapshot';
  state: string | null;
  sizeGiB: number | null;
  createdAt: string | null;
}

export interface StatsRow {
  /** RFC 3339, the moment the figures are from. */
  time: string | null;
  cpuPercent: number | null;
  memoryUsedMiB: number | null;
  memoryMaxMiB: number | null;
  memoryPercent: number | null;
  diskUsedGiB: number | null;
  diskMaxGiB: number | null;
  diskPercent: number | null;
  networkReceiveBytesPerSecond: number | null;
  networkTransmitBytesPerSecond: number | null;
}

/** What a driver answers for each verb on instances. */
export interface VerbTable {
  create: Creating;
  update: Changing<UpdateInput>;
  delete: Changing<DeleteInput>;
  start: Changing<StartInput>;
  stop: Changing<StopInput>;
  reboot: Changing<RebootInput>;
  suspend: Changing<NoInput>;
  recover: Changing<NoInput>;
  purge: Changing<NoInput>;
  resize: Changing<ResizeInput>;
  clone: Changing<CloneInput>;
  migrate: Changing<MigrateInput>;
  drain: Changing<DrainInput>;
  tag: Changing<TagInput>;
  firewall: Changing<FirewallInput>;
  network: Changing<NetworkInput>;
  'ssh-key': Changing<SshKeyInput>;
  'reset-password': Changing<NoInput>;
  /** `read` lists what could be attached; without it the catalog's `isos` is meant. */
  iso: Changing<IsoInput>;
  /** `read` lists what is offered, `plan` runs one of it. */
  upgrade: Changing<UpgradeInput> & Reading<NoInput, readonly Row[]>;
  backup: Changing<BackupInput>;
  /** `find` lists the backups of an instance that is gone, by its id. */
  backups: Reading<NoInput, readonly BackupRow[]> & {
    ofId?(session: Session, id: string): Promise<readonly BackupRow[]>;
  };
  /** `backups REF --delete BACKUP`. */
  'delete-backup': Changing<DeleteBackupInput>;
  restore: Changing<RestoreInput>;
  image: Changing<ImageInput>;
  'security-groups': Changing<SecurityGroupsInput> & Reading<NoInput, SecurityGroups>;
  volumes: Reading<NoInput, readonly Row[]>;
  containers: Reading<NoInput, readonly Row[]>;
  env: Reading<NoInput, readonly (Row & { value: string | null; masked: boolean })[]>;
  stats: Reading<StatsInput, readonly StatsRow[]> & {
    /** A live stream of figures, for `--follow`. */
    follow?(
      session: Session,
      target: Located,
    ): Promise<{ address: string; token: Secret; read(frame: string): StatsRow }>;
  };
  ssh: Ssh;
  console: Reading<NoInput, ConsoleAnswer>;
}

export type DriverVerb = keyof VerbTable;

/** Reads one kind; `partFailed` takes note that one part (a region) did not answer while others did. */
export type CatalogReader = (session: Session, partFailed: (error: CliError) => void) => Promise<readonly Row[]>;

/** The kinds of `nube catalog`. */
export const catalogKinds = [
  'regions',
  'sizes',
  'images',
  'isos',
  'networks',
  'firewalls',
  'ssh-keys',
  'disk-offerings',
  'affinity-groups',
  'volumes',
  'public-ips',
  'services',
  'environments',
  'zones',
  'hubs',
  'servers',
  'containers',
  'groups',
  'clouds',
  'types',
  'layouts',
  'plans',
  'quota',
] as const;
export type CatalogKind = (typeof catalogKinds)[number];

/** What a profile of this provider may or must say. */
export interface SettingDefinition {
  /** Without it nothing works; `profile add` asks for it. */
  required?: boolean;
  summary: string;
  /** Live choices, once the credential is known. */
  choices?(session: Session): Promise<readonly Choice[]>;
  /** The id that every request needs, of what may be a name; asked before the first, by a session without the setting. */
  identify?(session: Session, value: string): Promise<string>;
}

/** How requests are made to look like the provider's. */
export interface Wire {
  /** Headers of every request; `token` is the credential, or the name of its shell variable in a dry run. */
  headers(settings: Settings, token: string): Readonly<Record<string, string>>;
  /** A query that goes with every request. */
  query?(settings: Settings): Readonly<Record<string, string>>;
  /** Reads an answer, whatever its status: a refusal in nube's words, or null if it is none. */
  readRefusal(answer: Answer): Refusal | null;
  /** Body fields whose values are secrets, for `--debug` and `--raw`; compared ignoring case. */
  secretFields: readonly string[];
  /** Further fields that `--debug` hides, where a secret stands under a name that is harmless elsewhere. */
  hiddenInDebug?: readonly string[];
  /** Exchanges user name and password for a token, for providers that do so. */
  signIn?(http: Http, settings: Settings, secret: SignInSecret): Promise<SignedIn>;
}

export type SignInSecret = { password: Secret } | { refreshToken: Secret };
export interface SignedIn {
  token: Secret;
  refreshToken: Secret | null;
  expiresAt: Date | null;
}

/** One provider: plain data and functions, read by shared code. */
export interface Driver {
  provider: string;
  /** What people call it. */
  title: string;
  /** One sentence for `providers` and help. */
  summary: string;
  /** The API's base URL where there is a shared one, else null and `endpoint` is required. */
  endpoint: string | null;
  /** A sentence on where a token is found, with a link. */
  tokenHelp: string;
  /** Variables that other tools use, by setting. */
  variables: Readonly<Partial<Record<SettingName | 'token' | 'password', readonly string[]>>>;
  settings: Readonly<Partial<Record<SettingName, SettingDefinition>>>;
  /** Of the scope flags, those that narrow listings here. */
  scopes: readonly ScopeName[];
  /** True where user name and password stand for a token. */
  passwordSignIn?: boolean;
  wire: Wire;
  /** The shortest time between two looks at one operation, in milliseconds. */
  pollEveryMs: number;
  /** The cheapest call that proves the credential; gives a name to show for the account, or null. */
  verify(session: Session): Promise<string | null>;
  /** Options of `list` beyond the common ones that this provider honours. */
  listOptions: readonly ('updatedSince' | 'server' | 'kind' | 'search' | 'include')[];
  /** Every instance, a page at a time, in the provider's order. */
  list(session: Session, query: ListQuery): AsyncIterable<readonly Located[]>;
  /** A shorter way to every instance that a name, an id or the start of an id could mean; `list` unless said. */
  find?(session: Session, reference: string, query: ListQuery): AsyncIterable<readonly Located[]>;
  /** One instance as it is now; throws `instance_not_found` when it is gone. */
  get(session: Session, target: Located): Promise<{ located: Located; detail: InstanceDetail; raw: unknown }>;
  /** The instance as it is now, by fewer requests than `get`, where there is such a way. Throws as `get` does. */
  look?(session: Session, target: Located): Promise<Located>;
  /** Several instances as they are now, each by itself, null where one is gone; where one request can tell of many. */
  lookMany?(session: Session, targets: readonly Located[]): readonly Promise<Located | null>[];
  /** One look at an operation. */
  follow(session: Session, operation: Operation): Promise<Progress>;
  /** One look at several operations, each by itself; where one request can tell of many. */
  followMany?(session: Session, operations: readonly Operation[]): readonly Promise<Progress>[];
  catalog: Readonly<Partial<Record<CatalogKind, CatalogReader>>>;
  verbs: { readonly [V in DriverVerb]: VerbTable[V] | Unsupported };
}

/** Makes a plan of each target by itself, side by side. */
export function each<I>(
  planOne: (session: Session, target: Located, input: I) => Promise<Plan>,
): (session: Session, targets: readonly Located[], input: I) => Promise<readonly Plan[]> {
  return (session, targets, input) => Promise.all(targets.map((target) => planOne(session, target, input)));
}

/** True for a verb that the provider cannot do. */
export function isUnsupported(capability: object): capability is Unsupported {
  return 'unsupported' in capability;
}

export type * from './inputs';
