import { describe, expect, it } from 'vitest';
import type { BackupRow, Driver, Session } from '../../src/core/driver';
import { CliError, type ErrorCode } from '../../src/core/errors';
import { civo } from '../../src/drivers/civo';
import { asUnsupported, readSnapshots, stateOf, toSnapshot } from '../../src/drivers/civo/snapshots';
import { rejected, thrown } from '../core/thrown';
import { account, changes, type Fake, fakeSession, lines, plan, type Reply, target } from './civoSession';

const base = '/v2/instances/i-1/snapshots';
const at = { region: 'LON1' };
const one = { id: 's-1', name: 'nightly' };
const noon = Date.parse('2026-01-31T12:00:00Z');
const there = (over: object = {}, options = {}) => account({ [base]: [one], ...over }, options);
const hint = 'Run it again with --debug to see the answer.';

describe('a snapshot', () => {
  it.each([
    [{ state: 'Complete' }, 'Complete'],
    ['Pending', 'Pending'],
    [{}, null],
    [null, null],
    [undefined, null],
    ['', null],
  ])('of the status %j is in the state %j', (status, state) => {
    expect(stateOf({ status })).toBe(state);
  });

  it('has an id, and a name or not', () => {
    expect(toSnapshot({ id: 's', name: 'n', status: 'x', created_at: '2025-04-01T09:11:14Z' })).toEqual({
      id: 's',
      name: 'n',
      state: 'x',
      createdAt: '2025-04-01T09:11:14Z',
    });
    expect(toSnapshot({ id: 's' })).toEqual({ id: 's', name: 's', state: null, createdAt: null });
    const message = (flaw: string) => ({
      code: 'unexpected_answer',
      message: `Civo's answer to the snapshots ${flaw}`,
      hint,
    });
    expect(thrown(() => toSnapshot({ name: 'n' }))).toEqual(message('has an entry without an id'));
    expect(thrown(() => stateOf({ status: { state: 7 } }))).toEqual(message('has a state that is no word'));
  });

  it('stands in a list of its instance', async () => {
    const fake = there();
    expect(await readSnapshots(fake.session, 'LON1', 'i-1')).toMatchObject([one]);
    expect(lines(fake)).toEqual([`GET ${base}?region=LON1`]);
    const { session } = fakeSession(() => ({ body: { snapshots: [] } }));
    expect(await rejected(readSnapshots(session, 'LON1', 'i-1'))).toMatchObject({
      message: "Civo's answer to GET /v2/instances/ID/snapshots is not a list",
    });
  });
});

describe('a refusal of snapshots', () => {
  const of = (code: ErrorCode, providerCode?: string) => new CliError(code, 'no', { providerCode, httpStatus: 400 });

  it.each<[ErrorCode, string | undefined]>([
    ['not_allowed', undefined],
    ['resource_not_found', undefined],
    ['not_supported', 'anything'],
    ['not_allowed', 'x_authentication'],
    ['provider_refused', 'disabled_service'],
    ['not_allowed', 'disabled_service'],
  ])('%s (%s) means that the region has none', (code, providerCode) => {
    const error = asUnsupported(of(code, providerCode), 'LON1') as CliError;
    expect({ code: error.code, message: error.message, ...error.details }).toEqual({
      code: 'not_supported',
      message: 'Region LON1 offers no instance snapshots: Civo has them in private regions only',
      hint: 'Keep what matters on a volume, or copy it away: nube cp.',
      providerCode,
      httpStatus: 400,
    });
  });

  it.each<[ErrorCode, string | undefined]>([
    ['provider_refused', undefined],
    ['provider_unavailable', 'x'],
    ['instance_not_found', 'disabled_service'],
    ['not_allowed', 'authentication_access_denied'],
    ['not_allowed', 'account_not_enabled_inc_card'],
    ['not_allowed', 'database_account_access_denied'],
    ['resource_not_found', 'database_region_not_found'],
  ])('%s (%s) means what it says', (code, providerCode) => {
    const error = of(code, providerCode);
    expect(asUnsupported(error, 'LON1')).toBe(error);
  });

  it('that is a mistake of the program stays one', () => {
    const mistake = Object.assign(new Error('x'), { code: 'not_allowed', details: {} });
    expect(asUnsupported(mistake, 'LON1')).toBe(mistake);
  });
});

