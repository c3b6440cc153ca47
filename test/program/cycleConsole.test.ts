import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { overlap } from '../../src/commands/overlap';
import { createStreamText } from '../../src/commands/streamText';
import { Home, type RunOptions } from '../nube';
import { CycleHome } from './cycleHome';
import { CycleServer, say } from './cycleServer';
import { whenSent } from './support/whenSent';

const server = new CycleServer();
const local = new Home();
/** A command line that reads the console of the server's only instance. */
const read = (line = 'console api-1', options: RunOptions = {}) =>
  local.run(line, { ...options, variables: { ...server.variables, ...options.variables } });

const drop = (socket: { terminate(): void }) => socket.terminate();

describe('a console that is a stream', () => {
  it('is shown as it comes, and ends well where the server ends it', async () => {
    server.begin((socket) => void say(socket, ['one\n', 'two\r\nthr', 'ee\n']));
    const { code, stdout, stderr } = await read();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one\ntwo\nthree\n' });
    expect(stderr).toBe(
      'The console of api-1, read-only: nube ssh env/a1 is the way in, Ctrl-C leaves.\n' +
        'The console of api-1 has ended.\n',
    );
    expect(server.tokens).toEqual(['token 1']);
  });

  it('is silent on stderr with --quiet and in JSON, and is text there, too', async () => {
    for (const line of ['console api-1 -q', 'console api-1 -o json']) {
      server.begin((socket) => void say(socket, ['one\n']));
      const { code, stdout, stderr } = await read(line);
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'one\n', stderr: '' });
    }
  });

  it('is left with Ctrl-C, which is 130', async () => {
    server.begin((socket) => socket.send('one\n'));
    const { code, stdout, stderr } = await read('console api-1', {
      interruptWhen: (text) => text === 'one\n',
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: 'one\n' });
    expect(stderr).toContain('error: Left the console of api-1\n');
  });

  it('puts characters together that two frames have cut, and shows what is no text as such', async () => {
    const bytes = Buffer.from('naïve 日本語 ✓ 🚀\n');
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const text = createStreamText(false);
      expect(text.take(bytes.subarray(0, cut)) + text.take(bytes.subarray(cut)) + text.end()).toBe(
        'naïve 日本語 ✓ 🚀\n',
      );
    }
    const frames = [...bytes].map((byte) => Buffer.from([byte]));
    server.begin((socket) => void say(socket, [...frames, Buffer.from([0xff, 0x41, 0x0a, 0xe6, 0x97])]));
    expect((await read()).stdout).toBe('naïve 日本語 ✓ 🚀\n\ufffdA\n\ufffd');
  });

  const hostile = [
    '\x1b]0;owned\x07a',
    '\x1b[2J\x1b[Hb',
    '\x1b]52;c;ZXZpbA==\x1b\\c',
    '\x1bP+q544e\x1b\\d',
    '\x1b[8mhidden\x1b[28m',
    '\x1b[31mred\x1b[0m',
    '\x1b[38;5;9mnine\x1b[m',
    '\x9b2Je',
    '\x1b[6n\x07\x08\x7f',
    '\u202ereversed\n',
  ];
  const harmless = 'abcdhiddenrednineereversed\n';

  it('lets no control sequence through a pipe, however it is cut', async () => {
    server.begin((socket) => void say(socket, hostile));
    expect((await read()).stdout).toBe(harmless);
    const whole = Buffer.from(hostile.join(''));
    for (let cut = 1; cut < whole.length; cut += 1) {
      const text = createStreamText(false);
      expect(text.take(whole.subarray(0, cut)) + text.take(whole.subarray(cut)) + text.end()).toBe(harmless);
    }
  });

  it('lets nothing but colours through to a terminal, and puts them back at the end', async () => {
    server.begin((socket) => void say(socket, [...hostile, '\x1b[1;4;8;31mlast']));
    const { stdout } = await read('console api-1', { columns: 80 });
    expect(stdout).toBe(
      'abcdhidden\x1b[31mred\x1b[0m\x1b[38;5;9mnine\x1b[0mereversed\n\x1b[1;4;31mlast\x1b[0m'.replace('\x1b[28m', ''),
    );
    for (const option of ['--color never', '']) {
      server.begin((socket) => void say(socket, hostile));
      const plain = await read(`console api-1 ${option}`, {
        columns: 80,
        variables: option === '' ? { NO_COLOR: '1' } : {},
      });
      expect(plain.stdout).toBe(harmless);
    }
  });

  it('does not wait forever for the end of a sequence', () => {
    const text = createStreamText(false);
    const shown = text.take(Buffer.from(`\x1b]0;${'x'.repeat(10_000)}`));
    expect(shown).toContain('xxxx');
    expect(shown).not.toContain('\x1b');
  });

  it('is taken up again with a fresh token where it breaks off, and says nothing twice', async () => {
    const lines = ['one\n', 'two\n', 'dré', 'i\n', 'four\n', 'four\n', 'five\n'];
    const said = Buffer.from(lines.join(''));
    server.begin((socket, count) => {
      // Broken off in the midst of a character.
      if (count === 1) void say(socket, [said.subarray(0, 8), said.subarray(8, 11)], drop);
      else if (count === 2) void say(socket, [said.subarray(0, 13), said.subarray(13, 20)], drop);
      else void say(socket, [said]);
    });
    const { code, stdout, stderr } = await read();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'one\ntwo\ndréi\nfour\nfour\nfive\n' });
    expect(stderr).toContain('The console broke off; connecting again.\n');
    expect(server.tokens).toEqual(['token 1', 'token 2', 'token 3']);
  });

  it('is shown whole where it has begun anew in between', async () => {
    server.begin((socket, count) => {
      if (count === 1) void say(socket, ['old\n'], drop);
      else void say(socket, ['new\n']);
    });
    expect((await read()).stdout).toBe('old\nnew\n');
  });

  it('is given up after so many failures in a row', async () => {
    server.begin(drop);
    const { code, error, stdout } = await read('console api-1 -o json', { haste: 100 });
    expect({ code, stdout }).toEqual({ code: 14, stdout: '' });
    expect(error()).toMatchObject({ code: 'unreachable', profile: 'env', provider: 'cycle' });
    expect(server.tokens).toHaveLength(6);
  });

  it('ends with the refusal of Cycle where there is one', async () => {
    server.begin(drop);
    const error = { status: 403, code: '403.permissions', title: 'No', extra: { capability: 'containers-console' } };
    server.instead = { '/v1/containers/c1/instances/a1/console': { status: 403, body: { error, data: null } } };
    const { code, stderr } = await read();
    expect(code).toBe(4);
    expect(stderr).toContain('error: The role of the API key lacks the capability containers-console\n');
  });

  it('has no link to open', async () => {
    const { code, error } = await read('console api-1 --open -o json');
    expect({ code, message: error().message }).toEqual({
      code: 2,
      message: 'Cycle has no --open for console: it is a stream',
    });
  });
});

