import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { idsOf, small } from './support/seeded';

describe('--dry-run', () => {
  const home = new Home({ SECOND_TOKEN: 'sandbox-civo-token' });
  let ids: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    ids = await idsOf(home);
    const add = 'profile add second-one --provider civo --region LON1 --token-env SECOND_TOKEN --no-verify';
    expect((await home.sandbox(add)).code).toBe(0);
  });
  const dry = (line: string) => home.sandbox(`${line} --dry-run`);

  it.each([
    ['stop web-1', `PUT '.*/stop\\?region=LON1'`],
    ['start db-1', `PUT '.*/start\\?region=FRA1'`],
    ['reboot web-1 --soft', `POST '.*/soft_reboots\\?region=LON1'`],
    ['resize web-1 --size g3.large', `PUT '.*/resize\\?region=LON1' .*'\\{"size":"g3.large","region":"LON1"\\}'`],
    ['tag web-1 --add x', `PUT '.*/tags\\?region=LON1' .*'\\{"tags":"web prod x","region":"LON1"\\}'`],
    ['firewall web-1 --set web', `PUT '.*/firewall\\?region=LON1' .*'\\{"firewall_id":`],
    ['update web-1 --hostname y', `PUT '.*\\?region=LON1' .*'\\{"hostname":"y",`],
    ['delete web-1', `DELETE '.*\\?region=LON1'`],
    [`create z --region LON1 ${small}`, `POST '.*/v2/instances\\?region=LON1' .*"hostname":"z"`],
    ['clone web-1 --shape-only --name w', `POST '.*/v2/instances\\?region=LON1' .*"hostname":"w"`],
  ])('never asks, sends nothing and prints the request: %s', async (line, pattern) => {
    const { code, stdout, changes } = await dry(`${line} -p civo`);
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    expect(stdout).toMatch(new RegExp(`^# 1\n(jq .*\\| )?curl -sS --fail-with-body -X ${pattern}.*\n$`));
    expect(stdout).toContain('-H "authorization: bearer $NUBE_TOKEN"');
    expect(stdout).not.toContain('sandbox-civo-token');
  });

  it('is text whatever -o says', async () => {
    for (const to of ['json', 'table', 'id', 'csv']) {
      expect((await dry(`stop web-1 -p civo -o ${to}`)).stdout).toMatch(/^# 1\ncurl -sS --fail-with-body -X PUT /);
    }
  });

  it('numbers the requests and names a token for each of several profiles', async () => {
    const { code, stdout, changes } = await dry('stop --filter name=web-1 -p civo,second-one');
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('# '))).toEqual(['# 1', '# 2']);
    expect(lines[1]).toContain('-H "authorization: bearer $NUBE_TOKEN_CIVO"');
    expect(lines[3]).toContain('-H "authorization: bearer $NUBE_TOKEN_SECOND_ONE"');
    expect(stdout).not.toContain('sandbox-civo-token');
  });

  it('prints each create of several, and a variable for an id that only an answer tells', async () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEtleSBmb3IgdGVzdHMgb25seSEhISEhISEhISEhIQ== me';
    const line = `create k -p civo --region LON1 ${small} --count 2 --dry-run`.split(' ');
    const { code, stdout, changes } = await home.sandbox([...line, '--public-key', key]);
    expect({ code, changes }).toEqual({ code: 0, changes: [] });
    const [first = '', second = '', third = ''] = stdout.split(/^# \d\n/m).slice(1);
    expect(first).toMatch(/^curl -sS --fail-with-body -X POST '.*\/v2\/sshkeys\?region=LON1' /);
    expect(second).toMatch(
      /^# Set ID_1 to .*\ncurl -sS --fail-with-body -X POST .*"hostname":"k-1".*"ssh_key_id":"'"\$ID_1"'"\}'\n$/,
    );
    expect(third).toMatch(/"hostname":"k-2".*\$ID_1/);
  });

  it('prints nothing where nothing would be sent', async () => {
    for (const line of ['start web-1', 'tag web-1 --add web', 'stop --filter name=none']) {
      const { code, stdout } = await dry(`${line} -p civo`);
      expect({ line, code, stdout }).toEqual({ line, code: 0, stdout: '' });
    }
  });

  it.each([
    ['stop nothing', 5],
    ['stop db-1 web-1 --filter name=x', 2],
    ['resize web-1 --size g3.xsmall', 8],
    ['reboot db-1', 7],
    ['suspend web-1', 8],
    [`create web-1 --region LON1 ${small}`, 7],
    ['stop --all --max 1', 7],
  ])('refuses what would be refused: %s', async (line, wanted) => {
    const { code, stdout, changes } = await dry(`${line} -p civo`);
    expect({ code, stdout, changes }).toEqual({ code: wanted, stdout: '', changes: [] });
  });

  it('is a script that a shell reads', async () => {
    const { stdout } = await dry('update web-1 -p civo --reverse-dns a.example.com');
    expect(() => execFileSync('sh', ['-n'], { input: stdout })).not.toThrow();
    const quoted = await home.sandbox([
      'update',
      'web-1',
      '-p',
      'civo',
      '--dry-run',
      '--description',
      `it's "$HOME" \`id\``,
    ]);
    const words = execFileSync(
      'sh',
      ['-c', `curl() { for word; do printf '%s\\n' "$word"; done; }\n${quoted.stdout}`],
      {
        env: { NUBE_TOKEN: 'secret', PATH: process.env.PATH },
      },
    );
    expect(words.toString()).toContain(`"notes":"it's \\"$HOME\\" \`id\`"`);
    expect(words.toString()).toContain('authorization: bearer secret\n');
    expect(words.toString()).toContain(`/v2/instances/${ids['web-1']}?region=LON1\n`);
  });
});
