import { describe, expect, it } from 'vitest';
import { readCopyPaths } from '../../src/commands/reach/copyPaths';
import { nameHosts } from '../../src/commands/reach/nameHosts';
import { createNoticeFilter, readSshMessages } from '../../src/io/sshMessages';

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

  const notice = "Warning: Permanently added 'civo.work.abc' (ED25519) to the list of known hosts.\r\n";
  it.each([
    ['nothing else', notice, ''],
    ['what follows it', `${notice}bye`, 'bye'],
    ['what stands before it', `one\n${notice}two\n`, 'one\ntwo\n'],
    ['what it is part of', `echo ${notice}`, `echo ${notice}`],
    ['what is about another', notice.replace('abc', 'abcd'), notice.replace('abc', 'abcd')],
    ['what begins as it does', 'Warning: odd\nWarn', 'Warning: odd\nWarn'],
    ['what it has begun and not ended', notice.slice(0, -2), notice.slice(0, -2)],
    ['bytes that are no text', `\xff\x00${notice}`, `\xff\x00${notice}`],
  ])('lets pass, without the notice of a new key, %s', (_, said, passed) => {
    for (const size of [1, 7, 1000]) {
      const filter = createNoticeFilter('civo.work.abc');
      const bytes = Buffer.from(said, 'latin1');
      const parts: Buffer[] = [];
      for (let from = 0; from < bytes.length; from += size) parts.push(filter.pass(bytes.subarray(from, from + size)));
      expect(Buffer.concat([...parts, filter.rest()]).toString('latin1')).toBe(passed);
    }
  });
});