describe('a backup', () => {
  it.each(['a', '7', 'a.b-c', 'x'.repeat(63)])('may be called %j', async (name) => {
    const fake = there({ [`POST ${base}`]: { id: 's-9' } });
    const located = target();
    const { targets, run } = await plan(fake, 'backup', { name }, located);
    expect(targets).toEqual([located]);
    expect(await run()).toEqual({
      id: null,
      wait: { kind: 'snapshot', instance: 'i-1', ...at, snapshot: 's-9' },
      result: { backup: 's-9', name },
    });
    expect(changes(fake)).toEqual([{ method: 'POST', path: base, query: at, body: { name } }]);
  });

  it.each(['', '-a', 'a-', '.a', 'a.', 'A', 'a_b', 'a b', 'x'.repeat(64)])('cannot be called %j', async (name) => {
    const fake = there();
    expect(await rejected(plan(fake, 'backup', { name }))).toEqual({
      code: 'invalid_value',
      message: `${JSON.stringify(name)} cannot be the name of a backup at Civo`,
      hint: 'It takes up to 63 lower-case letters, digits, "-" and ".", with a letter or digit at both ends.',
    });
    expect(fake.sent).toEqual([]);
  });

  it('has a name of its own', async () => {
    expect(await rejected(plan(there(), 'backup', { name: 'nightly' }))).toEqual({
      code: 'provider_conflict',
      message: 'web-1 has a backup called nightly already',
      hint: 'Choose another --name.',
    });
  });

  it.each([
    ['web-1', 'web-1-20260131-120000'],
    ['Web.Example_1', 'web-example-1-20260131-120000'],
    ['x'.repeat(60), `${'x'.repeat(47)}-20260131-120000`],
  ])('of %s is called %s unless said', async (instance, name) => {
    const fake = there({ [`POST ${base}`]: { id: 's-9' } });
    await (await plan(fake, 'backup', {}, target({ name: instance }))).run();
    expect(changes(fake)[0]?.body).toEqual({ name });
  });

  it('is told by the answer', async () => {
    const made = async (answer: unknown) =>
      (await plan(there({ [`POST ${base}`]: answer }), 'backup', { name: 'a' })).run();
    const request = 'POST /v2/instances/ID/snapshots';
    expect((await rejected(made([]))).message).toBe(`Civo's answer to ${request} is not an object`);
    expect((await rejected(made({}))).message).toBe(`Civo's answer to ${request} has an entry without an id`);
  });

  it('whose answer was lost is looked for by its name', async () => {
    const fake = there();
    const { run } = await plan(fake, 'backup', { name: 'a' });
    const lost = new CliError('answer_lost', 'lost');
    const looked: unknown[] = [];
    fake.session.http.send = (mutation) => {
      looked.push(mutation.ifLost);
      return Promise.reject(lost);
    };
    fake.session.settle = async (operation) => {
      looked.push(operation);
      return { status: 'succeeded' };
    };
    const named = (appear: boolean) => ({
      id: null,
      wait: { kind: 'named snapshot', instance: 'i-1', ...at, name: 'a', since: noon, appear },
    });
    expect(await run()).toEqual(named(false));
    expect(looked).toEqual([{ look: named(true), next: named(false) }, named(true)]);
  });
});

describe('a backup that is there', () => {
  it('is deleted by name or id', async () => {
    for (const wanted of ['nightly', 's-1']) {
      const fake = there();
      const located = target();
      const { targets, run } = await plan(fake, 'delete-backup', { delete: wanted }, located);
      expect(targets).toEqual([located]);
      expect(await run()).toEqual({ id: null, wait: null, result: { backup: 's-1', name: 'nightly' } });
      expect(changes(fake)).toEqual([{ method: 'DELETE', path: `${base}/s-1`, query: at, body: null }]);
    }
    const dry = there({}, { dryRun: true });
    expect(await (await plan(dry, 'delete-backup', { delete: 's-1' })).run()).toEqual({ id: null, wait: null });
  });

  it('must be named, and be there', async () => {
    for (const [verb, key] of [
      ['delete-backup', 'delete'],
      ['restore', 'backup'],
    ] as const) {
      expect(await rejected(plan(there(), verb, {}))).toEqual({
        code: 'missing_argument',
        message: 'Which backup?',
        hint: 'nube backups REF',
      });
      expect(await rejected(plan(there(), verb, { [key]: 'weekly' }))).toMatchObject({
        code: 'resource_not_found',
        message: 'There is no backup "weekly" of this instance',
        hint: 'It has nightly.',
      });
      expect(await rejected(plan(there({ [base]: [] }), verb, { [key]: 'weekly' }))).toMatchObject({
        hint: 'It has none.',
      });
    }
  });

  it('is restored in place, or to an instance of another name', async () => {
    const path = `${base}/s-1/restore`;
    const located = target();
    const restore = async (input: object, answer: unknown = { id: 'r-1' }, options = {}) => {
      const fake = there({ [`POST ${path}`]: answer, '/v2/instances': { items: [], pages: 1 } }, { ...at, ...options });
      const { targets, makes, run } = await plan(fake, 'restore', { backup: 'nightly', ...input }, located);
      return { targets, makes, operation: await run(), sent: changes(fake) };
    };
    const wait = { instance: 'i-1', ...at };
    expect(await restore({})).toEqual({
      targets: [located],
      makes: undefined,
      operation: {
        id: 'r-1',
        wait: {
          ...{ kind: 'state', ...wait, until: ['ACTIVE', 'SHUTOFF'], size: null, believeFrom: noon + 10_000 },
          ...{ before: 'ACTIVE', since: noon, rests: null },
        },
      },
      sent: [{ method: 'POST', path, query: at, body: { overwrite_existing: true } }],
    });
    expect(await restore({ as: 'web-2' })).toMatchObject({
      makes: { name: 'web-2', before: new Set() },
      operation: { id: 'r-1', wait: { kind: 'named', ...wait, hostname: 'web-2' } },
      sent: [{ method: 'POST', path, query: at, body: { hostname: 'web-2', overwrite_existing: false } }],
    });
    for (const answer of [[], {}]) expect((await restore({}, answer)).operation.id).toBeNull();
    expect((await restore({}, {}, { dryRun: true })).operation).toEqual({ id: null, wait: null });
  });
});

