import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confirm } from '../src/core/confirm';
import type { ConfirmationRequest } from '../src/core/context';
import { type ErrorCode, errorCatalogue, exitCodes, toCliError } from '../src/core/errors';
import { undertake } from '../src/core/undertake';
import { Home } from './nube';

interface Thrown {
  line: string;
  before?: string;
  fault?: string;
  /** Outside of the sandbox, with these variables. */
  outside?: Record<string, string>;
  end?: 'SIGINT' | 'SIGTERM';
}

const small = '-p civo --region LON1 --size g3.xsmall --image ubuntu-jammy';
const config = (name: string) => path.join(home.directory, name);
const home = new Home();

/** For each error a command line that ends in it, or the test that shows how it comes about. */
const thrown: Readonly<Record<ErrorCode, Thrown | string>> = {
  internal: 'test/errors.test.ts',
  unknown_command: { line: 'lst' },
  unknown_option: { line: 'list --nothing' },
  missing_argument: { line: 'get' },
  excess_argument: { line: 'list more' },
  invalid_value: { line: 'list --limit many' },
  conflicting_options: { line: 'list --until state=running' },
  unknown_column: { line: 'list --sort nothing' },
  invalid_query: { line: 'list --query [' },
  invalid_filter: { line: 'list --filter nothing' },
  option_not_available: { line: 'create made -p civo --layout some' },
  profile_required: { line: 'create made' },
  selection_required: { line: 'stop' },
  no_profile: { line: 'list', outside: {} },
  unknown_profile: { line: 'list -p nobody' },
  broken_configuration: { line: 'list', outside: { NUBE_CONFIG_DIR: config('broken') } },
  newer_configuration: { line: 'list', outside: { NUBE_CONFIG_DIR: config('newer') } },
  configuration_not_written: {
    line: 'profile add work --provider civo --token-env WORK --no-verify',
    outside: { NUBE_CONFIG_DIR: '/dev/null/nube', WORK: 'token' },
  },
  incomplete_profile: { line: 'list', outside: { NUBE_PROVIDER: 'cloudca', NUBE_TOKEN: 'token' } },
  secret_unavailable: {
    before: 'profile add work --provider civo --token-env NOTHING --no-verify',
    line: 'list -p work',
    outside: {},
  },
  credential_refused: { line: 'list -p civo', fault: '401' },
  not_allowed: { line: 'list -p civo', fault: '403' },
  instance_not_found: { line: 'get nobody' },
  resource_not_found: { line: 'create made -p civo --region LON1 --size nothing --image ubuntu-jammy' },
  ambiguous_reference: {
    before: 'create web-1 -p civo --region FRA1 --size g3.xsmall --image ubuntu-jammy',
    line: 'get civo/web-1',
  },
  ambiguous_resource: 'test/drivers/civoCreate.test.ts',
  wrong_state: { line: 'recover cloudca/build-1' },
  name_taken: { line: `create web-2 ${small}` },
  differs: { line: `create web-2 ${small} --if-not-exists` },
  provider_conflict: 'test/drivers/cycleChange.test.ts',
  guarded: { before: 'profile set coxedge readOnly=true', line: 'stop coxedge/edge-1 --yes' },
  too_many_targets: { line: 'stop cloudca/build-1 cloudca/build-2 --yes --max 1' },
  not_supported: { line: 'clone civo/cache-1 --name copy' },
  declined: 'test/errors.test.ts',
  confirmation_required: { line: 'stop civo/cache-1' },
  provider_refused: { line: 'backup erp-2' },
  quota_exceeded: 'test/program/spine-create.test.ts',
  operation_failed: { line: 'stop cloudca/build-1 --yes', fault: 'task-failure' },
  half_done: 'test/drivers/cloudmcSsh.test.ts',
  unexpected_answer: { line: 'list -p civo', fault: 'truncated' },
  not_reachable: 'test/reach/sandbox.needs-ssh.test.ts',
  host_key_changed: 'test/reach/sandbox.needs-ssh.test.ts',
  host_key_unknown: 'test/reach/sandbox.needs-ssh.test.ts',
  login_refused: 'test/reach/words.test.ts',
  machine_unreachable: 'test/reach/loopback.needs-sshd-ssh-scp.test.ts',
  program_missing: 'test/reach/fakeSsh.test.ts',
  command_failed: 'test/reach/sandbox.needs-ssh.test.ts',
  timed_out: { line: 'wait civo/db-1 --timeout 3s' },
  held: 'test/program/morpheusLife.test.ts',
  some_failed: { line: 'backups erp-1 civo/cache-1' },
  rate_limited: { line: 'list -p civo', fault: '429' },
  unreachable: { line: 'list -p civo', fault: 'reset' },
  tls_refused: 'test/program/morpheusTls.test.ts',
  no_answer: 'test/program/spine-faults.test.ts',
  provider_unavailable: { line: 'list -p civo', fault: '503' },
  answer_lost: 'test/program/spine-interrupt.test.ts',
  not_sent: 'test/errors.test.ts',
  interrupted: { line: 'sandbox serve', end: 'SIGINT' },
  terminated: { line: 'sandbox serve', end: 'SIGTERM' },
};

