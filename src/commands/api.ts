import { defineCommand } from '../core/command';
import type { Connection, Context } from '../core/context';
import { CliError, errorCatalogue } from '../core/errors';
import { guarded, refuseReadOnly } from '../core/guard';
import type { RawRequest } from '../core/http';
import { each, text } from '../core/option';
import { sendOnly } from '../core/undertake';

export const api = defineCommand({
  name: 'api',
  output: 'answer',
  group: 'set up',
  summary: 'send one authenticated request as it stands',
  description:
    'The path is relative to the profile’s endpoint. The answer goes to stdout as it is, secrets included; on an error it does too, and the exit code tells.',
  arguments: [
    {
      name: 'method',
      summary: 'GET, POST, PUT, PATCH, DELETE or HEAD',
      required: true,
      completes: { words: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] },
    },
    { name: 'path', summary: 'for example /v2/instances?region=LON1', required: true },
  ],
  options: {
    data: text('data', 'TEXT', 'the body: text, @FILE, or - for standard input', {
      completes: 'file',
      secret: true,
    }),
    field: each('field', 'KEY=VALUE', 'a field of a JSON body, or of the query of a GET', { secret: true }),
    header: each('header', 'NAME:VALUE', 'a further header', { secret: true }),
  },
  mutating: ['dry-run'],
  examples: [
    { line: 'nube api GET /v2/quota -p civo', does: 'anything the provider can tell' },
    { line: 'nube api PUT /v2/instances/ID/stop -p civo --field region=LON1', does: 'a request nube has no verb for' },
  ],
  async run(context, { words: [method = '', path = ''], options }) {
    const request = await build(context, method.toUpperCase(), path, options);
    const profile = await context.chosenOne('api');
    const connection = await context.connect(profile);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads) {
      refuseReadOnly(profile.name, profile.guards, `api ${request.method}`);
      const guard = (['protect', 'confirm'] as const).find((one) => profile.guards[one] !== undefined);
      if (guard !== undefined)
        throw guarded(profile.name, `has the guard ${guard}, and api cannot tell what it changes`, guard);
    }
    const send = () => connection.session.http.raw(request);
    if (context.options.dryRun && !reads) {
      await send();
      return { kind: 'text', text: context.recorded() };
    }
    const about = { action: 'api', what: `${request.method} ${request.path}`, targets: [] };
    const answer = reads ? await send() : await sendOnly(context, connection, about, send, ({ error }) => error);
    return { kind: 'bytes', bytes: answer.body, error: ofThePath(answer.error, connection) };
  },
});

/** What is not found here is the path that was typed, or what it names. */
function ofThePath(error: CliError | null, { session, driver }: Connection): CliError | null {
  const { code, message = '', details } = error ?? {};
  if (code !== 'resource_not_found' || details?.hint !== errorCatalogue[code].remedy) return error;
  const endpoint = session.settings.endpoint ?? driver.endpoint;
  const hint = `The path stands behind ${endpoint}; the documentation of the API has those that there are.`;
  return new CliError(code, message, { ...details, hint });
}

interface Given {
  data?: string;
  field?: readonly string[];
  header?: readonly string[];
}

async function build(context: Context, method: string, path: string, given: Given): Promise<RawRequest> {
  if (!['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) {
    throw new CliError('invalid_value', `${JSON.stringify(method)} is not a method`, {
      hint: 'For example nube api GET /v2/quota',
    });
  }
  if (!path.startsWith('/')) {
    throw new CliError('invalid_value', `The path ${JSON.stringify(path)} must begin with /`, {
      hint: 'It is relative to the endpoint of the profile.',
    });
  }
  if (given.data !== undefined && given.field !== undefined) {
    throw new CliError('conflicting_options', '--data and --field contradict each other');
  }
  const reads = method === 'GET' || method === 'HEAD';
  const [bare = '', search = ''] = path.split(/\?(.*)/s);
  const fields = (given.field ?? []).map((entry) => pair(entry, '=', '--field'));
  const query = [...new URLSearchParams(search), ...(reads ? fields : [])];
  const headers = Object.fromEntries((given.header ?? []).map((entry) => pair(entry, ':', '--header')));
  const json = !reads && fields.length > 0;
  const body = json
    ? JSON.stringify(Object.fromEntries(fields.map(([key, value]) => [key, scalar(value)])))
    : given.data === undefined
      ? null
      : await readData(context, given.data);
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    method,
    path: bare,
    query,
    headers: body !== null && !typed ? { ...headers, 'content-type': 'application/json' } : headers,
    body,
    file: given.data === '-' ? '-' : /^@(.+)/s.exec(given.data ?? '')?.[1],
  };
}

function pair(entry: string, separator: string, flag: string): [string, string] {
  const at = entry.indexOf(separator);
  if (at <= 0) throw new CliError('invalid_value', `${flag} takes NAME${separator}VALUE, not ${JSON.stringify(entry)}`);
  return [entry.slice(0, at).trim(), separator === ':' ? entry.slice(at + 1).trim() : entry.slice(at + 1)];
}

/** Numbers, true, false and null are meant as such; everything else is a string. */
function scalar(value: string): string | number | boolean | null {
  if (value === 'true') return true;
  if (value === 'false') return false;
  if (value === 'null') return null;
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) ? Number(value) : value;
}

async function readData(context: Context, data: string): Promise<Buffer | string> {
  if (data === '-') return context.readInput();
  return data.startsWith('@') ? context.readFile(data.slice(1)) : data;
}
