import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Mutation, path } from '../../src/core/http';
import { Secret } from '../../src/core/secret';
import { createRecorder } from '../../src/io/recorder';
import { connect, post, token } from './http/connection';
import { json, type Seen, serve } from './http/server';

const record = (endpoint = 'https://api.civo.com', overrides = {}) => {
  const recorder = createRecorder();
  const connection = connect(endpoint, {
    recorder,
    credential: () => Promise.reject(new Error('no credential is needed')),
    ...overrides,
  });
  return { ...connection, recorder };
};

const plan = (http: ReturnType<typeof record>['http'], mutation: Mutation) =>
  http.send(
    mutation,
    () => 'sent',
    (variable) => variable,
  );

describe('a dry run', () => {
  it('writes changes down as curl lines and sends nothing', async () => {
    const { http, recorder } = record();
    expect(await plan(http, { method: 'PUT', path: '/v2/instances/7/stop', query: { region: 'LON1' } })).toBe('$ID_1');
    expect(await plan(http, { method: 'PUT', path: '/v2/x', body: { tags: "it's $HOME `id`" } })).toBe('$ID_2');
    expect(await plan(http, { method: 'DELETE', path: '/v2/x' })).toBe('$ID_3');
    expect(recorder.text()).toBe(
      [
        '# 1',
        `curl -sS --fail-with-body -X PUT 'https://api.civo.com/v2/instances/7/stop?region=LON1' -H "Authorization: bearer $NUBE_TOKEN" -H 'Content-Length: 0'`,
        '# 2',
        `curl -sS --fail-with-body -X PUT 'https://api.civo.com/v2/x' -H "Authorization: bearer $NUBE_TOKEN" -H 'Content-Type: application/json' -d '{"tags":"it'\\''s $HOME \`id\`"}'`,
        '# 3',
        `curl -sS --fail-with-body -X DELETE 'https://api.civo.com/v2/x' -H "Authorization: bearer $NUBE_TOKEN"`,
        '',
      ].join('\n'),
    );
  });

  it('still reads', async () => {
    const server = await serve((response) => json(response, 200, { ok: true }));
    const { http, recorder } = record(server.endpoint, { credential: async () => token });
    expect((await http.get('/x')).body).toEqual({ ok: true });
    expect((await http.raw({ method: 'GET', path: '/x', query: [], headers: {}, body: null })).status).toBe(200);
    expect(recorder.text()).toBe('');
  });

  it('writes down raw changes too', async () => {
    const { http, recorder } = record();
    const headers = { 'X-A': 'b' };
    await http.raw({ method: 'post', path: '/x[1]', query: [['a', '1']], headers, body: "@it's" });
    expect(recorder.text()).toBe(
      `# 1\ncurl -sS --fail-with-body --globoff -X POST 'https://api.civo.com/x[1]?a=1' -H "Authorization: bearer $NUBE_TOKEN" -H 'Content-Type: application/json' -H 'X-A: b' --data-raw '@it'\\''s'\n`,
    );
  });

  it('names a token for each of several profiles', async () => {
    const recorder = createRecorder();
    for (const profile of ['prod', 'my-test']) await post(connect('https://h', { profile, recorder }).http, '/x');
    expect(recorder.text()).toMatch(/bearer \$NUBE_TOKEN_PROD".*\n# 2\n.*bearer \$NUBE_TOKEN_MY_TEST"/);
  });

  it('says which variable to set to what', async () => {
    const { http, recorder } = record();
    const id = await plan(http, { method: 'POST', path: '/x', body: {} });
    await plan(http, { method: 'PUT', path: path`/x/${id}/y`, query: { of: id }, body: { id, text: `x-${id}.` } });
    await plan(http, { method: 'PUT', path: '/z', body: { password: new Secret('hunter22', 'password') } });
    expect(recorder.text().split('\n').slice(2)).toEqual([
      '# 2',
      '# Set ID_1 to the id that the answer to 1 tells.',
      `curl -sS --fail-with-body -X PUT "https://api.civo.com/x/$ID_1/y?of=$ID_1" -H "Authorization: bearer $NUBE_TOKEN" -H 'Content-Type: application/json' -d '{"id":"'"$ID_1"'","text":"x-'"$ID_1"'."}'`,
      '# 3',
      '# Set NUBE_PASSWORD to the password, which is not shown.',
      `jq -n -c --arg password "$NUBE_PASSWORD" '{"password":$password}' | curl -sS --fail-with-body -X PUT 'https://api.civo.com/z' -H "Authorization: bearer $NUBE_TOKEN" -H 'Content-Type: application/json' -d @-`,
      '',
    ]);
    expect(recorder.text()).not.toContain('hunter22');
  });

  it('carries over how the profile connects', async () => {
    const settings = { 'ca-file': "/my ca's.pem", proxy: 'http://proxy:3128' };
    const one = record('https://h', { settings, insecure: true });
    await plan(one.http, { method: 'DELETE', path: '/x' });
    expect(one.recorder.text()).toContain(
      `curl -sS --fail-with-body --cacert '/my ca'\\''s.pem' --insecure --proxy 'http://proxy:3128' --noproxy '' -X DELETE 'https://h/x'`,
    );
    const two = record('https://h', { settings: { proxy: 'http://me:pw@proxy:3128' } });
    await plan(two.http, { method: 'DELETE', path: '/x' });
    expect(two.recorder.text()).toContain(`curl -sS --fail-with-body --proxy "$NUBE_PROXY" --noproxy '' -X DELETE`);
    const three = record('https://h', { settings: { proxy: 'none' } });
    await plan(three.http, { method: 'DELETE', path: '/x' });
    expect(three.recorder.text()).toContain("curl -sS --fail-with-body --noproxy '*' -X DELETE");
  });

  it('shows other programs as their command', () => {
    const recorder = createRecorder();
    recorder.command(['scp', '-P', '22', '--', 'a b', 'root@[::1]:/x']);
    expect(recorder.text()).toBe("# 1\nscp -P 22 -- 'a b' 'root@[::1]:/x'\n");
  });
});

