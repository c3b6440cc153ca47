import { describe, expect, it } from 'vitest';
import { account, changes, id, instance, plan as planOf, refusal, target } from './cloudmcSession';
import { stock } from './cloudmcStock';

describe('clone', () => {
  const clonable = (fields: object = {}, over: object = {}) =>
    account({
      ...stock,
      [`/instances/${id}`]: instance({ templateId: 't-1', computeOfferingId: 's-1', networkId: 'n-1', ...fields }),
      '/instances': [instance(), instance({ id: 'gone', name: 'web-1-clone', state: 'Destroyed' })],
      'POST /instances': { taskId: 'task-1', taskStatus: 'PENDING' },
      ...over,
    });

  it('makes one of the same shape: image, size, network, group, key and user data', async () => {
    const fake = clonable({
      computeOfferingId: 's-2',
      cpuCount: 2,
      memoryInMB: 2048,
      affinityGroupIds: ['a-1'],
      sshKeyName: 'laptop',
      userData: '#!/bin/sh',
    });
    const one = await planOf(fake, 'clone', { shapeOnly: true, name: 'copy' });
    expect(one.makes).toMatchObject({ name: 'copy', before: new Set() });
    await one.run();
    expect(changes(fake)[0]?.body).toEqual({
      name: 'copy',
      templateId: 't-1',
      computeOfferingId: 's-2',
      cpuCount: 2,
      memoryInMB: 2048,
      networkId: 'n-1',
      sshKeyName: 'laptop',
      affinityGroupId: 'a-1',
      userData: '#!/bin/sh',
    });
    expect(fake.warnings).toEqual([]);
  });

  it('sends no numbers for a fixed size, and is called after its original', async () => {
    const fake = clonable({ isPasswordEnabled: false });
    const one = await planOf(fake, 'clone', { shapeOnly: true });
    expect(one.makes).toMatchObject({ name: 'web-1-clone', before: new Set(['gone']) });
    await one.run();
    expect(changes(fake)[0]?.body).toEqual({
      name: 'web-1-clone',
      templateId: 't-1',
      computeOfferingId: 's-1',
      networkId: 'n-1',
    });
  });

  it('says what the copy will lack', async () => {
    const fake = clonable({ affinityGroupIds: ['a-1', 'a-2'] });
    await planOf(fake, 'clone', { shapeOnly: true });
    expect(fake.warnings).toEqual(['affinity_groups', 'no_key']);
  });

  it('needs --shape-only, for disks can’t be copied', async () => {
    const fake = clonable();
    expect(await refusal(planOf(fake, 'clone', { name: 'copy' }))).toEqual({
      code: 'not_supported',
      message: "cloud.ca can't copy the disks of an instance through its API",
      hint: 'nube clone REF --shape-only makes an empty one of the same shape.',
    });
    expect(fake.sent).toEqual([]);
  });

  it.each([
    ['a name that is taken', { name: 'web-1' }, {}, 'name_taken', 'An instance called web-1 exists already'],
    [
      'an image that is gone',
      {},
      { templateId: 'iso-1', templateName: 'rescue.iso' },
      'not_supported',
      "The image (rescue.iso) of web-1 can't be had for a new instance",
    ],
    [
      'a size that is gone',
      {},
      { computeOfferingId: 's-9' },
      'not_supported',
      "The size of web-1 can't be had for a new instance",
    ],
    [
      'bare metal',
      {},
      { computeOfferingId: 's-3' },
      'not_supported',
      "The size of web-1 can't be had for a new instance",
    ],
  ])('refuses before anything is sent: %s', async (_what, input, fields, code, message) => {
    const fake = clonable(fields);
    expect(await refusal(planOf(fake, 'clone', { shapeOnly: true, ...input }))).toMatchObject({ code, message });
    expect(changes(fake)).toEqual([]);
  });

  it('refuses one name for several, and two of one name', async () => {
    const fake = clonable();
    const { clone } = fake.driver.verbs;
    if ('unsupported' in clone) throw new Error('clone');
    const both = [target(), target()];
    expect(await refusal(clone.plan(fake.session, both, { shapeOnly: true, name: 'copy' }))).toMatchObject({
      code: 'conflicting_options',
    });
    expect(await refusal(clone.plan(fake.session, both, { shapeOnly: true }))).toMatchObject({
      code: 'name_taken',
      message: 'Two clones would be called web-1-clone',
    });
  });
});