describe('the backups of an instance that is gone', () => {
  const ofId = (fake: Fake) => {
    const { backups } = civo.verbs as { backups: Extract<Driver['verbs']['backups'], { read: unknown }> };
    return (backups.ofId as (session: Session, id: string) => Promise<readonly BackupRow[]>)(fake.session, 'i-1');
  };
  const row = (id: string, more: object = {}) => ({ id, name: `name-${id}`, instance: { id: 'i-1' }, ...more });
  const told = (id: string, more: object = {}) => ({
    ...{ instanceId: 'i-1', id, name: `name-${id}`, kind: 'snapshot', state: null, sizeGiB: null, createdAt: null },
    ...more,
  });
  const broken: Reply = { status: 500, body: { status: 500 } };
  const none: Reply = { status: 404, body: null };
  const by = (answers: Readonly<Record<string, Reply>>) =>
    fakeSession(({ path, query }) => {
      if (path === '/v2/regions') return { body: Object.keys(answers).map((code) => ({ code })) };
      return answers[query.region ?? ''] ?? none;
    });

  it('are those of all regions that name it', async () => {
    const fake = by({
      LON1: {
        body: [
          row('a', { resource_type: 'instance', instance: { id: 'i-1', status: { state: 'Complete' } } }),
          row('b', { status: 'Own', instance: { id: 'i-1', status: { state: 'Other' } } }),
          row('c', { resource_type: 'database' }),
          row('d', { instance: { id: 'i-2' } }),
          row('e', { instance: null }),
        ],
      },
      FRA1: { body: [row('f', { created_at: '2025-04-01T09:11:14Z' })] },
    });
    expect(await ofId(fake)).toEqual([
      told('a', { state: 'Complete' }),
      told('b', { state: 'Own' }),
      told('f', { createdAt: '2025-04-01T09:11:14Z' }),
    ]);
    expect(lines(fake)).toEqual([
      'GET /v2/regions',
      'GET /v2/resourcesnapshots?region=LON1',
      'GET /v2/resourcesnapshots?region=FRA1',
    ]);
    expect(fake.warnings).toEqual([]);
  });

  it('are none where no region has snapshots', async () => {
    const fake = by({ LON1: none, FRA1: none });
    expect(await ofId(fake)).toEqual([]);
    expect(fake.warnings).toEqual([]);
  });

  it('are told where a region does not answer, which is named', async () => {
    const fake = by({ LON1: broken, FRA1: { body: [row('a')] } });
    expect(await ofId(fake)).toEqual([told('a')]);
    expect(fake.warnings).toEqual(['region_failed']);
    const half = by({ LON1: broken, FRA1: { body: [] }, NYC1: none });
    expect(await ofId(half)).toEqual([]);
    expect(half.warnings).toEqual(['region_failed']);
  });

  it('are not known where none answers', async () => {
    expect(await rejected(ofId(by({ LON1: broken, FRA1: broken })))).toMatchObject({
      code: 'provider_unavailable',
      message: '2 of 2 regions failed',
    });
    // A region without snapshots has told nothing of them.
    expect(await rejected(ofId(by({ LON1: broken, FRA1: none })))).toMatchObject({
      code: 'provider_unavailable',
      message: 'Civo refused the request: It answered with status 500',
    });
    expect(await rejected(ofId(by({ LON1: { body: 'x' } })))).toMatchObject({
      message: "Civo's answer to GET /v2/resourcesnapshots is not a list",
    });
  });
});
