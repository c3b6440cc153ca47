import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sleep } from '../../src/io/system';
import { LocalServer } from '../localServer';
import { Home } from '../nube';

/** A Civo account of two pages, of which the second waits until it is let go. */
describe('a list in a process of its own', () => {
  const home = new Home();
  let waiting: (() => void)[] = [];
  const server = new LocalServer((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://civo').searchParams.get('page'));
    if (page === 1) answer(response, page);
    else waiting.push(() => answer(response, page));
  });
  const answer = (response: ServerResponse, page: number) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        page,
        per_page: 2,
        pages: 2,
        items: [1, 2].map((row) => ({ id: `id-${page}-${row}`, hostname: `web-${page}-${row}`, status: 'ACTIVE' })),
      }),
    );
  beforeAll(() => server.listen());

  const run = (format: string) => {
    const columns = ['csv', 'tsv'].includes(format) ? ['--columns', 'name'] : [];
    return spawn(process.execPath, [path.resolve('bin/nube.js'), 'list', '-o', format, ...columns], {
      env: {
        ...{ PATH: process.env.PATH, HOME: home.directory, ...home.variables },
        ...{ NUBE_PROVIDER: 'civo', NUBE_TOKEN: 'token', NUBE_REGION: 'LON1' },
        NUBE_ENDPOINT: server.origin,
      },
      cwd: home.directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  };

  it.each([
    ['csv', 'name\nweb-1-1\nweb-1-2\n', 'web-2-1\nweb-2-2\n'],
    ['tsv', 'name\nweb-1-1\nweb-1-2\n', 'web-2-1\nweb-2-2\n'],
    ['id', 'id-1-1\nid-1-2\n', 'id-2-1\nid-2-2\n'],
    ['ref', 'env/id-1-1\nenv/id-1-2\n', 'env/id-2-1\nenv/id-2-2\n'],
    [
      'ndjson',
      /^\{"profile":"env",.*"id":"id-1-1",.*\}\n\{.*"id":"id-1-2",.*\}\n$/,
      /^\{.*"id-2-1".*\}\n\{.*"id-2-2".*\}\n$/,
    ],
  ])('writes the rows of a page before the next one has come, as %s', async (format, first, rest) => {
    waiting = [];
    const child = run(format);
    const ended = once(child, 'close');
    let text = '';
    child.stdout.setEncoding('utf8');
    const whole = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: string) => {
        text += chunk;
        // The second page is held until these rows have been read here.
        if (text.split('\n').length > (typeof first === 'string' ? first : '\n\n').split('\n').length - 1) resolve();
      });
    });
    await Promise.race([whole, ended]);
    expect(text).toMatch(typeof first === 'string' ? new RegExp(`^${first}$`) : first);
    const before = text.length;
    const letGo = setInterval(() => {
      for (const go of waiting.splice(0)) go();
    }, 5);
    const [code] = await ended;
    clearInterval(letGo);
    expect(code).toBe(0);
    expect(text.slice(before)).toMatch(typeof rest === 'string' ? new RegExp(`^${rest}$`) : rest);
  });

  it.each(['json', 'table'])('writes nothing before the last page has come, as %s', async (format) => {
    waiting = [];
    const child = run(format);
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    const ended = once(child, 'close');
    while (waiting.length === 0) await sleep(5);
    // The first page has been answered: what would be written of it now has its time to come.
    await sleep(300);
    expect(text).toBe('');
    for (const go of waiting.splice(0)) go();
    expect((await ended)[0]).toBe(0);
    expect(text).toContain('web-2-2');
  });

  it('says that the disk behind its output is full', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.resolve('bin/nube.js'), '--sandbox', 'profile', 'list'],
      {
        env: { PATH: process.env.PATH, HOME: home.directory, ...home.variables },
        cwd: home.directory,
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      },
    );
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        'error: The output could not be written: the disk is full\nhint: Free some space; what was changed by now stays changed.\n',
    });
  });
});
