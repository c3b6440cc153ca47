import { defineCommand } from '../core/command';
import { CliError } from '../core/errors';
import { text, whole } from '../core/option';
import { listing } from '../core/read';
import { flatView } from '../core/views';

export const sandboxServe = defineCommand({
  name: 'sandbox serve',
  output: 'sandboxServers',
  group: 'set up',
  summary: 'run the emulators until interrupted',
  description:
    'One port per provider, as on the real hosts. Any HTTP client works; with -o json one line tells how to reach them.',
  options: {
    port: whole('port', 'N', 'the first port (N, N+1, …); 0 takes any free ones', 0),
    latency: whole('latency', 'MS', 'wait so long before each answer', 0),
    fault: text(
      'fault',
      'KIND[:RATE]',
      'fail on purpose: 429, 500, html, truncated, reset, drop-after-commit, task-failure …',
      {
        completes: { words: ['429', '500', 'html', 'truncated', 'reset', 'drop-after-commit', 'task-failure'] },
      },
    ),
    seed: whole('seed', 'N', 'the same run twice', 0),
    instances: whole('instances', 'N', 'how many instances each provider has', 0),
    speed: whole('speed', 'N', 'let the emulators’ clock run N times faster'),
  },
  examples: [
    { line: 'nube sandbox serve', does: 'run them on any free ports' },
    { line: 'nube sandbox serve --port 8100 --fault 429:0.2', does: 'every fifth request is limited' },
  ],
  async run(context, { options }) {
    const control = await context.sandbox();
    const { port = 0, latency, fault, seed, instances, speed } = options;
    const served = await control.serve({
      port,
      latencyMs: latency ?? null,
      fault: fault ?? null,
      seed: seed ?? null,
      instances: instances ?? null,
      speed: speed ?? null,
    });
    try {
      if (['json', 'ndjson', 'yaml'].includes(context.format)) {
        context.write(`${JSON.stringify({ providers: served.providers })}\n`);
      } else {
        const width = Math.max(...Object.keys(served.providers).map((name) => name.length));
        for (const [name, { endpoint = '', token = '' }] of Object.entries(served.providers)) {
          context.write(`${name.padEnd(width)}  ${endpoint}  ${token}\n`);
        }
        context.note('Running until interrupted with Ctrl-C.');
      }
      await new Promise<void>((resolve) => {
        if (context.interrupted.aborted) resolve();
        else context.interrupted.addEventListener('abort', () => resolve(), { once: true });
      });
    } finally {
      await served.close();
    }
    throw new CliError('interrupted', 'The sandbox has stopped; its state is kept');
  },
});

export const sandboxReset = defineCommand({
  name: 'sandbox reset',
  output: 'nothing',
  group: 'set up',
  summary: 'put the sandbox back to its beginning',
  examples: [{ line: 'nube sandbox reset', does: 'forget all that was done to the emulators' }],
  async run(context) {
    const control = await context.sandbox();
    await control.reset();
    context.note(`The sandbox starts over; its state was in ${control.directory}.`);
    return { kind: 'none' };
  },
});

export const sandboxStatus = defineCommand({
  name: 'sandbox status',
  output: 'sandboxStatus',
  group: 'set up',
  summary: 'show where the sandbox keeps its state, and how many instances it has',
  examples: [{ line: 'nube sandbox status', does: 'one line for each emulator' }],
  async run(context) {
    const rows = (await (await context.sandbox()).status()).map((row) => ({
      id: row.provider,
      name: row.provider,
      ...row,
    }));
    const view = flatView(rows, ['provider', 'instances', 'states', 'sizeBytes', 'file']);
    // The provider once.
    const columns = view.columns.map((column) => ({ ...column, wide: column.name === 'id' || column.name === 'name' }));
    return listing(rows, { leading: [], view: { ...view, columns } });
  },
});
