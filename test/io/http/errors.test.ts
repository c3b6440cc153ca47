import { describe, expect, it } from 'vitest';
import { connect, failure, post, token, told, wire } from './connection';
import { json, serve } from './server';

describe('an error', () => {
  it.each([
    [400, 'provider_refused', 'civo refused the request', 'The message is the provider’s own.'],
    [401, 'credential_refused', 'civo refused the credential', 'nube profile test prod'],
    [
      403,
      'not_allowed',
      'civo does not allow this with the credential',
      'Ask for the permission, or use another profile.',
    ],
    [404, 'resource_not_found', 'civo does not know what was asked for', 'nube catalog KIND lists what does.'],
    [408, 'no_answer', 'civo did not answer in time', 'Try again, or raise --request-timeout.'],
    [
      409,
      'provider_conflict',
      'civo refused because of something else that exists or goes on',
      'Wait, or mend what the message names.',
    ],
    [429, 'rate_limited', 'civo limits the rate of requests', 'Wait a while, or lower --concurrency.'],
    [500, 'provider_unavailable', 'civo has a fault of its own', 'Try again later.'],
    [504, 'no_answer', 'civo did not answer in time', 'Try again, or raise --request-timeout.'],
    [304, 'unexpected_answer', 'civo gave no answer to this', 'Run it again with --debug to see the answer.'],
  ])('follows from the status %i where the body says nothing', async (status, code, cause, hint) => {
    const server = await serve((response) => json(response, status, {}, { 'x-request-id': 'req-9' }));
    const { http } = connect(server.endpoint);
    const error = await failure(http.get('/v2/instances', { page: 2 }));
    expect(told(error)).toEqual({
      code,
      message: `${cause} (GET /v2/instances: ${status})`,
      hint,
      httpStatus: status,
      requestId: 'req-9',
    });
    expect(error.details).toMatchObject({ profile: 'prod', provider: 'civo' });
  });

  it('is what the driver reads, in any status, cleaned and with all that is known', async () => {
    const refusal = { error: { code: 'quota_exceeded', text: 'Too\nmany \u001b[31mcores\u202e', id: 'quota\u0007' } };
    const server = await serve((response, { url }) =>
      json(response, Number(url.slice(1)), refusal, { 'cf-ray': 'a\tb' }),
    );
    const { http } = connect(server.endpoint);
    for (const status of [200, 403]) {
      expect(told(await failure(http.get(`/${status}`)))).toEqual({
        code: 'quota_exceeded',
        message: 'Too many cores',
        hint: 'nube catalog quota shows it; delete something or ask for more.',
        httpStatus: status,
        providerCode: 'quota',
        requestId: 'a b',
      });
    }
    expect(told(await failure(post(http, '/201')))).toMatchObject({ code: 'quota_exceeded', httpStatus: 201 });
  });

  it('keeps the driver’s own hint, and has a message where the provider gave none', async () => {
    const server = await serve((response) => json(response, 422, { error: {} }));
    const own = { ...wire, readRefusal: () => ({ code: 'quota_exceeded' as const, message: '', hint: 'Do this.' }) };
    expect(told(await failure(connect(server.endpoint, { wire: own }).http.get('/x')))).toMatchObject({
      message: 'The account’s quota does not allow it',
      hint: 'Do this.',
    });
  });

  it('gives the provider’s plain text as the reason', async () => {
    const server = await serve((response) => {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('no such\r\nroute');
    });
    expect(told(await failure(connect(server.endpoint).http.get('/x')))).toMatchObject({
      code: 'resource_not_found',
      reason: 'no such route',
    });
  });

  it('never repeats the credential', async () => {
    const body = { error: { code: 'credential_refused', text: `Invalid access token: ${token}`, id: token } };
    const server = await serve((response, { url }) => {
      if (url === '/json') return json(response, 401, body, { 'x-request-id': `r-${token}` });
      response.writeHead(403);
      return response.end(`${'x'.repeat(490)}${token}`);
    });
    const { http, lines } = connect(server.endpoint);
    const errors = [await failure(http.get('/json')), await failure(http.get(`/${token}`))];
    expect(errors[0]?.message).toBe('Invalid access token: ********');
    expect(JSON.stringify(errors.map(told))).not.toContain(token);
    expect(errors.map(({ stack }) => stack).join()).not.toContain(token);
    expect(errors.map(({ cause }) => cause)).toEqual([undefined, undefined]);
    expect(lines.join('\n')).not.toContain(token);
  });

  it('of the described profile speaks of variables', async () => {
    const server = await serve((response) => json(response, 401, {}));
    const { http } = connect(server.endpoint, { profile: 'env' });
    expect((await failure(http.get('/x'))).details.hint).toBe('Check NUBE_TOKEN.');
  });
});

