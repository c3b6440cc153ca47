import { describe, expect, it } from 'vitest';
import { CliError } from '../src/core/errors';
import { parseFilter } from '../src/core/filter';
import type { Instance } from '../src/core/instance';
import type { Output } from '../src/core/view';
import { instanceView } from '../src/core/views';
import { watch } from '../src/watch';
import { Home } from './nube';

const one = (profile: string, state: string) => ({ profile, id: '1', name: 'web', state }) as unknown as Instance;
const gone = (profile: string) => new CliError('unreachable', `${profile} did not answer`, { profile });

function rows(some: readonly Instance[], failures: readonly CliError[] = []): Output {
  const attempted = () => some.length + failures.length;
  return { kind: 'rows', view: instanceView, rows: some, failures, attempted, what: 'profiles' };
}

/** Watches what these looks find, one after another; null is a look that fails as a whole. */
async function watched(
  looks: readonly (Output | null)[],
  until: readonly string[],
  height: number | null = null,
  sort: string | null = null,
) {
  let text = '';
  const warnings: string[] = [];
  const stop = new AbortController();
  let left = [...looks];
  const settings = {
    format: 'csv' as const,
    columns: ['profile', 'state'],
    columnsGiven: true,
    sort,
    sortGiven: sort !== null,
    headers: true,
    query: null,
    colour: false,
    width: null,
    now: new Date(),
  };
  const failures = await watch({
    look: async () => {
      const [next = null, ...rest] = left;
      left = rest;
      if (next === null) throw gone('work');
      return next;
    },
    until: until.map(parseFilter),
    settings,
    write: (chunk) => {
      text += chunk;
    },
    sleep: async () => {
      if (left.length === 0) stop.abort();
    },
    interrupted: stop.signal,
    warn: (_code, message) => warnings.push(message),
    now: () => new Date(),
    height,
  });
  return { text, warnings, failures: failures.map(({ message }) => message) };
}

describe('watching', () => {
  it('prints the rows that have changed, and ends once the condition holds', async () => {
    const looks = [
      rows([one('work', 'stopped'), one('home', 'running')]),
      rows([one('work', 'stopped'), one('home', 'running')]),
      rows([one('work', 'running'), one('home', 'running')]),
      rows([]),
    ];
    expect(await watched(looks, ['state=running'])).toEqual({
      text: 'profile,state\nwork,stopped\nhome,running\nwork,running\n',
      warnings: [],
      failures: [],
    });
  });

  it('keeps what a look that fails had seen before, warns once, and goes on', async () => {
    const looks = [rows([one('work', 'stopped')]), null, null, rows([one('work', 'stopped')]), null];
    expect(await watched(looks, [])).toEqual({
      text: 'profile,state\nwork,stopped\n',
      warnings: ['work did not answer', 'work did not answer'],
      failures: ['work did not answer'],
    });
  });

  it('keeps the rows of a profile that does not answer, and does not take them for the end', async () => {
    const looks = [
      rows([one('work', 'stopped'), one('home', 'running')]),
      rows([one('home', 'running')], [gone('work')]),
      rows([one('work', 'running'), one('home', 'running')]),
    ];
    expect((await watched(looks, ['state=running'])).text).toBe(
      'profile,state\nwork,stopped\nhome,running\nwork,running\n',
    );
    const drawn = await watched(looks.slice(0, 2), [], 24);
    expect(drawn.text.split('\u001b[3A\u001b[0J')).toEqual([
      'profile,state\nwork,stopped\nhome,running\n',
      'profile,state\nhome,running\nwork,stopped\n',
    ]);
  });

  it('looks only at the rows within the limit, sorted as asked', async () => {
    const three = (...states: readonly string[]) => ({
      ...rows(states.map((state, index) => one(`p${index}`, state))),
      limit: 2,
    });
    const looks = [
      three('stopped', 'running', 'stopped'),
      three('stopped', 'running', 'running'),
      three('running', 'running', 'stopped'),
      three('running', 'running', 'pending'),
    ];
    expect(await watched(looks, [])).toEqual({
      text: 'profile,state\np0,stopped\np1,running\np0,running\n',
      warnings: [],
      failures: [],
    });
    expect((await watched(looks, [], null, '-profile')).text).toBe(
      'profile,state\np2,stopped\np1,running\np2,running\np2,stopped\np2,pending\n',
    );
    expect((await watched(looks, [], null, 'state')).text).toBe(
      'profile,state\np1,running\np0,stopped\np2,running\np0,running\np2,pending\n',
    );
    expect((await watched(looks, ['state=running'])).text).toBe('profile,state\np0,stopped\np1,running\np0,running\n');
  });

  it('ends where the first look fails', async () => {
    await expect(watched([null], [])).rejects.toThrow('work did not answer');
  });

  it('goes by what happens at the provider, for a list and for one instance', async () => {
    const home = new Home();
    for (const line of ['list -p civo --filter name=db-1', 'get civo/db-1']) {
      await home.sandbox('stop civo/db-1 --yes');
      await home.sandbox('start civo/db-1 --no-wait');
      const run = await home.sandbox(`${line} --watch --until state=running -o ndjson`);
      const states = run.stdout
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text).state);
      expect({ code: run.code, last: states.at(-1) }).toEqual({ code: 0, last: 'running' });
      expect(new Set(states).size).toBe(states.length);
    }
  });
});
