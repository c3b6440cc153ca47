import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret';
import { connect, failure, post, token, wire } from './connection';
import { json, serve } from './server';

const steady = (lines: readonly string[]) =>
  lines.filter((line) => !/^< (date|connection|keep-alive|transfer)/.test(line));

describe('the debug log', () => {
  it('shows what was sent and what came back, without secrets', async () => {
    const answer = {
      id: '7',
      Hush: { deep: 1 },
      initial_password: 'hunter22',
      list: [{ token: 't1', hush: 5, echo: `bearer ${token}`, script: 'do it now' }, null, true],
    };
    const server = await serve((response) =>
      json(response, 201, answer, { 'set-cookie': 'session=1', 'x-echo': token, location: '/x?access_token=abc&b=1' }),
    );
    const { http, lines } = connect(server.endpoint, {
      wire: { ...wire, query: () => ({ region: 'LON1', api_key: 'k-1' }) },
    });
    const body = { name: 'web-1', script: new Secret('do it now', 'user-data'), hush: 'x', nothing: null };
    await post(http, '/v2/instances', body);
    expect(steady(lines)).toEqual([
      `> POST ${server.endpoint}/v2/instances?region=LON1&api_key=********`,
      '> user-agent: nube/1.2.3',
      '> accept: application/json',
      '> authorization: bearer ********',
      '> content-type: application/json',
      '> {"name":"web-1","script":"********","hush":"********","nothing":null}',
      '< 201 after 0 ms',
      '< content-type: application/json',
      '< set-cookie: ********',
      '< x-echo: ********',
      '< location: /x?access_token=********&b=1',
      '< {"id":"7","Hush":"********","initial_password":"********",' +
        '"list":[{"token":"********","hush":"********","echo":"bearer ********","script":"********"},null,true]}',
    ]);
  });

  it('shows forms and text, each on one line', async () => {
    const server = await serve((response) => response.end('<html>\n\u001b[31mlogin?token=abc&x=1'));
    const { http, lines } = connect(server.endpoint);
    const form = { username: 'me', password: new Secret('hunter22', 'password'), client_id: 'morph-api' };
    await failure(
      http.send(
        { method: 'POST', path: '/oauth/token', form },
        () => null,
        () => null,
      ),
    );
    expect(lines).toContain('> {"username":"me","password":"********","client_id":"morph-api"}');
    expect(lines).toContain('< <html> login?token=********&x=1');
  });

  it('shows what failed, and when it is tried again', async () => {
    const { http, lines } = connect('http://127.0.0.1:1');
    await failure(http.get('/x'));
    expect(lines.filter((line) => /^[!*]/.test(line))).toEqual([
      '! refused (ECONNREFUSED) at 127.0.0.1:1 after 0 ms: connect ECONNREFUSED 127.0.0.1:1',
      '* again in 500 ms, try 2 of 4',
      '! refused (ECONNREFUSED) at 127.0.0.1:1 after 0 ms: connect ECONNREFUSED 127.0.0.1:1',
      '* again in 1000 ms, try 3 of 4',
      '! refused (ECONNREFUSED) at 127.0.0.1:1 after 0 ms: connect ECONNREFUSED 127.0.0.1:1',
      '* again in 2000 ms, try 4 of 4',
      '! refused (ECONNREFUSED) at 127.0.0.1:1 after 0 ms: connect ECONNREFUSED 127.0.0.1:1',
    ]);
  });

  it('hides every header that holds the credential, and secrets in raw bodies', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const keyed = {
      ...wire,
      headers: (_settings: object, key: string) => ({ 'MC-Api-Key': key, 'X-Odd': `${key}!`, 'X-Hub-Id': 'h' }),
    };
    const { http, lines } = connect(server.endpoint, { wire: keyed });
    await http.raw({
      method: 'PUT',
      path: '/x',
      query: [['token', 'q']],
      headers: { 'x-secret': 'v' },
      body: '{"hush":"v"}',
    });
    expect(lines.slice(0, 8)).toEqual([
      `> PUT ${server.endpoint}/x?token=********`,
      '> user-agent: nube/1.2.3',
      '> accept: application/json',
      '> mc-api-key: ********',
      '> x-odd: ********!',
      '> x-hub-id: h',
      '> content-type: application/json',
      '> x-secret: ********',
    ]);
    expect(lines[8]).toBe('> {"hush":"********"}');
  });

  it('survives an answer nested deeper than anyone would', async () => {
    const deep = `${'['.repeat(400)}${']'.repeat(400)}`;
    const server = await serve((response) => response.end(deep));
    const { http, lines } = connect(server.endpoint, { wire: { ...wire, readRefusal: () => null } });
    await http.get('/x');
    expect(lines.at(-1)).toMatch(/^< \[{201}"…"\]{201}$/);
  });
});
