import { defineCommand } from '../core/command';
import { CliError } from '../core/errors';
import { shellLine } from '../core/shell';

/** The tour: what to say, and what to type. */
const tour: readonly (readonly [string, readonly string[]])[] = [
  ['Every machine on every provider, in one table.', ['list']],
  ['Everything about one of them.', ['get', 'web-1']],
  [
    'A new one; nube waits until it runs.',
    [
      'create',
      'demo-1',
      '-p',
      'civo',
      '--region',
      'LON1',
      '--size',
      'g3.small',
      '--image',
      'ubuntu-jammy',
      '--tag',
      'demo',
    ],
  ],
  ['A larger size. Such verbs ask first; --yes answers.', ['resize', 'demo-1', '--size', 'g3.medium', '--yes']],
  ['Off, and on again.', ['stop', 'demo-1', '--yes']],
  ['', ['start', 'demo-1']],
  ['What would be sent, without sending it.', ['delete', 'demo-1', '--dry-run']],
  ['And gone.', ['delete', 'demo-1', '--yes']],
  [
    'The same for scripts: JSON, and a filter.',
    [
      'list',
      '--filter',
      'state=running',
      '--limit',
      '2',
      '-o',
      'json',
      '--query',
      '[].{name: name, provider: provider, state: state}',
    ],
  ],
];

export const demo = defineCommand({
  name: 'demo',
  output: 'text',
  group: 'set up',
  summary: 'take a two-minute tour on the sandbox',
  description: 'Needs no account and leaves nothing behind.',
  examples: [{ line: 'nube demo', does: 'see what nube does, on emulated clouds' }],
  async run(context) {
    const sandbox = await context.tour();
    try {
      for (const [words, line] of tour) {
        context.write(`${words === '' ? '' : `\n# ${words}\n`}$ nube ${shellLine(line)}\n`);
        const code = await sandbox.run(line);
        if (context.interrupted.aborted) throw new CliError('interrupted', 'The tour was interrupted');
        if (code !== 0)
          throw new CliError('internal', `The tour stopped at nube ${shellLine(line)} (exit code ${code})`);
      }
    } finally {
      await sandbox.close();
    }
    context.write(
      [
        '',
        '# That was the sandbox: nube --sandbox VERB … works on it any time.',
        '# With an account of your own:',
        '$ nube profile add',
        '$ nube list',
        '',
      ].join('\n'),
    );
    return { kind: 'none' };
  },
});
