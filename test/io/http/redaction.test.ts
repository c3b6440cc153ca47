import { describe, expect, it } from 'vitest';
import { createRedaction } from '../../../src/io/http/redaction';

const hidden = (...values: string[]) => {
  const redaction = createRedaction(['Hush']);
  for (const value of values) redaction.hide(value);
  return redaction;
};

describe('a hidden value', () => {
  it('is found wherever it stands, every time', () => {
    const redaction = hidden('s3cret');
    expect(redaction.text('s3cret, xs3crety; S3CRET')).toBe('********, x********y; S3CRET');
    expect(redaction.value({ a: ['is s3cret'], b: { c: 's3cret' } })).toEqual({
      a: ['is ********'],
      b: { c: '********' },
    });
    expect(redaction.header('X-Note', 'a s3cret b')).toBe('a ******** b');
    expect(redaction.url(new URL('https://a.example/s3cret?q=s3cret#s3cret'))).toBe(
      'https://a.example/********?q=********',
    );
  });

  it('is found as it is encoded in an address, and as it is cleaned for the terminal', () => {
    const redaction = hidden('p@ss w\u001b[1mord\ud800');
    expect(redaction.text('p@ss word\ufffd')).toBe('********');
    expect(redaction.text('p%40ss%20w%1B%5B1mord%EF%BF%BD')).toBe('********');
    expect(redaction.text('p@ss w\u001b[1mord\ud800')).toBe('********');
  });

  it('is none where it is so short that any text could hold it', () => {
    expect(hidden('12345').text('12345')).toBe('12345');
    expect(hidden('123456').text('123456')).toBe('********');
    expect(hidden('').text('abc')).toBe('abc');
  });

  it('is noted beside the others', () => {
    expect(hidden('aaaaaa', 'bbbbbb').text('aaaaaa bbbbbb')).toBe('******** ********');
  });
});

describe('a value for the eye', () => {
  const shown = (value: unknown) => hidden().value(value);

  it('hides fields by the names that are given, whatever is in them', () => {
    expect(shown({ hush: 'a', HUSH: 1, Hush: { b: 2 } })).toEqual({
      hush: '********',
      HUSH: '********',
      Hush: '********',
    });
    expect(shown({ hush: null, hushed: 'a' })).toEqual({ hush: null, hushed: 'a' });
  });

  it.each([
    'token',
    'access_token',
    'Password',
    'passwd',
    'client_secret',
    'apiKey',
    'api_key',
    'api-key',
    'private_key',
    'private-key',
    'privateKey',
    'Authorization',
    'credential',
    'Set-Cookie',
    'user_data',
    'user-data',
    'userData',
  ])('hides text in a field called %s', (name) => {
    expect(shown({ [name]: 'x', deep: [{ [name]: 'y' }] })).toEqual({
      [name]: '********',
      deep: [{ [name]: '********' }],
    });
    expect(shown({ [name]: 7 })).toEqual({ [name]: 7 });
  });

  it.each(['key', 'api key', 'ssh_key', 'apixkey', 'pass', 'user', 'userxdata', 'privatexkey'])(
    'shows a field called %s',
    (name) => {
      expect(shown({ [name]: 'x' })).toEqual({ [name]: 'x' });
    },
  );

  it('reads a long text once, whatever looks like the beginning of a secret in it', () => {
    for (const part of ['?', '?token', 'token', '&a=;']) {
      const text = `?${part.repeat(100_000)}`;
      expect(shown(text)).toBe(text);
    }
    expect(shown(`?${';token='.repeat(100_000)}`)).toBe('?;token=********');
  });

  it('hides secrets in addresses that stand in text', () => {
    const link = 'https://a.example/?token=abc&a=b;my_password=x%20y&c=d';
    expect(shown({ link: `${link} and ?Token=1 more` })).toEqual({
      link: 'https://a.example/?token=********&a=b;my_password=********&c=d and ?Token=******** more',
    });
    expect(shown('token=abc')).toBe('token=abc');
    expect(shown('?a=b token=abc')).toBe('?a=b token=abc');
    expect(shown('?token=&a=b')).toBe('?token=&a=b');
  });

  it('leaves everything else as it is', () => {
    const value = { a: 1, b: true, c: null, d: [1, null], e: undefined, f: '' };
    expect(shown(value)).toEqual(value);
    expect(shown(null)).toBeNull();
    expect(shown({ when: new Date(0), odd: { toJSON: 'x' } })).toEqual({
      when: '1970-01-01T00:00:00.000Z',
      odd: { toJSON: 'x' },
    });
  });

  it('ends where it is nested too deep', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    const objects = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}{}${'}'.repeat(depth)}`);
    expect(shown(nested(201))).toEqual(nested(201));
    expect(JSON.stringify(shown(nested(202)))).toBe(`${'['.repeat(201)}"…"${']'.repeat(201)}`);
    expect(shown(objects(200))).toEqual(objects(200));
    expect(JSON.stringify(shown(objects(201)))).toContain('"…"');
  });
});

describe('a header', () => {
  it('with a secret name is hidden, but for what is left when the secret itself is', () => {
    const redaction = hidden('s3cret');
    expect(redaction.header('Authorization', 'Basic abc')).toBe('********');
    expect(redaction.header('Authorization', 'bearer s3cret')).toBe('bearer ********');
    expect(redaction.header('X-Auth-Token', 'x')).toBe('********');
    expect(redaction.header('Location', 'https://a.example/?token=x&a=b')).toBe(
      'https://a.example/?token=********&a=b',
    );
    expect(redaction.header('Accept', 'a/b')).toBe('a/b');
  });
});

describe('what a person gave', () => {
  const redaction = hidden('s3cret');

  it('is a secret by its name', () => {
    const names = ['X-Api-Key', 'access_token', 'hush', 'HUSH', 'hushed', 'region', ''];
    expect(names.filter(redaction.names)).toEqual(['X-Api-Key', 'access_token', 'hush', 'HUSH']);
  });

  it('is a secret as a field by name and value', () => {
    expect(redaction.holds('password', 'x')).toBe(true);
    expect(redaction.holds('Hush', 7)).toBe(true);
    expect(redaction.holds('password', '')).toBe(false);
    expect(redaction.holds('hush', '')).toBe(false);
    expect(redaction.holds('hush', null)).toBe(false);
    expect(redaction.holds('password', 7)).toBe(false);
    expect(redaction.holds('region', 'x')).toBe(false);
  });

  it('is a secret as text that speaks of one, or holds one', () => {
    expect(redaction.mentions('the passwords are')).toBe(true);
    expect(redaction.mentions('it is s3cret.')).toBe(true);
    expect(redaction.mentions('it is S3CRE7.')).toBe(false);
    expect(redaction.mentions('')).toBe(false);
  });
});

describe('an address', () => {
  it('shows its query but for secrets', () => {
    const url = (text: string) => hidden().url(new URL(text));
    expect(url('https://me:pw@a.example:8443/x/y')).toBe('https://a.example:8443/x/y');
    expect(url('https://a.example/?a=1&api_key=x&b%20c=d%26e#f')).toBe(
      'https://a.example/?a=1&api_key=********&b%20c=d%26e',
    );
  });
});
