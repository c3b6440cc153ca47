import { describe, expect, test } from 'vitest';
import { refusal, startCloudmc, UUID } from './cloudmcClient';

const COMMON = {
  id: expect.stringMatching(UUID),
  name: 'Ubuntu 22.04 HVM base (64bit)',
  description: 'Ubuntu 22.04 HVM base (64bit)',
  defaultUsername: 'cca-user',
  size: 20 * 2 ** 30,
  extractable: false,
  sshKeyEnabled: true,
  passwordEnabled: true,
  resizable: true,
  maxSizeInGb: 200,
  stepSizeInGb: 10,
  created: expect.stringMatching(/^[0-9-]{10} [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AP]M EDT$/),
  osTypeId: expect.stringMatching(UUID),
  availableInZones: [expect.stringMatching(UUID), expect.stringMatching(UUID)],
  hypervisor: 'KVM',
  format: 'QCOW2',
};

const IMPORT = {
  name: 'debian',
  description: 'My own',
  url: 'http://somewhere.example/template.ova',
  hypervisor: 'VMWare',
  format: 'OVA',
  osTypeId: '53161a9c-6019-11e7-914a-0200246f00c5',
  osTypeName: 'Debian GNU/Linux 7(64-bit)',
};

describe('templates', () => {
  test('have the older names with cloudca and the later ones with coxedge', async () => {
    const cloudca = await startCloudmc('cloudca');
    expect(await cloudca.named('templates', COMMON.name)).toEqual({
      ...COMMON,
      isPublic: true,
      isReady: true,
      isDynamicallyScalable: true,
      osType: 'Ubuntu 22.04 (64-bit)',
    });
    const coxedge = await startCloudmc('coxedge');
    const template = await coxedge.named('templates', COMMON.name);
    expect(template).toEqual({
      ...COMMON,
      availablePublicly: true,
      ready: true,
      dynamicallyScalable: true,
      osTypeName: 'Ubuntu 22.04 (64-bit)',
    });
    expect(Date.parse(template.created)).not.toBeNaN();
  });

  test('in one zone only say which', async () => {
    const { named } = await startCloudmc('cloudca');
    const template = await named('templates', 'Debian 11 HVM base (64bit)');
    expect(template).toMatchObject({ zoneName: 'QC-2', availableInZones: [template.zoneId] });
  });

  test.each(['cloudca', 'coxedge'] as const)('are imported, changed and deleted with %s', async (name) => {
    const { ask, named, order, poll, run } = await startCloudmc(name, { speed: 20 });
    const [zone] = (await ask('GET', '/zones')).body.data;
    expect(refusal(await ask('POST', '/templates', IMPORT))).toEqual([400, 400, 'zoneId is required']);
    expect((await ask('POST', '/templates', { ...IMPORT, zoneId: 'x' })).status).toBe(400);
    expect((await ask('POST', '/templates', { ...IMPORT, zoneId: zone.id, url: 'ftp://x' })).status).toBe(400);
    expect((await ask('POST', '/templates', { ...IMPORT, zoneId: zone.id, format: '' })).status).toBe(400);
    const begun = await ask('POST', '/templates', { ...IMPORT, zoneId: zone.id, passwordEnabled: true });
    const early = await named('templates', 'debian');
    expect(early[name === 'cloudca' ? 'isReady' : 'ready']).toBe(false);
    expect(early[name === 'cloudca' ? 'isPublic' : 'availablePublicly']).toBe(false);
    expect((await ask('POST', '/instances', await order({ templateId: early.id }))).status).toBe(400);
    await poll(begun.body.taskId);
    const made = await run('POST', '/instances', await order({ templateId: early.id }));
    expect(made.body.data.result).toMatchObject({ password: expect.any(String) });
    const path = `/templates/${early.id}`;
    await run('POST', `${path}?operation=update`, { description: 'Changed' });
    expect((await ask('GET', path)).body.data.description).toBe('Changed');
    await run('DELETE', path);
    expect((await ask('GET', path)).status).toBe(404);
    const field = name === 'cloudca' ? 'templateName' : 'imageName';
    expect(await named('instances', 'new_1')).not.toHaveProperty(field);
    const everybodys = await named('templates', COMMON.name);
    expect((await ask('DELETE', `/templates/${everybodys.id}`)).status).toBe(400);
  });
});
