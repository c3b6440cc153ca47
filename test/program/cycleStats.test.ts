import { describe, expect, it } from 'vitest';
import { chart } from '../../src/render/chart';
import { Home, type RunOptions } from '../nube';
import { CycleHome } from './cycleHome';
import { CycleServer, say } from './cycleServer';

const cycle = new CycleHome();
/** Interrupts a run once what it has printed fits. */
const once = (printed: RegExp): RunOptions => ({ interruptWhen: (text) => printed.test(text) });

describe('stats on Cycle', () => {
  it('are the latest figures, as rates', async () => {
    const run = await cycle.run('stats store-1 -o json');
    expect(run.code).toBe(0);
    const [row, ...others] = run.json();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ profile: 'cycle', name: 'store-1', instanceId: await cycle.idOf('store-1') });
    expect(row.cpuPercent).toBeGreaterThan(0);
    expect(row.cpuPercent).toBeLessThan(100);
    expect(row.memoryPercent).toBeCloseTo((row.memoryUsedMiB / row.memoryMaxMiB) * 100, 0);
    expect(row.networkReceiveBytesPerSecond).toBeGreaterThan(0);
    expect(row).toMatchObject({ diskUsedGiB: null, diskPercent: null });
  });

  it('over a time are all figures in a pipe', async () => {
    const run = await cycle.run('stats store-1 --since 10m -o json');
    expect(run.json().length).toBeGreaterThan(15);
    const query = run.requests.find(({ path }) => path.endsWith('/report'))?.query ?? {};
    expect(Object.keys(query)).toEqual(['filter[range-start]']);
    const table = await cycle.run('stats store-1 --since 10m');
    expect(table.stdout).not.toMatch(/[▁-█]/);
    expect(table.stdout.split('\n').length).toBeGreaterThan(15);
  });

  it('are drawn over the time asked for at a terminal, within its width, with the latest beneath', async () => {
    const { code, stdout } = await cycle.run('stats store-1 worker-1 --since 1h', { columns: 80 });
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('cycle/store-1');
    expect(lines[1]).toMatch(/^CPU {5}[▁-█ ]{30,} {2}max [\d.]+% +avg [\d.]+%$/);
    expect(lines[2]).toMatch(/^MEMORY {2}[▁-█]/);
    expect(lines[3]).toMatch(/^IN {6}[▁-█].* [KM]?i?B\/s$/);
    // An hour that begins before midnight has its dates.
    expect(lines[5]).toMatch(/^ {8}(\d\d-\d\d )?\d\d:\d\d +(\d\d-\d\d )?\d\d:\d\d UTC$/);
    for (const line of lines) expect(line.replaceAll(/\x1b\[[\d;]*m/g, '').length).toBeLessThanOrEqual(80);
    expect(stdout).toContain('cycle/worker-1\n');
    expect(stdout.match(/^cycle +(store|worker)-1/gm)).toHaveLength(2);
    const plain = await cycle.run('stats store-1 --since 1h', { columns: 80, variables: { NO_COLOR: '1' } });
    expect(plain.stdout).toMatch(/[▁-█]/);
    expect(plain.stdout).not.toContain('\x1b');
    const wide = await cycle.run('stats store-1 --since 10m -o wide', { columns: 80 });
    expect(wide.stdout).not.toMatch(/[▁-█]/);
  });

  it('of a virtual machine are those of what carries it', async () => {
    expect((await cycle.run('stats vm-1 -o json')).json()).toMatchObject([{ name: 'vm-1' }]);
  });
});

describe('stats --follow', () => {
  it('prints an object a line with ndjson, until Ctrl-C', async () => {
    const { code, stdout } = await cycle.run('stats api-1 --follow -o ndjson', once(/\n.*\n/));
    expect(code).toBe(130);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows[0]).toMatchObject({ name: 'api-1', cpuPercent: null, memoryPercent: expect.any(Number) });
    expect(rows[1]).toMatchObject({ cpuPercent: expect.any(Number), networkReceiveBytesPerSecond: expect.any(Number) });
  });

  it('prints rows of several instances as they come', async () => {
    const table = await cycle.run('stats api-1 worker-1 --follow', {
      interruptWhen: (text) => /^api-1 .*%.*B\/s\n/m.test(text) && /^worker-1 .*\n/m.test(text),
    });
    expect(table.stdout).toMatch(/^NAME +TIME +CPU +MEMORY +USED +IN +OUT\n/);
    expect(table.stdout).toMatch(
      /^api-1 +\d\d:\d\d:\d\d +[\d.]+% +[\d.]+% +[\d.]+ MiB +[\d.]+ .?i?B\/s +[\d.]+ .?i?B\/s$/m,
    );
    expect(table.stdout).toMatch(/^worker-1 /m);
    const csv = await cycle.run('stats api-1 --follow -o csv', once(/\n.*\n/));
    expect(csv.stdout).toMatch(/^profile,provider,.*\ncycle,cycle,/);
  });

  it('ends well where the instance stops', async () => {
    let begun = () => {};
    const printing = new Promise<void>((resolve) => (begun = resolve));
    const following = cycle.run('stats store-1 --follow -o ndjson', {
      interruptWhen(text) {
        if (text !== '') begun();
        return false;
      },
    });
    const stopping = new Home({ ...cycle.home.variables, NUBE_SANDBOX_REQUESTS: '' });
    await printing;
    await stopping.sandbox('stop store-1 -p cycle --yes');
    expect((await following).code).toBe(0);
    await cycle.reset();
  });

  it.each([
    ['stats api-1 --follow -o json', 'Give -o ndjson: one object a line.'],
    ['stats api-1 --follow --query [0]', 'Give -o ndjson: one object a line.'],
    ['stats api-1 --follow --since 1h', null],
    ['stats --follow', 'For example nube stats web-1'],
  ])('refuses `%s`', async (line, hint) => {
    const { code, stderr, requests } = await cycle.run(line);
    expect({ code, asked: requests.length }).toEqual({ code: 2, asked: 0 });
    if (hint !== null) expect(stderr).toContain(hint);
  });

  it('is not there everywhere', async () => {
    const { code, error } = await cycle.home.sandbox('stats web-1 -p civo --follow -o ndjson');
    expect({ code, message: error().message }).toEqual({ code: 2, message: 'Civo has no --follow for stats' });
  });
});

