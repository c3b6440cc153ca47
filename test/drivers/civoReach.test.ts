import { describe, expect, it } from 'vitest';
import type { Secret } from '../../src/core/secret';
import { rejected } from '../core/thrown';
import { account, changes, lines, read } from './civoSession';

const vnc = 'PUT /v2/instances/i-1/vnc';
const exchange = 'POST /v2/auth/exchange';

describe('the way to an instance', () => {
  const to = (fields: object, input: object = {}) =>
    read(account({ '/v2/instances/i-1': { id: 'i-1', hostname: 'web-1', ...fields } }), 'ssh', input);

  it('is its first address of the kind that is asked for', async () => {
    const fields = { public_ip: '1.2.3.4', ipv6: '::2', private_ip: '10.0.0.1', initial_user: 'civo' };
    expect(await to(fields)).toEqual({ host: '1.2.3.4', port: 22, user: 'civo' });
    expect(await to(fields, { private: true })).toEqual({ host: '10.0.0.1', port: 22, user: 'civo' });
    expect(await to({ ipv6: '::2' })).toEqual({ host: '::2', port: 22, user: null });
  });

  it('is closed where it has none', async () => {
    expect(await to({ private_ip: '10.0.0.1' })).toEqual({
      closed: 'web-1 has no public address',
      hint: 'nube ssh --private i-1, from a machine in its network or with --jump.',
      open: null,
    });
    expect(await to({ public_ip: '1.2.3.4' }, { private: true })).toEqual({
      closed: 'web-1 has no private address yet',
      hint: null,
      open: null,
    });
  });
});

describe('a console', () => {
  const answers = (uri: unknown, token: unknown) => ({ [vnc]: { uri }, [exchange]: { access_token: token } });
  const opened = async (uri: unknown, token: unknown = 'jwt') =>
    read<{ url: string; link: Secret }>(account(answers(uri, token)), 'console');

  it('has its token at the end, encoded, and hidden', async () => {
    const { url, link } = await opened('https://vnc.example/a', 'a+b&c');
    expect([url, link.label, link.reveal()]).toEqual([
      'https://vnc.example/a',
      'console-link',
      'https://vnc.example/a?token=a%2Bb%26c',
    ]);
    expect((await opened('https://vnc.example/a?b=c')).link.reveal()).toBe('https://vnc.example/a?b=c&token=jwt');
  });

  it('needs an address and a token', async () => {
    const message = async (answer: Promise<unknown>) => (await rejected(answer)).message;
    const request = "Civo's answer to PUT /v2/instances/ID/vnc";
    for (const uri of [null, '', 7, 'no address'])
      expect(await message(opened(uri))).toBe(`${request} names no address`);
    for (const token of [null, '', 7]) {
      expect(await message(opened('https://a', token))).toBe("Civo's answer to POST /v2/auth/exchange holds no token");
    }
    expect(await message(read(account({ [vnc]: [] }), 'console'))).toBe(`${request} is not an object`);
    expect(await message(read(account({ ...answers('https://a', 't'), [exchange]: [] }), 'console'))).toBe(
      "Civo's answer to POST /v2/auth/exchange is not an object",
    );
  });

  it('is asked for in two steps', async () => {
    const fake = account(answers('https://a', 't'));
    await read(fake, 'console');
    expect(changes(fake)).toEqual([
      { method: 'PUT', path: '/v2/instances/i-1/vnc', query: { region: 'LON1' }, body: { region: 'LON1' } },
      { method: 'POST', path: '/v2/auth/exchange', query: {}, body: { scope: '' } },
    ]);
  });
});

describe('the figures of an instance', () => {
  const figures = async (civostatsd_stats: unknown, fields: object = { ram_mb: 2048, disk_gb: 25 }) =>
    (await read<object[]>(account({ '/v2/instances/i-1': { id: 'i-1', civostatsd_stats, ...fields } }), 'stats'))[0];
  const nothing = {
    ...{ time: null, memoryUsedMiB: null, memoryMaxMiB: 2048, memoryPercent: null },
    ...{ diskUsedGiB: null, diskMaxGiB: 25, diskPercent: null },
    ...{ networkReceiveBytesPerSecond: null, networkTransmitBytesPerSecond: null },
  };

  it('are as many as it says, in the order of CPU, memory and disk', async () => {
    for (const none of [null, '', 'no numbers', 7]) expect(await figures(none)).toBeUndefined();
    expect(await figures('12.55')).toEqual({ ...nothing, cpuPercent: 12.55 });
    expect(await figures('0 50')).toEqual({ ...nothing, cpuPercent: 0, memoryPercent: 50, memoryUsedMiB: 1024 });
    expect(await figures('1,33.333,12.125')).toEqual({
      ...{ ...nothing, cpuPercent: 1, memoryPercent: 33.333, memoryUsedMiB: 682.66 },
      ...{ diskPercent: 12.125, diskUsedGiB: 3.03 },
    });
  });

  it('are shares of what is known', async () => {
    expect(await figures('1 2 3', {})).toEqual({
      ...{ ...nothing, cpuPercent: 1, memoryPercent: 2, diskPercent: 3 },
      ...{ memoryMaxMiB: null, diskMaxGiB: null },
    });
  });
});

describe('the volumes of an instance', () => {
  it('are those that Civo lists, in full, and those that it does not, by their id', async () => {
    const volume = {
      ...{ id: 'v-1', name: 'data', instance_id: 'i-1', network_id: 'n', size_gb: 10, status: 'attached' },
      ...{ volume_type: 'ssd', mountpoint: '/dev/vdb', bootable: true, created_at: '2025-04-01T09:11:14Z' },
    };
    const fake = account({
      '/v2/instances/i-1': { id: 'i-1', attached_volumes: [{ id: 'v-2' }, { id: 'v-9' }] },
      '/v2/volumes': [volume, { id: 'v-2', instance_id: null }, { id: 'v-3', instance_id: 'i-2' }],
    });
    expect(await read(fake, 'volumes')).toEqual([
      {
        ...{ id: 'v-1', name: 'data', instanceId: 'i-1', sizeGiB: 10, state: 'attached', type: 'ssd' },
        ...{ mountpoint: '/dev/vdb', bootable: true, region: 'LON1', createdAt: '2025-04-01T09:11:14Z' },
      },
      {
        ...{ id: 'v-2', name: 'v-2', instanceId: 'i-1', sizeGiB: null, state: null, type: null },
        ...{ mountpoint: null, bootable: false, region: 'LON1', createdAt: null },
      },
      { id: 'v-9', name: null, sizeGiB: null, instanceId: 'i-1', region: 'LON1' },
    ]);
    expect(lines(fake)).toEqual(['GET /v2/instances/i-1?region=LON1', 'GET /v2/volumes?region=LON1']);
  });
});
