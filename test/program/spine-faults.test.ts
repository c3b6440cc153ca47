import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/core/errors';
import { Home } from '../nube';
import { Gateway } from './support/gateway';
import { small } from './support/seeded';

const home = new Home({ NUBE_SANDBOX_SPEED: '100' });
/** A sandbox of its own, as it is in the beginning, with a fault. */
const variablesFor = (name: string, fault: string) => ({
  NUBE_SANDBOX_DIR: path.join(home.directory, name),
  NUBE_SANDBOX_FAULT: fault,
});
const short = '--request-timeout 200ms';

/** What reading ends with where every answer has the fault, and after how many requests. */
const readings: readonly (readonly [kind: string, code: string, tries: number])[] = [
  ['401', 'credential_refused', 1],
  ['403', 'not_allowed', 1],
  ['404', 'resource_not_found', 1],
  ['409', 'wrong_state', 1],
  ['429', 'rate_limited', 4],
  ['429-after', 'rate_limited', 4],
  ['429-date', 'rate_limited', 4],
  ['500', 'provider_unavailable', 4],
  ['html', 'provider_unavailable', 4],
  ['503', 'provider_unavailable', 4],
  ['503-after', 'provider_unavailable', 4],
  ['reset', 'unreachable', 4],
  ['reset-body', 'unreachable', 4],
  ['truncated', 'unexpected_answer', 1],
  ['wrong-types', 'unexpected_answer', 1],
  ['error-in-200', 'provider_unavailable', 1],
  ['slow', 'no_answer', 1],
];

const exitCodeOf: Readonly<Record<string, number>> = {
  ...{ credential_refused: exitCodes.auth, not_allowed: exitCodes.auth, resource_not_found: exitCodes.not_found },
  ...{ wrong_state: exitCodes.conflict, rate_limited: exitCodes.rate_limited, unreachable: exitCodes.unavailable },
  ...{
    provider_unavailable: exitCodes.unavailable,
    no_answer: exitCodes.unavailable,
    answer_lost: exitCodes.unavailable,
  },
  ...{ unexpected_answer: exitCodes.failed, operation_failed: exitCodes.failed, timed_out: exitCodes.timeout },
};

describe.each(readings)('where every answer is %s', (kind, code, tries) => {
  it.each([
    ['list', '[]\n'],
    ['get web-1', ''],
    ['stop web-1 --yes', ''],
    [`create new-1 --region LON1 ${small}`, ''],
  ])(`%s ends with ${code} after ${tries} requests, and changes nothing`, async (line, stdout) => {
    const run = await home.sandbox(`${line} -p civo -o json ${short}`, { variables: variablesFor('reading', kind) });
    expect({ code: run.code, stdout: run.stdout, tries: run.requests.length, changes: run.changes }).toEqual({
      ...{ code: exitCodeOf[code], stdout, tries, changes: [] },
    });
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.error()).toMatchObject({ code, exitCode: run.code, profile: 'civo', provider: 'civo', errors: [] });
    expect(run.error().hint).toMatch(/\S/);
  });
});

/** How a change ends whose own answer has the fault: its row, how often it was sent, and what create has made. */
const changes: readonly (readonly [kind: string, status: string, code: string | null, sent: number, made: number])[] = [
  ['401', 'failed', 'credential_refused', 1, 0],
  ['403', 'failed', 'not_allowed', 1, 0],
  ['404', 'failed', 'resource_not_found', 1, 0],
  ['409', 'failed', 'wrong_state', 1, 0],
  ['429', 'failed', 'rate_limited', 1, 0],
  ['429-after', 'failed', 'rate_limited', 4, 0],
  ['429-date', 'failed', 'rate_limited', 4, 0],
  ['500', 'unknown', 'answer_lost', 1, 0],
  ['html', 'unknown', 'answer_lost', 1, 0],
  ['503', 'failed', 'provider_unavailable', 1, 0],
  ['503-after', 'failed', 'provider_unavailable', 4, 0],
  ['error-in-200', 'failed', 'provider_unavailable', 1, 0],
  ['reset', 'unknown', 'answer_lost', 1, 0],
  ['slow', 'unknown', 'answer_lost', 1, 0],
  ['reset-body', 'succeeded', null, 1, 1],
  ['truncated', 'succeeded', null, 1, 1],
  ['wrong-types', 'succeeded', null, 1, 1],
  ['drop-after-commit', 'succeeded', null, 1, 1],
  ['task-failure', 'failed', 'operation_failed', 1, 1],
  ['stuck', 'accepted', 'timed_out', 1, 1],
];

