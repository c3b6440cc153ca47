import { describe, expect, it } from 'vitest';
import { readCopyPaths } from '../../src/commands/reach/copyPaths';
import { nameHosts } from '../../src/commands/reach/nameHosts';
import { checkEndpoint, checkJump, checkUser, isPlainHost } from '../../src/core/endpoint';
import { aliasesOfProfile, hostKeyAlias } from '../../src/core/hostKeyAlias';
import { readSshMessages } from '../../src/io/sshMessages';

describe('the name under which a host key is kept', () => {
  const alias = (provider: string, profile: string, id: string, machine?: string) =>
    hostKeyAlias({ provider, profile, id }, machine);

  it('tells every two instances apart, and every two machines of one', () => {
    const long = 'x'.repeat(500);
    const all = [
      alias('civo', 'work', 'abc'),
      alias('civo', 'Work', 'abc'),
      alias('civo', 'work', 'ABC'),
      alias('civo', 'work.abc', ''),
      alias('civo', 'work', '_41'),
      alias('civo', 'work', 'A'),
      alias('civo', 'work', 'abc', 'one'),
      alias('cycle', 'work', 'abc'),
      alias('civo', 'work', long),
      alias('civo', 'work', `${long}y`),
      alias('civo', 'work', 'bü'),
    ];
    expect(new Set(all.map((one) => one.toLowerCase())).size).toBe(all.length);
  });

  it('is one plain word, short enough that ssh never cuts it', () => {
    for (const part of ['a b', 'a\nb', '*', '!x', 'a,b', '#', '', 'é'.repeat(200), '|1|x']) {
      expect(alias('morpheus', part, part, part)).toMatch(/^[a-z0-9._-]{1,127}$/);
      expect(alias('civo', part, 'x').startsWith(aliasesOfProfile({ provider: 'civo', name: part }))).toBe(true);
    }
  });
});

describe('what a provider says', () => {
  it('is a host only if it is an address or a name', () => {
    for (const host of ['10.0.0.1', '::1', '2001:db8::a', 'a', 'a-b.c-d.example', 'A1.example.', 'web_1']) {
      expect({ host, plain: isPlainHost(host) }).toEqual({ host, plain: true });
    }
    for (const host of ['', '-a', 'a-', 'a b', 'a..b', '.a', 'a/b', 'fe80::1%1', '[::1]', 'a:22', 'a\n', '$a', 'é']) {
      expect({ host, plain: isPlainHost(host) }).toEqual({ host, plain: false });
    }
  });

  it('is a port only if it is one', () => {
    for (const port of [0, -1, 65_536, 1.5, Number.NaN, '22' as unknown as number, '22 -o x' as unknown as number]) {
      expect(() => checkEndpoint({ host: 'a', port, user: null }, 'web-1')).toThrow(/gave web-1 the port/);
    }
    expect(() => checkEndpoint({ host: 'a', port: 65_535, user: 'root' }, 'web-1')).not.toThrow();
  });
});

describe('what somebody types', () => {
  it('is a user or a jump host only if ssh can take it for nothing else', () => {
    for (const user of ['root', 'DOMAIN\\me', 'me@corp', 'jörg', 'svc$']) expect(checkUser(user)).toBe(user);
    for (const user of ['-l', 'a b', '', 'a;b', '$(x)', 'a\\', "it's"]) expect(() => checkUser(user)).toThrow();
    for (const jump of ['bastion', 'me@b:22', 'a,me@b', '[::1]:22', 'ssh://me@b:22'])
      expect(checkJump(jump)).toBe(jump);
    for (const jump of ['-J', '', 'a b', 'a,', 'a;b', '%h', '$(x)', 'a:port']) expect(() => checkJump(jump)).toThrow();
  });
});

describe('the words after cp', () => {
  it('are told apart by their colons', () => {
    expect(readCopyPaths(['a', './b:c', 'civo/web-1:/etc/x:y'])).toEqual({
      direction: 'up',
      reference: 'civo/web-1',
      local: ['a', './b:c'],
      remote: ['/etc/x:y'],
    });
    expect(readCopyPaths(['web-1:', 'web-1:b', '/c:d'])).toEqual({
      direction: 'down',
      reference: 'web-1',
      local: ['/c:d'],
      remote: ['', 'b'],
    });
    expect(readCopyPaths(['a', ':'])).toMatchObject({ direction: 'up', reference: null, remote: [''] });
  });
});

describe('the names of hosts', () => {
  const named = (...instances: [profile: string, name: string, id: string][]) =>
    nameHosts(instances.map(([profile, name, id]) => ({ profile, name, id })));

  it('are PROFILE-NAME, and longer only where they would collide', () => {
    expect(named(['p', 'a', '1234567890'], ['p', 'b', '1234567890'])).toEqual(['p-a', 'p-b']);
    expect(named(['p', 'a', 'aaaaaaaaaa'], ['p', 'A', 'bbbbbbbbbb'])).toEqual(['p-a-aaaaaaaa', 'p-A-bbbbbbbb']);
    expect(named(['p', 'a', '12345678a'], ['p', 'a', '12345678b'])).toEqual(['p-a-12345678a', 'p-a-12345678b']);
    expect(named(['a-b', 'c', '1'], ['a', 'b-c', '2'])).toEqual(['a-b-c-1', 'a-b-c-2']);
    expect(named(['a-b', 'c', '1'], ['a', 'b-c', '1'])).toEqual(['a-b-c-1', 'a-b-c-1-2']);
  });

  it('take none that is another’s', () => {
    expect(named(['p', 'a', '1'], ['p', 'a', '2'], ['p', 'a-1', '3'])).toEqual(['p-a-1-2', 'p-a-2', 'p-a-1']);
    expect(nameHosts([{ profile: 'p', name: 'a', id: '12345678' }], ['P-A'])).toEqual(['p-a-12345678']);
  });
});

describe('what ssh says', () => {
  const trouble = (...lines: string[]) => {
    const messages = readSshMessages('civo.work.abc', '192.0.2.7');
    for (const line of lines) messages.read(Buffer.from(`${line}\r\n`));
    return messages.trouble();
  };

  it('is understood where it is about this machine', () => {
    expect(trouble('Host key for civo.work.abc has changed and you have requested strict checking.')).toBe(
      'host_key_changed',
    );
    expect(trouble('No ED25519 host key is known for civo.work.abc and you have requested strict checking.')).toBe(
      'host_key_unknown',
    );
    expect(trouble('ssh: connect to host 192.0.2.7 port 22: Connection refused')).toBe('machine_unreachable');
    expect(trouble('me@192.0.2.7: Permission denied (publickey,password).')).toBe('login_refused');
  });

  it('is not mixed up with what programs over there say, or what is about another', () => {
    expect(trouble('Host key for other has changed and you have requested strict checking.')).toBe(null);
    expect(trouble('ssh: connect to host 192.0.2.8 port 22: Connection refused')).toBe(null);
    expect(trouble('git@github.com: Permission denied (publickey).')).toBe(null);
    expect(trouble('x: Permission denied')).toBe(null);
  });

  it('may come in any pieces', () => {
    const messages = readSshMessages('civo.work.abc', '192.0.2.7');
    for (const letter of "Warning: Permanently added 'civo.work.abc' (ED25519) to the list of known hosts.\r\nbye") {
      messages.read(Buffer.from(letter));
    }
    expect([messages.newHostKey(), messages.lastLine()]).toEqual(['ED25519', 'bye']);
  });
});
