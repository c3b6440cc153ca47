import type { Route } from '../emulator';
import { json, Refusal, text } from '../reply';
import { civoRoute } from './civoRoute';
import type { CivoConsole, CivoData } from './data';
import { parseDuration } from './duration';
import { failure } from './failure';
import { recordAction, STEP_TIME, timestamp } from './operation';
import { instanceOf, livingInstanceOf } from './owned';
import { success } from './success';
import { issueWebToken, isWebToken } from './webToken';

const MINUTE = 60_000;

/** Consoles, the token that opens them, and recovery mode. */
export const instanceAccess: readonly Route<CivoData>[] = [
  civoRoute('PUT', '/v2/instances/:id/vnc', (call) => {
    const { data, request, world } = call;
    const instance = livingInstanceOf(call);
    const asked = request.query.get('duration') || call.fields.text('duration') || '1h';
    const duration = parseDuration(asked);
    if (duration === undefined || duration < 5 * MINUTE || duration > 24 * 60 * MINUTE) {
      throw failure('parameter_duration_invalid', 'The duration must be between 5m and 24h');
    }
    if (instance.status !== 'ACTIVE') throw failure('cannot_get_console', 'The instance is not running');
    const console = liveConsole(data, instance.id, world.now()) ?? {
      session: world.random.hex(32),
      duration: asked,
      ready: world.after(STEP_TIME),
      expires: world.after(duration),
    };
    data.consoles[instance.id] = console;
    recordAction(world, 'instance-vnc', instance.id);
    return json(200, { uri: consoleUri(world.origin, instance.id, console), duration: console.duration });
  }),
  civoRoute('GET', '/v2/instances/:id/vnc', (call) => {
    const instance = instanceOf(call);
    const console = liveConsole(call.data, instance.id, call.world.now());
    if (!console) throw failure('database_vnc_session_not_found');
    return json(200, {
      uri: consoleUri(call.world.origin, instance.id, console),
      expiration: timestamp(console.expires),
    });
  }),
  civoRoute('DELETE', '/v2/instances/:id/vnc', (call) => {
    const instance = instanceOf(call);
    if (!liveConsole(call.data, instance.id, call.world.now())) throw failure('database_vnc_session_not_found');
    delete call.data.consoles[instance.id];
    recordAction(call.world, 'instance-vnc-stop', instance.id);
    return json(200, { result: 'ok' });
  }),
  civoRoute('PUT', '/v2/instances/:id/recovery', (call) => {
    livingInstanceOf(call).recovery = true;
    return success();
  }),
  civoRoute('DELETE', '/v2/instances/:id/recovery', (call) => {
    livingInstanceOf(call).recovery = false;
    return success();
  }),
  civoRoute('GET', '/v2/instances/:id/recovery', (call) =>
    json(200, { result: instanceOf(call).recovery ? 'enabled' : 'disabled' }),
  ),
  civoRoute(
    'POST',
    '/v2/auth/exchange',
    ({ data, world }) =>
      json(200, {
        access_token: issueWebToken(data.account_id, world.now(), world.after(10 * MINUTE)),
        token_type: 'Bearer',
        refresh_token: '',
        expires_in: 600,
        id_token: '',
        account_id: data.account_id,
      }),
    { mutates: false },
  ),
  {
    method: 'GET',
    path: '/console/:id/vnc.html',
    open: true,
    handle(request, world) {
      const console = liveConsole(world.data, request.params.id ?? '', world.now());
      if (!console || console.session !== request.query.get('session')) throw new Refusal(text(404, 'not found\n'));
      if (!isWebToken(request.query.get('token'), world.now())) throw new Refusal(text(401, 'unauthorized\n'));
      if (console.ready > world.now()) throw new Refusal(text(503, 'not ready\n'));
      const hostname = world.data.instances[request.params.id ?? '']?.hostname ?? '';
      const content = `<!doctype html>\n<title>${hostname}</title>\n<p>The console of ${hostname}.</p>\n`;
      return text(200, content, 'text/html; charset=utf-8');
    },
  },
];

/** The console session of an instance, while it lasts. */
export function liveConsole(data: CivoData, instanceId: string, now: number): CivoConsole | undefined {
  const console = Object.hasOwn(data.consoles, instanceId) ? data.consoles[instanceId] : undefined;
  return console && console.expires > now ? console : undefined;
}

function consoleUri(origin: string, instanceId: string, console: CivoConsole): string {
  return `${origin}/console/${instanceId}/vnc.html?session=${console.session}`;
}