mkdirSync(config('broken'));
writeFileSync(path.join(config('broken'), 'config.json'), '{');
mkdirSync(config('newer'));
writeFileSync(path.join(config('newer'), 'config.json'), '{"version":99,"profiles":{}}');

const entries = Object.entries(thrown) as [ErrorCode, Thrown | string][];

describe('every error of the catalogue', () => {
  it.each(entries.filter((entry): entry is [ErrorCode, Thrown] => typeof entry[1] !== 'string'))(
    'can be had: %s',
    async (code, { line, before, fault, outside, end }) => {
      const run = outside === undefined ? home.sandbox.bind(home) : home.run.bind(home);
      if (before !== undefined) expect((await run(before, { variables: outside ?? {} })).code).toBe(0);
      const variables = { ...outside, ...(fault === undefined ? {} : { NUBE_SANDBOX_FAULT: fault }) };
      const ended = await run(`-o json ${line}`, {
        variables,
        during: (interrupt) => {
          if (end !== undefined) setTimeout(() => interrupt(end), 0);
        },
      });
      const { kind } = errorCatalogue[code];
      expect(ended.error()).toMatchObject({ code, kind, exitCode: exitCodes[kind] });
      expect(ended.code).toBe(exitCodes[kind]);
    },
  );

  it.each(entries.filter((entry): entry is [ErrorCode, string] => typeof entry[1] === 'string'))(
    'is shown by a test of its own: %s',
    (code, file) => {
      expect(readFileSync(file, 'utf8')).toContain(`'${code}'`);
    },
  );

  it('has one for what nobody foresaw', () => {
    expect(toCliError(new TypeError('x is not a function'))).toMatchObject({ code: 'internal', kind: 'internal' });
  });

  it('has one for a no, and one for what an interruption kept from being sent', async () => {
    const profile = { name: 'work', provider: 'civo', guards: {} };
    const instance = { profile: 'work', name: 'web-1', id: '1', state: 'running' };
    const step = { connection: { profile }, plan: { targets: [{ instance }] } };
    const asked: string[] = [];
    const ask = {
      available: true,
      confirm: async ({ lines, question }: ConfirmationRequest) => {
        asked.push(...lines, question);
        return false;
      },
    };
    const rules = { action: 'stop', asks: true };
    await expect(confirm({ options: { yes: false }, ask } as never, [step] as never, rules)).rejects.toMatchObject({
      code: 'declined',
    });
    expect(asked).toEqual(['stop work/web-1 (1, running)', 'Stop this instance?']);
    const progress = { start: () => ({ fail: () => {} }) };
    const context = { progress, interrupted: AbortSignal.abort() };
    const { error } = await undertake(
      context as never,
      { profile } as never,
      { title: 'stop', what: 'stop' } as never,
      () => {
        throw new Error('sent');
      },
    );
    expect(error).toMatchObject({ code: 'not_sent', kind: 'interrupted' });
  });

  it('is explained offline, by code, kind and exit code', async () => {
    const rows = (await home.run('explain -o json')).json();
    expect(rows.map(({ code }: { code: string }) => code)).toEqual(Object.keys(errorCatalogue));
    for (const code of Object.keys(errorCatalogue) as ErrorCode[]) {
      const { cause, remedy } = errorCatalogue[code];
      const { stdout } = await home.run(`explain ${code} -o ndjson`);
      expect(stdout).toContain(JSON.stringify(cause).slice(1, -1));
      expect(remedy).toMatch(/^\S.*\.$/);
    }
    for (const kind of Object.keys(exitCodes)) {
      expect((await home.run(`explain ${kind} -o csv`)).stdout).toContain(`${kind},`);
    }
  });
});