describe('what a replay has in common with what was shown', () => {
  it.each([
    ['', 'abc', 0],
    ['abc', '', 0],
    ['abc', 'abc', 3],
    ['abc', 'abcdef', 3],
    ['xxabc', 'abcdef', 3],
    ['aaaa', 'aaab', 3],
    ['tick\ntick\n', 'tick\ntick\ntick\n', 10],
    ['abcabcab', 'abcabx', 5],
    ['abc', 'xyz', 0],
    ['abcdef', 'abc', 0],
  ])('%j and %j: %i', (shown, replay, count) => {
    expect(overlap(Buffer.from(shown), Buffer.from(replay))).toBe(count);
  });
});

describe('the console of the sandbox', () => {
  const cycle = new CycleHome();
  afterEach(() => cycle.reset());
  /** Until what the console had before has come, and something new. */
  const beyondReplay: RunOptions = { interruptWhen: (text) => Buffer.byteLength(text) > 101 * 1024 };
  const opened = (run: { requests: { path: string }[] }) =>
    run.requests.filter((request) => /\/instances\/\w+\/console$/.test(request.path)).length;

  it('replays and goes on', async () => {
    const run = await cycle.run('console api-1 -q', beyondReplay);
    expect(run.code).toBe(130);
    const bytes = Buffer.byteLength(run.stdout);
    expect(bytes).toBeGreaterThan(100 * 1024);
    expect(run.stdout.split('\n').slice(-10, -1).join('\n')).toMatch(/^(\d{4}-\d\d-\d\dT\S+Z .+\n?){9}$/);
    expect(opened(run)).toBe(1);
  });

  it.each([{ console_frames: 'binary' }, { stream_address: 'http' }, { stream_address: 'query' }])(
    'is read with %j',
    async (settings) => {
      await cycle.set(settings);
      const { stdout } = await cycle.run('console store-1 -q', { interruptWhen: (text) => text.includes('日本語') });
      expect(stdout).toContain('日本語');
      expect(stdout.slice(200, -10)).not.toContain('\ufffd');
    },
  );

  it('is taken up again where it breaks off', async () => {
    await cycle.set({ console_drop_after: 2 });
    const during = whenSent(cycle.home, /\/instances\/\w+\/console$/, 3);
    const run = await cycle.run('console store-1', { during });
    expect({ code: run.code, again: opened(run) > 2 }).toEqual({ code: 130, again: true });
    expect(run.stderr).toContain('The console broke off; connecting again.');
  });

  it('is clean where the instance is hostile', async () => {
    await cycle.set({ console_hostile: true });
    for (const columns of [undefined, 80]) {
      const options = columns === undefined ? beyondReplay : { ...beyondReplay, columns };
      const { stdout } = await cycle.run('console api-1 -q', options);
      expect(stdout.replaceAll(/\x1b\[[0-9;]*m/g, '')).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      expect(stdout).not.toContain('owned\u0007');
    }
  });

  it('of an instance that has stopped ends by itself', async () => {
    const { code, stderr } = await cycle.run('console reports-1');
    expect(code).toBe(0);
    expect(stderr).toContain('The console of reports-1 has ended.');
  });

  it('of a virtual machine is that of the instance that carries it', async () => {
    const run = await cycle.run('console vm-1 -q', { interruptWhen: (text) => text !== '' });
    expect({ code: run.code, opened: opened(run) }).toEqual({ code: 130, opened: 1 });
  });
});

describe('a console that is a link', () => {
  const home = new Home();
  const secret = /[?&]token=[\w.-]+/;

  it('with a token inside is printed without it, and whole only when asked', async () => {
    const { code, stdout, stderr } = await home.sandbox('console web-1 -p civo');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\/\S+\n$/);
    expect(stdout).not.toMatch(secret);
    expect(stderr).toMatch(
      /^warning: Alone this address opens nothing, for the token in it is left out: nube console civo\/\S+ --open/,
    );
    const json = await home.sandbox('console web-1 -p civo -o json');
    expect(Object.keys(json.json())).toEqual(['url']);
    const shown = await home.sandbox('console web-1 -p civo -o json --show-secrets');
    expect(shown.json().url).toMatch(secret);
  });

  it('goes to the browser by a page that is there once, its token in no argument', async () => {
    const script = path.join(home.directory, 'browser.mjs');
    const told = path.join(home.directory, 'told.json');
    writeFileSync(
      script,
      `import { writeFileSync } from 'node:fs';
       const [, , address] = process.argv;
       const other = await fetch(new URL('/guess', address));
       const first = await fetch(address, { redirect: 'manual' });
       const again = await fetch(address, { redirect: 'manual' }).then(({ status }) => status, () => 'closed');
       writeFileSync(${JSON.stringify(told)}, JSON.stringify({
         address, other: other.status, status: first.status, again,
         location: first.headers.get('location'), policy: first.headers.get('referrer-policy'),
       }));`,
    );
    chmodSync(script, 0o700);
    const { code, stdout, stderr } = await home.sandbox('console web-1 -p civo --open', {
      variables: { BROWSER: `${process.execPath} ${script}` },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(secret);
    const page = await expect
      .poll(() => readFileSync(told, 'utf8'), { timeout: 5000 })
      .toContain('}')
      .then(() => JSON.parse(readFileSync(told, 'utf8')));
    expect(page).toMatchObject({ other: 404, status: 302, policy: 'no-referrer' });
    expect(page.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
    expect(page.location).toMatch(secret);
    expect([404, 'closed']).toContain(page.again);
  });

  it('says so where no browser can be started', async () => {
    const { code, stderr } = await home.sandbox('console web-1 -p civo --open', {
      variables: { BROWSER: '/nowhere/browser' },
    });
    expect(code).toBe(10);
    expect(stderr).toContain('error: No browser could be started: /nowhere/browser is not installed');
  });

  it('without a token is printed as it is', async () => {
    const { code, stdout, stderr } = await home.sandbox('console erp-1 -p morpheus');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^http\S+\n$/);
  });

  it('is not there everywhere', async () => {
    expect((await home.sandbox('console build-1 -p cloudca')).code).toBe(8);
  });
});
