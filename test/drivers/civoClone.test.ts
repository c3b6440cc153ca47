import { describe, expect, it } from 'vitest';
import type { Changing } from '../../src/core/driver';
import { civo } from '../../src/drivers/civo';
import { account, bodies, images } from './civoAccount';
import { changes, type FakeOptions, fakeSession, target } from './civoSession';

describe('clone', () => {
  const clone = civo.verbs.clone as Changing<{ name?: string; shapeOnly?: boolean }>;
  const original = {
    id: 'i-1',
    hostname: 'web-1',
    status: 'ACTIVE',
    size: 'g3.small',
    source_type: 'diskimage',
    source_id: 'ubuntu-jammy',
    network_id: 'net-2',
    firewall_id: 'fw-3',
    public_ip: null,
    initial_user: 'civo',
    ssh_key_id: 'key-1',
    tags: ['web', 'prod'],
    script: Buffer.from('#!/bin/sh\n').toString('base64'),
  };
  const there = (over: object = {}, fake: FakeOptions = {}) =>
    account(fake, {
      '/v2/instances/i-1': { ...original, ...over },
      '/v2/instances/i-2': { ...original, ...over, id: 'i-2', hostname: 'web-2' },
    });

  it('is refused without --shape-only, for no data would come along', async () => {
    const fake = there();
    await expect(clone.plan(fake.session, [target()], {})).rejects.toMatchObject({
      code: 'not_supported',
      message: 'Civo cannot copy an instance with its data',
    });
    expect(fake.sent).toEqual([]);
  });

  it('makes an instance of the same shape under another name', async () => {
    const fake = there({}, { region: 'LON1' });
    const [plan] = await clone.plan(fake.session, [target()], { shapeOnly: true });
    expect(plan?.makes?.name).toBe('web-1-clone');
    const operation = await plan?.run();
    expect(changes(fake).map(({ body }) => body)).toEqual([
      {
        count: 1,
        hostname: 'web-1-clone',
        size: 'g3.small',
        template_id: 'img-1',
        network_id: 'net-2',
        public_ip: 'none',
        region: 'LON1',
        firewall_id: 'fw-3',
        ssh_key_id: 'key-1',
        initial_user: 'civo',
        tags: 'web prod',
        script: '#!/bin/sh\n',
      },
    ]);
    expect(operation?.instances?.[0]?.instance.id).toBe('new-web-1-clone');
  });

  it('leaves the firewall out where an old instance has the word for the default one', async () => {
    const fake = there({ firewall_id: 'default', tags: null, script: '', ssh_key_id: '' }, { region: 'LON1' });
    const [plan] = await clone.plan(fake.session, [target()], { shapeOnly: true, name: 'copy' });
    await plan?.run();
    const sent = Object.keys(changes(fake)[0]?.body as object);
    for (const absent of ['firewall_id', 'tags', 'script', 'ssh_key_id']) expect(sent).not.toContain(absent);
  });

  it('refuses a name that is taken in the region, and knows those of the name in other regions', async () => {
    const items = [{ id: 'x', hostname: 'copy' }];
    const taken = account({ region: 'LON1' }, { '/v2/instances': { pages: 1, items } });
    await expect(clone.plan(taken.session, [target()], { shapeOnly: true, name: 'copy' })).rejects.toMatchObject({
      code: 'name_taken',
      message: 'LON1 has an instance called copy already',
    });
    const fake = fakeSession(({ path, query }) => {
      if (path === '/v2/instances') return { body: { pages: 1, items: query.region === 'FRA1' ? items : [] } };
      if (path === '/v2/instances/i-1') return { body: original };
      return { body: path === '/v2/disk_images' ? images : bodies[path] };
    });
    const [plan] = await clone.plan(fake.session, [target()], { shapeOnly: true, name: 'copy' });
    expect(plan?.makes?.before).toEqual(new Set(['x']));
  });

  it('takes one --name for one clone only, and sends several one after another', async () => {
    const fake = there({}, { region: 'LON1' });
    const both = [target(), target({ id: 'i-2', name: 'web-2' })];
    await expect(clone.plan(fake.session, both, { shapeOnly: true, name: 'copy' })).rejects.toMatchObject({
      code: 'conflicting_options',
    });
    let underWay = 0;
    let most = 0;
    const send = fake.session.http.send;
    fake.session.http.send = async (mutation, read, planned) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      return send(mutation, read, planned);
    };
    const plans = await clone.plan(fake.session, both, { shapeOnly: true });
    await Promise.all(plans.map((plan) => plan.run()));
    expect(most).toBe(1);
    expect(changes(fake).map(({ body }) => (body as { hostname: string }).hostname)).toEqual([
      'web-1-clone',
      'web-2-clone',
    ]);
  });

  it('says so where the size or the image is no longer offered', async () => {
    const old = there({ size: 'g2.small' }, { region: 'LON1' });
    await expect(clone.plan(old.session, [target()], { shapeOnly: true })).rejects.toMatchObject({
      message: 'There is no size "g2.small" in LON1',
    });
  });
});
