import { describe, expect, it } from 'vitest';
import { version } from '../../src/version';
import { Home } from '../nube';

describe('help', () => {
  const home = new Home();

  it('is what nube alone prints, on one screen, grouped, with a way to begin', async () => {
    const { code, stdout, stderr } = await home.run('', { columns: 80 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(30);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    for (const group of ['look', 'life', 'change', 'protect', 'choose', 'set up']) {
      expect(lines.some((line) => line.startsWith(`  ${group} `))).toBe(true);
    }
    expect(stdout).toContain('nube demo');
    expect(stdout).toContain('nube --sandbox list');
    expect(stdout).toContain('nube profile add');
  });

  it('fits a terminal of 80 columns', async () => {
    const { stdout } = await home.run('', { columns: 80 });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('is the same for --help, -h and help', async () => {
    const { stdout } = await home.run('');
    for (const line of ['--help', '-h', 'help', 'help --help']) expect((await home.run(line)).stdout).toBe(stdout);
  });

  it('of a verb shows its words, options and an example, wherever it is asked for', async () => {
    const { code, stdout } = await home.run('help stop');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: nube stop \[REF…\] \[options\]\n\nStop running instances\n/);
    for (const option of [
      '--yes',
      '--dry-run',
      '--no-wait',
      '--timeout',
      '--filter',
      '--max',
      '--profile',
      '--output',
    ]) {
      expect(stdout).toContain(option);
    }
    expect(stdout).toContain('\nExamples:\n  nube stop web-1\n');
    for (const line of ['stop --help', 'stop -h', '--help stop', '-h stop', 'stop web-1 --help', 'help stop --yes']) {
      expect((await home.run(line)).stdout).toBe(stdout);
    }
  });

  it('names the other name of a verb, and that works', async () => {
    expect((await home.run('help delete')).stdout).toContain('Also: nube rm\n');
    expect((await home.run('rm --help')).stdout).toBe((await home.run('help delete')).stdout);
  });

  it('of a family lists its members, and of a member that one', async () => {
    const { code, stdout } = await home.run('profile');
    expect(code).toBe(0);
    for (const member of ['add', 'list', 'get', 'use', 'set', 'unguard', 'rename', 'remove', 'test']) {
      expect(stdout).toMatch(new RegExp(`^  nube profile ${member} +\\S`, 'm'));
    }
    for (const line of ['profile --help', 'help profile']) expect((await home.run(line)).stdout).toBe(stdout);
    const add = (await home.run('help profile add')).stdout;
    expect(add).toMatch(/^Usage: nube profile add \[NAME\] \[options\]\n/);
    expect((await home.run('profile add --help')).stdout).toBe(add);
  });

  it('shows the version', async () => {
    for (const line of ['--version', '-V', 'list --version', '-V list', '-o json --version']) {
      const { code, stdout, stderr } = await home.run(line);
      expect({ line, code, stdout, stderr }).toEqual({ line, code: 0, stdout: `${version}\n`, stderr: '' });
    }
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('a mistake on the command line', () => {
  const home = new Home();

  it.each([
    ['lst', 'There is no command "lst"', 'Did you mean nube list?'],
    ['stoop web-1', 'There is no command "stoop"', 'Did you mean nube stop?'],
    ['lsit', 'There is no command "lsit"', 'Did you mean nube list?'],
    ['describe web-1', 'There is no command "describe"', 'Did you mean nube get REF?'],
    ['poweroff web-1', 'There is no command "poweroff"', 'Did you mean nube stop REF?'],
    ['login', 'There is no command "login"', 'Did you mean nube profile add?'],
    ['version', 'There is no command "version"', 'Did you mean nube --version?'],
    ['sizes', 'There is no command "sizes"', 'Did you mean nube catalog sizes?'],
    ['xyzzy', 'There is no command "xyzzy"', 'nube --help lists them all.'],
    ['help lst', 'There is no command "lst"', 'Did you mean nube help list?'],
    ['help describe', 'There is no command "describe"', 'Did you mean nube help get?'],
    ['help version', 'There is no command "version"', 'Did you mean nube --version?'],
    ['help profile ad', 'There is no command nube profile ad', 'Did you mean nube help profile add?'],
    ['--hlep', 'nube has no option --hlep', 'Did you mean --help?'],
    ['list --verison', 'nube list has no option --verison', 'Did you mean --version?'],
    ['profile ad', 'There is no command nube profile ad', 'Did you mean nube profile add?'],
    ['sandbox srve', 'There is no command nube sandbox srve', 'Did you mean nube sandbox serve?'],
    ['list --filtr a=b', 'nube list has no option --filtr', 'Did you mean --filter?'],
    ['list --colums=name', 'nube list has no option --colums', 'Did you mean --columns?'],
    ['list --xyzzy', 'nube list has no option --xyzzy', 'nube help list lists the options.'],
    ['list -x', 'nube list has no option -x', 'nube help list lists the options.'],
    ['--profil civo list', 'nube has no option --profil', 'Did you mean --profile?'],
    ['list --output', '--output needs a value', 'nube help list'],
    [
      'list --sort --limit 3',
      '--sort needs a value, not --limit',
      'A value that begins with dashes is written --sort=',
    ],
    ['list extra', 'nube list takes no further word: "extra"', 'nube help list shows what it takes.'],
    ['list -- --limit', 'nube list takes no further word: "--limit"', 'nube help list shows what it takes.'],
    ['get', 'nube get needs REF', 'For example nube get '],
    ['profile rename a', 'nube profile rename needs NEW', 'For example nube profile rename '],
    ['catalog', 'nube catalog needs KIND', 'For example nube catalog '],
  ])('is answered with the nearest, sent nowhere: nube %s', async (line, message, hint) => {
    const { code, stdout, stderr, requests } = await home.sandbox(line);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr.startsWith(`error: ${message}`)).toBe(true);
    expect(stderr).toContain(`\nhint: ${hint}`);
    expect(stderr.split('\n').filter((one) => one.startsWith('error: '))).toHaveLength(1);
  });

  it('that gives a flag a value is not answered as if there were no such flag', async () => {
    for (const line of ['stop web-1 --yes=no', 'list --no-headers=1']) {
      const { code, stdout, stderr, requests } = await home.sandbox(line);
      expect({ line, code, stdout, requests }).toEqual({ line, code: 2, stdout: '', requests: [] });
      expect(stderr).not.toContain('has no option');
    }
  });

  it.each(['lst -o json', 'lst -o=json', 'lst --output=json', '-o json lst', '-o ndjson lst', 'lst -oyaml'])(
    'is one JSON object on stderr: nube %s',
    async (line) => {
      const { code, stdout, stderr, error } = await home.sandbox(line);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(error()).toEqual({
        code: 'unknown_command',
        kind: 'usage',
        exitCode: 2,
        message: 'There is no command "lst"',
        hint: 'Did you mean nube list?',
        profile: null,
        provider: null,
        httpStatus: null,
        providerCode: null,
        requestId: null,
        errors: [],
      });
    },
  );

  it.each([
    'list --limit abc',
    'list -o jsn',
    'list --color sometimes',
    'list --region',
    'stop web-1 --timeout soon',
    'stop web-1 --max 0',
    'tag web-1 -p civo',
    'tag web-1 -p civo --set a --add b',
    'firewall web-1 -p civo',
    'resize web-1 -p civo',
    'reboot web-1 --soft --hard',
    'update web-1',
    'wait',
    'wait --all',
    'profile test',
    'profile use',
    'profile -o table',
    'create web-1 -p civo --count 0',
    'api POST /v2/sshkeys --data a --field b=c -p civo',
    'api GET /v2/ping --header nothing -p civo',
    'security-groups web-1 --set 1 --clear',
  ])('ends with a hint what to type next: nube %s', async (line) => {
    const { code, stdout, stderr } = await home.sandbox(line);
    expect({ line, code, stdout }).toEqual({ line, code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n]+\n(reason: [^\n]+\n)?hint: [^\n]+\n$/);
  });
});

describe('the words of another program', () => {
  const home = new Home();

  it.each([
    ['server list', 'nube list'],
    ['vm ls', 'nube list'],
    ['instances list --sort name', 'nube list'],
    ['compute instances list', 'nube list'],
    ['droplet create web-9 --size 3', 'nube create web-9'],
    ['instance show web-1', 'nube get web-1'],
    ['server power-off web-1 --yes', 'nube stop web-1'],
    ['server ssh web-1 uptime', 'nube ssh web-1 uptime'],
    ['vm delete', 'nube delete REF'],
    ['vm', 'nube list'],
    ['region', 'nube catalog regions'],
    ['region ls', 'nube catalog regions'],
    ['regions list', 'nube catalog regions'],
    ['size list', 'nube catalog sizes'],
    ['ssh-key list', 'nube catalog ssh-keys'],
    ['network ls', 'nube catalog networks'],
    ['snapshot list', 'nube backups REF'],
    ['account list', 'nube profile list'],
    ['profile ls', 'nube profile list'],
    ['profile delete work', 'nube profile remove'],
    ['op show 1', 'nube op get'],
    ['list --format json', '--output'],
    ['list --json', '--output json'],
    ['list --zone LON1', '--region'],
    ['delete web-1 --auto-approve', '--yes'],
  ])('lead to those of nube, and nothing is sent: nube %s', async (line, meant) => {
    const { code, stdout, stderr, requests } = await home.sandbox(line);
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] });
    expect(stderr.split('\n').at(-2)).toBe(`hint: Did you mean ${meant}?`);
  });

  it('are the hint also where nube has such a verb and finds no instance of that name', async () => {
    const { code, stderr } = await home.sandbox('volumes list -p civo');
    expect({ code, hint: stderr.split('\n').at(-2) }).toEqual({ code: 5, hint: 'hint: nube list shows them all.' });
    const image = await home.sandbox('image list -p morpheus');
    expect({ code: image.code, hint: image.stderr.split('\n').at(-2) }).toEqual({
      ...{ code: 5, hint: 'hint: Did you mean nube catalog images?' },
    });
  });

  it('are kept as a shell reads them', async () => {
    const { stderr } = await home.sandbox(['vm', 'start', "my 'web"]);
    expect(stderr).toContain(`hint: Did you mean nube start 'my '\\''web'?\n`);
  });
});

describe('flags', () => {
  const home = new Home();
  const all = 'web-1\nweb-2\ndb-1\ncache-1\n';

  it.each([
    '-p civo --columns name --no-headers list',
    '-p civo list --columns name --no-headers',
    'list -p civo --columns name --no-headers',
    'list -pcivo --columns=name --no-headers',
    'list --profile=civo --columns name --no-headers',
    '--no-headers --profile civo list --columns=name -o table',
    '--query [].name -o csv list -p civo',
    'list -p=civo -o=csv --query=[].name',
  ])('of every command may stand before the verb or after it: nube %s', async (line) => {
    const { code, stdout } = await home.sandbox(line);
    expect({ code, stdout }).toEqual({ code: 0, stdout: all });
  });

  it('that only some verbs have may not stand before them', async () => {
    const { code, stdout, stderr } = await home.sandbox('--filter state=running list');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: nube has no option --filter\n/);
  });

  it('end at --, after which everything is a word', async () => {
    const found = await home.sandbox('get -p civo -o ref -- web-1');
    expect({ code: found.code, stdout: found.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^civo\//) });
    const none = await home.sandbox('get -p civo -- -web');
    expect({ code: none.code, stdout: none.stdout }).toEqual({ code: 5, stdout: '' });
    expect(none.stderr).toContain('error: No instance "-web" in civo\n');
  });

  it('take lists repeated or with commas, and the last of single values', async () => {
    const { stdout } = await home.sandbox('list -p civo --columns name --columns state,region --no-headers --limit 1');
    expect(stdout).toBe('web-1  running  LON1\n');
    expect((await home.sandbox('list -p civo --limit 3 --limit 1 -o id')).stdout.split('\n')).toHaveLength(2);
  });

  it('swallow no more than one word', async () => {
    const { code, json } = await home.sandbox('tag --add a,b web-1 web-2 -p civo --yes -o json');
    expect(code).toBe(0);
    expect(json().map(({ name }: { name: string }) => name)).toEqual(['web-1', 'web-2']);
  });
});
