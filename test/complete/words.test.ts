import { describe, expect, it } from 'vitest';
import { Home } from '../nube';
import { ask } from './ask';

const home = new Home();

/** A line as typed, split at spaces; one that ends in a space has an empty last word. */
const words = (line: string) => ask(home, line.split(' ')).words;

describe('completion of what the definitions know', () => {
  it.each([
    ['li', ['list']],
    ['re', ['reboot', 'restart', 'recover', 'resize', 'reset-password', 'restore']],
    ['prof', ['profile']],
    ['profile un', ['unguard']],
    ['profile nothing ', []],
    ['nothing ', []],
    ['help ssh', ['ssh-key', 'ssh', 'ssh-config']],
    ['-o', []],
    ['-o js', ['json']],
    ['-o=js', ['-o=json']],
    ['-oj', ['-ojson']],
    ['--output ', ['table', 'wide', 'json', 'yaml', 'ndjson', 'csv', 'tsv', 'id', 'ref']],
    ['--output=c', ['--output=csv']],
    ['list --all', ['--all-states']],
    ['-o json list --lim', ['--limit']],
    ['--output=json list --out', []],
    ['list -o json --out', []],
    ['list --filter state=running --fil', ['--filter']],
    ['list --columns na', ['name']],
    ['list --columns name,na', []],
    ['list --columns name,st', ['name,state']],
    ['list --columns=name,state,reg', ['--columns=name,state,region']],
    ['list --sort na', ['name']],
    ['list --sort -na', ['-name']],
    ['list --sort ', ask(home, ['list', '--columns', '']).words],
    ['list --filter sta', ['state=']],
    ['list --filter state=st', ['state=stopping', 'state=stopped']],
    ['list --limit ', []],
    ['list nothing', []],
    ['wait web-1 --for s', ['stopping', 'stopped', 'suspended', 'ssh']],
    ['catalog s', ['sizes', 'ssh-keys', 'services', 'servers']],
    ['catalog sizes ', []],
    ['explain wrong', ['wrong_state']],
    ['api p', []],
    ['api P', ['POST', 'PUT', 'PATCH']],
    ['profile set work read', ['readOnly=']],
    ['profile set work readOnly=', ['readOnly=', 'readOnly=true']],
    ['profile unguard work c', ['confirm']],
    ['profile add x --provider cl', ['cloudca', 'cloudmc']],
    ['migrate api-1 --no-c', ['--no-copy-volumes']],
    ['create web --public-ip ', ['create', 'none']],
    ['exec web-1 -- li', []],
    ['exec web-1 -- --out', []],
    ['ssh web-1 --pri', ['--private', '--print']],
    ['ssh web-1 -o ', []],
    ['ssh web-1 uptime --', []],
    ['ssh -o js', ['json']],
    ['stop -- --y', []],
    ['stop -y --y', []],
    ['catalog --sandbox sizes --sand', []],
  ])('nube %s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it('describes commands and options', () => {
    expect(ask(home, ['lis']).text).toBe('list\tshow the instances of all profiles\n');
    expect(ask(home, ['list', '--all-s']).text).toBe('--all-states\talso those that are deleted but recoverable\n');
    expect(ask(home, ['sandb']).text).toBe('sandbox\tserve, reset, status\n');
  });

  it('has an answer to no words, and to too few', () => {
    expect(ask(home, []).words).toEqual(ask(home, ['']).words);
  });
});
