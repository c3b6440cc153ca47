import { describe, expect, it } from 'vitest';
import { civo } from '../../src/drivers/civo';

const inPrivate = 'Only in private regions whose operator has set up instance snapshots.';
const anyEnd = ['running', 'stopped'];

describe('what Civo can do', () => {
  it.each<[keyof typeof civo.verbs, readonly string[], readonly string[] | undefined, string | undefined]>([
    [
      'update',
      ['name', 'hostname', 'description', 'reverseDns'],
      undefined,
      'The hostname, the notes (--description) and the reverse DNS.',
    ],
    ['delete', [], undefined, undefined],
    ['start', [], ['stopped'], undefined],
    ['stop', [], ['running'], 'It pulls the power: the operating system is not shut down first.'],
    ['reboot', ['soft', 'hard'], ['running'], undefined],
    ['resize', ['size'], anyEnd, 'Upwards only, and by --size.'],
    ['clone', ['name', 'shapeOnly'], undefined, 'The same shape without the data, and only with --shape-only.'],
    ['tag', ['set', 'add', 'remove', 'clear'], undefined, undefined],
    ['firewall', ['set', 'default'], undefined, undefined],
    ['backup', ['name'], anyEnd, inPrivate],
    ['backups', [], undefined, inPrivate],
    ['delete-backup', ['delete'], undefined, undefined],
    ['restore', ['backup', 'as'], anyEnd, inPrivate],
    ['volumes', [], undefined, undefined],
    ['stats', [], undefined, 'The latest percentages of CPU, memory and disk only.'],
    ['ssh', ['private'], undefined, undefined],
    ['console', [], undefined, 'A VNC page for the browser, open for an hour; it may take half a minute to answer.'],
  ])('%s takes %j, in the states %j', (verb, options, from, limit) => {
    expect(civo.verbs[verb]).toMatchObject({ options });
    const { from: states, limit: said } = civo.verbs[verb] as { from?: unknown; limit?: unknown };
    expect({ states, said }).toEqual({ states: from, said: limit });
  });

  it('a create takes one instance at a time, with a name', () => {
    expect(civo.verbs.create).toMatchObject({
      options: [
        ...['size', 'image', 'network', 'region', 'tag', 'count', 'sshKey', 'publicKey', 'userData', 'firewall'],
        ...['publicIp', 'reverseDns', 'user'],
      ],
      name: 'required',
      required: ['region', 'size', 'image'],
      oneByOne: true,
    });
  });

  it('hides what its answers have of secrets', () => {
    expect(civo.wire.secretFields).toEqual([
      ...['initial_password', 'rescue_password', 'civostatsd_token', 'script', 'user_script'],
      ...['access_token', 'refresh_token', 'id_token'],
    ]);
  });
});
