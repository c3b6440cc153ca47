import { beforeAll, describe, expect, it, vi } from 'vitest';
import { formats } from '../../src/core/common';
import { Between, withTexts } from './between';

/** What a server may put into any text: sequences, line breaks, directions, and what can't be seen. */
const attack =
  '\u001b[31mred\u001b[0m\u001b]8;;http://evil.test\u0007link\u001b]8;;\u0007\r\ngone\u009b2J\u009d0;t\u009c\u202eoff\u2066\u200b\u0000\u007f\b\ufeff\u2028';

/** What no output may hold beside its own line ends; JSON writes these as escapes. */
const steering = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]/;
/** The colours of nube's own, on a terminal. */
const colours = /\x1b\[[0-9;]*m/g;

/** Fields that hold what a machine is told by; a flow goes on only where they stay as they are. */
const structural =
  /^(id|.*Id|.*_id|state|status|taskStatus|code|current|type|.*Date|.*At|created|date.*|lastUpdated|time|events)$/;

const reading: Readonly<Record<string, readonly string[]>> = {
  civo: ['catalog sizes', 'catalog networks', 'catalog quota', 'volumes web-1', 'backups web-1', 'stats web-1'],
  cloudca: ['catalog sizes', 'catalog images', 'volumes build-1', 'backups build-1'],
  coxedge: ['catalog isos', 'volumes edge-1', 'backups edge-1', 'iso edge-1'],
  cycle: ['catalog servers', 'catalog images', 'volumes store-1', 'backups store-1', 'stats api-1'],
  morpheus: ['catalog plans', 'catalog layouts', 'volumes erp-1', 'containers erp-1', 'env erp-1', 'backups erp-2'],
};
const one: Readonly<Record<string, string>> = {
  civo: 'web-1',
  cloudca: 'build-1',
  coxedge: 'edge-1',
  cycle: 'api-1',
  morpheus: 'erp-1',
};

/** The suite of one provider whose server is not to be trusted. */
export function hostile(provider: string): void {
  const server = new Between(provider);
  const name = one[provider] ?? '';
  vi.setConfig({ testTimeout: 120_000 });
  beforeAll(() => server.open());

  /** What is printed holds no character that steers, and nothing has crashed. */
  async function expectHarmless(line: string | readonly string[], columns?: number): Promise<void> {
    const run = await server.run(line, columns === undefined ? {} : { columns });
    const text = columns === undefined ? run.stdout : run.stdout.replace(colours, '');
    expect({
      line,
      steers: steering.exec(line.includes('tsv') ? text.replaceAll('\t', ' ') : text)?.[0],
      code: run.code === 1 ? run.stderr : 0,
    }).toEqual({ line, code: 0 });
    expect(run.stderr.replaceAll('\n', '')).not.toMatch(steering);
  }

  describe(`a hostile server in place of ${provider}`, () => {
    it('steers no terminal and no pipe by what it says beside the names', async () => {
      server.change = ({ body }) =>
        withTexts(body, (text, field) =>
          structural.test(field) || field === 'name' || field === 'hostname' ? text : text + attack,
        );
      for (const line of ['list', `get ${name}`, `get ${name} --raw`, ...(reading[provider] ?? [])]) {
        await expectHarmless(line);
        await expectHarmless(`${line} -o json`);
      }
      for (const format of formats) await expectHarmless(`list -o ${format}`);
      await expectHarmless('list', 100);
      await expectHarmless(`get ${name}`, 100);
    });

    it('steers nothing by names, in listings, configurations and dry runs', async () => {
      server.change = ({ body }) => withTexts(body, (text, field) => (structural.test(field) ? text : text + attack));
      for (const line of [
        'list',
        'list -o json',
        'list -o csv',
        'ssh-config --print',
        'inventory --list',
        'catalog networks',
      ]) {
        await expectHarmless(line);
      }
      await expectHarmless('list', 80);
      for (const line of ['stop', 'start', 'delete', 'update --name x']) {
        const [verb = '', ...rest] = line.split(' ');
        await expectHarmless([verb, '--all', '-p', 'env', '--dry-run', ...rest]);
        await expectHarmless([verb, '--all', '-p', 'env', ...rest]);
      }
      await expectHarmless(['get', `nothing${attack}`.replaceAll('\u0000', '')]);
      await expectHarmless(['get', 'nothing-at-all']);
    });

    it('is shown by its errors as text', async () => {
      for (const status of [200, 400, 404, 409, 500]) {
        server.change = ({ body }) => {
          const broken = {
            errors: [{ message: attack, code: attack }],
            error: attack,
            msg: attack,
            reason: attack,
            code: attack,
            message: attack,
          };
          return status === 200 ? Buffer.from(JSON.stringify({ ...broken, success: false })) : body;
        };
        await expectHarmless('list');
        await expectHarmless('list -o json');
        await expectHarmless('list', 80);
      }
      server.change = () => Buffer.from(`<html>${attack}`);
      await expectHarmless('list');
      server.change = () => Buffer.from(attack);
      await expectHarmless('list --debug');
    });

    it.each([
      ['another place', '../../../../v9/other'],
      ['a query', 'x?y=1&z=2'],
      ['a fragment', 'x#y'],
      ['an encoded slash', '%2e%2e%2fother'],
      ['slashes', '//other.test/x'],
      ['backslashes', '..\\..\\x'],
      ['line breaks', 'x\r\nHost: other.test'],
      ['nothing but dots', '..'],
    ])('is never sent to %s by an id', async (_what, id) => {
      server.change = ({ body }) => withTexts(body, (text, field) => (/^(id|.*Id|.*_id)$/.test(field) ? id : text));
      for (const line of [
        `get ${name}`,
        `start ${name} --yes --no-wait`,
        'start --all -p env --yes --no-wait',
        `volumes ${name}`,
        `delete ${name} --yes --no-wait`,
        `ssh ${name} --print`,
      ]) {
        const run = await server.run(`${line} -o json`);
        expect(run.code, `${line}: ${run.stderr}`).not.toBe(1);
        for (const arrival of server.arrivals) {
          const [, url = ''] = arrival.split(' ');
          const path = url.split('?')[0] ?? '';
          expect(arrival).not.toMatch(/[^\x21-\x7e ]/);
          expect(path.startsWith(server.prefix)).toBe(true);
          expect(path.toLowerCase().replaceAll('%2e', '.').split('/')).not.toContain('..');
          expect(path).not.toMatch(/^\/v9|\/\//);
        }
      }
    });

    it.each([
      ['a text of a megabyte', (_text: string) => 'x'.repeat(2 ** 20)],
      [
        'an own prototype',
        () => JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
      ],
      ['a number beyond 2^53', () => 9_007_199_254_740_993_000],
      ['a list', () => ['a', 'b']],
      ['true', () => true],
      ['null', () => null],
    ])('gets an answer or an error for %s in place of texts', async (what, value) => {
      server.change = ({ body }) =>
        withTexts(body, (text, field) =>
          structural.test(field) || (what.includes('megabyte') && text !== name) ? text : value(text),
        );
      for (const line of ['list', 'list -o json', `get ${name} -o json`, 'list -o csv']) {
        const { code, stderr } = await server.run(line);
        expect(code, `${line}: ${stderr.slice(0, 300)}`).not.toBe(1);
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });

    it.each([
      ['ten thousand levels', () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
      [
        'ten thousand levels under a key',
        (text: string) =>
          text.replace(/"(name|hostname)":"/, `"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)},"$1":"`),
      ],
      [
        'ten thousand levels and a prototype',
        (text: string) =>
          text.replace(/"(name|hostname)":"/, `"__proto__":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)},"$1":"`),
      ],
      ['keys twice', (text: string) => text.replaceAll(/"id":/g, '"id":"first","id":')],
      ['bytes that are no UTF-8', (text: string) => text.replace(/"(name|hostname)":"/, '"$1":"\u0001')],
      ['a list of a hundred thousand', () => `[${'0,'.repeat(100_000)}0]`],
      ['no end', (text: string) => text.slice(0, -1)],
      ['a second text after its end', (text: string) => `${text}{}`],
      ['nothing', () => ''],
      ['null', () => 'null'],
      ['a number', () => '1e999'],
    ])('gets an answer or an error for %s', async (what, spoil) => {
      server.change = ({ body }) => {
        const text = spoil(body.toString());
        return what.includes('UTF-8')
          ? Buffer.from(Buffer.from(text, 'latin1').map((byte) => (byte === 1 ? 0xff : byte)))
          : Buffer.from(text);
      };
      for (const line of [
        'list',
        'list -o json',
        'list --raw -o json',
        `get ${name} --raw -o json`,
        `get ${name} --raw -o yaml`,
        `get ${name} --debug`,
        'api GET /v2/regions',
      ]) {
        const { code, stderr } = await server.run(line);
        expect(code, `${line}: ${stderr.slice(-300)}`).not.toBe(1);
      }
    });
  });
}
