import { describe, expect, it } from 'vitest';
import { checkHostname } from '../../src/drivers/civo/hostname';
import { keyFor } from '../../src/drivers/civo/sshKey';
import { checkTags } from '../../src/drivers/civo/tag';
import { rejected, thrown } from '../core/thrown';
import { account as whole } from './civoAccount';
import { account, changes, type FakeOptions } from './civoSession';

const keys = [
  { id: 'k-1', name: 'laptop', public_key: '  ssh-ed25519   AAAAone me@laptop' },
  { id: 'k-2', name: 'none', public_key: null },
  { id: 'k-3', name: 'bare', public_key: 'ssh-rsa AAAAtwo' },
];
const there = (answer: unknown = { id: 'k-9' }, options: FakeOptions = {}) =>
  account({ '/v2/sshkeys': keys, 'POST /v2/sshkeys': answer }, options);

describe('the key of a new instance', () => {
  it('is none where none is said, and nothing is asked', async () => {
    const fake = there();
    expect(await (await keyFor(fake.session, 'LON1', undefined, undefined))('web-1')).toBeNull();
    expect(fake.sent).toEqual([]);
  });

  it('is one that the account has, by name or id', async () => {
    for (const wanted of ['laptop', 'k-1']) {
      const fake = there();
      expect(await (await keyFor(fake.session, 'LON1', wanted, undefined))('web-1')).toBe('k-1');
      expect(changes(fake)).toEqual([]);
    }
    expect(await rejected(keyFor(there().session, 'LON1', 'desktop', undefined))).toEqual({
      code: 'resource_not_found',
      message: 'There is no SSH key "desktop" in LON1',
      hint: 'nube catalog ssh-keys --region LON1',
      missing: 'desktop',
    });
    const twin = await rejected(keyFor(whole().session, 'LON1', 'twin', undefined));
    expect(twin.message).toBe('Several SSH keys in LON1 are called "twin": key-2, key-3');
  });

  it('is said in one way', async () => {
    expect(await rejected(keyFor(there().session, 'LON1', 'laptop', 'ssh-rsa A'))).toEqual({
      code: 'conflicting_options',
      message: 'Civo takes one key: --ssh-key or --public-key',
    });
  });

  it.each(['ssh-ed25519 AAAAone', ' ssh-ed25519\tAAAAone  other comment\n', 'ssh-ed25519   AAAAone x'])(
    'is not registered again where the account has it: %j',
    async (publicKey) => {
      const fake = there();
      expect(await (await keyFor(fake.session, 'LON1', undefined, publicKey))('web-1')).toBe('k-1');
      expect(changes(fake)).toEqual([]);
    },
  );

  it.each([
    ['ssh-rsa AAAAnew==', 'nube-web-1', 'ssh-rsa AAAAnew=='],
    ['ssh-rsa AAAAnew== me@there\n', 'me@there', 'ssh-rsa AAAAnew== me@there'],
    [' ssh-rsa AAAAnew== \t my own  key ', 'my own  key', 'ssh-rsa AAAAnew== \t my own  key'],
    ['ecdsa-sha2-nistp256 A+/b', 'nube-web-1', 'ecdsa-sha2-nistp256 A+/b'],
    ['sk-ssh-ed25519@openssh.com AAAA', 'nube-web-1', 'sk-ssh-ed25519@openssh.com AAAA'],
    // The same material of another kind is another key.
    ['ssh-rsa AAAAone', 'nube-web-1', 'ssh-rsa AAAAone'],
  ])('%j is registered with the first instance, as %s', async (publicKey, name, sent) => {
    const fake = there();
    const key = await keyFor(fake.session, 'LON1', undefined, publicKey);
    expect(changes(fake)).toEqual([]);
    expect([await key('web-1'), await key('web-2')]).toEqual(['k-9', 'k-9']);
    expect(changes(fake)).toEqual([
      { method: 'POST', path: '/v2/sshkeys', query: { region: 'LON1' }, body: { name, public_key: sent } },
    ]);
  });

  it('stands for itself in a dry run', async () => {
    const fake = there({}, { dryRun: true });
    expect(await (await keyFor(fake.session, 'LON1', undefined, 'ssh-rsa A'))('web-1')).toBe('$ID_1');
  });

  it('is told by the answer', async () => {
    const key = async (answer: unknown) =>
      (await keyFor(there(answer).session, 'LON1', undefined, 'ssh-rsa A'))('web-1');
    const message = (flaw: string) => ({
      code: 'unexpected_answer',
      message: `Civo's answer to POST /v2/sshkeys ${flaw}`,
    });
    expect(await rejected(key({ result: 'success' }))).toMatchObject(message('has an entry without an id'));
    expect(await rejected(key([]))).toMatchObject(message('is not an object'));
  });

  it.each([
    ...[
      '',
      '-----BEGIN',
      'AAAA',
      'ssh-rsa',
      'ssh-rsa A*',
      'x ssh-rsa A',
      'dsa-x A',
      'ssh-rsa A=b',
      'ssh-rsa A\nssh-rsa B',
    ],
  ])('%j is none', async (publicKey) => {
    const fake = there();
    expect(await rejected(keyFor(fake.session, 'LON1', undefined, publicKey))).toEqual({
      code: 'invalid_value',
      message: 'The value of --public-key is no public key of SSH',
      hint: 'For example --public-key @id_ed25519.pub reads it from that file.',
    });
    expect(fake.sent).toEqual([]);
  });
});

describe('the name of an instance', () => {
  it.each(['a', '7', 'web-1', 'Web.Example.com', 'a--b', 'x'.repeat(63)])('may be %j', (name) => {
    expect(() => checkHostname(name)).not.toThrow();
  });

  it.each(['', '-', '-web', 'web-', '.web', 'web.', 'web_1', 'a b', 'wéb', 'a\n', 'x'.repeat(64)])(
    'cannot be %j',
    (name) => {
      expect(thrown(() => checkHostname(name))).toEqual({
        code: 'invalid_value',
        message: `${JSON.stringify(name)} cannot be the name of an instance at Civo`,
        hint: 'It takes up to 63 letters, digits, "-" and ".", with a letter or digit at both ends.',
      });
    },
  );
});

describe('a tag', () => {
  it('has no space', () => {
    expect(() => checkTags([])).not.toThrow();
    expect(() => checkTags(['a-b', 'c_d', 'é'])).not.toThrow();
    for (const bad of ['', ' ', 'a b', 'a\tb', 'a\n']) {
      expect(thrown(() => checkTags(['fine', bad]))).toEqual({
        code: 'invalid_value',
        message: `${JSON.stringify(bad)} cannot be a tag at Civo`,
        hint: 'A tag has no spaces there; "-" and "_" are fine.',
      });
    }
  });
});