describe('a refused credential', () => {
  it('is renewed once for however many requests, which are then sent again', async () => {
    let current = 'old-token';
    let renewals = 0;
    const server = await serve((response, { headers }) =>
      json(response, headers.authorization === 'bearer new-token' ? 200 : 401, {}),
    );
    const { http, slept } = connect(server.endpoint, {
      credential: async () => current,
      renew: async () => {
        renewals += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
        current = 'new-token';
        return current;
      },
    });
    await Promise.all([http.get('/a'), http.get('/b'), post(http, '/c'), http.get('/d')]);
    expect(renewals).toBe(1);
    expect(server.seen.length).toBe(8);
    expect(slept).toEqual([]);
    await http.get('/e');
    expect(server.seen.length).toBe(9);
  });

  it('that is refused again after renewing is an error', async () => {
    const server = await serve((response) => json(response, 401, {}));
    const { http } = connect(server.endpoint, { renew: async () => 'another' });
    expect((await failure(http.get('/x'))).code).toBe('credential_refused');
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([`bearer ${token}`, 'bearer another']);
  });
});

describe('a redirect', () => {
  it('is followed for a reading, and on another host without the credential', async () => {
    const other = await serve((response) => json(response, 200, { other: true }));
    const server = await serve((response, { url }) => {
      if (url === '/here') return json(response, 302, {}, { location: '/there?x=1' });
      if (url === '/away') return json(response, 307, {}, { location: `${other.endpoint}/x` });
      return json(response, 200, { here: true });
    });
    const keyed = { ...wire, headers: () => ({ 'MC-Api-Key': token, 'X-Hub-Id': 'hub' }) };
    const { http } = connect(server.endpoint, { wire: keyed });
    expect((await http.get('/here')).body).toEqual({ here: true });
    expect(server.seen[1]).toMatchObject({ url: '/there?x=1', headers: { 'mc-api-key': token } });
    expect((await http.get('/away')).body).toEqual({ other: true });
    expect(Object.keys(other.seen[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it('to a host that then refuses says why', async () => {
    const other = await serve((response) => json(response, 401, {}));
    const server = await serve((response) => json(response, 302, {}, { location: other.endpoint }));
    const { http } = connect(server.endpoint, { renew: async () => 'another' });
    expect(told(await failure(http.get('/x')))).toEqual({
      code: 'unexpected_answer',
      message: `civo redirects GET /x to 127.0.0.1:${other.port}, to which the credential is not sent`,
      hint: 'Check the endpoint: nube profile get prod',
      httpStatus: 401,
    });
  });

  it.each([
    ['selfsigned', 'it is self-signed'],
    ['misnamed', 'its authority is not known'],
  ])('to a host whose certificate is %s says so', async (certificate, why) => {
    const other = await serve((response) => json(response, 200, {}), { certificate });
    const server = await serve((response) => json(response, 302, {}, { location: other.endpoint }));
    const { http, slept } = connect(server.endpoint);
    expect(told(await failure(http.get('/x')))).toMatchObject({
      code: 'tls_refused',
      message: `The certificate of 127.0.0.1:${other.port} is not trusted: ${why}`,
    });
    expect({ slept, asked: other.seen }).toEqual({ slept: [], asked: [] });
  });

  it('that never ends is an error', async () => {
    const server = await serve((response) => json(response, 302, {}, { location: '/x' }));
    expect(told(await failure(connect(server.endpoint).http.get('/x')))).toMatchObject({
      code: 'unexpected_answer',
      message: `127.0.0.1:${server.port} redirects GET /x too often or to no usable address`,
    });
    expect(server.seen.length).toBe(6);
  });

  it.each(['ftp://h/x', 'unix:/var/run/docker.sock:/x', 'http://['])('to %s is not followed', async (location) => {
    const server = await serve((response) => json(response, 302, {}, { location }));
    expect(told(await failure(connect(server.endpoint).http.get('/x')))).toMatchObject({
      code: 'unexpected_answer',
      message: `127.0.0.1:${server.port} redirects GET /x too often or to no usable address`,
    });
    expect(server.seen.length).toBe(1);
  });

  it('is never followed for a change', async () => {
    const server = await serve((response) =>
      json(response, 307, {}, { location: 'https://other.example/x?token=abc' }),
    );
    expect(told(await failure(post(connect(server.endpoint).http)))).toEqual({
      code: 'unexpected_answer',
      message: 'civo redirects POST /v2/instances to other.example, and a change is not redirected',
      hint: 'Check the endpoint: nube profile get prod',
      httpStatus: 307,
    });
    expect(server.seen.length).toBe(1);
  });
});

describe('a raw request', () => {
  const plain = { query: [], headers: {}, body: null };

  it('gives the answer as it is, with the error that it would have been', async () => {
    const server = await serve((response) =>
      json(response, 404, { error: { code: 'resource_not_found', text: 'No' } }),
    );
    const answer = await connect(server.endpoint).http.raw({ ...plain, method: 'get', path: '/x' });
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } });
    expect(answer.body.toString()).toBe('{"error":{"code":"resource_not_found","text":"No"}}');
    expect(answer.error && told(answer.error)).toMatchObject({ code: 'resource_not_found', message: 'No' });
  });

  it('takes text for an answer, but neither HTML nor broken JSON', async () => {
    const server = await serve((response, { url }) => {
      response.setHeader('content-type', url === '/json' ? 'application/json' : 'text/plain');
      response.end(url === '/text' ? 'log line' : url === '/html' ? '<html>' : '{"a":');
    });
    const { http } = connect(server.endpoint);
    const error = async (path: string) => (await http.raw({ ...plain, method: 'GET', path })).error;
    expect(await error('/text')).toBeNull();
    expect((await error('/html'))?.message).toBe('civo answered GET /html with HTML');
    expect((await error('/json'))?.message).toBe('civo answered GET /json with broken JSON');
  });

  it('is tried again only where it reads', async () => {
    const server = await serve((response) => json(response, 503, {}, { 'retry-after': '1' }));
    const { http } = connect(server.endpoint, { renew: async () => 'x' });
    for (const [method, count] of [['HEAD', 4] as const, ['POST', 1] as const]) {
      server.seen.length = 0;
      const { error } = await http.raw({ ...plain, method, path: '/x' });
      expect(error?.code).toBe('provider_unavailable');
      expect(server.seen.length).toBe(count);
    }
  });

  it('sends bytes, query and headers as they are given', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = connect(server.endpoint);
    const query = [
      ['a', '1'],
      ['a', '2 3'],
    ] as const;
    await http.raw({
      method: 'POST',
      path: '/x?b=%20',
      query,
      headers: { 'content-TYPE': 'x/y' },
      body: Buffer.from([0, 255]),
    });
    await http.raw({ method: 'PATCH', path: '/x', query: [], headers: { Authorization: 'mine' }, body: '{}' });
    expect(server.seen[0]?.url).toBe('/x?b=%20&a=1&a=2%203');
    expect(server.seen[0]?.body).toEqual(Buffer.from([0, 255]));
    expect(server.seen[0]?.headers['content-type']).toBe('x/y');
    expect(server.seen[1]?.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'mine' });
  });

  it('may have a body where it gets, but not where it only asks for the head', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = connect(server.endpoint);
    await http.raw({ ...plain, method: 'GET', path: '/x', body: '{"a":1}' });
    expect(server.seen[0]?.body.toString()).toBe('{"a":1}');
    const error = await failure(http.raw({ ...plain, method: 'HEAD', path: '/x', body: '{}' }));
    expect(told(error)).toEqual({ code: 'conflicting_options', message: 'HEAD takes no body' });
  });

  it('with impossible headers or methods is refused', async () => {
    const { http } = connect('http://127.0.0.1:1');
    const expected = { code: 'invalid_value', message: 'GET /x holds characters that cannot be sent' };
    expect(
      told(await failure(http.raw({ ...plain, method: 'GET', path: '/x', headers: { a: 'b\nc' } }))),
    ).toMatchObject(expected);
    expect(told(await failure(http.raw({ ...plain, method: 'G ET', path: '/x' })))).toMatchObject({
      code: 'invalid_value',
    });
  });
});