/** The shell runs what was recorded; gives what the server got from it and from a real sending. */
async function both(mutations: readonly Mutation[], variables: Record<string, string> = {}): Promise<[Seen[], Seen[]]> {
  const server = await serve((response) => json(response, 200, {}));
  const { http, recorder } = record(server.endpoint);
  for (const mutation of mutations) await plan(http, mutation);
  const written = recorder.text();
  const secrets = Object.values(variables).filter((value) => value !== '');
  for (const secret of [token, ...secrets]) expect(written).not.toContain(secret);
  const env = { PATH: process.env.PATH, NUBE_TOKEN: token, ...variables };
  await promisify(execFile)('sh', ['-e', '-c', written], { env });
  const recorded = server.seen.splice(0);
  for (const mutation of mutations) await plan(connect(server.endpoint).http, mutation);
  return [recorded, server.seen];
}

/** All that tells one request from another, but for what names the client. */
function essence({ method, url, headers, body }: Seen): unknown {
  const {
    'user-agent': _agent,
    accept: _accept,
    'accept-encoding': _encoding,
    connection: _connection,
    ...rest
  } = headers;
  return { method, url, headers: rest, body: body.toString('latin1') };
}

const nasty = 'it\'s "q" $HOME $(id) `id` \\ \\n !! %s \n\t\u00e9\u{1f600} {}[]*?~#&;|<> \\(.x) @x';

