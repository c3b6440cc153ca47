import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Home, type RunOptions } from '../nube';

describe('api', () => {
  const home = new Home();
  const api = (line: string | readonly string[], options: RunOptions = {}) => {
    const words = typeof line === 'string' ? line.split(' ') : line;
    return home.sandbox(['api', ...words, '-p', 'civo'], options);
  };
  const fault = (kind: string) => ({ variables: { NUBE_SANDBOX_FAULT: kind } });
  const sent = (run: { requests: { method: string; path: string; query: unknown; body: unknown }[] }) =>
    run.requests.map(({ method, path, query, body }) => ({ method, path, query, body }));

  it('prints the answer of a reading as it is, fields being its query', async () => {
    const run = await api('GET /v2/instances --field region=FRA1 --field per_page=1');
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    expect(sent(run)).toEqual([
      { method: 'GET', path: '/v2/instances', query: { region: 'FRA1', per_page: '1' }, body: null },
    ]);
    expect(run.json()).toMatchObject({ page: 1, per_page: 1, items: [{ hostname: 'db-1', status: 'SHUTOFF' }] });
    expect(run.stdout).toMatch(/^\{"page":1,/);
  });

  it('prints an answer that is JSON in another format where one is asked for', async () => {
    const line = 'GET /v2/instances --field region=FRA1 --field per_page=1';
    expect((await api(`${line} -o yaml`)).stdout).toMatch(/^page: 1\nper_page: 1\n/);
    expect((await api(`${line} -o csv --query items[].{name:hostname}`)).stdout).toBe('name\ndb-1\n');
    expect((await api(`${line} -o csv`)).stdout).toMatch(/^page,per_page,/);
    expect((await api(`${line} -o json`)).stdout).toMatch(/^\{"page":1,/);
  });

  it('keeps the query that stands in the path, and takes a method in small letters', async () => {
    const run = await api('get /v2/instances?region=LON1&per_page=1&tags=web%20prod --field page=2');
    expect(sent(run)).toMatchObject([
      { method: 'GET', query: { region: 'LON1', per_page: '1', tags: 'web prod', page: '2' } },
    ]);
  });

  it('shows secrets, for the answer is printed as it is', async () => {
    const password = (await home.sandbox('get cache-1 -p civo --show-secrets --query password')).json();
    expect((await api('GET /v2/instances --field region=NYC1')).stdout).toContain(password);
  });

  it('sends fields as a JSON body, numbers, true, false and null as such', async () => {
    const run = await api([
      ...['POST', '/v2/sshkeys', '--field', 'name=one', '--field', 'public_key=ssh-ed25519 AAAA a,b=c'],
      ...['--field', 'n=3', '--field', 'f=-1.5', '--field', 'b=true', '--field', 'c=false', '--field', 'z=null'],
      ...['--field', 's=007', '--field', 'e='],
    ]);
    expect(run.code).toBe(0);
    expect(sent(run)).toEqual([
      {
        method: 'POST',
        path: '/v2/sshkeys',
        query: {},
        body: {
          ...{ name: 'one', public_key: 'ssh-ed25519 AAAA a,b=c', n: 3, f: -1.5, b: true, c: false, z: null },
          ...{ s: '007', e: '' },
        },
      },
    ]);
    expect(run.json()).toEqual({ result: 'success', id: expect.any(String) });
  });

  it('sends data as text, from a file or from standard input', async () => {
    const body = (name: string) => ({ name, public_key: 'ssh-ed25519 AAAA' });
    const file = path.join(home.directory, 'key.json');
    writeFileSync(file, JSON.stringify(body('file')));
    const text = await api(['POST', '/v2/sshkeys', '--data', JSON.stringify(body('text'))]);
    expect(sent(text)).toMatchObject([{ body: body('text') }]);
    expect(sent(await api(`POST /v2/sshkeys --data @${file}`))).toMatchObject([{ body: body('file') }]);
    const input = await api('POST /v2/sshkeys --data -', { input: JSON.stringify(body('stdin')) });
    expect(sent(input)).toMatchObject([{ body: body('stdin') }]);
    expect([text.code, input.code]).toEqual([0, 0]);
    const names = (await api('GET /v2/sshkeys')).json().map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['text', 'file', 'stdin']));
  });

  it('sends further headers in place of its own', async () => {
    const run = await api(['GET', '/v2/ping', '--header', 'X-Trace: a:b', '--header', 'Accept: text/plain']);
    expect(run.code).toBe(0);
    const { headers } = run.requests[0] as unknown as { headers: Record<string, string> };
    expect(headers).toMatchObject({ 'x-trace': 'a:b', accept: 'text/plain' });
    expect(headers['user-agent']).toMatch(/^nube\/\d/);
  });

  it('prints the body of an error to stdout and ends with its code', async () => {
    const run = await api('DELETE /v2/instances/nothing --field region=LON1');
    expect(run.code).toBe(5);
    expect(run.json()).toEqual({
      code: 'database_instance_find',
      reason: 'Failed to find the instance in the internal database',
    });
    expect(run.stderr).toMatch(
      /^error: Civo has no such instance in this region\nreason: Failed to find the instance .*\nhint: .*\n$/,
    );
    expect(run.changes).toEqual(['DELETE /v2/instances/nothing']);
  });

  it('prints the body of an error that is no JSON, and one JSON error with -o json', async () => {
    const plain = await api('GET /v2/nothing');
    expect({ code: plain.code, stdout: plain.stdout.trim() }).toEqual({ code: 5, stdout: '404 page not found' });
    expect(plain.stderr).toMatch(
      /\nreason: 404 page not found\nhint: The path stands behind http:\/\/127\.0\.0\.1:\d+; the documentation of the API has those that there are\.\n$/,
    );
    const json = await api('GET /v2/nothing -o json');
    expect(json.stderr.trim().split('\n')).toHaveLength(1);
    expect(json.error()).toMatchObject({ code: 'resource_not_found', exitCode: 5, httpStatus: 404, profile: 'civo' });
  });

  it.each([
    ['401', 4, 1],
    ['403', 4, 1],
    ['409', 7, 1],
    ['429', 13, 4],
    ['500', 14, 4],
    ['503', 14, 4],
    ['html', 14, 4],
    ['reset', 14, 4],
    ['truncated', 10, 1],
  ])('ends a reading that meets %s with %i after %i tries', async (kind, wanted, tries) => {
    const run = await api('GET /v2/ping', fault(kind));
    expect({ code: run.code, tries: run.requests.length }).toEqual({ code: wanted, tries });
    expect(run.stderr.split('\n').filter((line) => line.startsWith('error: '))).toHaveLength(1);
    if (kind === 'html') expect(run.stdout).toContain('502 Bad Gateway');
  });

  it('goes on after a fault that passes', async () => {
    const run = await api('GET /v2/ping', fault('503x2'));
    expect({ code: run.code, stdout: run.stdout, tries: run.requests.length }).toEqual({
      ...{ code: 0, stdout: '{"result":"success"}', tries: 3 },
    });
  });

  it.each(['429-after', '503-after', '500', 'reset'])('sends a change once, whatever happens: %s', async (kind) => {
    const run = await api('POST /v2/sshkeys --field name=x --field public_key=y', fault(kind));
    expect({ failed: run.code !== 0, changes: run.changes }).toEqual({ failed: true, changes: ['POST /v2/sshkeys'] });
  });

  it('prints a change with --dry-run and does not send it; a reading is sent', async () => {
    const run = await api('PUT /v2/instances/x/stop --field region=LON1 --dry-run');
    expect({ code: run.code, requests: run.requests }).toEqual({ code: 0, requests: [] });
    expect(run.stdout).toMatch(
      /^# 1\ncurl -sS --fail-with-body -X PUT 'http:\/\/127\.0\.0\.1:\d+\/v2\/instances\/x\/stop' -H "authorization: bearer \$NUBE_TOKEN" .*'\{"region":"LON1"\}'\n$/,
    );
    expect((await api('GET /v2/ping --dry-run')).stdout).toBe('{"result":"success"}');
  });

  it('applies --query to an answer in JSON, or says that it does not', async () => {
    const run = await api('GET /v2/ping --query result');
    expect([run.code, run.stdout]).not.toEqual([0, '{"result":"success"}']);
  });

  it.each([
    ['FETCH /v2/ping', '"FETCH" is not a method'],
    ['GET v2/ping', 'The path "v2/ping" must begin with /'],
    ['POST /v2/sshkeys --data {} --field a=b', '--data and --field contradict each other'],
    ['POST /v2/sshkeys --field nothing', '--field takes NAME=VALUE, not "nothing"'],
    ['GET /v2/ping --header nothing', '--header takes NAME:VALUE, not "nothing"'],
    ['GET', 'nube api needs PATH'],
    ['POST /v2/sshkeys --data @/nowhere/at-all', 'The file /nowhere/at-all cannot be read'],
    ['POST /v2/sshkeys --yes', 'nube api has no option --yes'],
    ['POST /v2/sshkeys --no-wait', 'nube api has no option --no-wait'],
  ])('refuses what makes no request: %s', async (line, message) => {
    const { code, stdout, stderr, requests } = await api(line);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toContain(`error: ${message}`);
  });

  it('needs exactly one profile', async () => {
    const add = 'profile add other --provider civo --token-env T --no-verify';
    expect((await home.sandbox(add)).code).toBe(0);
    const { code, stdout, stderr, requests } = await home.sandbox('api GET /v2/ping -p civo,other');
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr).toBe('error: api needs one profile: civo, other\nhint: Name it: -p civo\n');
  });
});