describe.each(changes)('where the answer to a change is %s', (kind, status, code, sent, made) => {
  it(`stop is sent ${sent} time(s) and ends as ${status}`, async () => {
    const variables = variablesFor(`stop-${kind}`, `${kind}@MUTATING`);
    const run = await home.sandbox(`stop web-1 -p civo --yes -o json --timeout 100s ${short}`, { variables });
    expect({ code: run.code, sent: run.changes.length }).toEqual({ code: code === null ? 0 : exitCodeOf[code], sent });
    expect(new Set(run.changes).size).toBe(1);
    expect(run.json()).toMatchObject([
      { name: 'web-1', action: 'stop', status, error: code === null ? null : { code } },
    ]);
    if (code === null) {
      expect(run.json()[0].state).toBe('stopped');
      expect(run.stderr).toBe('');
      return;
    }
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.error()).toMatchObject({ code, exitCode: run.code, profile: 'civo', provider: 'civo' });
  });

  it(`create is sent ${sent} time(s), ends as ${status} and has made ${made}`, async () => {
    const variables = variablesFor(`create-${kind}`, `${kind}@MUTATING`);
    const line = `create new-1 -p civo --region LON1 ${small} -o json --timeout 100s ${short}`;
    const run = await home.sandbox(line, { variables });
    const there = await home.sandbox('list -p civo --filter name=new-1 -o json', {
      variables: { NUBE_SANDBOX_DIR: variables.NUBE_SANDBOX_DIR },
    });
    expect({ code: run.code, sent: run.changes, made: there.json().length }).toEqual({
      code: code === null ? 0 : exitCodeOf[code],
      sent: Array.from({ length: sent }, () => 'POST /v2/instances'),
      made,
    });
    expect(run.json()).toMatchObject([
      {
        name: 'new-1',
        action: 'create',
        status,
        id: there.json()[0]?.id ?? null,
        error: code === null ? null : { code },
      },
    ]);
    if (code === null) return;
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.error()).toMatchObject({ code, exitCode: run.code, profile: 'civo', provider: 'civo' });
  });
});

describe('an operation that vanishes', () => {
  const run = (line: string) =>
    home.sandbox(`${line} -p civo -o json`, { variables: variablesFor('vanished', 'task-vanished') });

  it('is no success for a stop: failed where a look has seen it begin, else out of time', async () => {
    const { code, json, changes } = await run('stop web-1 --yes');
    const [status, error] = code === 10 ? ['failed', 'operation_failed'] : ['accepted', 'timed_out'];
    expect({ code, count: changes.length }).toEqual({ code: status === 'failed' ? 10 : 11, count: 1 });
    expect(json()).toMatchObject([{ status, state: 'running', error: { code: error } }]);
  });

  it('is a failure for a create, which is not sent again', async () => {
    const { code, json, changes } = await run(`create new-1 --region LON1 ${small}`);
    expect({ code, changes }).toEqual({ code: 10, changes: ['POST /v2/instances'] });
    expect(json()).toMatchObject([{ name: 'new-1', status: 'failed', error: { kind: 'failed' } }]);
  });
});

describe('a lost answer', () => {
  const lost = (name: string, line: string) =>
    home.sandbox(`${line} -p civo -o json`, { variables: variablesFor(name, 'drop-after-commit@MUTATING') });

  it.each([
    ['start db-1', 'running'],
    ['delete db-1 --yes', null],
  ])('is settled by looking where that tells: %s', async (line, state) => {
    const { code, json, changes } = await lost(`settled-${line.split(' ')[0]}`, line);
    expect({ code, count: changes.length }).toEqual({ code: 0, count: 1 });
    expect(json()).toMatchObject([{ name: 'db-1', status: 'succeeded', state, error: null }]);
  });

  it.each(['reboot web-1 --yes', 'tag web-1 --add x', 'resize web-1 --size g3.large --yes'])(
    'is never guessed at, nor sent again: %s',
    async (line) => {
      const { code, json, changes, error } = await lost(`open-${line.split(' ')[0]}`, line);
      expect({ code, count: changes.length }).toEqual({ code: 14, count: 1 });
      expect(json()).toMatchObject([{ name: 'web-1', status: 'unknown', error: { code: 'answer_lost' } }]);
      expect(error()).toMatchObject({ code: 'answer_lost', kind: 'unavailable', exitCode: 14 });
      expect(error().hint).toContain('nube ');
    },
  );

  it('of each of several creates is looked for by its own name', async () => {
    const run = await lost('several', `create row --region LON1 ${small} --count 3`);
    expect({ code: run.code, changes: run.changes.length }).toEqual({ code: 0, changes: 3 });
    const rows = run.json() as { id: string; name: string; status: string }[];
    expect(rows.map(({ name, status }) => [name, status])).toEqual(
      ['row-1', 'row-2', 'row-3'].map((name) => [name, 'succeeded']),
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
  });
});

describe('while an operation is followed', () => {
  const gateway = new Gateway(home);
  beforeAll(() => gateway.open());

  it('looks that fail for a while do not end it', async () => {
    let failing = 2;
    gateway.instead = ({ method, path }) => {
      const isLook = method === 'GET' && /^\/v2\/instances\/[0-9a-f-]+$/.test(path);
      return isLook && failing-- > 0 ? { status: 503, body: { status: 503 } } : null;
    };
    const { code, json } = await home.run('start db-1 -o json', { variables: gateway.variables });
    expect(code).toBe(0);
    expect(failing).toBeLessThan(0);
    expect(json()).toMatchObject([{ name: 'db-1', status: 'succeeded', state: 'running' }]);
    expect(gateway.arrivals.filter(({ method }) => method !== 'GET')).toHaveLength(1);
  });
});
