import { describe, expect, it } from 'vitest';
import type { CreateInput, Creating, Question } from '../../src/core/driver';
import { civo } from '../../src/drivers/civo';
import { regionChoices } from '../../src/drivers/civo/questions';
import { account, networks } from './civoAccount';
import { type Fake, lines } from './civoSession';

const { questions } = civo.verbs.create as Creating;
const least: CreateInput = { region: 'LON1' };

function question(option: string): Question {
  const found = questions.find((one) => one.option === option);
  if (found === undefined) throw new Error(`no question for ${option}`);
  return found;
}

/** What a question offers: each value with the words for it. */
async function offers(option: string, input = least, fake = account()) {
  const choices = await question(option).choices?.(fake.session, input);
  return choices?.map(({ value, name }) => [value, name]);
}

const isAsked = (option: string, fake: Fake, input = least) => question(option).when?.(fake.session, input);

describe('the questions before a create', () => {
  it('ask in plain words', () => {
    expect(questions.map(({ message }) => message)).toEqual([
      'Where?',
      'Which size?',
      'Which image?',
      'In which network?',
      'Behind which firewall?',
      'Which SSH key may log in?',
    ]);
  });

  it('offer the regions that have room, the default one first', async () => {
    expect(await offers('region')).toEqual([
      ['FRA1', 'FRA1 (Frankfurt 1, Germany)'],
      ['LON1', 'LON1 (London 1, United Kingdom)'],
    ]);
    const rows = [{ code: 'A', name: 'a' }, { code: 'B' }, { code: 'C', country: 'c', default: true }, { code: 'D' }];
    const fake = account({}, { '/v2/regions': rows });
    expect(await regionChoices(fake.session)).toEqual([
      { value: 'C', name: 'C (c)' },
      { value: 'A', name: 'A (a)' },
      { value: 'B', name: 'B' },
      { value: 'D', name: 'D' },
    ]);
    expect(await isAsked('region', account())).toBe(true);
    expect(await isAsked('region', account({ region: 'LON1' }))).toBe(false);
  });

  it('offer sizes with what they have', async () => {
    const size = { type: 'instance', selectable: true };
    const rows = [
      { ...size, name: 'a', cpu_cores: 1, ram_mb: 2048, disk_gb: 25 },
      { ...size, name: 'b' },
      { ...size, name: 'c', cpu_cores: 4, gpu_count: 2, gpu_type: 'A100' },
      { ...size, name: 'd', gpu_count: 1 },
      { ...size, name: 'e', selectable: false },
    ];
    expect(await offers('size', least, account({}, { '/v2/sizes': rows }))).toEqual([
      ['a', 'a (1 CPU, 2048 MiB, 25 GiB)'],
      ['b', 'b (? CPU, ? MiB, ? GiB)'],
      ['c', 'c (4 CPU, ? MiB, ? GiB, 2 × A100)'],
      ['d', 'd (? CPU, ? MiB, ? GiB, 1 × GPU)'],
    ]);
  });

  it('offer images by their name, or by their id where two have it', async () => {
    const rows = [
      { id: '1', name: 'ubuntu', description: 'Ubuntu 24.04' },
      { id: '2', name: 'twin' },
      { id: '3', name: 'twin' },
    ];
    expect(await offers('image')).toEqual([
      ['ubuntu-jammy', 'ubuntu-jammy'],
      ['debian-12', 'debian-12 (Debian 12)'],
    ]);
    const fake = account();
    const { get } = fake.session.http;
    fake.session.http.get = async (path, ...more) =>
      path === '/v2/disk_images' ? { status: 200, headers: {}, body: rows } : get(path, ...more);
    expect(await offers('image', least, fake)).toEqual([
      ['ubuntu', 'ubuntu (Ubuntu 24.04)'],
      ['2', 'twin'],
      ['3', 'twin'],
    ]);
  });

  it('offer networks where there are several, the default one first', async () => {
    const rows = [
      { id: '1', label: 'a' },
      { id: '2', label: 'b' },
      { id: '3', label: 'c', default: true },
    ];
    expect(await offers('network', least, account({}, { '/v2/networks': rows }))).toEqual([
      ['c', 'c (default)'],
      ['a', 'a'],
      ['b', 'b'],
    ]);
    expect(await isAsked('network', account())).toBe(true);
    for (const few of [[], [networks[0]]]) {
      expect(await isAsked('network', account({}, { '/v2/networks': few }))).toBe(false);
    }
  });

  it('offer the firewalls of the network, and in the default one none', async () => {
    const open = ['', 'the default one, open to all'];
    expect(await offers('firewall')).toEqual([open, ['default', 'default'], ['web', 'web']]);
    for (const network of ['Default', 'cust-default-1', 'net-1']) {
      expect((await offers('firewall', { ...least, network }))?.[0]).toEqual(open);
    }
    for (const network of ['dev', 'cust-dev-2', 'net-2']) {
      expect(await offers('firewall', { ...least, network })).toEqual([['web', 'web']]);
    }
    expect(await offers('firewall', { ...least, network: 'nowhere' })).toEqual([]);
    expect(await isAsked('firewall', account())).toBe(true);
    expect(await isAsked('firewall', account({}, { '/v2/firewalls': [] }))).toBe(false);
    expect(await isAsked('firewall', account(), { ...least, network: 'nowhere' })).toBe(false);
  });

  it('offer the account’s SSH keys, and none', async () => {
    const none = ['', 'none: Civo makes a password'];
    expect(await offers('sshKey')).toEqual([['laptop', 'laptop'], ['key-2', 'twin'], ['key-3', 'twin'], none]);
    expect(await isAsked('sshKey', account())).toBe(true);
    expect(await isAsked('sshKey', account({}, { '/v2/sshkeys': [] }))).toBe(false);
    const given = account();
    expect(await isAsked('sshKey', given, { ...least, publicKey: 'ssh-rsa A' })).toBe(false);
    expect(given.sent).toEqual([]);
  });

  it('ask in the region that was said, else in the profile’s, in Civo’s spelling', async () => {
    for (const [input, settings] of [
      [{ region: 'fra1' }, { region: 'LON1' }],
      [{}, { region: 'fra1' }],
    ] as const) {
      const fake = account(settings);
      await offers('size', input, fake);
      expect(lines(fake)).toEqual(['GET /v2/regions', 'GET /v2/sizes?region=FRA1']);
    }
    await expect(offers('size', {})).rejects.toMatchObject({ message: 'Civo has no region "" for instances' });
  });
});
