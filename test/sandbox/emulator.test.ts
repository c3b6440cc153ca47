import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Access, Emulator } from '../../src/sandbox/emulator';
import { createFaults } from '../../src/sandbox/faults';
import { json, Refusal, text } from '../../src/sandbox/reply';
import { serveEmulator } from '../../src/sandbox/server';
import { temporaryDirectory } from './sandboxClient';
import { createStillClock } from './stillClock';

interface Counter {
  count: number;
  log: string[];
}

/** The smallest provider that uses everything the frame has to offer. */
function counter(rest: Partial<Emulator<Counter>> = {}): Emulator<Counter> {
  return {
    name: 'counter',
    version: 1,
    seed: () => ({ count: 0, log: [] }),
    routes: [
      { method: 'GET', path: '/count', handle: (_request, { data }) => json(200, data.count) },
      {
        method: 'GET',
        path: '/log',
        handle: (_request, { data, memo }) =>
          json(
            200,
            memo('log', () => data.log),
          ),
      },
      { method: 'GET', path: '/open', open: true, handle: (_request, { addresses }) => json(200, addresses) },
      {
        method: 'GET',
        path: '/mint',
        mutates: true,
        handle(_request, { data }) {
          data.count += 1;
          return json(200, data.count);
        },
      },
      {
        method: 'POST',
        path: '/later/:word',
        handle({ params }, { now, schedule }) {
          schedule(2000, 'note', params.word ?? '', now());
          schedule(1000, 'note', 'first', now());
          return json(202, {});
        },
      },
      {
        method: 'POST',
        path: '/break',
        handle(_request, { data }) {
          data.count = 1000;
          throw new Error('broken');
        },
      },
      {
        method: 'POST',
        path: '/refuse',
        handle() {
          throw new Refusal(json(409, { refused: true }));
        },
      },
    ],
    transitions: {
      note(world, subject, detail) {
        world.data.log.push(`${subject} ${world.now() - Number(detail)}`);
      },
    },
    authorise: ({ headers }) => (headers['x-key'] === 'right' ? undefined : json(401, {})),
    notFound: (_request, methods) => (methods.length > 0 ? json(405, methods) : text(404, 'nothing')),
    errorBody: (status) => ({ failed: status }),
    profile: (origin) => ({ endpoint: origin }),
    instanceStates: () => [],
    ...rest,
  };
}

async function start(emulator: Emulator<Counter>, faults = '') {
  const warnings: string[] = [];
  const clock = createStillClock(100);
  const server = await serveEmulator({
    emulator,
    stateFile: join(temporaryDirectory(), 'counter.json'),
    port: 0,
    clock,
    faults: createFaults(faults, 1),
    latencyMs: 0,
    seed: undefined,
    instances: undefined,
    requestLog: undefined,
    tls: undefined,
    onWarning: (message) => warnings.push(message),
  });
  onTestFinished(() => server.close());
  const send = async (method: string, path: string, key = 'right') => {
    const answer = await fetch(server.origin + path, { method, headers: { 'x-key': key } });
    return { status: answer.status, text: await answer.text() };
  };
  return { send, warnings, pass: clock.pass };
}

describe('the frame', () => {
  test('saves what a GET changes when its route says so', async () => {
    const { send } = await start(counter());
    await send('GET', '/mint');
    await send('GET', '/mint');
    expect((await send('GET', '/count')).text).toBe('2');
  });

  test('applies what is due in its order and at its moment, however late', async () => {
    const { send, pass } = await start(counter());
    await send('POST', '/later/second');
    pass(60);
    expect((await send('GET', '/log')).text).toBe('["first 10","second 20"]');
  });

  test('asks for the credential unless the route is open', async () => {
    const { send } = await start(counter());
    expect((await send('GET', '/count', 'wrong')).status).toBe(401);
    expect((await send('GET', '/nothing', 'wrong')).status).toBe(401);
    expect((await send('GET', '/open', 'wrong')).status).toBe(200);
  });

  test('tells the emulator which methods a path has', async () => {
    const { send } = await start(counter());
    expect(await send('DELETE', '/count')).toEqual({ status: 405, text: '["GET"]' });
    expect(await send('GET', '/nothing')).toEqual({ status: 404, text: 'nothing' });
  });

  test('takes doubled slashes for one where the provider does', async () => {
    const strict = await start(counter());
    expect((await strict.send('GET', '//count')).status).toBe(404);
    const lenient = await start(counter({ collapseSlashes: true }));
    expect((await lenient.send('GET', '//count/?')).status).toBe(200);
  });

  test('answers 500 and forgets a half-made change when a handler breaks', async () => {
    const { send, warnings } = await start(counter());
    expect(await send('POST', '/break')).toEqual({ status: 500, text: '{"failed":500}' });
    expect((await send('GET', '/count')).text).toBe('0');
    expect(warnings).toEqual([expect.stringContaining('The sandbox failed as counter: Error: broken')]);
  });

  test('answers a refusal as it stands', async () => {
    const { send, warnings } = await start(counter());
    expect(await send('POST', '/refuse')).toEqual({ status: 409, text: '{"refused":true}' });
    expect(warnings).toEqual([]);
  });

  test('schedules nothing while it is stuck', async () => {
    const { send, pass } = await start(counter(), 'stuck@POST');
    await send('POST', '/later/never');
    pass(40);
    expect((await send('GET', '/log')).text).toBe('[]');
  });

  test('starts other services, which can look and change, and shows where they listen', async () => {
    let access: Access<Counter> | undefined;
    const { send } = await start(
      counter({
        async serve(given) {
          access = given;
          return { addresses: { ssh: '127.0.0.1:2222' }, close: async () => undefined };
        },
      }),
    );
    expect((await send('GET', '/open')).text).toBe('{"ssh":"127.0.0.1:2222"}');
    await access?.change(({ data }) => {
      data.count = 7;
    });
    expect(access?.read(({ data }) => data.count)).toBe(7);
    expect((await send('GET', '/count')).text).toBe('7');
  });
});