describe('a recorded line, pasted into a shell,', () => {
  it.each<[string, Mutation]>([
    ['no body', { method: 'POST', path: '/x' }],
    ['no body to delete', { method: 'DELETE', path: '/x' }],
    ['a nasty body', { method: 'POST', path: '/x', body: { a: nasty, b: [nasty, null, -1, 1.5, true], '"k\'$': {} } }],
    [
      'a nasty path and query',
      { method: 'PUT', path: path`/x/${nasty}`, query: { q: nasty, r: ['1', nasty] }, body: {} },
    ],
    ['a delete with a body', { method: 'DELETE', path: '/x', body: { purgeImmediately: true } }],
    ['the body null', { method: 'PUT', path: '/x', body: null }],
    ['a text as body', { method: 'PUT', path: '/x', body: '' }],
    ['a plain form', { method: 'POST', path: '/x', form: { a: nasty, b: '' } }],
  ])('sends the very request with %s', async (_name, mutation) => {
    const [recorded, sent] = await both([mutation]);
    expect(recorded.map(essence)).toEqual(sent.map(essence));
    expect(sent.length).toBe(1);
  });

  it('sends the very request with secrets from variables and files', async () => {
    const directory = mkdtempSync(join(tmpdir(), "nube it's "));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'user data.sh');
    writeFileSync(file, `${nasty}\n\n`);
    const body = {
      name: nasty,
      script: new Secret(`${nasty}\n\n`, 'user-data', file),
      list: [
        new Secret('hunter22', 'password'),
        new Secret('another $one', 'password'),
        new Secret('hunter22', 'password'),
      ],
      end: new Secret('label', 'end'),
      numbers: [-1, 0.5, 12345678901],
    };
    const [recorded, sent] = await both([{ method: 'POST', path: '/x', body }], {
      NUBE_PASSWORD: 'hunter22',
      NUBE_PASSWORD_2: 'another $one',
      NUBE_END: 'label',
    });
    expect(recorded.map(essence)).toEqual(sent.map(essence));
  });

  it('sends a form with a secret that means the same', async () => {
    const form = { username: nasty, password: new Secret('p&ss w\u00f6rd', 'password'), last: 'x' };
    const [recorded, sent] = await both([{ method: 'POST', path: '/x', form }], { NUBE_PASSWORD: 'p&ss w\u00f6rd' });
    const read = ({ body }: Seen) => [...new URLSearchParams(body.toString())];
    expect(recorded.map(read)).toEqual(sent.map(read));
    expect(recorded[0]?.headers['content-type']).toBe(sent[0]?.headers['content-type']);
  });

  it('puts in what only an answer tells', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http, recorder } = record(server.endpoint);
    const id = await plan(http, { method: 'POST', path: '/x', body: { keep: '$ID_1' } });
    const secret = new Secret('s3cret', 'password');
    await plan(http, {
      method: 'POST',
      path: path`/x/${id}`,
      query: { id },
      body: { id, other: '$ID_9', mixed: `a${id}-b` },
    });
    await plan(http, { method: 'POST', path: '/y', body: { secret, id, mixed: `"${id}"` } });
    const env = { PATH: process.env.PATH, NUBE_TOKEN: token, ID_1: 'abc-7', NUBE_PASSWORD: 's3cret' };
    await promisify(execFile)('sh', ['-e', '-c', recorder.text()], { env });
    expect(server.seen.map(({ url, body }) => [url, JSON.parse(body.toString())])).toEqual([
      ['/x', { keep: '$ID_1' }],
      ['/x/abc-7?id=abc-7', { id: 'abc-7', other: '$ID_9', mixed: 'aabc-7-b' }],
      ['/y', { secret: 's3cret', id: 'abc-7', mixed: '"abc-7"' }],
    ]);
  });

  it('sends raw bytes as they are', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http, recorder } = record(server.endpoint);
    for (const body of [Buffer.from([0, 1, 255, 10, 13]), Buffer.from(`@${nasty}`), '']) {
      await http.raw({
        method: 'POST',
        path: '/x',
        query: [],
        headers: { 'Content-Type': 'x/y', 'X-Empty': '' },
        body,
      });
    }
    const env = { PATH: process.env.PATH, NUBE_TOKEN: token };
    await promisify(execFile)('sh', ['-e', '-c', recorder.text()], { env });
    expect(server.seen.map(({ body }) => body)).toEqual([
      Buffer.from([0, 1, 255, 10, 13]),
      Buffer.from(`@${nasty}`),
      Buffer.alloc(0),
    ]);
    expect(server.seen[0]?.headers).toMatchObject({ 'content-type': 'x/y', 'x-empty': '' });
  });

  it('sends a raw request whose secrets are variables', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const directory = mkdtempSync(join(tmpdir(), "nube it's "));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'body');
    writeFileSync(file, 'from a file');
    const secrets = {
      NUBE_AUTHORIZATION: 'Basic c2VjcmV0',
      NUBE_PASSWORD: 'in a field',
      NUBE_PASSWORD_2: 'in%20the%20address',
      NUBE_BODY: 'password=in+a+form',
      NUBE_BODY_2: '{"hush":12345678901234567890}',
    };
    const headers = { Authorization: secrets.NUBE_AUTHORIZATION };
    const post = { method: 'POST', path: '/x', query: [] as [string, string][], headers: {} };
    const requests = [
      { ...post, headers, body: JSON.stringify({ name: nasty, in: [{ password: secrets.NUBE_PASSWORD }] }) },
      {
        ...post,
        query: [['password', 'in the address'] as [string, string], ['a', 'b'] as [string, string]],
        body: null,
      },
      { ...post, body: secrets.NUBE_BODY },
      { ...post, body: secrets.NUBE_BODY_2 },
      { ...post, body: 'from a file', file },
    ];
    const { http, recorder } = record(server.endpoint);
    for (const request of requests) await http.raw(request);
    for (const secret of [...Object.values(secrets), 'in the address', 'from a file']) {
      expect(recorder.text()).not.toContain(secret);
    }
    const env = { PATH: process.env.PATH, NUBE_TOKEN: token, ...secrets };
    await promisify(execFile)('sh', ['-e', '-c', recorder.text()], { env });
    const recorded = server.seen.splice(0).map(essence);
    for (const request of requests) await connect(server.endpoint).http.raw(request);
    const sent = server.seen.map((seen) =>
      essence({ ...seen, url: seen.url.replace(/(password=[^&]*)&(.*)/, '$2&$1') }),
    );
    expect(recorded).toEqual(sent);
  });
});
