import { defineCommand } from '../core/command';
import { CliError } from '../core/errors';
import { filterWords, parseFilter } from '../core/filter';
import { maskFields } from '../core/mask';
import { each, flag } from '../core/option';
import { targetsOf } from '../core/targets';
import { references } from './verb';

export const get = defineCommand({
  name: 'get',
  output: 'instance',
  view: 'object',
  aliases: ['show'],
  group: 'look',
  watches: true,
  summary: 'show everything about one instance',
  arguments: [{ ...references, many: false, required: true }],
  options: {
    watch: flag('watch', 'keep looking: redraw on a terminal, print changed rows elsewhere'),
    until: each('until', 'CONDITION', 'with --watch: end once this holds, as state=running', {
      completes: { words: filterWords },
    }),
    raw: flag('raw', 'the provider’s own answer, secrets masked'),
    showSecrets: flag('show-secrets', 'show the initial password and the user data'),
  },
  examples: [
    { line: 'nube get web-1', does: 'everything worth reading' },
    { line: 'nube get civo/web-1 -o json --query publicAddresses[0]', does: 'its first public address' },
  ],
  check({ watch, until = [] }) {
    for (const condition of until) parseFilter(condition);
    if (until.length > 0 && watch !== true) throw new CliError('conflicting_options', '--until goes with --watch');
  },
  async run(context, { words, options }) {
    const [target] = await targetsOf(context, words, { strict: false, prefixes: true, gone: 'too' });
    if (target === undefined) throw new CliError('missing_argument', 'get needs an instance');
    const { driver, session } = target.connection;
    const { detail, raw } = await driver.get(session, target.located);
    const ref = `${detail.profile}/${detail.id}`;
    if (options.raw === true) {
      const shown = maskFields(raw, driver.wire.secretFields) as Readonly<Record<string, unknown>>;
      return { kind: 'object', value: shown, id: detail.id, ref };
    }
    if (options.showSecrets === true) {
      for (const secret of [detail.userData, detail.password]) if (secret !== null) context.mask(secret);
    }
    const secrets = options.showSecrets === true ? {} : { userData: null, password: null };
    return { kind: 'object', value: { ...detail, ...secrets }, id: detail.id, ref };
  },
});
