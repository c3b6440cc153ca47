import type { Random } from './random';
import type { Reply } from './reply';

/**
 * A provider in miniature: plain data and synchronous functions over a state that is nothing but JSON. The frame does
 * the rest: HTTP, routing, bodies, files, locks, time, faults and the request log.
 *
 * To add one: a folder with an `index.ts` that exports the emulator, and a line in `emulators.ts`.
 */
export interface Emulator<Data> {
  /** Its profile's name; also the name of its state file. */
  readonly name: string;
  /** Raise it when the shape of Data changes: stored state of another version is put aside and seeded anew. */
  readonly version: number;
  /** The state to begin with. Must depend on nothing but the context, since it may be made again from it. */
  seed(context: SeedContext): Data;
  /** The first that fits wins, so put `/things/count` before `/things/:id`. */
  readonly routes: readonly Route<Data>[];
  /** What happens when time has passed, by the kind given to `world.schedule`. */
  readonly transitions: { readonly [kind: string]: Transition<Data>['apply'] };
  /** The refusal for a request without the right credential, else undefined. Not asked for routes that are `open`. */
  authorise(request: Request, world: World<Data>): Reply | undefined;
  /** No route fits. `methods` are those that the same path does have, so that a 405 can be told from a 404. */
  notFound(request: Request, methods: readonly string[]): Reply;
  /** A JSON body in this provider's form for a status (400, 401, 403, 404, 409, 413, 429, 500, 503). */
  errorBody(status: number): unknown;
  /** The settings of a profile that reaches it; `origin` is `http://127.0.0.1:PORT`. */
  profile(origin: string): Record<string, string>;
  /** The state of every instance, in the provider's word. */
  instanceStates(data: Data): Iterable<string>;
  /** `//a///b/` is `/a/b`. Off unless said; a slash at the end then makes another path. */
  readonly collapseSlashes?: boolean;
  /** Headers to keep out of the request log beside Authorization and Cookie; lower case. */
  readonly credentialHeaders?: readonly string[];
  /** Parameters of a query or form to keep out of the request log. */
  readonly credentialParameters?: readonly string[];
  /** Content-Type of JSON answers; `application/json` unless said. */
  readonly contentType?: string;
  /** A WebSocket is asked for: a Reply refuses it, a Conversation accepts. */
  upgrade?(request: Request, world: World<Data>): Reply | Conversation<Data>;
  /** Listeners beside the HTTP server (SSH, …), started with it. */
  serve?(access: Access<Data>): Promise<Service>;
}

export interface SeedContext {
  readonly random: Random;
  /** Milliseconds since 1970: the moment of seeding. */
  readonly now: number;
  /** How many instances to make up; undefined means the usual, small and speaking set. */
  readonly instances: number | undefined;
}

export interface Route<Data> {
  /** In capitals. GET serves HEAD too. */
  readonly method: string;
  /** `/v2/instances/:id`; a `:name` takes one whole segment, decoded, never an empty one. */
  readonly path: string;
  /** Answers, or throws a Refusal. Must not change anything before it has checked everything. */
  handle(request: Request, world: World<Data>): Reply;
  /** Whether it changes the data (then it runs under the lock and is saved). Unless said: all but GET and HEAD do. */
  readonly mutates?: boolean;
  /** Needs no credential. */
  readonly open?: boolean;
}

export interface Request {
  /** In capitals; GET for a HEAD. */
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON (null, strings and numbers included), or the fields of a form as strings; undefined when empty. */
  readonly body: unknown;
}

/** The state of one provider at one moment, as handlers and transitions see it. */
export interface World<Data> {
  /** Nothing but JSON. Change it in place, and only from a route that mutates or from a transition. */
  readonly data: Data;
  readonly random: Random;
  /** `http://127.0.0.1:PORT` of this provider. Don't keep it in the data: the port is another one next time. */
  readonly origin: string;
  /** What `serve` said it listens on. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. In a transition the moment it was due, however late it is applied. */
  now(): number;
  /** The moment that is so many of the provider's milliseconds away (negative: ago), in milliseconds since 1970. */
  after(milliseconds: number): number;
  /**
   * Runs the transition `kind` once so many of the provider's milliseconds have passed. With the fault `stuck` it
   * never will. `subject` is what it is about, usually an id; `detail` must be JSON.
   */
  schedule(milliseconds: number, kind: string, subject: string, detail?: unknown): void;
  /** Forgets what was scheduled for a subject: everything, or one kind of it. */
  cancel(subject: string, kind?: string): void;
  /**
   * Whether this request shall suffer `task-failure`, `task-vanished` or another fault that only the emulator can
   * bring about. One answer for one request. Never in a transition: ask when scheduling, and keep it in the detail.
   */
  fault(kind: EmulatorFault): boolean;
  /** `compute()`, remembered under `key` until the data changes: for lists and indexes that cost something. */
  memo<T>(key: string, compute: () => T): T;
}

export type EmulatorFault = 'task-failure' | 'task-vanished' | 'stuck';

export interface Transition<Data> {
  apply(world: World<Data>, subject: string, detail: unknown): void;
}

/** For whatever lives longer than one request. */
export interface Access<Data> {
  /** Looks at the state as it is now. */
  read<T>(look: (world: World<Data>) => T): T;
  /** Changes it, under the lock; saved when `apply` returns, not when it throws. */
  change<T>(apply: (world: World<Data>) => T): Promise<T>;
}

export interface Service {
  /** Shown to handlers as `world.addresses`: a name and `host:port`. */
  readonly addresses: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** An accepted WebSocket; `open` is called once it is established. */
export interface Conversation<Data> {
  open(session: Session<Data>): void;
}

export interface Session<Data> extends Access<Data> {
  /** Strings are text frames, bytes are binary ones. */
  send(message: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  onMessage(listener: (message: string | Uint8Array) => void): void;
  onClose(listener: () => void): void;
  /** Calls back again and again, so many of the provider's milliseconds apart, until the session ends. */
  every(milliseconds: number, tick: (world: World<Data>) => void): void;
}
