import { describe, expect, it } from 'vitest';
import { checkEndpoint, checkJump, checkUser, isPlainHost, isPlainUser, isPort } from '../../src/core/endpoint';
import { thrown } from './thrown';

describe('what a provider says', () => {
  it.each([
    '10.0.0.1',
    '::1',
    '2001:db8::a',
    'a',
    'a-b.c-d.example',
    'A1.example.',
    'web_1',
    '_a._b',
    'a.b.c',
    `${'a'.repeat(63)}.${'b'.repeat(189)}`,
  ])('is a host: %j', (host) => {
    expect(isPlainHost(host)).toBe(true);
  });

  it.each([
    '',
    '-a',
    'a-',
    'a b',
    'a..b',
    '.a',
    'a/b',
    'a.-b',
    'a.b-',
    'fe80::1%1',
    '[::1]',
    'a:22',
    'a\n',
    ' a',
    '$a',
    'é',
    `${'a'.repeat(64)}.${'b'.repeat(189)}`,
  ])('is no host: %j', (host) => {
    expect(isPlainHost(host)).toBe(false);
  });

  it.each(['root', '7up', '_x', 'a.b@c+d-e', 'Administrator', 'svc$', 'a'.repeat(128)])('is a user: %j', (user) => {
    expect(isPlainUser(user)).toBe(true);
  });

  it.each(['', '-l', '.a', 'a b', 'a$b', 'a$$', 'jörg', 'a\n', 'DOMAIN\\me', ' a', 'a'.repeat(129)])(
    'is no user: %j',
    (user) => {
      expect(isPlainUser(user)).toBe(false);
    },
  );

  it('is a port only from 1 to 65535', () => {
    for (const port of [1, 22, 65_535]) expect(isPort(port), `${port}`).toBe(true);
    for (const port of [0, -1, 65_536, 1.5, Number.NaN]) expect(isPort(port), `${port}`).toBe(false);
  });

  it('is used only where it can be nothing else', () => {
    checkEndpoint({ host: 'web-1.example', port: 22, user: null }, 'web-1');
    checkEndpoint({ host: '::1', port: 65_535, user: 'root' }, 'web-1');
    const hint = 'Nothing was started with it. Look at the instance with nube get --raw.';
    const refused: [object, string][] = [
      [{ host: '-oProxyCommand=x' }, 'host "-oProxyCommand=x"'],
      [{ host: 7 }, 'host 7'],
      [{ host: null }, 'host null'],
      [{ port: 0 }, 'port 0'],
      [{ port: '22 -o x' }, 'port "22 -o x"'],
      [{ user: '-l' }, 'user "-l"'],
      [{ user: 7 }, 'user 7'],
    ];
    for (const [over, what] of refused) {
      expect(thrown(() => checkEndpoint({ host: 'a', port: 22, user: 'root', ...over }, 'web-1'))).toEqual({
        code: 'unexpected_answer',
        message: `The provider gave web-1 the ${what}`,
        hint,
      });
    }
  });
});

describe('what somebody types', () => {
  it.each(['root', 'DOMAIN\\me', 'me@corp', 'jörg', 'svc$', '1x', 'a.b+c-d', '٣'])('is a user: %j', (user) => {
    expect(checkUser(user)).toBe(user);
  });

  it.each(['-l', 'a b', '', 'a;b', '$(x)', 'a\\', "it's", ' a', 'a\n', 'a$b', '\\a'])('is no user: %j', (user) => {
    expect(thrown(() => checkUser(user))).toEqual({
      code: 'invalid_value',
      message: `${JSON.stringify(user)} cannot be a user for ssh`,
    });
  });

  it.each([
    'bastion',
    'me@b:22',
    'a,me@b',
    '[::1]:22',
    'ssh://me@b:22',
    'SSH://B',
    'jörg@b-1.example:65535',
    '[FE80::1]',
    '[::ffff:10.0.0.1]',
    'a.b+c-d@x',
  ])('is a jump host: %j', (jump) => {
    expect(checkJump(jump)).toBe(jump);
  });

  it.each([
    '-J',
    '',
    'a b',
    'a,',
    'a;b',
    'a,-b',
    '%h',
    '$(x)',
    'a:port',
    'a:123456',
    'a:',
    '[::1',
    '[]',
    '[g::1]',
    '@a',
    '-l@a',
    'a@-b',
    'a b@c',
    'xssh://a',
    ' a',
    'a\n',
  ])('is no jump host: %j', (jump) => {
    expect(thrown(() => checkJump(jump))).toEqual({
      code: 'invalid_value',
      message: `${JSON.stringify(jump)} is not a jump host`,
      hint: 'For example --jump admin@bastion.example.com:2222',
    });
  });
});
