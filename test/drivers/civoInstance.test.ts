import { describe, expect, it } from 'vitest';
import { isFailure, scriptOf, toDetail, toLocated, toState } from '../../src/drivers/civo/instance';
import { instance } from '../core/instance';
import { thrown } from '../core/thrown';
import { fakeSession } from './civoSession';

const { session } = fakeSession(() => ({ body: null }));
const located = (fields: object, raw?: boolean) => toLocated(session, { id: 'i-1', ...fields }, 'LON1', raw);
const detail = (fields: object) => toDetail(located({}), fields as Record<string, unknown>);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a state of Civo', () => {
  it.each([
    ['BUILDING', 'pending'],
    ['BUILD_PENDING', 'pending'],
    ['ACTIVE', 'running'],
    ['active', 'running'],
    ['REBOOTING', 'updating'],
    ['STOPPING', 'stopping'],
    ['SHUTOFF', 'stopped'],
    ['MIGRATING', 'migrating'],
    ['DELETING', 'deleting'],
    ['ERROR', 'error'],
    ['build_failed', 'error'],
    ['SCALING', 'unknown'],
    ['', 'unknown'],
    ['__proto__', 'unknown'],
  ])('%j is %s', (word, state) => {
    expect(toState(word)).toBe(state);
    expect(isFailure(word)).toBe(state === 'error');
  });
});

describe('an instance of Civo', () => {
  it('of which nothing more is known has nothing that was not said', () => {
    expect(located({})).toEqual({
      instance: instance({ name: 'i-1', state: 'unknown', providerState: '', region: 'LON1' }),
      at: { region: 'LON1' },
    });
  });

  it('brings its own answer along where that was asked for', () => {
    const fields = { id: 'i-1', status: 'ACTIVE' };
    expect(toLocated(session, fields, 'LON1', true).raw).toBe(fields);
    expect('raw' in toLocated(session, fields, 'LON1')).toBe(false);
  });

  it('is called by its hostname, else by its name', () => {
    expect(located({ hostname: 'web-1', name: 'web-1-b775' }).instance).toMatchObject({
      name: 'web-1',
      hostname: 'web-1',
    });
    expect(located({ name: 'web-1-b775' }).instance).toMatchObject({ name: 'web-1-b775', hostname: null });
  });

  it('has the image it says, else the one of older accounts', () => {
    expect(located({ source_id: 'ubuntu-jammy', template_id: 't-1' }).instance.image).toBe('ubuntu-jammy');
    expect(located({ source_id: '', template_id: 7 }).instance.image).toBe('7');
    expect(located({ template_id: 'null' }).instance.image).toBeNull();
  });

  it('has its addresses, each kind by itself', () => {
    const { publicAddresses, privateAddresses } = located({
      public_ip: '31.28.66.181',
      ipv6: '2a10::1',
      private_ip: '192.168.1.2',
    }).instance;
    expect([publicAddresses, privateAddresses]).toEqual([['31.28.66.181', '2a10::1'], ['192.168.1.2']]);
    expect(located({ public_ip: '', ipv6: null }).instance.publicAddresses).toEqual([]);
  });

  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['a', '', null, 7, 'b'],
      ['a', 'b'],
    ],
    ['a b', ['a', 'b']],
    [' a \n b ', ['a', 'b']],
    ['', []],
    [null, []],
    [7, []],
  ])('whose tags are written %j has %j', (tags, expected) => {
    expect(located({ tags }).instance.tags).toEqual(expected);
  });

  it('is refused without an id, and with a state that is no word', () => {
    const hint = 'Run it again with --debug to see the answer.';
    const told = (flaw: string) => ({
      code: 'unexpected_answer',
      message: `Civo's answer to the instances ${flaw}`,
      hint,
    });
    expect(thrown(() => toLocated(session, { status: 'ACTIVE' }, 'LON1'))).toEqual(told('has an entry without an id'));
    expect(thrown(() => located({ status: 7 }))).toEqual(told('has a state that is no word'));
  });
});

describe('what more is told of an instance of Civo', () => {
  it('is what it says, and nothing where it says nothing', () => {
    expect(detail({})).toEqual({
      ...located({}).instance,
      user: null,
      description: null,
      networks: [],
      publicIps: [],
      volumes: [],
      userData: null,
      password: null,
    });
    expect(
      detail({ initial_user: 'civo', notes: 'front end', initial_password: 'hush', script: base64('echo 1') }),
    ).toMatchObject({ user: 'civo', description: 'front end', password: 'hush', userData: 'echo 1' });
  });

  it('has a reserved address beside the public one, and each once', () => {
    expect(detail({ public_ip: '1.2.3.4', reserved_ip: '5.6.7.8' }).publicIps).toEqual(['1.2.3.4', '5.6.7.8']);
    expect(detail({ public_ip: '1.2.3.4', reserved_ip: '1.2.3.4' }).publicIps).toEqual(['1.2.3.4']);
  });
});

describe('a script of Civo', () => {
  it.each([
    ['base64', base64('#!/bin/sh\n\techo hi\r\n'), '#!/bin/sh\n\techo hi\r\n'],
    [
      'base64 in lines',
      `${base64('#!/bin/sh\necho hi\n').slice(0, 8)}\n${base64('#!/bin/sh\necho hi\n').slice(8)}\n`,
      '#!/bin/sh\necho hi\n',
    ],
    ['base64 of letters of any script', base64('echo é東😀'), 'echo é東😀'],
    ['a text', '#!/bin/bash\necho 1', '#!/bin/bash\necho 1'],
    ['a word that could be base64 of bytes', 'echo', 'echo'],
    ['base64 and a letter that is none', `${base64('Hello world!')}!`, `${base64('Hello world!')}!`],
    ['base64 of control characters', base64('a\u0000b'), base64('a\u0000b')],
    ['base64 of an escape', base64('a\u001bb'), base64('a\u001bb')],
    ['base64 of a shift out', base64('a\u000eb'), base64('a\u000eb')],
    ['base64 of a backspace', base64('a\bb'), base64('a\bb')],
    ['base64 of a vertical tab, which is a space', base64('a\u000bb'), 'a\u000bb'],
  ])('that is %s is read as it was given', (_what, script, expected) => {
    expect(scriptOf({ script })).toBe(expected);
  });

  it('may have the name of older accounts', () => {
    expect(scriptOf({ script: '', user_script: 'echo 1' })).toBe('echo 1');
    expect(scriptOf({ script: 'echo 2', user_script: 'echo 1' })).toBe('echo 2');
    expect(scriptOf({ user_script: null })).toBeNull();
  });
});
