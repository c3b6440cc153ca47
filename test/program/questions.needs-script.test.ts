import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { shellLine } from '../../src/core/shell';
import { startSandbox } from '../../src/sandbox';
import { type Answer, ProgramHome } from '../reach/program';
import { shipped } from '../startProgram';

const down = '\x1b[B';

describe('questions at a terminal', () => {
  const home = new ProgramHome({ TERM: 'xterm', COLUMNS: '200' });
  let providers: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
  beforeAll(async () => {
    const running = await startSandbox({ directory: home.file('cloud'), seed: 1, speed: 40 });
    ({ providers } = running);
    return () => running.close();
  });

  const converse = (words: readonly string[], answers: readonly Answer[]) =>
    home.atTerminal(`stty cols 200; ${shellLine(shipped(words))}`, answers);
  const talk = (words: readonly string[], answers: readonly Answer[]) =>
    converse(['profile', 'add', ...words], answers);
  const stored = () => JSON.parse(readFileSync(home.file('config/config.json'), 'utf8')).profiles;
  const endpointOf = (provider: string) => providers[provider]?.endpoint ?? '';
  const tokenOf = (provider: string) => providers[provider]?.token ?? '';

  it('asks for what was not given, takes another token after a refused one, and names the command that asks nothing', async () => {
    const { code, stdout, lines } = await talk(
      ['--endpoint', endpointOf('civo')],
      [
        ['Which provider?', '\r'],
        ['Where is the token to be kept?', '\r'],
        ['? Token', 'canary-refused\r'],
        ['try again, or leave with Ctrl-C.', ''],
        ['? Token', `${tokenOf('civo')}\r`],
        ['The region to look at', `${down}${down}\r`],
        ['Name of the profile', '\r'],
      ],
    );
    expect(code).toBe(0);
    expect(lines).toContain('The API key is on https://dashboard.civo.com/security.');
    expect(lines).toContain('Civo refused the API key. Nothing was kept; try again, or leave with Ctrl-C.');
    const line = `nube profile add civo --provider civo --endpoint ${endpointOf('civo')} --region LON1 --token-stdin`;
    expect(lines).toContain(`The same without questions: ${line}`);
    expect(lines).toContain('Next: nube list');
    for (const secret of ['canary-refused', tokenOf('civo')]) expect(stdout).not.toContain(secret);
    expect(stored().civo).toMatchObject({ settings: { region: 'LON1' }, token: `plain:${tokenOf('civo')}` });
    const again = await home.run([...line.split(' ').slice(1, 3), 'again', ...line.split(' ').slice(4)], {
      input: tokenOf('civo'),
    });
    expect(again.code).toBe(0);
    expect(stored().again).toEqual(stored().civo);
  });

  it.each([
    [
      'coxedge',
      [
        ['The code of the service', '\r'],
        ['The environment to look at', '\r'],
      ],
      { service: 'compute-on', environment: 'production' },
    ],
    ['cycle', [['The container to look at', '\r']], { hub: '65a1f0c2d4b7e8901c2d3e4f' }],
  ] as const)('offers what there is at %s', async (provider, choices, settings) => {
    const { code } = await talk(
      ['--provider', provider, '--endpoint', endpointOf(provider)],
      [
        ['Where is the token to be kept?', '\r'],
        ['? Token', `${tokenOf(provider)}\r`],
        ...choices,
        ['Name of the profile', '\r'],
      ],
    );
    expect(code).toBe(0);
    expect(stored()[provider]).toMatchObject({ settings: { endpoint: endpointOf(provider), ...settings } });
  });

  it('asks at Morpheus who signs in, and takes the password from a command', async () => {
    const command = shellLine(['printf', 'sandbox-password']);
    const { code, lines } = await talk(
      ['appliance', '--provider', 'morpheus', '--group', 'Production'],
      [
        ['Address of the Morpheus API', `${endpointOf('morpheus')}\r`],
        ['How do you sign in?', `${down}\r`],
        ['User name', 'sandbox\r'],
        ['Where is the password to be kept?', `${down}${down}${down}\r`],
        ['The command', `${command}\r`],
        ['The cloud to look at', '\r'],
      ],
    );
    expect({ code, lines: code === 0 ? [] : lines }).toEqual({ code: 0, lines: [] });
    expect(stored().appliance).toMatchObject({
      settings: { endpoint: endpointOf('morpheus'), username: 'sandbox', group: 'Production' },
      token: null,
      password: 'command:["printf","sandbox-password"]',
    });
  });

  it('keeps nothing when it is interrupted', async () => {
    const before = stored();
    const { code } = await talk(
      ['--provider', 'civo', '--endpoint', endpointOf('civo')],
      [['Where is the token to be kept?', '\x03']],
    );
    expect(code).toBe(130);
    expect(stored()).toEqual(before);
  });

  it('asks again for a name of a new instance that the provider would not take', async () => {
    const given = ['--region', 'LON1', '--size', 'g3.small', '--image', 'ubuntu-jammy', '--network', 'Default'];
    const { code, lines } = await converse(
      ['--sandbox', 'create', '-p', 'civo', ...given, '--firewall', 'default-default', '--no-wait', '-o', 'id'],
      [
        ['Which SSH key may log in?', '\r'],
        ['Name of the new instance', 'my web\r'],
        ['cannot be the name of an instance at Civo', '\x15new-1\r'],
      ],
    );
    const wrong =
      '> "my web" cannot be the name of an instance at Civo. It takes up to 63 letters, digits, "-" and "."';
    expect(lines.some((line) => line.startsWith(wrong))).toBe(true);
    expect(code).toBe(0);
    expect(lines.at(-2)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('asks again for a name that is taken, and takes one in another place', async () => {
    const given = ['--size', 'g3.small', '--image', 'ubuntu-jammy', '--network', 'Default'];
    const { code, lines } = await converse(
      ['--sandbox', 'create', '-p', 'civo', ...given, '--firewall', 'default-default', '--no-wait', '-o', 'ref'],
      [
        ['Where?', `${down}\r`],
        ['Which SSH key may log in?', '\r'],
        ['Name of the new instance', 'web-1\r'],
        ['exists already', '\x15db-1\r'],
      ],
    );
    expect(lines.find((line) => line.startsWith('> '))).toMatch(
      /^> An instance called web-1 exists already: civo\/[0-9a-f-]{36}/,
    );
    expect({ code, line: lines.find((line) => line.startsWith('The same without')) }).toEqual({
      code: 0,
      line: `The same without questions: nube --sandbox create -p civo ${given.join(' ')} --firewall default-default --no-wait -o ref db-1 --region LON1 --ssh-key laptop`,
    });
  });

  it.each([
    ['is taken', 'web-1', [['Where?', `${down}\r`]], 7, /^error: An instance called web-1 exists already: civo\//],
    ['could not be taken', 'my web', [], 2, /^error: "my web" cannot be the name of an instance at Civo$/],
  ] as const)(
    'refuses a name that was given and %s before it asks for the rest',
    async (_, name, answers, code, error) => {
      const run = await converse(['--sandbox', 'create', name, '-p', 'civo'], answers);
      expect(run.code).toBe(code);
      expect(run.lines.filter((line) => /^\? Which/.test(line))).toEqual([]);
      expect(run.lines.some((line) => error.test(line))).toBe(true);
    },
  );

  it('refuses the name of a profile that is taken, or none, before it asks for anything', async () => {
    const name = Object.keys(stored())[0] ?? '';
    const taken = await talk([name], []);
    expect([taken.code, taken.lines[0]]).toEqual([7, `error: A profile called ${name} exists already`]);
    const none = await talk(['a/b'], []);
    expect([none.code, none.lines.filter((line) => line.startsWith('?'))]).toEqual([2, []]);
  });
});
