import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Answer, createAnswer, faultReply, rawAnswer, sendAnswer, withWrongTypes } from './answer';
import { hasBody, parseBody, readBody } from './body';
import type { Clock } from './clock';
import { openConversation } from './conversation';
import type { Access, Conversation, Emulator, EmulatorFault, Request, Service, World } from './emulator';
import type { FaultKind, Faults } from './faults';
import { json, Refusal, type Reply } from './reply';
import { openRequestLog } from './requestLog';
import { createRouter, type Match } from './router';
import { openStore } from './store';
import { createWorld, type Held, settle } from './world';

/** One provider, listening on 127.0.0.1. */
export interface ProviderServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

export interface ServerOptions<Data> {
  emulator: Emulator<Data>;
  stateFile: string;
  /** 0: any free one. */
  port: number;
  clock: Clock;
  faults: Faults;
  latencyMs: number;
  seed: number | undefined;
  instances: number | undefined;
  requestLog: string | undefined;
  tls: { key: string; cert: string } | undefined;
  onWarning(message: string): void;
}

const NO_PARAMETERS = new URLSearchParams();

/** Resolves when it listens; rejects when the port is taken. */
export async function serveEmulator<Data>(options: ServerOptions<Data>): Promise<ProviderServer> {
  const { emulator, clock, faults, latencyMs } = options;
  const around = { clock, origin: '', addresses: {} as Readonly<Record<string, string>> };
  const router = createRouter(emulator.routes, emulator.collapseSlashes ?? false);
  const store = openStore<Data>({
    file: options.stateFile,
    emulator,
    clock,
    seed: options.seed,
    instances: options.instances,
    settle: (held) => settle(held, emulator, around),
    onWarning: options.onWarning,
  });
  const log = options.requestLog === undefined ? undefined : openRequestLog(options.requestLog, emulator);
  const delays = new Set<NodeJS.Timeout>();
  /** Faults that the emulator itself has brought about, for the log. */
  const brought = new WeakMap<Request, EmulatorFault>();
  let down = false;

  function worldOf(held: Held<Data>, request: Request | undefined, changing: boolean): World<Data> {
    const decided: Partial<Record<EmulatorFault, boolean>> = {};
    return createWorld(held, around, {
      now: clock.now(),
      changing,
      fault(kind) {
        if (!request) return false;
        decided[kind] ??= faults.decide(kind, request, changing);
        if (decided[kind]) brought.set(request, kind);
        return decided[kind];
      },
    });
  }

  const access: Access<Data> = {
    read: (look) => store.read((held) => look(worldOf(held, undefined, false))),
    change: (apply) => store.change((held) => apply(worldOf(held, undefined, true))),
  };

  function reply(request: Request, match: Match<Data> | undefined, world: World<Data>): Reply {
    const refused = match?.route.open ? undefined : emulator.authorise(request, world);
    if (refused) throw new Refusal(refused);
    if (match) return match.route.handle(request, world);
    return emulator.notFound(request, router.methods(request.path));
  }

  function answerOf(error: unknown): Answer {
    if (error instanceof Refusal) return createAnswer(error.reply, emulator);
    complain(error);
    return createAnswer(json(500, emulator.errorBody(500)), emulator);
  }

  function complain(error: unknown): void {
    options.onWarning(`The sandbox failed as ${emulator.name}: ${error instanceof Error ? error.stack : error}`);
  }

  function receive(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (hasBody(incoming)) readBody(incoming, (content) => dispatch(incoming, outgoing, content));
    else dispatch(incoming, outgoing, '');
  }

  function dispatch(incoming: IncomingMessage, outgoing: ServerResponse, content: string | undefined): void {
    const { request, match, problem } = understand(incoming, content);
    const mutates = match?.route.mutates ?? (match !== undefined && request.method !== 'GET');
    const fault = faults.strike(request, mutates);

    function finish(answer: Answer, spoil?: FaultKind): void {
      const { status, headers } = answer;
      const cut = spoil === 'drop-after-commit' || spoil === 'reset-body';
      log?.write(request, cut ? null : status, fault ?? brought.get(request));
      if (spoil === 'down') goDown();
      const last = down ? { ...answer, headers: { ...headers, connection: 'close' } } : answer;
      // Whoever has other connections open sees their end before the answer.
      later(() => sendAnswer(outgoing, last, spoil), spoil === 'down' ? 250 : 0);
    }

    if (fault === 'slow' || fault === 'reset') {
      log?.write(request, null, fault);
      if (fault === 'reset') later(() => reset(outgoing));
      return;
    }
    const instead = problem ?? (fault && faultReply(fault, emulator));
    if (instead) {
      finish(createAnswer(instead, emulator));
      return;
    }

    const produce = (held: Held<Data>): Answer => {
      const given = reply(request, match, worldOf(held, request, mutates));
      return createAnswer(fault === 'wrong-types' ? withWrongTypes(given) : given, emulator);
    };
    if (mutates) {
      store.change(produce).then(
        (answer) => finish(answer, fault),
        (error) => finish(answerOf(error), fault),
      );
      return;
    }
    let answer: Answer;
    try {
      answer = store.read(produce);
    } catch (error) {
      answer = answerOf(error);
    }
    finish(answer, fault);
  }

  function understand(incoming: IncomingMessage, content: string | undefined) {
    const url = incoming.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const sent = incoming.method ?? 'GET';
    const method = sent === 'HEAD' ? 'GET' : sent;
    const match = router.match(method, path);
    let body: unknown;
    let problem: Reply | undefined;
    try {
      if (content === undefined) problem = json(413, emulator.errorBody(413));
      else if (content !== '') body = parseBody(content, incoming.headers['content-type']);
    } catch {
      problem = json(400, emulator.errorBody(400));
    }
    const request: Request = {
      method,
      path,
      params: match?.params ?? {},
      query: mark < 0 ? NO_PARAMETERS : new URLSearchParams(url.slice(mark + 1)),
      headers: incoming.headers,
      body,
    };
    return { request, match, problem };
  }

  function later(act: () => void, extraMs = 0): void {
    if (latencyMs + extraMs <= 0) {
      act();
      return;
    }
    const delay = setTimeout(() => {
      delays.delete(delay);
      act();
    }, latencyMs + extraMs);
    delays.add(delay);
  }

  function goDown(): void {
    down = true;
    server.close();
  }

  function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined);
    const { request } = understand(incoming, '');
    const fault = faults.strike(request, false);
    const instead = fault && faultReply(fault, emulator);
    if (fault && !instead) {
      log?.write(request, null, fault);
      socket.destroy();
      return;
    }
    const wanted = instead ?? consider(request);
    if ('open' in wanted) {
      log?.write(request, 101, fault);
      openConversation({ incoming, socket, head }, wanted, access, clock).catch(() => socket.destroy());
    } else {
      log?.write(request, wanted.status, fault);
      socket.end(rawAnswer(createAnswer(wanted, emulator)));
    }
  }

  function consider(request: Request): Reply | Conversation<Data> {
    try {
      const wanted = access.read((world) => emulator.upgrade?.(request, world));
      return wanted ?? emulator.notFound(request, []);
    } catch (error) {
      if (error instanceof Refusal) return error.reply;
      complain(error);
      return json(500, emulator.errorBody(500));
    }
  }

  const server = await createHttpServer(receive, options.tls);
  const connected = new Set<Socket>();
  // Also those that have sent nothing yet, or are shaking hands, which the server itself would wait for.
  server.on('connection', (socket: Socket) => {
    connected.add(socket);
    socket.once('close', () => connected.delete(socket));
    if (!server.listening && !down) socket.destroy();
  });
  server.on('upgrade', upgrade);
  around.origin = `${options.tls ? 'https' : 'http'}://127.0.0.1:${await listen(server, options.port)}`;
  let service: Service | undefined;
  if (emulator.serve) {
    service = await emulator.serve(access);
    around.addresses = service.addresses;
  }

  return {
    origin: around.origin,
    async close() {
      for (const delay of delays) clearTimeout(delay);
      await service?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of connected) socket.destroy();
      });
      log?.close();
    },
  };
}

async function createHttpServer(listener: RequestListener, tls: ServerOptions<unknown>['tls']): Promise<Server> {
  const settings = { keepAliveTimeout: 65_000, requestTimeout: 0 };
  if (!tls) return createServer(settings, listener);
  const https = await import('node:https');
  return https.createServer({ ...settings, ...tls }, listener);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function reset(outgoing: ServerResponse): void {
  const { socket } = outgoing;
  // Only a bare TCP connection can be reset; an encrypted one is cut.
  if (socket && 'encrypted' in socket) socket.destroy();
  else socket?.resetAndDestroy();
}