describe('a stream of figures', () => {
  const server = new CycleServer();
  const local = new Home();
  const read = (line: string, options: RunOptions = {}) =>
    local.run(line, { ...options, variables: { ...server.variables, ...options.variables } });
  const frame = (second: number, total: number) =>
    JSON.stringify({
      time: `2026-01-31T12:00:0${second}.5Z`,
      cpu: { num_cores: 1, usage: { total } },
      memory: {},
      network: { interfaces: [] },
    });
  const percents = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).cpuPercent);

  it('is taken up again with a fresh token where it breaks off', async () => {
    server.begin((socket, count) => {
      if (count === 1) void say(socket, [frame(0, 0), Buffer.from(frame(1, 5e8))], (one) => one.terminate());
      else void say(socket, [frame(4, 9e8), frame(5, 1e9)]);
    });
    const { code, stdout, stderr } = await read('stats api-1 --follow -o csv --columns cpuPercent');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cpuPercent\n""\n50\n""\n10\n' });
    expect(stderr).toBe('The figures of api-1 broke off; connecting again.\nThe figures of api-1 have ended.\n');
    expect(server.tokens).toEqual(['token 1', 'token 2']);
  });

  it('has no rate over a restart', async () => {
    server.begin((socket) => void say(socket, [frame(0, 9e9), frame(1, 1e8), frame(2, 2e8)]));
    const { stdout } = await read('stats api-1 --follow -o ndjson');
    expect(percents(stdout)).toEqual([null, null, 10]);
  });

  it('that says something else is an error', async () => {
    server.begin((socket) => void say(socket, [frame(0, 1), '<html>']));
    const { code, error, stdout } = await read('stats api-1 --follow -o ndjson');
    expect({ code, rows: percents(stdout) }).toEqual({ code: 10, rows: [null] });
    expect(error()).toMatchObject({ code: 'unexpected_answer', profile: 'env' });
  });

  it('that is refused says so', async () => {
    server.begin(() => {});
    const error = { status: 403, code: '403.not-allowed', title: 'Telemetry is disabled' };
    server.instead = {
      '/v1/containers/c1/instances/a1/telemetry/resources/stream': { status: 403, body: { error, data: null } },
    };
    const { code, stderr } = await read('stats api-1 --follow');
    expect(code).toBe(7);
    expect(stderr).toContain('Telemetry is disabled');
  });
});

describe('a chart', () => {
  const row = (time: string, cpuPercent: number | null) => ({
    time,
    cpuPercent,
    memoryUsedMiB: null,
    memoryMaxMiB: null,
    memoryPercent: null,
    diskUsedGiB: null,
    diskMaxGiB: null,
    diskPercent: null,
    networkReceiveBytesPerSecond: null,
    networkTransmitBytesPerSecond: null,
  });
  const from = new Date('2026-01-31T10:00:00Z');
  const to = new Date('2026-01-31T12:00:00Z');
  const draw = (rows: ReturnType<typeof row>[], width = 80, title = 'work/api-1') =>
    chart([{ title, from, to, rows }], width).split('\n');

  it('puts each figure where its time is, and leaves blank what is not known', () => {
    const [head, line = ''] = draw([row('2026-01-31T11:00:00Z', 50), row('2026-01-31T11:59:00Z', 100)]);
    expect(head).toBe('work/api-1');
    const drawn = line.slice(8, line.indexOf('  max'));
    expect(drawn.slice(0, Math.floor(drawn.length / 2))).toBe(' '.repeat(Math.floor(drawn.length / 2)));
    expect(drawn.trimStart().charAt(0)).toBe('▅');
    expect(drawn.at(-1)).toBe('█');
    expect(line).toMatch(/max 100% +avg 75%$/);
  });

  it('is no wider than it may be, and has no lines without figures', () => {
    for (const width of [40, 60, 80, 120, 300]) {
      for (const line of draw([row('2026-01-31T11:00:00Z', 5)], width, 'x'.repeat(400))) {
        expect(line.length).toBeLessThanOrEqual(Math.max(width, 46));
      }
    }
    expect(draw([row('2026-01-31T11:00:00Z', null)])).toEqual(['work/api-1', '']);
    expect(draw([row('2026-01-31T11:00:00Z', 0)])[1]).toContain('▁');
  });

  it('names the day where the time is longer than one', () => {
    const week = new Date('2026-01-24T12:00:00Z');
    const text = chart([{ title: 'a', from: week, to, rows: [row('2026-01-30T11:00:00Z', 5)] }], 80);
    expect(text).toMatch(/^ {8}01-24 12:00 +01-31 12:00 UTC$/m);
  });

  it('lets no control character of a name through', () => {
    expect(draw([row('2026-01-31T11:00:00Z', 5)], 80, 'a\x1b[2Jb')[0]).toBe('ab');
  });
});
