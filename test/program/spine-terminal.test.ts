import stringWidth from 'string-width';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Home, type RunOptions } from '../nube';
import { Gateway } from './support/gateway';

const paint = /\x1b\[[0-9;]*m/g;

describe('what a terminal is shown', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  const long = 'production-front-end-of-the-web-shop-in-london-1';
  const wide = '東京の本番ウェブサーバー';
  const emoji = '🚀-👩‍🚀-🇯🇵-server';
  beforeAll(() => gateway.open());
  beforeEach(() => {
    gateway.clear();
    gateway.rewrite = (text) =>
      text
        .replaceAll('"hostname":"web-1"', `"hostname":"${long}"`)
        .replaceAll('"hostname":"web-2"', `"hostname":"${wide}"`)
        .replaceAll('"hostname":"db-1"', `"hostname":"${emoji}"`);
  });
  const run = (line: string, options: RunOptions = {}) =>
    home.run(line, { ...options, variables: { ...gateway.variables, ...options.variables } });

  it.each([80, 120])('fits a terminal of %i columns, names whole', async (columns) => {
    const { code, stdout } = await run('list --color never', { columns });
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const name of [long, wide, emoji, 'cache-1']) expect(stdout).toContain(name);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('fits 80 columns with the longest name that Civo allows', async () => {
    gateway.rewrite = (text) => text.replaceAll('"hostname":"web-1"', `"hostname":"${'a'.repeat(63)}"`);
    const { stdout } = await run('list --color never', { columns: 80 });
    for (const line of stdout.trimEnd().split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it.each([80, 120])('lines up the columns behind wide and long names at %i columns', async (columns) => {
    const { stdout } = await run('list --color never --columns name,state,region', { columns });
    const lines = stdout.trimEnd().split('\n');
    const starts = lines.map((line) => {
      const at = line.search(/STATE|running|stopped/);
      return stringWidth(line.slice(0, at));
    });
    expect(new Set(starts).size).toBe(1);
  });

  it('leaves columns out rather than breaking lines where there is little room', async () => {
    gateway.rewrite = (text) => text;
    for (const columns of [40, 60, 80, 120]) {
      const { stdout } = await run('list -o wide --color never', { columns });
      const lines = stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      for (const name of ['web-1', 'web-2', 'db-1', 'cache-1']) expect(stdout).toContain(name);
      expect(lines[0]).toMatch(/^PROFILE +(PROVIDER +)?NAME/);
    }
  });

  it('cuts nothing in a pipe, however long', async () => {
    const { stdout } = await run('list -o wide');
    for (const name of [long, wide, emoji]) expect(stdout).toContain(name);
    const ids = (await run('list --query [].id')).json() as string[];
    for (const id of ids) expect(stdout).toContain(id);
    expect(stdout).not.toMatch(paint);
    expect(stdout).not.toContain('…');
  });

  it('tells times relative on a terminal, and as moments elsewhere', async () => {
    const line = 'list --columns createdAt --no-headers --color never';
    expect((await run(line, { columns: 80 })).stdout).toMatch(/^(\d+d\n){4}$/);
    expect((await run(line)).stdout).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n){4}$/);
    expect((await run('list --columns createdAt --no-headers -o csv', { columns: 80 })).stdout).toMatch(
      /^(\d{4}-.*Z\n){4}$/,
    );
  });

  it('is cleaned of whatever would steer the terminal, in a pipe too; JSON escapes it', async () => {
    gateway.rewrite = (text) => text.replaceAll('"hostname":"web-1"', '"hostname":"we\\u001b[31mb\\u0007\\n\\u202e-1"');
    for (const options of [{ columns: 120 }, {}]) {
      const { stdout } = await run('list --color never --columns name --no-headers', options);
      expect(stdout).toBe('web -1\nweb-2\ndb-1\ncache-1\n');
    }
    const json = await run('list -o json');
    expect(json.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    expect(json.json()[0].name).toBe('we\u001b[31mb\u0007\n\u202e-1');
    const csv = await run('list -o csv --columns name --no-headers');
    expect(csv.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    const message = await run('get web-9');
    expect(message.stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
  });
});

describe('colour', () => {
  const home = new Home();
  const coloured = async (line: string, options: RunOptions = {}) => {
    const { code, stdout } = await home.sandbox(`list -p civo ${line}`, options);
    expect(code).toBe(0);
    return stdout.includes('\x1b[');
  };
  const terminal = { columns: 100 };

  it('is shown on a terminal and nowhere else', async () => {
    expect(await coloured('', terminal)).toBe(true);
    expect(await coloured('')).toBe(false);
    for (const to of ['json', 'csv', 'tsv', 'yaml', 'id', 'ndjson']) {
      expect({ to, coloured: await coloured(`-o ${to}`, terminal) }).toEqual({ to, coloured: false });
    }
  });

  it.each([
    [{ NO_COLOR: '1' }, '', true, false],
    [{ TERM: 'dumb' }, '', true, false],
    [{ FORCE_COLOR: '1' }, '', false, true],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, '', true, false],
    [{ NUBE_COLOR: 'always', NO_COLOR: '1' }, '', false, true],
    [{ NUBE_COLOR: 'never' }, '', true, false],
    [{ NUBE_COLOR: 'never' }, '--color always', false, true],
    [{ NO_COLOR: '1' }, '--color always', false, true],
    [{ FORCE_COLOR: '1' }, '--color never', true, false],
  ])(
    'follows --color, NUBE_COLOR, NO_COLOR, FORCE_COLOR and TERM, in this order: %o %s',
    async (variables, flag, onTerminal, wanted) => {
      expect(await coloured(flag, { variables, ...(onTerminal ? terminal : {}) })).toBe(wanted);
    },
  );

  it('takes nothing away from the text', async () => {
    const plain = await home.sandbox('list -p civo --color never', terminal);
    const painted = await home.sandbox('list -p civo --color always', terminal);
    expect(painted.stdout).not.toBe(plain.stdout);
    expect(painted.stdout.replaceAll(paint, '')).toBe(plain.stdout);
  });
});

describe('--debug', () => {
  const home = new Home();
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());

  it('shows method, URL, status and time of every request on stderr, and never the token', async () => {
    for (const line of [
      'list --debug',
      'stop nothing --yes --debug',
      'api GET /v2/quota --debug',
      'tag web-1 --add x --debug',
    ]) {
      const { stdout, stderr } = await home.run(line, { variables: gateway.variables });
      expect(stderr).toContain(`> GET ${gateway.endpoint}/v2/`);
      expect(stderr).toMatch(/^< 200 after \d+ ms$/m);
      expect(stderr).toContain('> authorization: bearer ********\n');
      expect(stdout + stderr).not.toContain(gateway.token);
    }
  });

  it('shows bodies without their secrets', async () => {
    const key = '--field name=debugged --field public_key=ssh-ed25519 --field access_token=hidden-word-4711';
    const { stderr } = await home.run(`api POST /v2/sshkeys ${key} --debug`, { variables: gateway.variables });
    expect(stderr).toContain('"name":"debugged"');
    expect(stderr).not.toContain('hidden-word');
  });

  it('shows JSON lines only where JSON was asked for', async () => {
    const { code, stderr } = await home.run('list -o json --debug', { variables: gateway.variables });
    expect(code).toBe(0);
    for (const line of stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toEqual({ debug: expect.any(String) });
  });

  it('never shows a token that was refused, nor one in an error', async () => {
    const variables = { ...gateway.variables, NUBE_TOKEN: 'refused-secret-4711' };
    const { code, stdout, stderr } = await home.run('list --debug', { variables });
    expect(code).toBe(4);
    expect(stdout + stderr).not.toContain('refused-secret-4711');
  });

  it('leaves stdout as it is without it', async () => {
    const plain = await home.run('list', { variables: gateway.variables });
    const loud = await home.run('list --debug', { variables: gateway.variables });
    expect(loud.stdout).toBe(plain.stdout);
  });
});
